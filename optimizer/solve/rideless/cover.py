"""Which sites to use at given prices so that everybody has a place: a covering knapsack over the sites."""

from __future__ import annotations

import numpy as np

from optimizer.model.linear import Floats, Ints

FINEST = 6_000  # steps of need that are told apart; beyond that room is counted in coarser steps, rounded up


def least_cover(price: Floats, room: Ints, need: int) -> tuple[float, Ints]:
    """The least total price of sites whose rooms add up to `need`, and those sites; infinite when all are too few.

    A bound of it where steps are coarse.
    """
    steps, need = _in_steps(room, need)
    cheap = np.flatnonzero(price < 0)
    need = max(0, need - int(steps[cheap].sum()))
    rest = np.flatnonzero(price >= 0)
    table = _table(price[rest], steps[rest], need)
    if not np.isfinite(table[-1, need]):
        return np.inf, cheap
    used = [int(rest[n]) for n in _used(table, steps[rest], need)]
    return float(price[cheap].sum() + table[-1, need]), np.sort(np.append(cheap, np.array(used, dtype=np.int64)))


def forced_covers(price: Floats, room: Ints, need: int) -> tuple[Floats, Floats]:
    """The least total price when a site must be used, and when it must not, site by site."""
    steps, need = _in_steps(room, need)
    table = _table(price, steps, need)
    on, off = np.empty(len(price)), np.empty(len(price))
    after = np.full(need + 1, np.inf)  # the sites from k on
    after[0] = 0.0
    for k in range(len(price) - 1, -1, -1):
        left = max(0, need - int(steps[k]))
        off[k] = (table[k] + after[::-1]).min()
        on[k] = price[k] + (table[k, : left + 1] + after[left::-1]).min()
        after = _added(after, int(steps[k]), price[k])
    return on, off


def _in_steps(room: Ints, need: int) -> tuple[Ints, int]:
    step = max(1, -(-need // FINEST))
    return -(-room // step), max(0, -(-need // step))


def _table(price: Floats, steps: Ints, need: int) -> Floats:
    """[k, q]: the least price at which some of the first k sites cover at least q."""
    table = np.full((len(price) + 1, need + 1), np.inf)
    table[0, 0] = 0.0
    for k, cost in enumerate(price.tolist()):
        table[k + 1] = _added(table[k], int(steps[k]), cost)
    return table


def _added(best: Floats, steps: int, price: float) -> Floats:
    """The least prices when one more site may be used."""
    found = best + 0.0
    np.minimum(best[:steps], best[0] + price, out=found[:steps])
    if steps < len(best):
        np.minimum(best[steps:], best[: len(best) - steps] + price, out=found[steps:])
    return found


def _used(table: Floats, steps: Ints, need: int) -> list[int]:
    used = []
    for k in range(len(steps) - 1, -1, -1):
        if table[k + 1, need] < table[k, need]:
            used.append(k)
            need = max(0, need - int(steps[k]))
    return used
