"""A piece of a location problem, by CP-SAT: some households over some sites, at the least cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from optimizer.model.linear import Ints
from optimizer.solve.rideless.knapsacks import Bools
from optimizer.solve.rideless.location import NOWHERE, Location
from optimizer.solve.search import Limits, minimize


@dataclass(frozen=True, slots=True)
class Piece:
    """These households over these sites, where nobody else goes; `must` are sites that are used in any case.

    `pairs` says who may go where, by household and site of the piece.
    """

    households: Ints
    sites: Ints
    must: Bools
    pairs: Bools


@dataclass(frozen=True, slots=True)
class Found:
    """The best sites of the piece's households (None: none below the ceiling), whether it is proven, and the work."""

    sites: Ints | None
    proven: bool
    work: float


def best_piece(
    location: Location,
    piece: Piece,
    limits: Limits,
    *,
    work: float,
    start: Ints | None = None,
    below: int | None = None,
) -> Found:
    """The cheapest way within `work` units of deterministic time, from the sites of `start` on.

    A household that is nowhere at the start may stay so, at a price that nothing else outweighs. Only costs less
    than `below` count.
    """
    model = _Model(location, piece, start)
    if below is not None:
        model.cp.add(model.total <= below - location.step)
    if start is not None:
        model.hint(start)
    found = minimize(model.cp, model.total, limits, work=work)
    sites = None if found.values is None else model.read(found.values)
    return Found(sites, found.proven or found.infeasible, found.work)


class _Model:
    """One Boolean a pair and a site."""

    def __init__(self, location: Location, piece: Piece, start: Ints | None) -> None:
        self.cp, self._piece = cp_model.CpModel(), piece
        homeless = np.zeros(len(piece.households), dtype=bool) if start is None else start == NOWHERE
        persons = location.persons[piece.households]
        cost = location.cost[np.ix_(piece.households, piece.sites)]
        opening, room = location.opening[piece.sites], location.room[piece.sites]
        dear = int(np.where(piece.pairs, cost, 0).max(initial=0) * len(persons) + opening.sum()) + 1
        self._used = [self.cp.new_bool_var("") for _ in piece.sites]
        self._goes: list[list[tuple[int, cp_model.IntVar]]] = [[] for _ in persons]
        self._stays: dict[int, cp_model.IntVar] = {}
        aboard: list[list[int]] = [[] for _ in piece.sites]
        for i, k in zip(*np.nonzero(piece.pairs), strict=True):
            self._goes[i].append((int(k), self.cp.new_bool_var("")))
            aboard[k].append(int(i))
        variables: list[cp_model.IntVar] = []
        prices: list[int] = []
        there: list[list[cp_model.IntVar]] = [[] for _ in piece.sites]
        for i, goes in enumerate(self._goes):
            for k, x in goes:
                there[k].append(x)
                self.cp.add_implication(x, self._used[k])
                variables.append(x)
                prices.append(int(cost[i, k]))
            ways = [x for _, x in goes]
            if homeless[i]:
                self._stays[i] = self.cp.new_bool_var("")
                variables.append(self._stays[i])
                prices.append(dear * int(persons[i]))
                ways.append(self._stays[i])
            self.cp.add_exactly_one(ways)
        for k, used in enumerate(self._used):
            load = cp_model.LinearExpr.weighted_sum(there[k], persons[aboard[k]].tolist())
            self.cp.add(load <= int(room[k]) * used)
            if piece.must[k]:
                self.cp.add(used == 1)
        if not self._stays:
            rooms = cp_model.LinearExpr.weighted_sum(self._used, room.tolist())
            self.cp.add(rooms >= int(persons.sum()))
        self.total = cp_model.LinearExpr.weighted_sum([*variables, *self._used], [*prices, *opening.tolist()])

    def hint(self, start: Ints) -> None:
        """What the variables are when the households are in these sites (of the problem, not of the piece)."""
        place = {int(j): k for k, j in enumerate(self._piece.sites)}
        taken = {place[int(j)] for j in start if j != NOWHERE}
        for k, used in enumerate(self._used):
            self.cp.add_hint(used, k in taken or bool(self._piece.must[k]))
        for i, goes in enumerate(self._goes):
            for k, x in goes:
                self.cp.add_hint(x, place.get(int(start[i])) == k)
            if i in self._stays:
                self.cp.add_hint(self._stays[i], start[i] == NOWHERE)

    def read(self, values: cp_model.CpSolver) -> Ints:
        """The site of each household, as an index into the problem's sites."""
        found = np.full(len(self._goes), NOWHERE, dtype=np.int64)
        for i, goes in enumerate(self._goes):
            for k, x in goes:
                if values.boolean_value(x):
                    found[i] = self._piece.sites[k]
        return found
