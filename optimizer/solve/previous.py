"""An earlier plan as far as today's scenario still knows it: where everybody was to go, by which bus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.model.network import Network
from optimizer.plan.decision import BusTrip
from optimizer.plan.plan import Plan
from optimizer.scenario.entities import Scenario


@dataclass(frozen=True, slots=True)
class Previous:
    """`destination`: household id -> site or offer id; `duties`: bus id -> its trips; `bus_of`: household id -> bus id.

    Households, places and buses that the scenario no longer has are left out, and so are stops at such places.
    """

    destination: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[str, tuple[BusTrip, ...]] = field(default_factory=dict)
    bus_of: Mapping[str, str] = field(default_factory=dict)

    def within(self, scenario: Scenario) -> Previous:
        """What a part of the country still has of it."""
        known, buses = {household.id for household in scenario.households}, {bus.id for bus in scenario.buses}
        return Previous(
            {h: place for h, place in self.destination.items() if h in known},
            {bus: duty for bus, duty in self.duties.items() if bus in buses},
            {h: bus for h, bus in self.bus_of.items() if h in known},
        )

    def stays(self, network: Network) -> dict[int, int]:
        """By arc of the network: households of its class that the earlier plan sent to its site."""
        arc_of = {
            (int(c), network.scenario.sites[j].id): a
            for a, (c, j) in enumerate(zip(network.arc_class, network.arc_site, strict=True))
        }
        found: Counter[int] = Counter()
        for c, cls in enumerate(network.classes):
            for member in cls.members:
                arc = arc_of.get((c, self.destination.get(member, "")))
                if arc is not None:
                    found[arc] += 1
        return dict(found)


def previous_of(plan: Plan, scenario: Scenario) -> Previous:
    """What `scenario` still has of a plan made before, for this day or another."""
    known = {household.id for household in scenario.households}
    places = {site.id for site in scenario.sites} | {offer.id for offer in scenario.offers}
    starts = {origin.id for origin in scenario.origins} | {site.id for site in scenario.sites}
    buses = {bus.id for bus in scenario.buses}
    kept = [a for a in plan.assignments if a.household_id in known and a.destination_id in places]
    riders: dict[tuple[str, str], list[str]] = {}
    for a in kept:
        riders.setdefault((a.trip_id, a.destination_id), []).append(a.household_id)
    duties: dict[str, list[BusTrip]] = {}
    for trip in sorted(plan.trips, key=lambda t: (t.bus_id, t.sequence)):
        stops = tuple(stop.site_id for stop in trip.stops if riders.get((trip.trip_id, stop.site_id)))
        if stops and trip.bus_id in buses and trip.origin_id in starts:
            aboard = tuple(tuple(riders[trip.trip_id, stop]) for stop in stops)
            duties.setdefault(trip.bus_id, []).append(BusTrip(trip.origin_id, stops, aboard))
    return Previous(
        {a.household_id: a.destination_id for a in kept},
        {bus: tuple(trips) for bus, trips in duties.items()},
        {h: bus for bus, trips in duties.items() for trip in trips for stop in trip.riders for h in stop},
    )


NOTHING = Previous()
