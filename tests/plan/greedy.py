"""A simple decision for tests: one household after the other, to the nearest site or first home that fits.

It keeps the rules by adding one household at a time and asking nothing of the verifier, so that plans of generated
scenarios are valid by other arithmetic than the verifier's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import inf

from optimizer.plan.build import build_plan
from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.plan import LEVEL_NAMES, Level, Plan
from optimizer.plan.verify import recompute_levels
from optimizer.scenario.entities import Bus, Household, Offer, Scenario, Site, Tranche, Transport
from optimizer.scenario.travel import Travel

ZERO_LEVELS = tuple(Level(name, 0.0, None, None, 0.0, settled=False) for name in LEVEL_NAMES)


def greedy_decision(scenario: Scenario) -> Decision:
    """Everybody in the order of the list, each to the first place that is possible."""
    return _Greedy(scenario).decide()


def plan_of(scenario: Scenario, decision: Decision) -> Plan:
    """The plan of `decision` with its levels worked out, and no bound."""
    plan = build_plan(scenario, replace(decision, levels=ZERO_LEVELS), seconds=1.5)
    values = recompute_levels(scenario, plan)
    return replace(plan, levels=tuple(Level(name, value, None, None, 0.1, False) for name, value in values.items()))


def greedy_plan(scenario: Scenario) -> Plan:
    """The plan of the greedy decision."""
    return plan_of(scenario, greedy_decision(scenario))


class _Greedy:
    def __init__(self, scenario: Scenario) -> None:
        self.scenario, self.policy, self.travel = scenario, scenario.policy, Travel(scenario)
        self.regions = {region.code: region for region in scenario.regions}
        self.people = Counter({site.id: site.occupied for site in scenario.sites})
        self.wheelchairs: Counter[str] = Counter()
        self.care = Counter[str]()
        for site in scenario.sites:
            self.care[site.region] += site.care_minutes_used
        self.lived_in: Counter[str] = Counter()
        self.destination: dict[str, str] = {}
        self.duties: dict[str, list[tuple[str, list[tuple[str, list[Household]]]]]] = {}

    def decide(self) -> Decision:
        for household in self.scenario.households:
            if household.seeks_asylum:
                self.shelter(household)
            elif household.ready(self.scenario.date):
                self.house(household)
        duties = {
            bus: tuple(
                BusTrip(origin, tuple(s for s, _ in stops), tuple(tuple(h.id for h in riders) for _, riders in stops))
                for origin, stops in trips
            )
            for bus, trips in self.duties.items()
        }
        return Decision(self.destination, duties, ZERO_LEVELS)

    def shelter(self, household: Household) -> None:
        near = sorted(self.scenario.sites, key=lambda site: self.travel.minutes(household.origin_id, site.id))
        for site in near:
            if self.fits(household, site) and (self.needs_no_bus(household, site) or self.ride(household, site)):
                self.destination[household.id] = site.id
                self.people[site.id] += household.persons
                self.wheelchairs[site.id] += household.wheelchairs
                self.care[site.region] += household.persons * self.policy.care_minutes[household.care_level]
                return

    def needs_no_bus(self, household: Household, site: Site) -> bool:
        return household.transport is Transport.OWN or site.id == household.origin_id

    def fits(self, household: Household, site: Site) -> bool:
        region, persons = self.regions[site.region], household.persons
        sites = [s for s in self.scenario.sites if s.region == site.region]
        people = {s.id: self.people[s.id] + (persons if s is site else 0) for s in sites}
        staff = sum(s.staff_fixed for s in sites if people[s.id]) + sum(people.values()) / self.policy.people_per_staff
        tranche = region.base_places if site.tranche is Tranche.BASE else region.additional_places
        care = self.care[site.region] + persons * self.policy.care_minutes[household.care_level]
        return (
            site.usable(self.scenario.date)
            and household.pinned_to in (None, site.id)
            and site.id not in household.not_to
            and household.care_level <= site.care_level
            and (site.minors or not household.minor_alone)
            and self.wheelchairs[site.id] + household.wheelchairs <= site.wheelchair_places
            and people[site.id] <= site.places
            and sum(people[s.id] for s in sites if s.tranche is site.tranche) <= tranche
            and staff <= region.own_staff + region.state_staff_max + region.hired_staff_max
            and care <= (inf if region.care_minutes is None else region.care_minutes)
        )

    def ride(self, household: Household, site: Site) -> bool:
        """Put the household on a trip: one that is there, one more stop, one more trip, one more bus."""
        for bus in self.scenario.buses:
            day = self.duties.get(bus.id, [])
            if not day and len(self.duties) >= self.policy.buses_per_day:
                continue
            for longer in self.longer_days(day, household, site):
                if self.allowed(bus, longer):
                    self.duties[bus.id] = longer
                    return True
        return False

    def longer_days(self, day, household, site):  # type: ignore[no-untyped-def]  # nested lists of a test helper
        for at, (origin, stops) in enumerate(day):
            if origin != household.origin_id:
                continue
            if site.id in [s for s, _ in stops]:
                same = [(s, [*riders, household] if s == site.id else riders) for s, riders in stops]
                yield [*day[:at], (origin, same), *day[at + 1 :]]
            elif len(stops) < 3:
                yield [*day[:at], (origin, [*stops, (site.id, [household])]), *day[at + 1 :]]
        yield [*day, (household.origin_id, [(site.id, [household])])]

    def allowed(self, bus: Bus, day) -> bool:  # type: ignore[no-untyped-def]  # as above
        at, drive, service = bus.station_id, 0.0, 0.0
        for origin, stops in day:
            aboard = [h for _, riders in stops for h in riders]
            persons, wheelchairs = sum(h.persons for h in aboard), sum(h.wheelchairs for h in aboard)
            if persons > bus.seats or wheelchairs > bus.wheelchair_positions:
                return False
            service += self.policy.load_minutes
            for place in (origin, *(s for s, _ in stops)):
                drive += self.travel.minutes(at, place)
                at = place
            service += self.policy.stop_minutes * len(stops)
        drive += self.travel.minutes(at, bus.station_id)
        duty = drive + service + 45 * (drive // 270)
        return drive <= self.policy.max_drive_minutes and duty <= self.policy.max_duty_minutes

    def house(self, household: Household) -> None:
        for offer in self.scenario.offers:
            if self.may_live(household, offer):
                self.destination[household.id] = offer.id
                self.lived_in[offer.id] += household.persons if offer.shared else 1
                return

    def may_live(self, household: Household, offer: Offer) -> bool:
        regions = self.scenario.region_of_municipality
        linked = household.linked_municipality
        near = offer.shared and self.policy.interim_in_region and linked is not None
        here = offer.municipality == linked or (near and regions[offer.municipality] == regions[linked])
        room = (
            self.lived_in[offer.id] + household.persons <= offer.capacity
            if offer.shared
            else self.lived_in[offer.id] < offer.units and household.persons <= offer.persons
        )
        return (
            here
            and room
            and offer.available(self.scenario.date)
            and household.pinned_to in (None, offer.id)
            and offer.id not in household.not_to
            and (offer.wheelchair or not household.wheelchairs)
        )
