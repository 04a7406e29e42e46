"""What each site would take by itself at given prices: one knapsack a site, all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Floats, Ints

Bools = np.typing.NDArray[np.bool_]
FINEST = (
    4_000  # steps of room that are told apart at the largest site; beyond that, persons are counted in coarser steps
)


@dataclass(frozen=True, slots=True)
class Knapsacks:
    """Rooms and sizes in whole steps, rounded so that whatever fits, fits here too: the values are bounds."""

    persons: Ints
    room: Ints

    @staticmethod
    def of(persons: Ints, room: Ints) -> Knapsacks:
        """Steps of one person, or coarser ones where the largest site has too many places."""
        step = max(1, -(-int(room.max(initial=0)) // FINEST))
        return Knapsacks(persons // step, room // step)

    def part(self, sites: Ints) -> Knapsacks:
        """The same for some of the sites."""
        return Knapsacks(self.persons, self.room[sites])

    def fill(self, price: Floats) -> tuple[Floats, Bools]:
        """The least sum of prices [household, site] that fits each site, and who is in it.

        Exact when steps are persons, else never more than what is possible.
        """
        wanted = price < 0
        value = np.where(wanted, price, 0.0).sum(axis=0)
        chosen = wanted.copy()
        tight = np.flatnonzero(self.persons @ wanted > self.room)
        if len(tight):
            value[tight], chosen[:, tight] = _fill_tight(self.persons, self.room[tight], price[:, tight])
        return value, chosen

    def with_each(self, price: Floats) -> Floats:
        """For every pair the least sum of that site if it must take that household; infinite where it cannot."""
        found = np.full(price.shape, np.inf)
        for j, room in enumerate(self.room.tolist()):
            column = price[:, j]
            others = np.flatnonzero(column < 0)
            fits = self.persons <= room
            if int(self.persons[others].sum() + self.persons.max(initial=0)) <= room:
                rest = column[others].sum() - np.minimum(column, 0.0)
            else:
                rest = self._beside_each(column, others, room)
            found[fits, j] = (column + rest)[fits]
        return found

    def _beside_each(self, column: Floats, others: Ints, room: int) -> Floats:
        """For every household the least sum of others in the room that it leaves."""
        before = np.zeros((len(others) + 1, room + 1))
        for n, i in enumerate(others.tolist()):
            before[n + 1] = _added(before[n], int(self.persons[i]), column[i])
        full = before[-1]
        rest: Floats = full[np.maximum(room - self.persons, 0)]
        after = np.zeros(room + 1)
        for n in range(len(others) - 1, -1, -1):
            i = int(others[n])
            left = room - int(self.persons[i])
            if left >= 0:
                rest[i] = (before[n][: left + 1] + after[left::-1]).min()
            after = _added(after, int(self.persons[i]), column[i])
        return rest


def _added(best: Floats, persons: int, price: float) -> Floats:
    """The best sums when one more may be taken."""
    found = best.copy()
    if persons < len(best):
        np.minimum(best[persons:], best[: len(best) - persons] + price, out=found[persons:])
    return found


def _fill_tight(persons: Ints, room: Ints, price: Floats) -> tuple[Floats, Bools]:
    """Knapsacks that cannot take all they want, by dynamic programming over their room."""
    most = int(room.max())
    best = np.zeros((len(room), most + 1))
    taken: list[tuple[int, Ints, Bools]] = []
    rows, columns = np.nonzero(price < 0)
    edges = np.searchsorted(rows, np.arange(len(persons) + 1)).tolist()
    for i, size in enumerate(persons.tolist()):
        at = columns[edges[i] : edges[i + 1]]
        if not len(at) or size > most:
            continue
        now = best[at]
        more = now[:, : most + 1 - size] + price[i, at, None]
        better = more < now[:, size:]
        np.minimum(now[:, size:], more, out=now[:, size:])
        best[at] = now
        taken.append((i, at, better))
    chosen = np.zeros(price.shape, dtype=bool)
    left = room.copy()
    for i, at, better in reversed(taken):
        place = left[at] - persons[i]
        fits = place >= 0
        took = np.zeros(len(at), dtype=bool)
        took[fits] = better[fits, place[fits]]
        chosen[i, at] = took
        left[at] -= persons[i] * took
    return best[np.arange(len(room)), room], chosen
