"""The trips that can be worth driving: every set of one to three stops of each origin, priced all at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from optimizer.model.fleet import MOST_STOPS
from optimizer.model.linear import Floats, Ints
from optimizer.model.network import Network

NONE = -1
SMALL = 1e-7


@dataclass(frozen=True, slots=True)
class Places:
    """Minutes between the places buses call at; origins and stations by their index in these tuples."""

    origins: tuple[str, ...]
    stations: tuple[str, ...]
    origin_to_site: Floats
    site_to_site: Floats
    site_to_origin: Floats
    site_to_station: Floats
    station_to_origin: Floats


def places(network: Network) -> Places:
    """Minutes between stations, origins of bus riders and sites, each by the shortest way."""
    riding = np.array(network.arc_rides, dtype=bool)
    origins = sorted({network.classes[c].origin for c in network.arc_class[riding].tolist()})
    stations = sorted({kind.station for kind in network.fleet})
    sites = [site.id for site in network.scenario.sites]
    far = network.travel.shortest

    def table(rows: list[str], columns: list[str]) -> Floats:
        return np.array([[far(a, b) for b in columns] for a in rows], dtype=float).reshape(len(rows), len(columns))

    return Places(
        tuple(origins),
        tuple(stations),
        table(origins, sites),
        table(sites, sites),
        table(sites, origins),
        table(sites, stations),
        table(stations, origins),
    )


@dataclass(frozen=True, slots=True)
class Trips:
    """Trips of one origin, a row each: `stops` in driving order (site indices, NONE where there is none) and
    `loads` persons set down there, `drive` minutes to the last stop `end`, `value` what the trip is worth."""

    stops: Ints
    loads: Ints
    drive: Floats
    end: Ints
    value: Floats


class TripMenu:
    """All trips of one origin by stops; they are made once and priced often.

    A set of stops stands once for each stop it may end at, the others in their best order, sorted by end and
    minutes, so that the ones no other beats (as near, worth as much, same end) are a running maximum.
    """

    def __init__(self, origin: int, room: Ints, where: Places) -> None:
        self._room = room
        reached = np.flatnonzero(room > 0)
        self._sets, ways = _all_orders(reached, where.origin_to_site[origin], where.site_to_site)
        order = np.lexsort((ways.drive, ways.end))
        self._of_set, self._stops = ways.of_set[order], ways.stops[order]
        self._drive, self._end = ways.drive[order], ways.end[order]
        self._segment = np.unique(self._end, return_inverse=True)[1].astype(float)

    def priced(self, worth: Floats, seats: int, bonus: float, minute: float) -> Trips:
        """The trips worth driving, each loaded best: dearest stop first, as far as room and seats go.

        worth: value of a person, site by site. bonus: value of a trip whatever it carries. minute: cost of one.
        """
        loads = _best_loads(self._sets, worth, np.minimum(self._room, seats), seats)
        value = (loads * np.append(worth, 0.0)[self._sets]).sum(axis=1)[self._of_set] + bonus - minute * self._drive
        keep = np.flatnonzero(value > SMALL)  # a trip that does not pay its own way is better left out
        keep = keep[_undominated(value[keep], self._segment[keep])]
        stops, sets = self._stops[keep], self._sets[self._of_set[keep]]
        match = stops[:, :, None] == sets[:, None, :]
        there = (match * loads[self._of_set[keep]][:, None, :]).sum(axis=2) * (stops != NONE)
        return Trips(stops, there, self._drive[keep], self._end[keep], value[keep])


@dataclass(frozen=True, slots=True)
class _Ways:
    """Orders of sets of stops: the set's row, the stops in order, the last one, the minutes to it."""

    of_set: Ints
    stops: Ints
    end: Ints
    drive: Floats


def _all_orders(reached: Ints, out: Floats, between: Floats) -> tuple[Ints, _Ways]:
    """Each set of one to three stops, and its best order to each end."""
    count, before = len(reached), 0
    all_sets: list[Ints] = [np.empty((0, MOST_STOPS), dtype=np.int64)]
    parts: list[_Ways] = [_Ways(np.empty(0, np.int64), all_sets[0], np.empty(0, np.int64), np.empty(0))]
    for size in range(1, min(MOST_STOPS, count) + 1):
        sets = reached[_combinations(count, size)]
        all_sets.append(_padded(sets))
        for last in range(size):
            ahead = [i for i in range(size) if i != last]
            ways = np.stack([np.stack([sets[:, i] for i in (*order, last)], axis=1) for order in permutations(ahead)])
            times = np.stack([_minutes(way, out, between) for way in ways])
            chosen = ways[times.argmin(axis=0), np.arange(len(sets))]
            rows = np.arange(before, before + len(sets))
            parts.append(_Ways(rows, _padded(chosen), chosen[:, -1], times.min(axis=0)))
        before += len(sets)
    columns = (np.concatenate([getattr(part, name) for part in parts]) for name in ("of_set", "stops", "end", "drive"))
    return np.concatenate(all_sets), _Ways(*columns)


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


def _minutes(way: Ints, out: Floats, between: Floats) -> Floats:
    total = out[way[:, 0]].astype(float)
    for i in range(1, way.shape[1]):
        total = total + between[way[:, i - 1], way[:, i]]
    return total


def _best_loads(stops: Ints, worth: Floats, room: Ints, seats: int) -> Ints:
    """Persons set down at each stop of each row: the dearest stops filled first."""
    dear = np.append(worth, -np.inf)[stops]
    space = np.append(room, 0)[stops] * (dear > SMALL)
    turn = np.argsort(-dear, axis=1, kind="stable")
    filled = np.cumsum(np.take_along_axis(space, turn, axis=1), axis=1)
    taken = np.minimum(filled, seats)
    loads = np.empty_like(space)
    np.put_along_axis(loads, turn, np.diff(taken, axis=1, prepend=0), axis=1)
    return loads


def _undominated(value: Floats, segment: Ints) -> Ints:
    """Rows worth more than every earlier row of their segment; segments stand together, in order."""
    if not len(value):
        return np.empty(0, dtype=np.int64)
    lift = (value.max() + 1.0) * segment  # a later segment begins above all of the one before
    before = np.maximum.accumulate(value + lift)[:-1]
    return np.flatnonzero(np.concatenate([[True], (value + lift)[1:] > before + 1e-9]))
