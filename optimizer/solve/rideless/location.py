"""Level 5 on a day without buses, where no rule but places can bind: households to sites, some to be opened."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from optimizer.model.linear import Ints
from optimizer.solve.rideless.knapsacks import Bools

NOWHERE = -1  # the site of a household that has none


@dataclass(frozen=True, slots=True)
class Location:
    """Every household goes whole to one site with room for it, at least total cost.

    `persons` by household and `room` by site, both in what the sizes of all households share; `opening[j]` what it
    costs to use site j at all, `cost[i, j]` of household i in site j (where `allowed`), all costs in whole units.
    """

    persons: Ints
    room: Ints
    opening: Ints
    cost: Ints
    allowed: Bools

    @property
    def step(self) -> int:
        """What every total is a multiple of."""
        return max(1, gcd(int(np.gcd.reduce(self.opening)), int(np.gcd.reduce(self.cost[self.allowed]))))

    def total(self, sites: Ints) -> int:
        """The cost of household i in `sites[i]`; those that are nowhere cost nothing."""
        placed = np.flatnonzero(sites != NOWHERE)
        return int(self.opening[np.unique(sites[placed])].sum() + self.cost[placed, sites[placed]].sum())

    def left(self, sites: Ints) -> Ints:
        """Room that is left, site by site."""
        placed = sites != NOWHERE
        return self.room - np.bincount(sites[placed], weights=self.persons[placed], minlength=len(self.room)).astype(
            np.int64
        )
