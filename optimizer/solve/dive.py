"""From the relaxation to whole duties: fix the fullest, solve again, until every bus is decided."""

from __future__ import annotations

from collections import Counter

from optimizer.solve.pricing import Column
from optimizer.solve.relaxation import EFFORT, Master, Relaxation
from optimizer.solve.search import Limits

SURE = 0.9
PENALTY = 20.0  # a unit of levels 3 and 4; the first level a thousand times that


def dive(relaxation: Relaxation, limits: Limits) -> list[Column]:
    """Duties that nearly serve the relaxed optimum of level 5, at most one a bus."""
    master = Master(relaxation, EFFORT, PENALTY)
    chosen: Counter[Column] = Counter()
    while not limits.over():
        solved = master.solve(limits, chosen)
        offers = relaxation.pricer.offers(solved.prices)
        relaxation.columns.update(dict.fromkeys(c for offer in offers for c in offer.columns))
        open_ones = [
            (share - chosen[column], i, column)
            for i, (column, share) in enumerate(zip(relaxation.columns, solved.duty, strict=False))
            if share - chosen[column] > 1e-6 and column.drivable
        ]
        if not open_ones:
            break
        sure = [column for share, _, column in open_ones if share >= SURE]
        chosen.update(sure or [max(open_ones, key=lambda one: (one[0], -one[1]))[2]])
    return sorted(chosen.elements(), key=lambda c: (c.kind, c.loads[0].origin, c.loads[0].stops))
