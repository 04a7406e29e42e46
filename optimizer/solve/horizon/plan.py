"""The plan of several days: a first day in whole households and buses, the best there is for the days after it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from optimizer.model.horizon.housing import housing_of
from optimizer.model.horizon.setting import Setting, setting_of
from optimizer.plan.build import build_plan
from optimizer.plan.outlook import Outlook
from optimizer.plan.plan import LEVEL_NAMES, Level, Plan, Status
from optimizer.scenario.entities import Scenario
from optimizer.solve.horizon import housed
from optimizer.solve.horizon.homes import Homes, homes_of, with_homes
from optimizer.solve.horizon.housing import HousingPlan, house_over_days, house_today
from optimizer.solve.horizon.later import Expectation, Given, expect, least_unsheltered, start_after
from optimizer.solve.horizon.outlook import Rows, outlook_rows
from optimizer.solve.horizon.room import keep_room
from optimizer.solve.horizon.stable import Earlier, changes, read_earlier
from optimizer.solve.horizon.targets import target_rows
from optimizer.solve.lexicographic import INTERRUPTED, solve
from optimizer.solve.progress import OutOfTime, Progress
from optimizer.solve.search import Limits

TODAY = 0.7  # of the time for one plan of the first day
EPS = 1e-6
NOISE = 1e-5  # of a bound, from floating numbers
CUT = "there was no time to settle every level of the days after the first: after level 1 they could be better"
NOT_KEPT = "there was no time to keep to what the earlier plan told: changes are not reported"
NO_BOUNDS = "there was no time for every bound of all days: a bound of 0 can mean that there is none"
Values = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Option:
    """A first day with what is to be expected after it, and the levels of all days."""

    today: Plan
    found: Expectation
    homes: Homes
    rows: Rows

    @property
    def values(self) -> Values:
        """Each level, added up over the days."""
        one, two, three, four, five = (
            sum(values) for values in zip(*(r.values for r in self.rows.levels), strict=True)
        )
        return one, two, three, four, five

    def beats(self, other: Option) -> bool:
        """Whether it is better at the first level where they differ by more than floating numbers do."""
        for mine, theirs in zip(self.values, other.values, strict=True):
            if abs(mine - theirs) > EPS * max(1.0, abs(theirs)):
                return mine < theirs
        return False


class Relaxed:
    """The question of all days without whole households and buses: what no plan can be better than.

    `cut` is set when there was no time for every bound; those that are missing are 0.
    """

    cut = False

    def __init__(self, setting: Setting, everything: HousingPlan, limits: Limits | None = None) -> None:
        self._setting, self._limits, self._homes = setting, limits, housed.Bounds(everything)
        self._most = self._homes.most_housed()
        self.unsheltered, self.unhoused = 0.0, everything.unhoused
        try:
            self.unsheltered = least_unsheltered(setting, self._most, limits)
        except OutOfTime:
            self.cut = True

    def room_needed(self) -> Given:
        """Of the plans with the least at level 1, one with the least at level 4. OutOfTime: there is no time for it."""
        return Given(self._setting, self._most, self.unsheltered, self._limits)

    def bounds(self, best: Option) -> Values:
        """Of each level, among plans that are as good at the levels before it."""
        first, second, _, fourth, _ = best.values
        displaced = self._homes.least_displaced(second)
        uneven = effort = 0.0
        try:
            most = self._homes.most_housed(second, self._limits)
            given = Given(self._setting, most, max(first, self.unsheltered), self._limits)
            uneven = given.uneven
            effort = given.effort(fourth)
        except OutOfTime:
            self.cut = True
        return self.unsheltered, self.unhoused, displaced, uneven, effort


class _Horizon:
    """The search for one scenario."""

    def __init__(
        self,
        scenario: Scenario,
        progress: Callable[[Progress], None],
        interrupted: Callable[[], bool],
        earlier: Earlier | None,
    ) -> None:
        self._told = None if earlier is None else earlier.told
        self._progress, self._interrupted = progress, interrupted
        self._limits = Limits(time.monotonic() + scenario.policy.time_limit_seconds, interrupted)
        self._scenario, self._setting = scenario, setting_of(scenario)

    def solve(self) -> tuple[Option, Values, tuple[str, ...]]:
        """The better first day of those tried, the bound of each level for it, and what there was no time for."""
        everything = house_over_days(housing_of(self._scenario))
        placed = house_today(everything.housing)
        homes = house_over_days(housing_of(self._scenario, 1, placed))
        seekers = tuple(h for h in self._scenario.households if h.seeks_asylum)
        asked = replace(self._scenario, households=seekers)
        with ThreadPoolExecutor(1) as aside:
            relaxing = aside.submit(Relaxed, self._setting, everything, self._limits)
            best = self._option(asked, placed, homes)
            relaxed = relaxing.result()
        self._tell(best, relaxed, "today alone")
        if self._regrets(best.values[0], relaxed.unsheltered) and not self._limits.over():
            option = self._with_room(asked, relaxed, placed, homes)
            if option is not None and option.beats(best):
                best = option
                self._tell(best, relaxed, "with room kept")
        bounds = relaxed.bounds(best)
        return best, bounds, self._warnings(best, cut=relaxed.cut)

    def _warnings(self, best: Option, *, cut: bool) -> tuple[str, ...]:
        """That it was interrupted after today was planned, and what there was no time for."""
        later = self._interrupted() and INTERRUPTED not in best.today.warnings
        not_kept = self._told is not None and best.found.kept is None
        told = ((INTERRUPTED, later), (CUT, best.found.cut), (NOT_KEPT, not_kept), (NO_BOUNDS, cut))
        return tuple(text for text, happened in told if happened)

    def _option(self, asked: Scenario, placed: Mapping[str, str], later: HousingPlan) -> Option:
        """A first day of the asylum seekers as `asked`, beside the homes of today, and the days after it."""
        began = time.monotonic()
        share = max(1.0, TODAY * self._limits.seconds_left())
        asked = replace(asked, policy=replace(asked.policy, time_limit_seconds=share))
        decision = solve(asked, progress=self._progress, interrupted=self._interrupted)
        decision = replace(
            decision,
            destination={**decision.destination, **placed},
            levels=with_homes(self._scenario, decision.levels, placed),
        )
        today = build_plan(self._scenario, decision, time.monotonic() - began)
        homes = homes_of(self._scenario, today, later)
        found = expect(self._setting, start_after(self._setting, today, homes.housed), self._told, self._limits)
        return Option(today, found, homes, outlook_rows(self._setting, today, found, homes))

    def _with_room(
        self, asked: Scenario, relaxed: Relaxed, placed: Mapping[str, str], later: HousingPlan
    ) -> Option | None:
        """As `_option`, with room kept for later days; None where there is no time for it."""
        try:
            needed = relaxed.room_needed()
            careful = keep_room(asked, self._setting, needed.programme, needed.solution())
            return self._option(careful, placed, later)
        except OutOfTime:
            return None

    def _regrets(self, value: float, bound: float) -> bool:
        """Whether level 1 is further from its bound than it may be."""
        return _gap(value, bound) > self._scenario.horizon.tolerance[0] + EPS

    def _tell(self, option: Option, relaxed: Relaxed, phase: str) -> None:
        for name, value, bound in zip(
            LEVEL_NAMES, option.values, (relaxed.unsheltered, relaxed.unhoused), strict=False
        ):
            self._progress(Progress(name, value, bound, _gap(value, bound), self._limits.elapsed(), phase))


def plan_horizon(
    scenario: Scenario,
    *,
    progress: Callable[[Progress], None],
    interrupted: Callable[[], bool],
    previous: Path | None = None,
) -> Plan:
    """The plan of a scenario of several days; with `previous`, an earlier plan's folder, near to what that one told.

    OutOfTime: there was no time for a first day. InputError: `previous` holds no plan of several days.
    """
    began = time.monotonic()
    earlier = None if previous is None else read_earlier(previous)
    best, bounds, warnings = _Horizon(scenario, progress, interrupted, earlier).solve()
    levels = _levels(scenario, best, bounds, time.monotonic() - began)
    settled = all(level.settled for level in levels)
    return replace(
        best.today,
        status=Status.OPTIMAL if settled else Status.FEASIBLE,
        seconds=time.monotonic() - began,
        levels=levels,
        warnings=(*best.today.warnings, *warnings),
        outlook=_outlook(scenario, best, earlier),
    )


def _outlook(scenario: Scenario, best: Option, earlier: Earlier | None) -> Outlook:
    changed = None
    if earlier is not None and best.found.kept is not None:
        changed = changes(scenario, earlier, best.today, best.rows.regions, best.found.kept)
    return Outlook(
        regions=best.rows.regions,
        country=best.rows.country,
        levels=best.rows.levels,
        targets=target_rows(scenario, best.today, best.homes),
        shortages=best.homes.shortages,
        changes=changed,
    )


def _levels(scenario: Scenario, best: Option, bounds: Values, seconds: float) -> tuple[Level, ...]:
    """The levels of all days; the time is that of all of them, as they are worked out together."""
    levels = []
    each = round(seconds / len(LEVEL_NAMES), 3)
    for name, value, bound, tolerance in zip(LEVEL_NAMES, best.values, bounds, scenario.horizon.tolerance, strict=True):
        below = min(bound, value) if bound <= value + NOISE * max(1.0, abs(value)) else bound
        gap = _gap(value, below)
        levels.append(Level(name, value, below, gap, each, gap <= tolerance + 1e-9))
    return tuple(levels)


def _gap(value: float, bound: float) -> float:
    return max(0.0, value - bound) / max(1.0, value)
