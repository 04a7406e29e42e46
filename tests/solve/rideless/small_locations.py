"""Location problems small enough to try everything."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import strategies as st

from optimizer.solve.rideless.location import Location


@st.composite
def locations(draw: st.DrawFn, households: int = 5, sites: int = 4) -> Location:
    """Some households, some sites, some pairs that are not allowed; it may be that not everybody fits."""
    i, j = draw(st.integers(1, households)), draw(st.integers(1, sites))
    numbers = st.integers(0, 40)
    return location(
        persons=draw(st.lists(st.integers(1, 9), min_size=i, max_size=i)),
        room=draw(st.lists(st.integers(0, 20), min_size=j, max_size=j)),
        opening=draw(st.lists(numbers, min_size=j, max_size=j)),
        cost=draw(st.lists(st.lists(numbers, min_size=j, max_size=j), min_size=i, max_size=i)),
        barred={pair for pair in product(range(i), range(j)) if draw(st.integers(0, 5)) == 0},
    )


def location(
    persons: list[int],
    room: list[int],
    opening: list[int],
    cost: list[list[int]],
    barred: set[tuple[int, int]] | None = None,
) -> Location:
    """A problem from plain lists."""
    allowed = np.array(
        [[p <= r and (i, j) not in (barred or set()) for j, r in enumerate(room)] for i, p in enumerate(persons)]
    )
    return Location(*(np.array(x, dtype=np.int64) for x in (persons, room, opening, cost)), allowed)


def every_plan(problem: Location) -> dict[tuple[int, ...], int]:
    """Each plan that places everybody, with its cost, by plain arithmetic."""
    found = {}
    ways = [[j for j, may in enumerate(row) if may] for row in problem.allowed.tolist()]
    for sites in product(*ways):
        load = [0] * len(problem.room)
        for i, j in enumerate(sites):
            load[j] += int(problem.persons[i])
        if all(n <= room for n, room in zip(load, problem.room.tolist(), strict=True)):
            opened = sum(int(problem.opening[j]) for j in set(sites))
            found[sites] = opened + sum(int(problem.cost[i, j]) for i, j in enumerate(sites))
    return found
