"""When chosen trips leave a few households out: more stops for them on trips that have a stop to spare."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from optimizer.model.fleet import MOST_STOPS
from optimizer.model.network import Network
from optimizer.solve.answer import Answer
from optimizer.solve.large.crew import Way
from optimizer.solve.large.places import Places
from optimizer.solve.large.trips.cuts import Trip

CHOICES = 4  # trips that get a stop for the same class of households
Longer = tuple[float, int, int, Trip]  # detour in minutes, way, place in it, the trip with one more stop


def with_more_stops(network: Network, where: Places, routes: list[Way], answer: Answer) -> list[Way]:
    """The ways, with stops where those whom the answer leaves out could get off; a stop that nobody uses is never
    driven."""
    changed = [(m, s, list(trips)) for m, s, trips in routes]
    for c in _left_out(network, answer):
        cls = network.classes[c]
        arcs = [a for a in range(len(network.arc_class)) if network.arc_class[a] == c and network.arc_rides[a]]
        sites = sorted({int(network.arc_site[a]) for a in arcs})
        if cls.origin not in where.origins or not sites:
            continue
        origin = where.origins.index(cls.origin)
        longer = [
            choice
            for i, (_, _, trips) in enumerate(changed)
            for k, trip in enumerate(trips)
            if trip.origin == origin and len(trip.stops) < MOST_STOPS
            for choice in _longer(where, trip, i, k, sites)
        ]
        for _, i, k, trip in sorted(longer, key=lambda choice: choice[:3])[:CHOICES]:
            changed[i][2][k] = trip
    return changed


def _left_out(network: Network, answer: Answer) -> list[int]:
    """Classes with households that have no site, those that weigh most first."""
    placed = [0] * len(network.classes)
    for arc, count in answer.flow().items():
        placed[int(network.arc_class[arc])] += count
    left = [c for c, cls in enumerate(network.classes) if cls.count > placed[c]]
    return sorted(left, key=lambda c: (-network.classes[c].weight, c))


def _longer(where: Places, trip: Trip, way: int, place: int, sites: list[int]) -> list[Longer]:
    """The trip with the stop at one of the sites that costs least."""
    before = _minutes(where, trip)
    found = []
    for j in sites:
        if j not in trip.stops:
            for p in range(len(trip.stops) + 1):
                stops, loads = (*trip.stops[:p], j, *trip.stops[p:]), (*trip.loads[:p], 0, *trip.loads[p:])
                more = replace(trip, stops=stops, loads=loads)
                found.append((_minutes(where, more) - before, way, place, more))
    return [min(found, key=lambda choice: choice[0])] if found else []


def _minutes(where: Places, trip: Trip) -> float:
    between = sum(float(where.site_to_site[i, j]) for i, j in pairwise(trip.stops))
    return between + float(
        where.origin_to_site[trip.origin, trip.stops[0]] + where.site_to_next[trip.stops[-1], trip.onward]
    )
