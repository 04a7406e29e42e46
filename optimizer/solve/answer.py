"""The asylum seekers' part of a plan in classes and trips, before it is given back to households."""

from __future__ import annotations

from dataclasses import dataclass, field

from optimizer.model.fleet import BusType, Route
from optimizer.model.network import Network
from optimizer.plan.decision import BusTrip
from optimizer.solve.previous import NOTHING, Previous


@dataclass(frozen=True, slots=True)
class Ride:
    """One trip: its route and how many households ride on each arc of the network."""

    route: Route
    load: dict[int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """`duties[k]` the rides of each bus of type k that drives; `others` households on arcs without a bus."""

    duties: tuple[tuple[tuple[Ride, ...], ...], ...]
    others: dict[int, int] = field(default_factory=dict)

    def flow(self) -> dict[int, int]:
        """Households on each arc, riding or not."""
        total = dict(self.others)
        for kind in self.duties:
            for duty in kind:
                for ride in duty:
                    for arc, count in ride.load.items():
                        total[arc] = total.get(arc, 0) + count
        return total


def nobody_moves(network: Network) -> Answer:
    """The plan that is always valid: no bus drives and no household is placed."""
    return Answer(tuple(() for _ in network.fleet))


Taker = tuple[int, int, str]  # arc, households, bus id ("" where none is needed)


def by_household(
    network: Network, answer: Answer, previous: Previous = NOTHING
) -> tuple[dict[str, str], dict[str, tuple[BusTrip, ...]]]:
    """Destinations and bus duties household by household.

    Of a class, those go to a site (by a bus) whom the earlier plan sent there (by it); the others in their order.
    """
    duties = {
        bus: duty
        for kind, driven in zip(network.fleet, answer.duties, strict=True)
        for bus, duty in _buses(kind, driven, previous).items()
    }
    takers: list[Taker] = [(arc, count, "") for arc, count in sorted(answer.others.items())]
    takers += [(a, n, bus) for bus, duty in duties.items() for ride in duty for a, n in sorted(ride.load.items())]
    taken = _taken(network, takers, previous)
    sites = network.scenario.sites
    destination = {
        h: sites[network.arc_site[arc]].id for (arc, _, _), some in zip(takers, taken, strict=True) for h in some
    }
    following = iter(taken[len(answer.others) :])
    return destination, {
        bus: tuple(_trip(ride, {a: next(following) for a in sorted(ride.load)}, network) for ride in duty)
        for bus, duty in duties.items()
    }


def _buses(kind: BusType, driven: tuple[tuple[Ride, ...], ...], previous: Previous) -> dict[str, tuple[Ride, ...]]:
    """A bus for each duty, the one that drove most of its stops before; in the order of the fleet."""
    stops = {bus: {(t.origin_id, s) for t in previous.duties.get(bus, ()) for s in t.stops} for bus in kind.buses}
    alike = sorted(
        (-len(stops[bus] & {(ride.route.origin, s) for ride in duty for s in ride.route.stops}), d, b)
        for d, duty in enumerate(driven)
        for b, bus in enumerate(kind.buses)
    )
    duty_of: dict[int, int] = {}
    for _, d, b in alike:
        if b not in duty_of and d not in duty_of.values():
            duty_of[b] = d
    return {kind.buses[b]: driven[d] for b, d in sorted(duty_of.items())}


def _taken(network: Network, takers: list[Taker], previous: Previous) -> list[list[str]]:
    """The households that each taker takes."""
    left = [list(cls.members) for cls in network.classes]
    taken: list[list[str]] = [[] for _ in takers]
    for same_site, same_bus in ((True, True), (True, False), (False, False)):
        for i, (arc, count, bus) in enumerate(takers):
            members, site = left[int(network.arc_class[arc])], network.scenario.sites[network.arc_site[arc]].id
            fitting = [
                h
                for h in members
                if (not same_site or previous.destination.get(h) == site)
                and (not same_bus or previous.bus_of.get(h, "") == bus)
            ]
            chosen = fitting[: count - len(taken[i])]
            taken[i] += chosen
            for household in chosen:
                members.remove(household)
    return taken


def _trip(ride: Ride, aboard: dict[int, list[str]], network: Network) -> BusTrip:
    riders = tuple(
        tuple(
            h
            for arc, taken in aboard.items()
            if network.scenario.sites[network.arc_site[arc]].id == stop
            for h in taken
        )
        for stop in ride.route.stops
    )
    return BusTrip(ride.route.origin, ride.route.stops, riders)
