"""The plan of several days: a first day in whole households and buses, the best there is for the days after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from optimizer.model.horizon.housing import housing_of
from optimizer.model.horizon.setting import Setting, setting_of
from optimizer.plan.build import build_plan
from optimizer.plan.outlook import Outlook
from optimizer.plan.plan import LEVEL_NAMES, Level, Outcome, Plan, Status
from optimizer.scenario.entities import Scenario
from optimizer.solve.horizon.homes import Homes, homes_of
from optimizer.solve.horizon.housing import HousingPlan, house_over_days, least_displaced, most_housed
from optimizer.solve.horizon.later import Bounds, Expectation, expect, start_after
from optimizer.solve.horizon.outlook import Rows, outlook_rows
from optimizer.solve.horizon.room import keep_homes, keep_room
from optimizer.solve.horizon.targets import target_rows
from optimizer.solve.lexicographic import solve
from optimizer.solve.progress import OutOfTime, Progress
from optimizer.solve.search import Limits

TODAY = 0.5  # of the time for one plan of the first day
EPS = 1e-6
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


class _Relaxed:
    """The question of all days without whole households and buses: bounds, and what later days need."""

    def __init__(self, scenario: Scenario, setting: Setting) -> None:
        everything = housing_of(scenario)
        self.homes: HousingPlan = house_over_days(everything)
        self.bounds = Bounds(setting, most_housed(everything))
        self.given = self.bounds.given(self.bounds.unsheltered)
        self.least = (self.bounds.unsheltered, self.homes.unhoused)

    def all_bounds(self, best: Option) -> Values:
        """Of each level, among plans that are as good at the levels before it."""
        first, second, _, fourth, _ = best.values
        given = self.given if first <= self.given.allowed + EPS * max(1.0, first) else self.bounds.given(first)
        displaced = least_displaced(self.homes, second)
        return self.bounds.unsheltered, self.homes.unhoused, displaced, given.uneven, given.effort(fourth)


class _Horizon:
    """The search for one scenario."""

    def __init__(
        self, scenario: Scenario, progress: Callable[[Progress], None], interrupted: Callable[[], bool]
    ) -> None:
        self._scenario, self._progress, self._interrupted = scenario, progress, interrupted
        self._limits = Limits(time.monotonic() + scenario.policy.time_limit_seconds, interrupted)
        self._setting: Setting = setting_of(scenario)

    def solve(self) -> tuple[Option, Values]:
        """The better first day of those tried, and the bound of each level for it."""
        with ThreadPoolExecutor(1) as aside:
            relaxing = aside.submit(_Relaxed, self._scenario, self._setting)
            best = self._option(self._scenario)
            relaxed = relaxing.result()
        self._tell(best, relaxed, "today alone")
        careful = self._with_room_kept(best, relaxed)
        if careful is not None:
            option = self._try(careful)
            if option is not None and option.beats(best):
                best = option
                self._tell(best, relaxed, "with room kept")
        return best, relaxed.all_bounds(best)

    def _option(self, scenario: Scenario) -> Option:
        """The first day of a scenario, and the days after it."""
        began = time.monotonic()
        share = max(1.0, TODAY * self._limits.seconds_left())
        asked = replace(scenario, policy=replace(scenario.policy, time_limit_seconds=share))
        decision = solve(asked, progress=self._progress, interrupted=self._interrupted)
        today = build_plan(self._scenario, decision, time.monotonic() - began)
        placed = {a.household_id: a.destination_id for a in today.assignments if a.outcome is Outcome.HOME}
        homes = homes_of(self._scenario, today, house_over_days(housing_of(self._scenario, 1, placed)))
        found = expect(self._setting, start_after(self._setting, today, homes.housed))
        return Option(today, found, homes, outlook_rows(self._setting, today, found, homes))

    def _try(self, scenario: Scenario) -> Option | None:
        """As `_option`; None where there is no time for it."""
        try:
            return self._option(scenario)
        except OutOfTime:
            return None

    def _with_room_kept(self, best: Option, relaxed: _Relaxed) -> Scenario | None:
        """The scenario with room kept for later days, where the first try regrets its first day."""
        if self._limits.over():
            return None
        tolerance = self._scenario.horizon.tolerance
        regrets = [
            _gap(value, bound) > most for value, bound, most in zip(best.values, relaxed.least, tolerance, strict=False)
        ]
        careful = self._scenario
        if regrets[0]:
            careful = keep_room(careful, self._setting, relaxed.bounds.programme, relaxed.given.solution)
        if regrets[1]:
            careful = keep_homes(careful, relaxed.homes)
        return careful if any(regrets) else None

    def _tell(self, option: Option, relaxed: _Relaxed, phase: str) -> None:
        for name, value, bound in zip(LEVEL_NAMES, option.values, relaxed.least, strict=False):
            self._progress(Progress(name, value, bound, _gap(value, bound), self._limits.elapsed(), phase))


def plan_horizon(scenario: Scenario, *, progress: Callable[[Progress], None], interrupted: Callable[[], bool]) -> Plan:
    """The plan of a scenario of several days. OutOfTime: there was no time for a first day and an outlook."""
    began = time.monotonic()
    horizon = _Horizon(scenario, progress, interrupted)
    best, bounds = horizon.solve()
    levels = _levels(scenario, best, bounds, time.monotonic() - began)
    settled = all(level.settled for level in levels)
    outlook = Outlook(
        regions=best.rows.regions,
        country=best.rows.country,
        levels=best.rows.levels,
        targets=target_rows(scenario, best.today, best.homes),
        shortages=best.homes.shortages,
    )
    return replace(
        best.today,
        status=Status.OPTIMAL if settled else Status.FEASIBLE,
        seconds=time.monotonic() - began,
        levels=levels,
        outlook=outlook,
    )


def _levels(scenario: Scenario, best: Option, bounds: Values, seconds: float) -> tuple[Level, ...]:
    """The levels of all days; the time is that of all of them, as they are worked out together."""
    levels = []
    each = round(seconds / len(LEVEL_NAMES), 3)
    for name, value, bound, tolerance in zip(LEVEL_NAMES, best.values, bounds, scenario.horizon.tolerance, strict=True):
        below = min(bound, value) if bound <= value + EPS * max(1.0, abs(value)) else bound
        gap = _gap(value, below)
        levels.append(Level(name, value, below, gap, each, gap <= tolerance + 1e-9))
    return tuple(levels)


def _gap(value: float, bound: float) -> float:
    return max(0.0, value - bound) / max(1.0, value)
