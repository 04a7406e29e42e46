"""A small day in one piece: every route and as many trips as there are households to ride."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import permutations

import numpy as np

from optimizer.model.cpsat import whole_factor
from optimizer.model.fleet import MOST_STOPS, Route, best_route
from optimizer.model.network import Network
from optimizer.model.slots import Slot
from optimizer.solve.answer import Answer
from optimizer.solve.program import LEVELS, DayProgram
from optimizer.solve.search import Limits
from optimizer.solve.stage import Proof
from optimizer.solve.value import as_reached, values

FINEST_MINUTE = 1_000  # parts of a minute


def all_slots(network: Network, most_routes: int) -> tuple[Slot, ...] | None:
    """Slots that lose nothing: for each origin a trip a household, over every sensible route.

    Orders of the same stops differ only by where they end, so that of each end the shortest is enough. None:
    slots times routes are more than `most_routes`, or listed minutes too fine to be counted in whole numbers.
    """
    if whole_factor(np.array([1.0, *network.scenario.travel_minutes.values()])) > FINEST_MINUTE:
        return None
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
        if routes > most_routes:
            return None
        ways = _routes(network, origin, reached, min(riders, MOST_STOPS))
        slots += [Slot(origin, ways, kinds)] * riders
    return tuple(slots)


def solve_exactly(
    network: Network, slots: tuple[Slot, ...], start: Answer, limits: Limits, work: float, stays: Mapping[int, int]
) -> tuple[Answer, tuple[Proof, ...]]:
    """The best answer over the slots, from a known one on, with what is proven of each level.

    Each level gets `work` units of deterministic time; what it reaches is kept while the next is minimised. Among
    answers as good, one is taken that lets households stay on their arcs (`stays`: so many, by arc).
    """
    program = DayProgram(network, slots, alike=True)
    answer, proofs = start, []
    for level in range(len(LEVELS)):
        began = time.monotonic()
        result = program.settle(level, limits, work=work, start=answer)
        if result.infeasible:
            raise AssertionError(f"level {LEVELS[level]}: the model refuses even the plan in which nobody moves")
        measure = program.measures[level]
        known = measure.units(values(network, answer)[level])
        if result.answer is not None and result.units < known:
            answer, known = result.answer, result.units
        program.keep(level, known)
        bound = max(0.0, measure.value(min(known, result.bound)))
        proofs.append(Proof(measure.value(known), bound, time.monotonic() - began))
    if stays:
        answer = program.stay_near(stays, answer, limits, work=work)
    return answer, as_reached(network, answer, proofs)


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
