"""A location problem from the first prices to the proof: pieces for better plans, branching for better bounds."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Ints
from optimizer.solve.rideless.branch import Branching
from optimizer.solve.rideless.location import NOWHERE, Location
from optimizer.solve.rideless.prices import Priced
from optimizer.solve.rideless.regroup import Regrouping
from optimizer.solve.search import Limits

PLACING_WORK = 20.0  # deterministic time after which it is left to others to place everybody
ROUND_WORK = 2.0  # that pieces and branching each get before they tell each other what they found


@dataclass(frozen=True, slots=True)
class Located:
    """The best plan (a site a household), its cost, and what no plan can cost less than."""

    sites: Ints
    total: int
    bound: int


Tell = Callable[[Located], None]


def locate(location: Location, limits: Limits, tell: Tell, *, work: float, start: Ints | None = None) -> Located | None:
    """The best plan within `work` units of deterministic time in each of two threads. None: not everybody is placed.

    The threads meet after so much work each, whatever the clock says, so that every run finds the same. `start` is
    a plan to begin with.
    """
    branching = Branching(location, limits)
    priced = branching.start() if location.allowed.any(axis=1).all() else None
    if priced is None:
        return None
    regrouping = Regrouping(location, _agreed(location, priced) if start is None else start)
    spent = 0.0
    while regrouping.total is None and spent < PLACING_WORK and not limits.over():
        spent += regrouping.run(ROUND_WORK, limits)
    if regrouping.total is None:
        return None
    branching.ceiling, share = regrouping.total, ROUND_WORK
    with ThreadPoolExecutor(1) as beside:
        while True:
            branching.take(regrouping.total)
            if branching.best is not None:
                regrouping.take(branching.best)
            if regrouping.exhausted:
                branching.close()
            found = Located(regrouping.best, regrouping.total, branching.bound)
            tell(found)
            if branching.done or spent >= work or limits.over():
                return found
            pieces = beside.submit(regrouping.run, ROUND_WORK, limits, branching.promise())
            branching.run(share)
            share = pieces.result()  # which can be more than was asked for; the other gets as much next time
            spent += share


def _agreed(location: Location, priced: Priced) -> Ints:
    """Who goes where the relaxation and nobody else sends them: the others are nowhere yet."""
    cheapest = np.where(priced.chosen, location.cost, np.iinfo(np.int64).max).argmin(axis=1)
    return np.where(priced.chosen.any(axis=1), cheapest, NOWHERE).astype(np.int64)
