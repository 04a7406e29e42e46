"""The proof: branch on which sites are used, bound by prices, and hand what is small to CP-SAT."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimizer.model.linear import Floats, Ints
from optimizer.solve.rideless.knapsacks import Bools
from optimizer.solve.rideless.location import Location
from optimizer.solve.rideless.piece import Piece, best_piece
from optimizer.solve.rideless.prices import EPS, Priced, Pricing, Use
from optimizer.solve.search import Limits

ROOT_ROUNDS, ROOT_PACE, ROOT_WORK = 600, 1.0, 20.0
ROUNDS, PACE = 20, 0.3  # at a node, from the prices of the node above
MOST_PAIRS = 300  # undecided pairs up to which a node is handed to CP-SAT, whatever is undecided of its sites
LEAF_WORK = 2.0  # deterministic time of it, doubled each time that it did not suffice


@dataclass(order=True, slots=True)
class _Node:
    """Decisions about sites with the best bound known for them; `order` breaks ties."""

    bound: float
    order: int
    use: Ints = field(compare=False)
    worth: Floats = field(compare=False)


class Branching:
    """A search that ends with the proof that nothing is better, if it has the time."""

    def __init__(self, location: Location, limits: Limits) -> None:
        self.location = location
        self.pricing = Pricing(location, limits)
        self.best: Ints | None = None  # a plan found here, better than what was known
        self.ceiling = 0  # cost of the best plan that is known
        self._limits = limits
        self._step = location.step
        self._root: tuple[Ints, Priced]
        self._open: list[_Node] = []
        self._hard: list[_Node] = []  # nothing to branch on, and CP-SAT needs more than it had
        self._leaf_work = LEAF_WORK
        self._made = 0

    def start(self) -> Priced | None:
        """Bound the whole problem; the best prices. None: the sites together are too small for everybody."""
        use = np.where(self.location.opening == 0, Use.IN_USE, Use.OPEN_OR_NOT).astype(np.int64)
        use[~self.location.allowed.any(axis=0)] = Use.SHUT
        rounds = min(ROOT_ROUNDS, max(ROUNDS, int(ROOT_WORK / self.pricing.round_work)))
        priced = self.pricing.climb(use, self.pricing.first_worth(), None, rounds=rounds, pace=ROOT_PACE)
        if priced is not None:
            self._root = use, priced
            self._push(priced.bound, use, priced.worth)
        return priced

    def promise(self) -> Floats:
        """For every household and site where a plan with that pair lies at best, from the root's bound to the ceiling.

        0: at the bound; above 1: no better than the best plan that is known.
        """
        least, bounds = self._root[1].bound, self.pricing.pairs(*self._root)
        promise: Floats = np.maximum(0.0, bounds - least) / max(1e-9, self.ceiling - least)
        return np.where(self._hopeless(bounds), np.inf, np.minimum(promise, 1.0))

    def close(self) -> None:
        """It is known from elsewhere that nothing is better than the ceiling."""
        self._open, self._hard = [], []

    @property
    def bound(self) -> int:
        """No plan costs less than this, a whole number of steps."""
        least = min((node.bound for node in [*self._open[:1], *self._hard]), default=np.inf)
        if self._hopeless(least):
            return self.ceiling
        return -int(-(least - EPS * max(1.0, abs(least))) // self._step) * self._step

    @property
    def done(self) -> bool:
        """Whether the best plan that is known is proven."""
        return self.bound >= self.ceiling

    def take(self, total: int) -> None:
        """A plan of this cost is known."""
        self.ceiling = min(self.ceiling, total)

    def run(self, work: float) -> None:
        """Look at nodes, the least bound first, until so much work is done."""
        spent = 0.0
        while spent < work and not self.done and not self._limits.over():
            before = self.pricing.rounds
            if self._open and not self._hopeless(self._open[0].bound):
                spent += self._look(heapq.heappop(self._open))
            else:
                self._open, self._hard, self._leaf_work = self._hard, [], 2 * self._leaf_work
            spent += (self.pricing.rounds - before) * self.pricing.round_work

    def _hopeless(self, bound: float | Floats) -> Any:
        """Whether nothing better than the ceiling can have this bound."""
        return bound > self.ceiling - self._step + EPS * max(1.0, abs(self.ceiling))

    def _look(self, node: _Node) -> float:
        """Bound a node anew, decide what can be decided, then split it or solve it; the work of CP-SAT."""
        priced = self.pricing.climb(node.use, node.worth, float(self.ceiling), rounds=ROUNDS, pace=PACE)
        if priced is None:
            return 0.0
        bound, free = max(priced.bound, node.bound), node.use == Use.OPEN_OR_NOT
        on, off = self.pricing.sites(node.use, priced)
        pairs = ~self._hopeless(self.pricing.pairs(node.use, priced))
        shut, sure = free & self._hopeless(on), free & self._hopeless(off)
        if self._hopeless(bound) or (shut & sure).any() or not pairs.any(axis=1).all():
            return 0.0
        use = np.where(shut, Use.SHUT, np.where(sure, Use.IN_USE, node.use)).astype(np.int64)
        free &= ~(shut | sure)
        spent = 0.0
        if not free.any() or int((pairs.sum(axis=1) - 1).sum()) <= MOST_PAIRS:
            spent, proven = self._solve(use, pairs)
            if proven:
                return spent
        if free.any():
            self._split(use, np.flatnonzero(free), (on, off), bound, priced.worth)
        else:
            self._hard.append(_Node(bound, node.order, use, priced.worth))
        return spent

    def _split(self, use: Ints, free: Ints, either: tuple[Floats, Floats], bound: float, worth: Floats) -> None:
        """Two nodes: a site used and not used; the site whose lesser bound is the greatest."""
        on, off = either
        promise = np.minimum(on[free], off[free]) + 1e-3 * np.maximum(on[free], off[free])
        site = int(free[np.argmax(promise)])
        for decided, least in ((Use.IN_USE, on[site]), (Use.SHUT, off[site])):
            fixed = use.copy()
            fixed[site] = decided
            self._push(max(bound, float(least)), fixed, worth)

    def _push(self, bound: float, use: Ints, worth: Floats) -> None:
        heapq.heappush(self._open, _Node(bound, self._made, use, worth))
        self._made += 1

    def _solve(self, use: Ints, pairs: Bools) -> tuple[float, bool]:
        """Solve what is left of a node; the work, and whether that settles it."""
        sites = np.flatnonzero(use != Use.SHUT)
        piece = Piece(np.arange(len(self.location.persons)), sites, use[sites] == Use.IN_USE, pairs[:, sites])
        found = best_piece(self.location, piece, self._limits, work=self._leaf_work, below=self.ceiling)
        if found.sites is not None:
            self.best, self.ceiling = found.sites, self.location.total(found.sites)
        return found.work, found.proven
