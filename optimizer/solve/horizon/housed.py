"""What no plan of all the days can be better than where homes are concerned: level 3, and how many are housed when."""

from __future__ import annotations

import numpy as np

from optimizer.model.horizon.start import MostHoused
from optimizer.model.linear import Floats
from optimizer.solve.horizon.housing import HousingPlan, parts
from optimizer.solve.search import Limits

EPS = 1e-7
ROUNDED = 1e-6  # that level 2 of a plan may be told less than it is, as it is told in whole millionths
HIGHEST = 1_000.0  # price at which the search for the best one gives up
ROUNDS = 12
NODES, MOST = 500, 300  # of whole households in a part of the country, where not too many pairs choose
WHOLE_GAP = 1e-7  # of the priced bound of whole households, most of which is the price and not what is bounded
SECONDS, LEAST_SECONDS = 3_600.0, 0.1  # a last guard, and of a part when the time is over
CLOSE = 1e-4  # of a bound: nearer to the best one it need not be
PARTS = 6  # of the horizon, at whose ends person-days are bounded, the last first
DEARER = 8.0  # that a price may be for whole households, of whom fewer plans come near the least at level 2


class Bounds:
    """Bounds of what plans with at most so much at level 2 do with homes.

    What a plan saves of level 2 is priced instead of bounded, so that the country falls apart; every price gives a
    bound (Lagrange), and the best one is looked for.
    """

    def __init__(self, best: HousingPlan) -> None:
        """`best` has the least at level 2, and of such plans the least at level 3."""
        self._best, self._housing = best, best.housing
        self._parts, self._saved = parts(best.housing), best.housing.saved()
        days = best.housing.scenario.horizon.days
        self._by_day = np.zeros(days)
        for part in self._parts:
            self._by_day += part.most_housed(days)

    def most_housed(self, unhoused: float | None = None, limits: Limits | None = None) -> MostHoused:
        """How many can be housed by each day, in any plan; `unhoused`: in plans with at most this at level 2.

        With less time it is a weaker bound.
        """
        by_day = tuple(self._by_day.tolist())
        if unhoused is None or not self._best.flow.any():
            return MostHoused(by_day)
        days, needed = len(by_day), self._needed(unhoused)
        ends = [days * part // PARTS - 1 for part in range(PARTS, 0, -1) if days * part >= PARTS]
        price, found = None, list[tuple[int, float]]()
        for end in ends:
            weights = self._person_days(end)
            if limits is not None and limits.over():
                break
            price = self._search(weights, needed)[1] if price is None else price
            bound = self._bound(weights, price, needed)[0]
            most = -max(bound, self._whole_bound(weights, DEARER * price, needed, limits))
            found.append((end, max(0.0, most)))
        return MostHoused(by_day, tuple(found))

    def least_displaced(self, unhoused: float) -> float:
        """The homes' share of level 3."""
        elsewhere = self._housing.elsewhere()
        if unhoused <= self._best.unhoused + EPS * max(1.0, self._best.unhoused) or not elsewhere.any():
            return self._best.displaced
        return max(0.0, self._search(elsewhere, self._needed(unhoused))[0])

    def _needed(self, unhoused: float) -> float:
        """What a plan with at most so much at level 2 saves of it at least."""
        return self._housing.everyone - unhoused - ROUNDED

    def _person_days(self, last: int) -> Floats:
        """Of one household of each pair: less the sum over the days up to `last` of its persons housed by their end."""
        housing = self._housing
        persons = np.array([holders.persons for holders in housing.holders], dtype=float)
        days = np.maximum(0, last + 1 - np.array(housing.pair_day, dtype=np.int64))
        return -persons[np.array(housing.pair_holders, dtype=np.int64)] * days

    def _search(self, weights: Floats, needed: float) -> tuple[float, float]:
        """The best bound of the least sum of weights of the pairs that save so much of level 2, and its price."""
        low, high = 0.0, 1.0
        below = self._bound(weights, low, needed)
        if below[1] <= 0:  # level 2 does not bind
            return below[0], low
        above = self._bound(weights, high, needed)
        while above[1] > 0 and high < HIGHEST:
            low, below, high = high, above, 4 * high
            above = self._bound(weights, high, needed)
        best = max((below[0], low), (above[0], high))
        for _ in range(ROUNDS if above[1] <= 0 else 0):
            price = (above[0] - below[0] + below[1] * low - above[1] * high) / (below[1] - above[1])
            most = below[0] + below[1] * (price - low)  # the bound is no better at any price
            if most - best[0] <= CLOSE * max(1.0, abs(most)):
                break
            here = self._bound(weights, price, needed)
            best = max(best, (here[0], price))
            if here[1] > 0:
                low, below = price, here
            else:
                high, above = price, here
        return best

    def _bound(self, weights: Floats, price: float, needed: float) -> tuple[float, float]:
        """The bound at a price, and what it grows by with the price."""
        priced = weights - price * self._saved
        value, saved = price * needed, 0.0
        for part in self._parts:
            flow = part.least(priced[part.pairs])
            value += float(priced[part.pairs] @ flow)
            saved += float(self._saved[part.pairs] @ flow)
        return value, needed - saved

    def _whole_bound(self, weights: Floats, price: float, needed: float, limits: Limits | None) -> float:
        """The bound at a price for plans with whole households today."""
        priced, bound = weights - price * self._saved, price * needed
        for part in self._parts:
            seconds = SECONDS if limits is None else max(LEAST_SECONDS, limits.seconds_left())
            found = part.least_whole(priced[part.pairs], gap=WHOLE_GAP, nodes=NODES, seconds=seconds, most=MOST)
            bound += found.bound
        return bound
