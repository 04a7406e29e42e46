"""Better plans piece by piece: neighbouring sites with everybody in them are planned anew, each time to the best."""

from __future__ import annotations

import random

import numpy as np

from optimizer.model.linear import Floats, Ints
from optimizer.solve.rideless.location import NOWHERE, Location
from optimizer.solve.rideless.piece import Piece, best_piece
from optimizer.solve.search import Limits

FIRST_USED, FIRST_HOUSEHOLDS = 4, 60  # sites in use and households that a piece has at first, more or less
LEAST_SIZE = 4  # sites of a piece
GROWTH = 2  # more sites when a whole round of pieces has brought nothing
FEW = 0.2  # of a round's pieces that may be unproven before that
PIECE_WORK, LEAST_WORK = 0.6, 0.006  # deterministic time a piece, at most and at least
SIFT_WORK, MOST_SIFT_WORK = 1.0, 8.0  # deterministic time of a piece with everybody in it
FIRST_SHARE = 0.2  # of the way from bound to ceiling up to which pairs are in it
MORE, LESS = 1.4, 0.85  # how that changes when such a piece is proven, and when it is not
TURNS = ("round", "kick", "kick", "round", "sift")  # what is tried in turn when larger pieces are too hard
AFTERWARDS = 8  # pieces after a start elsewhere, before the search goes back to the best plan
LOSS = 0.01  # by how much that start may be worse
HOMELESS = 12  # households without a site that a piece takes up at most
BLUR = 0.3  # how much nearness varies from piece to piece


class Regrouping:
    """A plan that gets better; every household is placed before anything is spared."""

    def __init__(self, location: Location, sites: Ints) -> None:
        self.location, self.best = location, sites
        self.exhausted = False  # whether every pair that may be part of a better plan has been tried together
        self._promise: Floats = np.where(location.allowed, 0.0, np.inf)
        self._share, self._sift_work = FIRST_SHARE, SIFT_WORK
        self._rank = _rank(location, sites)
        self._sites = sites  # where the search is; sometimes a little worse than the best
        used, count = max(1, len(np.unique(sites[sites != NOWHERE]))), len(location.room)
        usual = count * min(FIRST_USED * len(sites) // used, FIRST_HOUSEHOLDS) // len(sites)
        self._usual = self._size = min(count, max(LEAST_SIZE, usual))
        self._unproven = 0  # pieces of this round
        self._turn = 0
        self._held: tuple[int, bool] | None = None  # after a kick: a site that is used, or is not, for the time being
        self._draw = random.Random(1)  # noqa: S311 - chooses pieces, guards nothing
        self._apart = _apart(location)
        self._queue: list[int] = []
        self._brought = True

    @property
    def total(self) -> int | None:
        """The cost of the best; None while somebody has no site."""
        return None if self._rank[0] else self._rank[1]

    def take(self, sites: Ints) -> None:
        """Go on from another plan if it is better."""
        rank = _rank(self.location, sites)
        if rank < self._rank:
            self.best, self._sites, self._rank, self._queue, self._brought = sites, sites, rank, [], True

    def run(self, work: float, limits: Limits, promise: Floats | None = None) -> float:
        """Try pieces until so much deterministic time is spent; what was spent in the end.

        `promise` says of every pair how near to the least cost that is thinkable a plan with it may come (above 1:
        no better than the best).
        """
        spent = 0.0
        self._promise = self._promise if promise is None else promise
        while spent < work and not (self.exhausted or limits.over()):
            spent += LEAST_WORK + (self._place(limits) if self._rank[0] else self._improve(limits))
        return spent

    def _sift(self, limits: Limits) -> float:
        """Plan everybody anew, but only over the pairs that promise most: more of them once that is soon done."""
        best = self.best
        pairs = self._promise <= self._share
        now = pairs.copy()
        now[np.arange(len(best)), best] = True
        sites = np.flatnonzero(now.any(axis=0))
        piece = Piece(np.arange(len(best)), sites, np.zeros(len(sites), dtype=bool), now[:, sites])
        found = best_piece(self.location, piece, limits, work=self._sift_work, start=best)
        if found.sites is not None:
            self._keep(found.sites, astray=False)
        if not found.proven:
            self._share, self._sift_work = self._share * LESS, min(MOST_SIFT_WORK, self._sift_work * MORE)
        elif self._share >= 1.0:
            self.exhausted = True
        elif _rank(self.location, best) == self._rank:
            self._share = min(1.0, self._share * MORE)
        return found.work

    def _place(self, limits: Limits) -> float:
        """A piece near somebody who needs a place."""
        i = int(self._draw.choice(np.flatnonzero(self._sites == NOWHERE).tolist()))
        costs = np.where(self.location.allowed[i], self.location.cost[i], np.iinfo(np.int64).max)
        near = np.argsort(costs, kind="stable")[: self._size].tolist()
        return self._plan(self._around(int(self._draw.choice(near))), limits)

    def _improve(self, limits: Limits) -> float:
        """The next piece of the round; after a round for nothing larger ones or, where those are too hard, others."""
        if not self._queue:
            self._sites, self._held = self.best, None
            few = self._unproven <= FEW * len(self.location.room)
            grows = few and not self._brought and self._size < len(self.location.room)
            if not (self._brought or grows):
                self._turn = (self._turn + 1) % len(TURNS)
                if TURNS[self._turn] != "round":
                    return self._kick(limits) if TURNS[self._turn] == "kick" else self._sift(limits)
            self._size = min(len(self.location.room), self._size + GROWTH * grows)
            self._brought, self._unproven = False, 0
            self._queue = list(range(len(self.location.room)))
            self._draw.shuffle(self._queue)
        return self._plan(self._around(self._queue.pop()), limits)

    def _around(self, centre: int) -> Ints:
        """The sites nearest to one, more or less."""
        blur = np.array([1 + self._draw.uniform(-BLUR, BLUR) for _ in self.location.room])
        size = self._size if self._held is None else self._usual
        return np.sort(np.argsort(self._apart[centre] * blur, kind="stable")[:size])

    def _kick(self, limits: Limits) -> float:
        """Use a site that was not used, or do without one that was; then the sites near it once more."""
        site = self._draw.randrange(len(self.location.room))
        self._held = site, site not in self._sites
        near = np.argsort(self._apart[site], kind="stable")[:AFTERWARDS].tolist()
        self._draw.shuffle(near)
        self._queue = near
        return self._plan(self._around(site), limits, kicked=True)

    def _plan(self, sites: Ints, limits: Limits, *, kicked: bool = False) -> float:
        """Plan some sites anew; the work it took. What is held stays so."""
        inside = np.isin(self._sites, sites)
        homeless = np.flatnonzero((self._sites == NOWHERE) & self.location.allowed[:, sites].any(axis=1))
        inside[self._draw.sample(homeless.tolist(), min(HOMELESS, len(homeless)))] = True
        households = np.flatnonzero(inside)
        if not len(households):
            return 0.0
        now = self._sites[households]
        pairs = (self._promise[np.ix_(households, sites)] <= 1.0) | (now[:, None] == sites[None, :])
        must = np.zeros(len(sites), dtype=bool)
        if self._held is not None:
            held, used = self._held
            must[sites == held] = used
            pairs[:, sites == held] &= used
        piece = Piece(households, sites, must, pairs)
        found = best_piece(self.location, piece, limits, work=PIECE_WORK, start=now)
        if not (found.proven or self._rank[0] or self._held):
            self._unproven += 1
            self._size = max(LEAST_SIZE, self._size - 1)
        if found.sites is not None:
            planned = self._sites.copy()
            planned[households] = found.sites
            self._keep(planned, astray=kicked)
        return found.work

    def _keep(self, sites: Ints, *, astray: bool) -> None:
        """Go on from these sites unless they are worse; a little worse when the search went astray."""
        rank = _rank(self.location, sites)
        if rank < self._rank:
            self.best, self._rank, self._brought = sites, rank, True
        if rank <= _rank(self.location, self._sites) or (astray and rank[1] <= self._rank[1] * (1 + LOSS)):
            self._sites = sites


def _rank(location: Location, sites: Ints) -> tuple[int, int]:
    """Persons without a site, then cost."""
    return int(location.persons[sites == NOWHERE].sum()), location.total(sites)


def _apart(location: Location) -> Floats:
    """How differently two sites cost the households, a person."""
    a_person = np.where(location.allowed, location.cost, 0) / location.persons[:, None]
    return np.stack([np.abs(a_person - a_person[:, [j]]).mean(axis=0) for j in range(len(location.room))])
