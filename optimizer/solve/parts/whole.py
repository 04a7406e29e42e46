"""Household by household back to arcs and rides of a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from optimizer.model.fleet import Route
from optimizer.model.network import Network
from optimizer.plan.decision import BusTrip
from optimizer.solve.answer import Answer, Ride


def answer_of(network: Network, destination: Mapping[str, str], duties: Mapping[str, tuple[BusTrip, ...]]) -> Answer:
    """The answer in which households are at these sites and buses drive these duties. KeyError: a household may not
    be where it is said to be."""
    class_of = {member: c for c, cls in enumerate(network.classes) for member in cls.members}
    site_of = {site.id: j for j, site in enumerate(network.scenario.sites)}
    pairs = zip(network.arc_class.tolist(), network.arc_site.tolist(), strict=True)
    arc_of = {pair: arc for arc, pair in enumerate(pairs)}

    def arc(household: str, site: str) -> int:
        return arc_of[class_of[household], site_of[site]]

    def ride(trip: BusTrip) -> Ride:
        riders = zip(trip.stops, trip.riders, strict=True)
        aboard = Counter(arc(household, stop) for stop, some in riders for household in some)
        return Ride(Route(trip.origin_id, trip.stops), dict(aboard))

    riding = {h for duty in duties.values() for trip in duty for some in trip.riders for h in some}
    others = Counter(arc(h, site) for h, site in destination.items() if h not in riding)
    kinds = tuple(
        tuple(tuple(ride(trip) for trip in duties[bus]) for bus in kind.buses if duties.get(bus))
        for kind in network.fleet
    )
    return Answer(kinds, dict(others))
