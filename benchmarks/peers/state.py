"""A day being planned household by household: what is taken of every limit, and what each bus does so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.plan import LEVEL_NAMES, Level
from optimizer.scenario.entities import Bus, Household, Offer, Region, Scenario, Site, Tranche, Transport
from optimizer.scenario.travel import Travel

MOST_STOPS = 3
BREAK, BREAK_AFTER = 45, 270  # minutes
UNPROVEN = tuple(Level(name, 0.0, None, None, 0.0, settled=False) for name in LEVEL_NAMES)


@cache
def exact(number: float) -> Fraction:
    """A number as it was written: 0.1 is a tenth."""
    return Fraction(str(number))


def may_go(scenario: Scenario, household: Household, site: Site) -> bool:
    """Whether a site suits a household by itself, whoever else goes there."""
    return (
        site.usable(scenario.date)
        and household.pinned_to in (None, site.id)
        and site.id not in household.not_to
        and household.care_level <= site.care_level
        and household.wheelchairs <= site.wheelchair_places
        and (site.minors or not household.minor_alone)
        and household.persons <= site.places - site.occupied
    )


def may_live(scenario: Scenario, household: Household, offer: Offer) -> bool:
    """Whether an offer suits a status holder's household by itself."""
    linked, regions = household.linked_municipality, scenario.region_of_municipality
    if linked is None or not offer.available(scenario.date) or (household.wheelchairs and not offer.wheelchair):
        return False
    region, here = regions.get(linked), regions.get(offer.municipality)
    near = offer.shared and scenario.policy.interim_in_region and region is not None and region == here
    return (
        (offer.municipality == linked or near)
        and household.persons <= (offer.capacity if offer.shared else offer.persons)
        and household.pinned_to in (None, offer.id)
        and offer.id not in household.not_to
    )


def needs_bus(household: Household, site: Site) -> bool:
    """Whether the household rides to this site; who stays where it is does not."""
    return household.transport is Transport.BUS and site.id != household.origin_id


@dataclass(slots=True)
class OpenTrip:
    """A trip that may still take riders: `stops[i]` is where `riders[i]` get off."""

    origin: str
    stops: list[str] = field(default_factory=list)
    riders: list[list[Household]] = field(default_factory=list)

    @property
    def persons(self) -> int:
        """Seats taken."""
        return sum(h.persons for group in self.riders for h in group)

    @property
    def wheelchairs(self) -> int:
        """Wheelchair positions taken."""
        return sum(h.wheelchairs for group in self.riders for h in group)

    def board(self, household: Household, stop: str) -> None:
        """Take the household along to a stop, which is added at the end if it is new."""
        if stop not in self.stops:
            self.stops.append(stop)
            self.riders.append([])
        self.riders[self.stops.index(stop)].append(household)


class Fleet:
    """The buses' days: which trips each drives, and whether one more fits in."""

    def __init__(self, scenario: Scenario) -> None:
        self.policy, self.buses = scenario.policy, scenario.buses
        self.days: dict[str, list[OpenTrip]] = {}
        self._travel, self._minutes = Travel(scenario), dict[tuple[str, str], Fraction]()
        self._refused: set[tuple[str, str, int, int]] = set()  # trips that no bus has time for; days only fill up

    def minutes(self, start: str, end: str) -> Fraction:
        """Driving minutes, exactly."""
        if (start, end) not in self._minutes:
            self._minutes[start, end] = exact(self._travel.minutes(start, end))
        return self._minutes[start, end]

    def driving(self, bus: Bus, routes: Iterable[tuple[str, list[str]]]) -> Fraction:
        """Minutes from the station along routes (origin, stops) and back to the station."""
        at, driven = bus.station_id, Fraction(0)
        for origin, stops in routes:
            for place in (origin, *stops):
                driven += self.minutes(at, place)
                at = place
        return driven + self.minutes(at, bus.station_id)

    def allows(self, bus: Bus, routes: list[tuple[str, list[str]]]) -> bool:
        """Whether a bus may drive these routes in one day (rule 8)."""
        if bus.id not in self.days and len(self.days) >= self.policy.buses_per_day:
            return False
        driven, stops = self.driving(bus, routes), sum(len(stops) for _, stops in routes)
        service = exact(self.policy.load_minutes) * len(routes) + exact(self.policy.stop_minutes) * stops
        duty = driven + service + BREAK * (driven // BREAK_AFTER)
        return driven <= exact(self.policy.max_drive_minutes) and duty <= exact(self.policy.max_duty_minutes)

    def routes(self, bus: Bus) -> list[tuple[str, list[str]]]:
        """What a bus drives so far."""
        return [(trip.origin, trip.stops) for trip in self.days.get(bus.id, [])]

    def bus_for(self, household: Household, site_id: str) -> Bus | None:
        """The bus that drives least more for one more trip with this household, the first of equals; None: none can."""
        key = household.origin_id, site_id, household.persons, household.wheelchairs
        if key in self._refused:
            return None
        best: tuple[Fraction, Bus] | None = None
        for bus in self.buses:
            if household.persons > bus.seats or household.wheelchairs > bus.wheelchair_positions:
                continue
            now = self.routes(bus)
            then = [*now, (household.origin_id, [site_id])]
            if self.allows(bus, then):
                more = self.driving(bus, then) - (self.driving(bus, now) if now else 0)
                best = (more, bus) if best is None or more < best[0] else best
        if best is None:
            self._refused.add(key)
            return None
        return best[1]

    def open_trip(self, bus: Bus, origin: str) -> OpenTrip:
        """One more trip of a bus, still without stops."""
        trip = OpenTrip(origin)
        self.days.setdefault(bus.id, []).append(trip)
        return trip

    def takes(self, bus: Bus, trip: OpenTrip, household: Household, site_id: str) -> bool:
        """Whether the household finds seats on this trip and the bus can call at its site."""
        if household.origin_id != trip.origin or trip.persons + household.persons > bus.seats:
            return False
        if trip.wheelchairs + household.wheelchairs > bus.wheelchair_positions:
            return False
        if site_id in trip.stops:
            return True
        longer = [(t.origin, [*t.stops, site_id] if t is trip else t.stops) for t in self.days[bus.id]]
        return len(trip.stops) < MOST_STOPS and self.allows(bus, longer)

    def open_trips(self) -> Iterator[tuple[Bus, OpenTrip]]:
        """Every trip of every bus."""
        return ((bus, trip) for bus in self.buses for trip in self.days.get(bus.id, []))


class Reception:
    """What is left of places, tranches, staff, care and homes as households are placed."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.policy = scenario, scenario.policy
        self.destination: dict[str, str] = {}
        self._regions: dict[str, Region] = {region.code: region for region in scenario.regions}
        self._persons = Counter({site.id: site.occupied for site in scenario.sites})
        self._wheelchairs, self._lived_in = Counter[str](), Counter[str]()
        self._tranche: Counter[tuple[str, Tranche]] = Counter()
        self._staff = {region.code: Fraction(0) for region in scenario.regions}
        self._care = dict(self._staff)
        self._per_staff = exact(self.policy.people_per_staff)
        for site in scenario.sites:
            self._tranche[site.region, site.tranche] += site.occupied
            self._care[site.region] += exact(site.care_minutes_used)
            fixed = exact(site.staff_fixed) if site.occupied else 0
            self._staff[site.region] += fixed + site.occupied / self._per_staff

    def fits(self, household: Household, site: Site) -> bool:
        """Whether the household can still go to a site that suits it; what once did not fit never will again."""
        region, persons = self._regions[site.region], household.persons
        tranche = region.base_places if site.tranche is Tranche.BASE else region.additional_places
        staff = exact(region.own_staff) + region.state_staff_max + region.hired_staff_max
        return (
            self._persons[site.id] + persons <= site.places
            and self._wheelchairs[site.id] + household.wheelchairs <= site.wheelchair_places
            and self._tranche[site.region, site.tranche] + persons <= tranche
            and self._staff[site.region] + self._staff_for(household, site) <= staff
            and (
                region.care_minutes is None
                or self._care[site.region] + self._care_for(household) <= exact(region.care_minutes)
            )
        )

    def shelter(self, household: Household, site: Site) -> None:
        """Place the household."""
        self._staff[site.region] += self._staff_for(household, site)
        self._care[site.region] += self._care_for(household)
        self._persons[site.id] += household.persons
        self._wheelchairs[site.id] += household.wheelchairs
        self._tranche[site.region, site.tranche] += household.persons
        self.destination[household.id] = site.id

    def room(self, household: Household, offer: Offer) -> bool:
        """Whether an offer that suits the household still has a unit, or places, for it."""
        if offer.shared:
            return self._lived_in[offer.id] + household.persons <= offer.capacity
        return self._lived_in[offer.id] < offer.units

    def house(self, household: Household, offer: Offer) -> None:
        """Give the household a unit, or places."""
        self._lived_in[offer.id] += household.persons if offer.shared else 1
        self.destination[household.id] = offer.id

    def _staff_for(self, household: Household, site: Site) -> Fraction:
        fixed = Fraction(0) if self._persons[site.id] else exact(site.staff_fixed)
        return fixed + household.persons / self._per_staff

    def _care_for(self, household: Household) -> Fraction:
        return household.persons * exact(self.policy.care_minutes[household.care_level])


def decision_of(reception: Reception, fleet: Fleet) -> Decision:
    """The choices made; levels are left to the verifier."""
    duties = {
        bus_id: tuple(
            BusTrip(t.origin, tuple(t.stops), tuple(tuple(h.id for h in group) for group in t.riders)) for t in day
        )
        for bus_id, day in fleet.days.items()
    }
    return Decision(reception.destination, duties, UNPROVEN)
