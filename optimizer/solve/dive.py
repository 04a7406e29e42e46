"""From the relaxation to whole duties: fix the fullest, solve again, until every bus is decided."""

from __future__ import annotations

from collections import Counter

from optimizer.model.linear import Ending
from optimizer.solve.pricing import Column
from optimizer.solve.relaxation import Relaxation, Solved
from optimizer.solve.search import Limits

SURE = 0.9


def dive(relaxation: Relaxation, limits: Limits) -> list[Column]:
    """Duties that nearly serve the relaxed optimum of the level aimed at, at most one a bus."""
    chosen: Counter[Column] = Counter()
    while not limits.over():
        solved = relaxation.solve(limits)
        if solved.ending is not Ending.OPTIMAL:
            break
        if not _fix(relaxation, solved, chosen):
            break
    return sorted(chosen.elements(), key=lambda c: (c.kind, c.loads[0].origin, c.loads[0].stops))


def _fix(relaxation: Relaxation, solved: Solved, chosen: Counter[Column]) -> bool:
    """Fix the fullest duty, and all that are nearly whole; False when none is left to fix."""
    shares = [
        (share - chosen[column], -i, column)
        for i, (column, share) in enumerate(zip(relaxation.columns, solved.duty.tolist(), strict=True))
        if share - chosen[column] > 1e-6 and column.drivable and _has_bus(relaxation, chosen, column)
    ]
    for share, _, column in sorted(shares, key=lambda one: one[:2], reverse=True):
        if _has_bus(relaxation, chosen, column):
            chosen[column] += 1
            relaxation.drive(column, chosen[column])
        if share < SURE:
            break
    return bool(shares)


def _has_bus(relaxation: Relaxation, chosen: Counter[Column], column: Column) -> bool:
    """Whether a bus of the column's type is left, and a bus of the day."""
    network = relaxation.network
    of_kind = sum(times for other, times in chosen.items() if other.kind == column.kind)
    return of_kind < len(network.fleet[column.kind].buses) and chosen.total() < network.scenario.policy.buses_per_day
