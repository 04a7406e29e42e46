"""Classes x sites: who may go where, and what the present residents leave of each limit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.model.classes import HouseholdClass, household_classes
from optimizer.model.fleet import BusType, bus_types, within_duty
from optimizer.model.linear import Floats, Ints
from optimizer.scenario.entities import Region, Scenario, Tranche
from optimizer.scenario.travel import Travel


def exact(number: float) -> Fraction:
    """A number as the planner wrote it (0.1 is a tenth), so that no rounding tips a rule."""
    return Fraction(str(number))


@dataclass(frozen=True, slots=True)
class RegionState:
    """A region before anyone arrives: persons, staff and care minutes of the present residents."""

    region: Region
    occupied: int
    occupied_by_tranche: dict[Tranche, int]
    staff_fixed: Fraction
    care_used: float

    def free(self, tranche: Tranche) -> int:
        """Places of a tranche that are left; negative in an overload."""
        places = self.region.base_places if tranche is Tranche.BASE else self.region.additional_places
        return places - self.occupied_by_tranche[tranche]

    def staff_short(self, people_per_staff: Fraction) -> bool:
        """Whether the present residents alone need more staff than the region can have."""
        most = exact(self.region.own_staff) + self.region.state_staff_max + self.region.hired_staff_max
        return self.staff_fixed + self.occupied / people_per_staff > most

    def care_short(self) -> bool:
        """Whether the present residents alone need more care minutes than there are."""
        return self.region.care_minutes is not None and self.care_used > self.region.care_minutes


@dataclass(frozen=True, slots=True)
class Network:
    """Everything the models of the asylum seekers loop over; arcs pair a class with a site."""

    scenario: Scenario
    travel: Travel
    classes: tuple[HouseholdClass, ...]
    fleet: tuple[BusType, ...]
    regions: tuple[RegionState, ...]
    region_of_site: tuple[int, ...]
    free: tuple[int, ...]  # places left a site, never negative
    arc_class: Ints
    arc_site: Ints
    arc_rides: tuple[bool, ...]  # whether the arc takes a bus
    people_per_staff: Fraction

    @property
    def arc_persons(self) -> Floats:
        """Persons of one household, arc by arc."""
        return np.array([c.persons for c in self.classes], dtype=float)[self.arc_class]

    @property
    def arc_count(self) -> Ints:
        """Households of the arc's class, arc by arc."""
        return np.array([c.count for c in self.classes], dtype=np.int64)[self.arc_class]

    def arcs_at(self, site: int) -> Ints:
        """The arcs that end at a site."""
        return np.flatnonzero(self.arc_site == site)


def build_network(scenario: Scenario) -> Network:
    """The network of one day's asylum seekers."""
    travel = Travel(scenario)
    classes, fleet = household_classes(scenario), bus_types(scenario)
    regions, region_of_site = region_states(scenario)
    free = tuple(max(0, site.places - site.occupied) for site in scenario.sites)
    people_per_staff = exact(scenario.policy.people_per_staff)
    open_to_more = [
        _takes_more(regions[v], site.tranche, people_per_staff)
        for v, site in zip(region_of_site, scenario.sites, strict=True)
    ]
    reach = _Reach(scenario, travel, fleet)
    arcs = [
        (c, j, rides)
        for c, cls in enumerate(classes)
        for j in cls.sites
        if open_to_more[j] and cls.persons <= free[j]
        for rides in [cls.by_bus and scenario.sites[j].id != cls.origin]
        if not rides or reach(cls, j)
    ]
    return Network(
        scenario,
        travel,
        classes,
        fleet,
        regions,
        region_of_site,
        free,
        np.array([a[0] for a in arcs], dtype=np.int64),
        np.array([a[1] for a in arcs], dtype=np.int64),
        tuple(a[2] for a in arcs),
        people_per_staff,
    )


def region_states(scenario: Scenario) -> tuple[tuple[RegionState, ...], tuple[int, ...]]:
    """Each region with its present residents, and the region of each site as an index."""
    index = {region.code: v for v, region in enumerate(scenario.regions)}
    region_of_site = tuple(index[site.region] for site in scenario.sites)
    states = []
    for v, region in enumerate(scenario.regions):
        mine = [site for site, w in zip(scenario.sites, region_of_site, strict=True) if w == v]
        by_tranche = {t: sum(s.occupied for s in mine if s.tranche is t) for t in Tranche}
        fixed = sum((exact(s.staff_fixed) for s in mine if s.occupied > 0), Fraction(0))
        care = sum(s.care_minutes_used for s in mine)
        states.append(RegionState(region, sum(by_tranche.values()), by_tranche, fixed, care))
    return tuple(states), region_of_site


def _takes_more(state: RegionState, tranche: Tranche, people_per_staff: Fraction) -> bool:
    """Rule 6: a limit that the present residents already exceed takes nobody more."""
    return state.free(tranche) > 0 and not state.staff_short(people_per_staff) and not state.care_short()


class _Reach:
    """Whether some bus can take a household of a class to a site and be back in time."""

    def __init__(self, scenario: Scenario, travel: Travel, fleet: tuple[BusType, ...]) -> None:
        self._scenario, self._travel, self._fleet = scenario, travel, fleet
        self._known: dict[tuple[str, int, int], bool] = {}

    def __call__(self, cls: HouseholdClass, site: int) -> bool:
        return any(
            kind.seats >= cls.persons and kind.positions >= cls.wheelchairs and self._back_in_time(cls.origin, site, k)
            for k, kind in enumerate(self._fleet)
        )

    def _back_in_time(self, origin: str, site: int, kind: int) -> bool:
        key = (origin, site, kind)
        if key not in self._known:
            station, stop = self._fleet[kind].station, self._scenario.sites[site].id
            legs = ((station, origin), (origin, stop), (stop, station))
            drive = sum(self._travel.shortest(a, b) for a, b in legs)
            self._known[key] = within_duty(drive, 1, 1, self._scenario.policy)
        return self._known[key]
