"""A bound by prices: what each household is worth, given that each site takes what pays best for it alone.

Lagrangean relaxation of "every household has a site". What is left falls apart into a knapsack a site and a cover
over the sites (rooms of the sites in use hold everybody), both solved exactly. Prices follow the subgradient
(Held, Wolfe and Crowder 1974; Holmberg, Rönnqvist and Yuan 1999 for this problem).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from optimizer.model.linear import Floats, Ints
from optimizer.solve.rideless.cover import forced_covers, least_cover
from optimizer.solve.rideless.knapsacks import Bools, Knapsacks
from optimizer.solve.rideless.location import Location
from optimizer.solve.search import Limits

PATIENCE = 10  # rounds without a better bound before steps get shorter
SHORTER = 0.7
SHORTEST = 1e-3
HOPE = 0.03  # by how much a plan may be dearer than the bound while none is known
PROGRESS = 1e-7  # relative, what a better bound must be better
EPS = 1e-9  # relative, more than floating sums are off


class Use(IntEnum):
    """What is decided of a site."""

    SHUT = -1
    OPEN_OR_NOT = 0
    IN_USE = 1


@dataclass(frozen=True, slots=True)
class Priced:
    """A bound with the prices that prove it: no plan in these sites costs less.

    `worth` of a household, `gain` of using a site (negative: it pays), `used` the sites of the relaxation's solution
    and `chosen` whom each site would take [household, site].
    """

    bound: float
    worth: Floats
    gain: Floats
    used: Bools
    chosen: Bools


class Pricing:
    """Bounds of one location problem, for any decision about its sites."""

    def __init__(self, location: Location, limits: Limits) -> None:
        self.location, self._limits = location, limits
        self.rounds = 0
        self._cost = np.where(location.allowed, location.cost.astype(float), np.inf)
        self._opening = location.opening.astype(float)
        self._knapsacks = Knapsacks.of(location.persons, location.room)
        self._everybody = int(location.persons.sum())
        households, sites = location.cost.shape
        self.round_work = 1e-5 * households + 1e-9 * households * sites * float(self._knapsacks.room.max(initial=0))

    def first_worth(self) -> Floats:
        """Where to begin: the second cheapest site, and the usual price of a place."""
        cheapest = np.sort(self._cost, axis=1)
        second = cheapest[:, min(1, cheapest.shape[1] - 1)]
        worth: Floats = np.where(self.location.allowed.sum(axis=1) > 1, second, cheapest[:, 0])
        return worth + float((self._opening / np.maximum(1, self.location.room)).mean()) * self.location.persons

    def climb(self, use: Ints, worth: Floats, target: float | None, *, rounds: int, pace: float) -> Priced | None:
        """The best bound of so many rounds, fewer if it passes `target`, the cost of a plan (None: none is known).

        None: these sites cannot hold everybody.
        """
        active = np.flatnonzero(use != Use.SHUT)
        best: Priced | None = None
        since = 0
        for _ in range(rounds):
            self.rounds += 1
            now, slack = self._at(use, active, worth)
            if now is None:
                return None
            if best is None or now.bound > best.bound + PROGRESS * abs(best.bound):
                best, since = now, 0
            else:
                since += 1
            if since >= PATIENCE:
                pace, since, worth = pace * SHORTER, 0, best.worth
                continue
            missed = float(slack @ slack)
            aim = best.bound + HOPE * abs(best.bound) if target is None else target
            if best.bound > aim or missed == 0 or pace < SHORTEST or self._limits.over():
                break
            worth = worth + pace * max(1.0, 1.0005 * aim - now.bound) / missed * slack
        return best

    def _at(self, use: Ints, active: Ints, worth: Floats) -> tuple[Priced | None, Floats]:
        """The bound at these prices, and by how many sites each household is missed."""
        filled, chosen = self._knapsacks.part(active).fill(self._cost[:, active] - worth[:, None])
        gain = np.zeros(len(use))
        gain[active] = self._opening[active] + filled
        sure = use == Use.IN_USE
        free = np.flatnonzero(use == Use.OPEN_OR_NOT)
        need = self._everybody - int(self.location.room[sure].sum())
        value, picked = least_cover(gain[free], self.location.room[free], max(0, need))
        if not np.isfinite(value):
            return None, worth
        used = sure.copy()
        used[free[picked]] = True
        whole = np.zeros(self._cost.shape, dtype=bool)
        whole[:, active] = chosen & used[active]
        bound = float(worth.sum() + gain[sure].sum() + value)
        return Priced(bound, worth, gain, used, whole), 1.0 - whole.sum(axis=1)

    def sites(self, use: Ints, priced: Priced) -> tuple[Floats, Floats]:
        """Bounds when a site that is not decided is used, and when it is not; its own bound for the others."""
        on, off = np.full(len(use), priced.bound), np.full(len(use), priced.bound)
        free = np.flatnonzero(use == Use.OPEN_OR_NOT)
        if len(free):
            sure = use == Use.IN_USE
            need = max(0, self._everybody - int(self.location.room[sure].sum()))
            base = float(priced.worth.sum() + priced.gain[sure].sum())
            with_it, without = forced_covers(priced.gain[free], self.location.room[free], need)
            on[free], off[free] = base + with_it, base + without
        return on, off

    def pairs(self, use: Ints, priced: Priced) -> Floats:
        """For every household and site a bound of what it costs when that household goes there."""
        found = np.full(self._cost.shape, np.inf)
        active = np.flatnonzero(use != Use.SHUT)
        on, _ = self.sites(use, priced)
        price = self._cost[:, active] - priced.worth[:, None]
        filled = priced.gain[active] - self._opening[active]
        found[:, active] = self._knapsacks.part(active).with_each(price) - filled[None, :] + on[None, active]
        return np.where(self.location.allowed, found, np.inf)
