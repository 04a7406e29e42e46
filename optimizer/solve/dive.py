"""From the relaxation to whole trips: fix the fullest, solve again, until everyone rides."""

from __future__ import annotations

from collections import Counter

from optimizer.model.linear import Ending
from optimizer.solve.pricing import Column
from optimizer.solve.relaxation import Relaxation
from optimizer.solve.search import Limits

SURE = 0.9  # shares from here on are rounded up together


def dive(relaxation: Relaxation, limits: Limits) -> list[Column]:
    """Whole columns that nearly serve the relaxed optimum of the level aimed at; some may find no bus."""
    chosen: Counter[Column] = Counter()
    while not limits.over():
        solved = relaxation.solve(limits)
        shares = sorted(
            (
                (share - chosen[column], -i, column)
                for i, (column, share) in enumerate(zip(relaxation.columns, solved.duty.tolist(), strict=True))
                if share - chosen[column] > 1e-6 and column.drivable
            ),
            key=lambda one: one[:2],
            reverse=True,
        )
        if solved.ending is not Ending.OPTIMAL or not shares:
            break
        for share, _, column in shares:
            chosen[column] += 1
            relaxation.drive(column, chosen[column])
            if share < SURE:
                break
    return sorted(chosen.elements(), key=lambda c: (c.kind, c.loads))
