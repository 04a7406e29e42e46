"""The model in the making: who may go where, and what its columns mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from benchmarks.peers.rows import Linear, Rows, linear
from benchmarks.peers.state import Fleet, exact, may_go, needs_bus
from optimizer.scenario.entities import Bus, Household, Region, Scenario, Site

Leg = tuple[str, str]  # from a place to a site


@dataclass(frozen=True, slots=True)
class BusKind:
    """What buses that are alike share."""

    station: str
    seats: int
    positions: int


@dataclass(slots=True)
class HomeModel:
    """Status holders: the rows, the goals by number of their level, and what the columns mean."""

    scenario: Scenario
    rows: Rows = field(default_factory=Rows)
    goals: dict[int, Linear] = field(default_factory=dict)
    to_offer: dict[tuple[str, str], int] = field(default_factory=dict)
    holders: list[Household] = field(init=False)

    def __post_init__(self) -> None:
        self.holders = [h for h in self.scenario.households if not h.seeks_asylum and h.ready(self.scenario.date)]


@dataclass(slots=True)
class SiteModel:
    """Asylum seekers: the rows, the goals by number of their level, and what the columns mean."""

    scenario: Scenario
    rows: Rows = field(default_factory=Rows)
    goals: dict[int, Linear] = field(default_factory=dict)
    to_site: dict[tuple[str, str], int] = field(default_factory=dict)
    trips: dict[tuple[BusKind, Leg], int] = field(default_factory=dict)
    staff: dict[str, tuple[int, int]] = field(default_factory=dict)  # state and hired, by region
    opened: dict[str, int] = field(default_factory=dict)
    at_site: dict[str, list[tuple[Household, int]]] = field(default_factory=lambda: defaultdict(list))
    fleet: Fleet = field(init=False)
    seekers: list[Household] = field(init=False)
    kinds: dict[BusKind, list[Bus]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fleet = Fleet(self.scenario)
        for bus in self.scenario.buses:
            kind = BusKind(bus.station_id, bus.seats, bus.wheelchair_positions)
            self.kinds.setdefault(kind, []).append(bus)
        self.seekers = [h for h in self.scenario.households if h.seeks_asylum]

    def persons(self, sites: list[Site]) -> Linear:
        """Persons who go to any of these sites."""
        return linear((x, h.persons) for site in sites for h, x in self.at_site[site.id])

    def sites_of(self, region: Region) -> list[Site]:
        """The sites of a region."""
        return [site for site in self.scenario.sites if site.region == region.code]


def place(model: SiteModel) -> None:
    """x[h, s], and each household at most once."""
    sites = [s for region in model.scenario.regions for s in model.sites_of(region) if takes_more(model, region)]
    reach = _Reach(model)
    for household in model.seekers:
        once = Linear()
        for site in sites:
            if may_go(model.scenario, household, site) and reach(household, site):
                x = model.to_site[household.id, site.id] = model.rows.variable(1)
                model.at_site[site.id].append((household, x))
                once.add(x)
        if once.terms:
            model.rows.require(once, high=1)


def takes_more(model: SiteModel, region: Region) -> bool:
    """Rule 6: a region whose residents alone need more staff or care than there is takes nobody."""
    minutes = sum(exact(site.care_minutes_used) for site in model.sites_of(region))
    short = region.care_minutes is not None and minutes > exact(region.care_minutes)
    return not short and _spare_staff(model, region) >= 0


def _spare_staff(model: SiteModel, region: Region) -> Fraction:
    """Staff the region can have beyond what its residents need; negative in an overload."""
    most = exact(region.own_staff) + region.state_staff_max + region.hired_staff_max
    return most - present_staff(model, region)


def present_staff(model: SiteModel, region: Region) -> Fraction:
    per = exact(model.scenario.policy.people_per_staff)
    return sum((exact(s.staff_fixed) + s.occupied / per for s in model.sites_of(region) if s.occupied), Fraction(0))


class _Reach:
    """Whether some bus has seats for a household and can take it to a site and return to its station."""

    def __init__(self, model: SiteModel) -> None:
        self._model, self._known = model, dict[tuple[Leg, str], bool]()

    def __call__(self, household: Household, site: Site) -> bool:
        if not needs_bus(household, site):
            return True
        leg = (household.origin_id, site.id)
        return any(
            household.persons <= kind.seats and household.wheelchairs <= kind.positions and self._goes(buses[0], leg)
            for kind, buses in self._model.kinds.items()
        )

    def _goes(self, bus: Bus, leg: Leg) -> bool:
        if (leg, bus.station_id) not in self._known:
            self._known[leg, bus.station_id] = self._model.fleet.allows(bus, [(leg[0], [leg[1]])])
        return self._known[leg, bus.station_id]
