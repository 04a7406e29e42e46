"""What is to be expected after a first day that is settled, and what no plan of all the days can do better than."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.model.horizon.programme import Programme
from optimizer.model.horizon.setting import Setting
from optimizer.model.horizon.start import MostHoused, Start, start_of
from optimizer.model.linear import Floats
from optimizer.plan.plan import Outcome, Plan
from optimizer.solve.horizon.stable import Kept, Told, settle_near
from optimizer.solve.horizon.stages import Stages
from optimizer.solve.progress import OutOfTime
from optimizer.solve.search import Limits

NIGHT = 1e-5  # of level 5 for a night in a site, so that of plans as good the one with fewer is expected
LEEWAY = 1e-5  # that a bound leaves at the levels before it, more than what keeping them leaves a plan
MUCH = 1e4  # of level 4 for a person-night of level 1, where both count at once: more than anybody's weight in it


@dataclass(frozen=True, slots=True)
class Expectation:
    """A solution for the days after the first; with what it keeps of an earlier plan, if it keeps to one.

    `cut`: there was no time to settle every level.
    """

    programme: Programme
    solution: Floats
    kept: Kept | None = None
    cut: bool = False


def start_after(setting: Setting, today: Plan, housed: Sequence[float]) -> Start:
    """How things are when the first day is over; `housed` are the persons housed by day, the first included."""
    scenario, crowd = setting.scenario, setting.crowd
    held = [float(site.occupied_after) for site in today.sites]
    opened = {site.site_id: site.places for site in today.sites if site.opened}
    waiting, at = [0.0] * len(crowd.classes), [0.0] * len(crowd.departures)
    wheelchairs: dict[str, int] = defaultdict(int)
    for household, assignment in zip(scenario.households, today.assignments, strict=True):
        if household.seeks_asylum and assignment.outcome is Outcome.SITE:
            wheelchairs[assignment.destination_id] += household.wheelchairs
        elif household.seeks_asylum:
            waiting[crowd.class_of[household.id]] += household.persons
            at[crowd.departure_of[household.id]] += household.persons
    ids = [[scenario.sites[j].id for j in pool.sites] for pool in setting.pools]
    places = [sum(scenario.sites[j].places for j in pool.sites) for pool in setting.pools]
    return Start(
        day=1,
        residents=tuple(sum(held[j] for j in pool.sites) for pool in setting.pools),
        opened=tuple(
            sum(opened.get(i, 0) for i in mine) / most if most else 0.0 for mine, most in zip(ids, places, strict=True)
        ),
        waiting=tuple(waiting),
        at=tuple(at),
        care=tuple(region.care_minutes_used for region in today.regions),
        wheelchairs=tuple(
            float(
                sum(
                    wheelchairs[i]
                    for mine, pool in zip(ids, setting.pools, strict=True)
                    if pool.kind == kind
                    for i in mine
                )
            )
            for kind in setting.kinds
        ),
        coa=setting.coa[0],
        housed=tuple(housed),
    )


def expect(setting: Setting, start: Start, told: Told | None = None, limits: Limits | None = None) -> Expectation:
    """The days from `start` on: level 1, then 4, then 5, each as low as it can be; then as few nights in sites.

    `told`: arrivals by day and region that are kept as far as no level is worse for it. Level 1 is worked out whatever
    the limits, as there is no plan without it, and so is what keeps to `told` once it is begun; what comes after that
    only while there is time. OutOfTime: a level without limits took an hour.
    """
    programme = Programme(setting, start)
    stages = Stages(programme)
    effort = programme.effort() + programme.nights().times(NIGHT)
    levels = (programme.unsheltered(), programme.uneven(), effort)
    if programme.has_lowered_limits():
        stages.take_nobody_where_full(stages.least(levels[0].times(MUCH) + levels[1]))
    if told is not None and not (limits is not None and limits.over()):
        return Expectation(programme, *settle_near(stages, levels, told))
    solution = stages.settle(levels[0])
    stages.limits = limits
    try:
        for level in levels[1:]:
            solution = stages.settle(level)
    except OutOfTime:
        return Expectation(programme, solution, cut=True)
    return Expectation(programme, solution)


def least_unsheltered(setting: Setting, most: MostHoused, limits: Limits | None = None) -> float:
    """What no plan of all the days can be better than at level 1, however few it leaves unhoused.

    OutOfTime: the limits are over.
    """
    programme = Programme(setting, start_of(setting, most))
    level = programme.unsheltered()
    return max(0.0, level.value(Stages(programme, limits).least(level)))


class Given:
    """The bounds of levels 4 and 5 for plans with at most `unsheltered` at level 1.

    `most`: more than which no plan that keeps level 2 can have housed. OutOfTime: the limits are over.
    """

    def __init__(self, setting: Setting, most: MostHoused, unsheltered: float, limits: Limits | None = None) -> None:
        programme = self.programme = Programme(setting, start_of(setting, most))
        self._stages = Stages(programme, limits)
        self._stages.keep(programme.unsheltered(), unsheltered + LEEWAY)
        self.uneven = self._stages.bound(programme.uneven())

    def solution(self) -> Floats:
        """One with the least at level 4."""
        return self._stages.least(self.programme.uneven())

    def effort(self, uneven: float) -> float:
        """Of level 5, among plans with at most this at level 4."""
        self._stages.keep(self.programme.uneven(), max(uneven, self.uneven) + LEEWAY)
        return self._stages.bound(self.programme.effort())
