"""A small day in one piece: every route and as many trips as there are households to ride."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from optimizer.model.fleet import MOST_STOPS, Route, best_route
from optimizer.model.network import Network
from optimizer.model.slots import Slot

MOST_ROUTES = 4_000  # slots times routes that one piece can still prove


def all_slots(network: Network) -> tuple[Slot, ...] | None:
    """Slots that lose nothing: for each origin a trip a household, over every sensible route; None: too many.

    Orders of the same stops differ only by where they end, so that of each end the shortest is enough.
    """
    riding = np.array(network.arc_rides, dtype=bool)
    kinds = tuple(range(len(network.fleet)))
    slots: list[Slot] = []
    routes = 0
    for origin in sorted({c.origin for c in network.classes}):
        mine = [c for c, cls in enumerate(network.classes) if cls.origin == origin]
        arcs = np.flatnonzero(riding & np.isin(network.arc_class, mine))
        reached = sorted({network.scenario.sites[j].id for j in network.arc_site[arcs]})
        riders = sum(network.classes[c].count for c in mine if c in set(network.arc_class[arcs].tolist()))
        routes += riders * _count(len(reached), min(riders, MOST_STOPS))
        if routes > MOST_ROUTES:
            return None
        ways = _routes(network, origin, reached, min(riders, MOST_STOPS))
        slots += [Slot(origin, ways, kinds)] * riders
    return tuple(slots)


def _count(places: int, most_stops: int) -> int:
    total, ways = 0, 1
    for stops in range(most_stops):
        ways *= max(0, places - stops)
        total += ways
    return total


def _routes(network: Network, origin: str, reached: list[str], most_stops: int) -> tuple[Route, ...]:
    found: dict[tuple[frozenset[str], str], Route] = {}
    for stops in range(1, most_stops + 1):
        for order in permutations(reached, stops):
            key = (frozenset(order), order[-1])
            if key not in found:
                ahead = best_route(origin, order[:-1], order[-1], network.travel).stops if stops > 1 else ()
                found[key] = Route(origin, (*ahead, order[-1]))
    return tuple(found.values())
