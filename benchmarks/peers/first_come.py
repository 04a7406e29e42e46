"""Today's practice: first come, first served, to the nearest site that fits, in full buses.

Households are taken in the order in which they were registered. The first one still waiting goes to its nearest site
with room, by the bus that drives least more for it; whoever waits next at the same place and has the same nearest site,
or one that the bus can still call at (three stops a trip), comes along until the bus is full. Sites that would have to
be opened come last. What a planner decided (`pinned_to`) is kept first. Status holders get the first home of their
municipality that fits, longest linked first, then an interim place in the region. Nothing is looked at twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from benchmarks.peers.state import Fleet, OpenTrip, Reception, decision_of, may_go, may_live, needs_bus
from optimizer.plan.decision import Decision
from optimizer.scenario.entities import Bus, Household, Scenario, Site, SiteStatus


def first_come(scenario: Scenario) -> Decision:
    """The decision that first come, first served leads to."""
    reception, desk = Reception(scenario), Desk(scenario)
    desk.shelter_all([h for h in scenario.households if h.seeks_asylum], reception)
    house_all(scenario, reception)
    return decision_of(reception, desk.fleet)


def registered(household: Household) -> tuple[bool, date]:
    """The order of asylum seekers: what was decided, then by day of arrival, those without a day last."""
    return household.pinned_to is None, household.arrived_on or date.max


def house_all(scenario: Scenario, reception: Reception) -> None:
    """Homes for the status holders who are ready and have none yet."""
    waiting = [h for h in scenario.households if not h.seeks_asylum and h.ready(scenario.date)]
    waiting = [h for h in waiting if h.id not in reception.destination]
    for household in sorted(waiting, key=lambda h: (h.pinned_to is None, h.linked_on or date.max)):
        suited = [o for o in scenario.offers if may_live(scenario, household, o) and reception.room(household, o)]
        near = sorted(suited, key=lambda o: (o.municipality != household.linked_municipality, o.shared))
        if near:
            reception.house(household, near[0])


class Desk:
    """Sends asylum seekers on, one after the other."""

    def __init__(self, scenario: Scenario, fleet: Fleet | None = None) -> None:
        self.scenario = scenario
        self.fleet = fleet or Fleet(scenario)
        self._sites_from: dict[str, list[Site]] = {}
        self._passed: dict[str, int] = {}  # by household: so many of the nearest sites fit no more

    def shelter_all(self, households: list[Household], reception: Reception) -> None:
        """Place everybody who can be, in order of registration."""
        waiting = sorted(households, key=registered)
        for at, household in enumerate(waiting):
            if household.id not in reception.destination:
                self._send(household, waiting[at + 1 :], reception)

    def _send(self, household: Household, behind: list[Household], reception: Reception) -> None:
        """The household to its nearest site that can be reached, and the bus's other seats to those behind it."""
        for site in self._fitting(household, reception):
            if not needs_bus(household, site):
                reception.shelter(household, site)
                return
            bus = self.fleet.bus_for(household, site.id)
            if bus is not None:
                trip = self.fleet.open_trip(bus, household.origin_id)
                trip.board(household, site.id)
                reception.shelter(household, site)
                self._fill(bus, trip, behind, reception)
                return

    def _fill(self, bus: Bus, trip: OpenTrip, behind: list[Household], reception: Reception) -> None:
        seats = bus.seats - trip.persons
        for household in behind:
            if not seats:
                return
            if household.origin_id != trip.origin or household.id in reception.destination or household.persons > seats:
                continue
            site = next(self._fitting(household, reception), None)
            if site is None or not needs_bus(household, site):
                continue  # nobody to take along: its own turn comes
            if self.fleet.takes(bus, trip, household, site.id):
                trip.board(household, site.id)
                reception.shelter(household, site)
                seats -= household.persons

    def squeeze_in(self, household: Household, reception: Reception) -> bool:
        """A seat on a trip that is driven anyway, to the nearest site for which there is one."""
        for site in self._fitting(household, reception):
            if not needs_bus(household, site):
                reception.shelter(household, site)
                return True
            for bus, trip in self.fleet.open_trips():
                if self.fleet.takes(bus, trip, household, site.id):
                    trip.board(household, site.id)
                    reception.shelter(household, site)
                    return True
        return False

    def _fitting(self, household: Household, reception: Reception) -> Iterator[Site]:
        """The sites that suit and still fit, nearest first."""
        sites = self._sites_by_distance(household.origin_id)
        start = self._passed.get(household.id, 0)
        unbroken = True  # so far nothing has fitted: those sites need no second look
        for at in range(start, len(sites)):
            if may_go(self.scenario, household, sites[at]) and reception.fits(household, sites[at]):
                unbroken = False
                yield sites[at]
            elif unbroken:
                self._passed[household.id] = at + 1

    def _sites_by_distance(self, origin: str) -> list[Site]:
        if origin not in self._sites_from:
            minutes = self.fleet.minutes
            self._sites_from[origin] = sorted(
                self.scenario.sites, key=lambda s: (s.status is SiteStatus.CAN_OPEN, minutes(origin, s.id))
            )
        return self._sites_from[origin]
