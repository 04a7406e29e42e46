"""Who moves into which home on which day: level 2, then level 3, a part of the country at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.model.horizon.housing import Housing
from optimizer.model.incremental import GrowingProgramme
from optimizer.model.linear import INFINITY, Ending, Floats, Ints, LinearModel, LinearResult, expression
from optimizer.solve.progress import OutOfTime

EPS = 1e-7
SECONDS = 3_600.0  # a last guard
WHOLE, MUCH = 1e-6, 1e3  # what is a whole household; a goal against the next where all count at once
NODES, GAP = 500, 1e-7  # of choosing whole households for a part of the country


@dataclass(frozen=True, slots=True)
class HousingPlan:
    """Households of each pair who move in; level 2 and the housing's share of level 3."""

    housing: Housing
    flow: Floats
    unhoused: float
    displaced: float

    def persons(self) -> Floats:
        """Persons of each pair who move in."""
        sizes = np.array([holders.persons for holders in self.housing.holders], dtype=float)
        return self.flow * sizes[np.array(self.housing.pair_holders, dtype=np.int64)] if len(self.flow) else self.flow

    def housed(self) -> tuple[float, ...]:
        """Persons housed on each day."""
        days = self.housing.scenario.horizon.days
        return tuple(np.bincount(self.housing.pair_day, weights=self.persons(), minlength=days).tolist())


class Part:
    """Holders and offers that have to do with each other, as a linear programme."""

    def __init__(self, housing: Housing, pairs: Ints) -> None:
        self.pairs = pairs
        self._persons = np.array([housing.holders[housing.pair_holders[i]].persons for i in pairs], dtype=float)
        self._days = np.array([housing.pair_day[i] for i in pairs], dtype=np.int64)
        linear = self._linear = LinearModel()
        flow = self._flow = linear.variables(len(pairs), 0.0, float("inf"), integer=False)
        of_holders, of_offer = defaultdict(list), defaultdict(list)
        for column, i in enumerate(pairs.tolist()):
            of_holders[housing.pair_holders[i]].append(column)
            of_offer[housing.pair_offer[i]].append(column)
        for k, columns in of_holders.items():
            linear.row(expression(flow[columns]), high=housing.holders[k].count)
        for f, columns in of_offer.items():
            offer = housing.scenario.offers[f]
            each = self._persons[columns] if offer.shared else 1.0
            linear.row(expression(flow[columns], each), high=housing.capacity[f])
        at = {i: column for column, i in enumerate(pairs.tolist())}
        for trade in housing.trades:  # all of its pairs are in one part
            if columns := [at[i] for i in trade.pairs if i in at]:
                linear.row(expression(flow[columns], self._persons[columns]), high=trade.most)
        self._programme = GrowingProgramme(linear)

    def settle(self, goals: Sequence[Floats]) -> Floats:
        """The flow with the least sum of each of `goals`, one after another."""
        best = np.zeros(len(self.pairs))
        for number, goal in enumerate(goals):
            weights = goal[self.pairs]
            if number and not weights.any():
                continue
            best = self.least(weights)
            reached = float(weights @ best)
            self._programme.add_row(expression(self._flow, weights), reached + EPS * max(1.0, abs(reached)))
        return best

    def settle_whole(self, goals: Sequence[Floats]) -> Floats:
        """The flow with the least of each of `goals`, with whole households on the first day.

        All count at once: each a thousand times the next.
        """
        weights = np.zeros(len(self.pairs))
        for goal in reversed(goals):
            weights = weights / MUCH + goal[self.pairs]
        found = self.least_whole(weights, gap=GAP, nodes=NODES)
        if found.ending not in (Ending.OPTIMAL, Ending.FEASIBLE):
            raise OutOfTime("the homes of today were not worked out in time")
        return found.solution

    def least_whole(
        self, weights: Floats, *, gap: float, nodes: int | None, seconds: float = SECONDS, most: float = INFINITY
    ) -> LinearResult:
        """As `least`, with whole households on the first day, and a bound; the solution has the part's pairs only.

        `nodes`, `seconds` and `gap` are where it stops, its bound being no worse than that of `least`; with more than
        `most` pairs today it is `least` itself.
        """
        best = self.least(weights)
        today, value = best[self._days == 0], float(weights @ best)
        if len(today) > most or (np.abs(today - np.round(today)) <= WHOLE).all():
            return LinearResult(Ending.OPTIMAL, value, value, best, np.zeros(0))
        integer = list(self._linear.integer)
        for column in self._flow[self._days == 0].tolist():
            integer[column] = True
        whole = LinearModel(self._linear.low, self._linear.high, integer, self._linear.rows)
        found = whole.minimize(expression(self._flow, weights), seconds=seconds, gap=gap, nodes=nodes)
        return replace(found, solution=found.solution[self._flow], bound=max(value, found.bound))

    def most_housed(self, days: int) -> Floats:
        """By day, the most persons that any plan can have housed by its end."""
        most = np.zeros(days)
        self._programme.set_objective(expression([], 0.0))
        for day in range(days):
            columns = np.flatnonzero(self._days == day)
            if len(columns):
                self._programme.add_to_objective(expression(self._flow[columns], -self._persons[columns]))
                most[day:] = np.where(self._days <= day, self._persons, 0.0) @ self._solution()
        return most

    def least(self, weights: Floats) -> Floats:
        """The flow with the least sum of `weights`, one for each pair of the part."""
        self._programme.set_objective(expression(self._flow, weights))
        return self._solution()

    def _solution(self) -> Floats:
        found = self._programme.solve(SECONDS)
        if found.ending is not Ending.OPTIMAL:
            raise OutOfTime("housing over several days was not worked out in time")
        return found.solution[self._flow]


def house_over_days(housing: Housing) -> HousingPlan:
    """Level 2 as low as it can be, then level 3, then as many persons as early as can be. OutOfTime: it took hours."""
    flow = np.zeros(len(housing.pair_day))
    saved, elsewhere = housing.saved(), housing.elsewhere()
    goals = (-saved, elsewhere, -housing.person_days())
    for part in parts(housing):
        flow[part.pairs] = part.settle(goals)
    unhoused = max(0.0, round(housing.everyone - float(saved @ flow), 6))
    return HousingPlan(housing, flow, unhoused, float(elsewhere @ flow))


def house_today(housing: Housing) -> dict[str, str]:
    """The offer of each household that is best housed on the first day, if all days count.

    Whole households today, and persons later: level 2 of all days as low as it can be, then level 3, then as many
    persons as early as can be.
    """
    flow = np.zeros(len(housing.pair_day))
    goals = (-housing.saved(), housing.elsewhere(), -housing.person_days())
    for part in parts(housing):
        flow[part.pairs] = part.settle_whole(goals)
    left = [list(holders.members) for holders in housing.holders]
    placed = {}
    pairs = zip(housing.pair_holders, housing.pair_offer, housing.pair_day, flow.tolist(), strict=True)
    for k, f, day, count in pairs:
        for _ in range(round(count) if day == 0 else 0):
            placed[left[k].pop(0)] = housing.scenario.offers[f].id
    return placed


def parts(housing: Housing) -> list[Part]:
    """Parts that share neither holders nor offers nor a limit of an exchange."""
    root: dict[int, int] = {}

    def of(f: int) -> int:
        while root.setdefault(f, f) != f:
            root[f] = root[root[f]]
            f = root[f]
        return f

    first: dict[int, int] = {}
    for k, f in zip(housing.pair_holders, housing.pair_offer, strict=True):
        root[of(f)] = of(first.setdefault(k, f))
    for trade in housing.trades:
        for i in trade.pairs:
            root[of(housing.pair_offer[i])] = of(housing.pair_offer[trade.pairs[0]])
    found: dict[int, list[int]] = defaultdict(list)
    for i, f in enumerate(housing.pair_offer):
        found[of(f)].append(i)
    return [Part(housing, np.array(pairs, dtype=np.int64)) for pairs in found.values()]
