"""Who sits where on chosen trips: whole households, with the levels as aimed at where they can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Ending, Floats, LinearResult
from optimizer.model.network import Network
from optimizer.solve.large.totals import EVEN
from optimizer.solve.program import EFFORT
from optimizer.solve.search import Limits
from optimizer.solve.seating import PlannedTrip, Seating, seating

GAPS = (0.0, 0.0, 1e-4, 2e-3)  # that seating closes, level by level
HURRIED_GAPS = (0.0, 0.0, 1e-3, 2e-2)
COARSE_GAP = 1e-2  # of level 5: closer takes twice as long
NODES, HURRIED_NODES = 2_000, 10
ALL = (0, 1, 2, 3)
ALMOST = 0.5  # of that tolerance, at which seating takes level 4 as settled

Trips = tuple[PlannedTrip, ...]
Seated = tuple[Seating, Floats]
Seat = Callable[[Trips], Seated | None]


@dataclass(frozen=True, slots=True)
class Seats:
    """Ways to seat a day: `aims` of the levels before the last, which are `known` to go together or only hoped to.

    `stays` are households by arc whom an earlier plan sent there.
    """

    network: Network
    limits: Limits
    aims: tuple[float, ...]
    known: bool
    stays: Mapping[int, int]

    def seat(self, trips: Trips) -> Seated:
        """Seat the households: at once if the levels can be as aimed at; else level 4 first, as near as the policy
        asks; else level by level."""
        if not self.known:
            model = self._kept(trips, EFFORT)
            found = self._settled(model, EFFORT, COARSE_GAP)
            if found is not None:
                return model, found.solution
        model = self._kept(trips, EVEN - 1)
        even = self._settled(model, EVEN - 1, max(0.0, self.network.scenario.policy.tolerance[EVEN]) * ALMOST)
        if even is not None:
            model.keep(EVEN - 1, even.value)
            found = self._settled(model, EFFORT, COARSE_GAP)
            return model, even.solution if found is None else found.solution
        return self._by_level(trips, GAPS, NODES)

    def fit(self, trips: Trips) -> bool:
        """Whether as many households as aimed at have a seat."""
        found = self._settled(seating(self.network, trips), 0, 0.0)
        return found is not None and found.value <= self.aims[0] + 1e-6

    def in_a_hurry(self, trips: Trips) -> Seated | None:
        """Every level, none of them closely."""
        return self._by_level(trips, HURRIED_GAPS, HURRIED_NODES)

    def to_fall_back_on(self, trips: Trips) -> Seated | None:
        """As many as can be sheltered; what that costs is not asked."""
        return self._by_level(trips, HURRIED_GAPS, HURRIED_NODES, (0,))

    def as_told(self, trips: Trips) -> Seated | None:
        """Everybody where the earlier plan sent them, and the others as well as that allows; None: it cannot be, or
        the levels are then not as aimed at."""
        model = self._kept(trips, EVEN - 1)
        for a, count in self.stays.items():
            column = int(model.levels.day.flow[a])
            model.linear.low[column] = min(float(count), model.linear.high[column])
        found = self._settled(model, EVEN - 1, 0.0)
        if found is None:
            return None
        model.keep(EVEN - 1, found.value)
        return model, (self._settled(model, EFFORT, GAPS[EFFORT]) or found).solution

    def _kept(self, trips: Trips, levels: int) -> Seating:
        """The seats with so many of the levels kept as aimed at."""
        model = seating(self.network, trips)
        for level, aim in enumerate(self.aims[:levels]):
            model.keep(level, aim)
        return model

    def _settled(self, model: Seating, level: int, gap: float) -> LinearResult | None:
        found = model.settle(level, seconds=max(1.0, self.limits.seconds_left()), gap=gap, nodes=NODES)
        return found if found.ending in (Ending.OPTIMAL, Ending.FEASIBLE) else None

    def _by_level(self, trips: Trips, gaps: tuple[float, ...], nodes: int, levels: tuple[int, ...] = ALL) -> Seated:
        model = seating(self.network, trips)
        solution = np.zeros(len(model.linear.low))
        for level in levels:
            found = model.settle(level, seconds=max(1.0, self.limits.seconds_left()), gap=gaps[level], nodes=nodes)
            if found.ending in (Ending.OPTIMAL, Ending.FEASIBLE):
                solution = found.solution
                model.keep(level, found.value)
        return model, solution
