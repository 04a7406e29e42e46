"""The asylum seekers' part of a plan in classes and trips, before it is given back to households."""

from __future__ import annotations

from dataclasses import dataclass, field

from optimizer.model.fleet import Route
from optimizer.model.network import Network
from optimizer.plan.decision import BusTrip


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


def by_household(network: Network, answer: Answer) -> tuple[dict[str, str], dict[str, tuple[BusTrip, ...]]]:
    """Destinations and bus duties household by household; the members of a class go in their order."""
    left = {c: list(cls.members) for c, cls in enumerate(network.classes)}
    sites = network.scenario.sites
    destination: dict[str, str] = {}

    def take(arc: int, count: int) -> list[str]:
        taken = [left[int(network.arc_class[arc])].pop(0) for _ in range(count)]
        destination.update(dict.fromkeys(taken, sites[network.arc_site[arc]].id))
        return taken

    for arc, count in sorted(answer.others.items()):
        take(arc, count)
    duties: dict[str, tuple[BusTrip, ...]] = {}
    for kind, driven in zip(network.fleet, answer.duties, strict=True):
        for bus, duty in zip(kind.buses, driven, strict=False):
            duties[bus] = tuple(
                _trip(ride, {a: take(a, n) for a, n in sorted(ride.load.items())}, network) for ride in duty
            )
    return destination, duties


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
