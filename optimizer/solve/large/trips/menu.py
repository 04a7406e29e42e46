"""The trips of one origin: every set of one to three stops, in its best order to each end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from optimizer.model.fleet import MOST_STOPS
from optimizer.model.linear import Floats, Ints
from optimizer.solve.large.places import Places

NONE = -1


@dataclass(frozen=True, slots=True)
class Menu:
    """`sets` holds a set of sites a row, NONE where there are fewer; each way is one order of a set: `of_set` its
    row, `stops` in driving order, `end` the last of them, `drive` minutes from the origin to there."""

    sets: Ints
    of_set: Ints
    stops: Ints
    end: Ints
    drive: Floats
    count: Ints  # stops of each way


def menu(origin: int, reached: Ints, most_stops: int, where: Places, near: int | None = None) -> Menu:
    """All trips from an origin past one to `most_stops` of the sites reached; with `near` only those whose stops
    are all among the so many nearest of one of them."""
    out, between = where.origin_to_site[origin], where.site_to_site
    nearest = _nearest(reached, near, out, between) if near else None
    sets, ways = [np.empty((0, MOST_STOPS), dtype=np.int64)], [_none()]
    before = 0
    for size in range(1, min(MOST_STOPS, most_stops, len(reached)) + 1):
        some = reached[_combinations(len(reached), size)] if nearest is None else _near_sets(reached, size, nearest)
        sets.append(_padded(some))
        rows = np.arange(before, before + len(some))
        ways += [_ways(some, last, rows, out, between) for last in range(size)]
        before += len(some)
    joined = [np.concatenate(parts) for parts in zip(*ways, strict=True)]
    of_set, stops, end, drive = joined
    return Menu(np.concatenate(sets), of_set, stops, end, drive, (stops != NONE).sum(axis=1))


def _nearest(reached: Ints, near: int, out: Floats, between: Floats) -> Ints:
    """For each site the others that are nearest to it, or to the way to it, a row a site."""
    distance = between[np.ix_(reached, reached)]
    detour = out[reached][None, :] + distance.T - out[reached][:, None]
    distance = np.minimum(distance, detour)
    np.fill_diagonal(distance, np.inf)
    near = min(near, len(reached) - 1)
    some = np.sort(np.argpartition(distance, max(0, near - 1), axis=1)[:, :near], axis=1)
    order = np.argsort(np.take_along_axis(distance, some, axis=1), axis=1, kind="stable")
    nearest: Ints = np.take_along_axis(some, order, axis=1)
    return nearest


def _near_sets(reached: Ints, size: int, nearest: Ints) -> Ints:
    """Sets of one site and others among its nearest."""
    if size == 1 or nearest.shape[1] < size - 1:
        return reached[_combinations(len(reached), size)]
    others, count = _combinations(nearest.shape[1], size - 1), len(reached)
    more = nearest[:, others].reshape(count * len(others), size - 1)
    sets = np.sort(np.column_stack([np.repeat(np.arange(count), len(others)), more]), axis=1)
    digits = count ** np.arange(size - 1, -1, -1)
    codes = np.unique(sets @ digits)  # sets as numbers: each once, in order
    chosen: Ints = reached[codes[:, None] // digits % count]
    return chosen


Ways = tuple[Ints, Ints, Ints, Floats]


def _none() -> Ways:
    nothing = np.empty(0, dtype=np.int64)
    return nothing, np.empty((0, MOST_STOPS), dtype=np.int64), nothing, np.empty(0)


def _ways(some: Ints, last: int, rows: Ints, out: Floats, between: Floats) -> Ways:
    """The best order of each set that ends at its stop `last`."""
    ahead = [i for i in range(some.shape[1]) if i != last]
    orders = np.stack([some[:, [*order, last]] for order in permutations(ahead)])
    minutes = np.stack([_minutes(way, out, between) for way in orders])
    chosen = orders[minutes.argmin(axis=0), np.arange(len(some))]
    return rows, _padded(chosen), chosen[:, -1], minutes.min(axis=0)


def _minutes(way: Ints, out: Floats, between: Floats) -> Floats:
    total = out[way[:, 0]].astype(float)
    for i in range(1, way.shape[1]):
        total = total + between[way[:, i - 1], way[:, i]]
    return total


def _padded(stops: Ints) -> Ints:
    filled = np.full((len(stops), MOST_STOPS), NONE, dtype=np.int64)
    filled[:, : stops.shape[1]] = stops
    return filled


def _combinations(count: int, size: int) -> Ints:
    """All increasing index tuples."""
    if size == 1:
        return np.arange(count)[:, None]
    smaller = _combinations(count, size - 1)
    more = count - 1 - smaller[:, -1]
    base = np.repeat(smaller, more, axis=0)
    starts = np.repeat(np.cumsum(more) - more, more)
    return np.column_stack([base, np.arange(len(base)) - starts + base[:, -1] + 1])
