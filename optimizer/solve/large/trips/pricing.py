"""Which trips would help most at given prices: every trip of every origin is looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Floats, Ints
from optimizer.model.network import Network
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.trips.cuts import Calls, Fills, Leaves, Reaches, Trip
from optimizer.solve.large.trips.master import Prices
from optimizer.solve.large.trips.menu import NONE, Menu, menu

MOST_TRIPS = 40  # new ones an origin, bus model and round
MOST_LOOKED_AT = 600
AMPLE, FEWEST = 5, 60  # times the persons of an origin, and sites: room that is near enough to begin with
MOST_ALIKE = 3  # of them that call at the same site
SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Loaded:
    """Sets of a menu at given prices: sites by worth, the best load of each, and what it is all worth."""

    sites: Ints
    loads: Ints
    value: Floats


class Pricer:
    """Menus of all origins; `offers` finds new trips and the least reduced cost of any."""

    def __init__(
        self,
        network: Network,
        where: Places,
        models: tuple[BusModel, ...],
        room: Ints,
        waiting: tuple[int, ...],
        near: int | None = None,
    ) -> None:
        """With `near` only trips whose stops lie that near together: quicker, and no proof of anything."""
        self._where, self._models, self._room, self._waiting = where, models, room, waiting
        self._region = np.append(np.array(network.region_of_site, dtype=np.int64), NONE)
        self._menus = [menu(o, np.flatnonzero(room[o]), waiting[o], where, near) for o in range(len(where.origins))]

    def offers(self, prices: Prices) -> tuple[list[Trip], float]:
        """Trips worth adding, the best first, and the least reduced cost of all trips there are."""
        found: list[tuple[float, Trip]] = []
        least = 0.0
        for o, choices in enumerate(self._menus):
            calls = self._calls(o, choices, prices)
            for m in range(len(self._models)):
                trips, cheapest = self._offer(o, m, choices, prices, calls)
                found, least = found + trips, min(least, cheapest)
        found.sort(key=lambda f: f[0])
        return [trip for _, trip in found], least

    def first(self) -> list[Trip]:
        """Each link on its own, by the most usual bus model, which then goes on to the nearest place or back."""
        m = max(range(len(self._models)), key=lambda i: sum(self._models[i].at))
        origins = len(self._where.origins)
        homes = [origins + s for s, count in enumerate(self._models[m].at) if count]
        places = np.array([*range(origins), *homes])
        nearest = places[self._where.site_to_next[:, places].argmin(axis=1)].tolist()
        loads = np.minimum(self._room, self._models[m].seats)
        links = [(o, j, int(loads[o, j])) for o in range(origins) for j in self._nearest(o)]
        return [Trip(m, o, (j,), (n,), onward) for o, j, n in links for onward in dict.fromkeys((nearest[j], o))]

    def _nearest(self, o: int) -> list[int]:
        """The sites nearest to an origin, with far more room than it needs, in their order."""
        reached = np.flatnonzero(self._room[o])
        reached = reached[np.argsort(self._where.origin_to_site[o, reached], kind="stable")]
        room = np.cumsum(self._room[o, reached])
        enough = int(np.searchsorted(room, AMPLE * self._waiting[o])) + 1
        return sorted(reached[: max(FEWEST, enough)].tolist())

    def _offer(
        self, o: int, m: int, choices: Menu, prices: Prices, calls: Floats
    ) -> tuple[list[tuple[float, Trip]], float]:
        """New trips of one origin and bus model with their reduced costs, and the least of these."""
        seats = min(self._models[m].seats, self._waiting[o])
        ways, onward = self._ways(o, m, choices, prices)
        hoped = ways - (self._hope(o, choices, prices, seats) + calls)[choices.of_set]
        hopeful = np.flatnonzero(hoped < -SMALL)
        if not len(hopeful):
            return [], 0.0
        rows, place = np.unique(choices.of_set[hopeful], return_inverse=True)
        loaded = self._load(o, choices.sets[rows], prices, seats)
        costs = ways[hopeful] - (loaded.value + calls[rows])[place]
        return self._best(o, m, choices.stops[hopeful], loaded, place, costs, onward), float(costs.min())

    def _hope(self, o: int, choices: Menu, prices: Prices, seats: int) -> Floats:
        """Quickly, no less than what the best load of each set is worth."""
        known = np.append(prices.person[o], -np.inf)
        worth = np.maximum(known, 0.0)
        full = worth * np.append(np.minimum(self._room[o], seats), 0)
        first = np.zeros(len(self._region))
        for cut, price in prices.cuts:
            if isinstance(cut, Fills) and o in cut.origins:
                first[self._region == cut.region] += price
        each, extra = np.zeros(len(choices.sets)), np.zeros(len(choices.sets))
        most = np.full(len(choices.sets), -np.inf)
        for stops in choices.sets.T:
            each += (full + first)[stops]
            extra += first[stops]
            most = np.maximum(most, known[stops])
        together, leaving = np.where(most > 0, seats * most, 0.0), 0.0
        for rest, leaving in _rests(o, prices):
            together = np.where(most > 0, seats * most, np.maximum(-leaving, rest * most))
        return np.minimum(each, together + extra) + leaving

    def _load(self, o: int, sets: Ints, prices: Prices, seats: int) -> Loaded:
        """The best load of every set: a region's first persons may be worth more than its later ones."""
        worth = np.append(prices.person[o], -np.inf)
        dear = worth[sets]
        order = np.argsort(-dear, axis=1, kind="stable")
        sites, dear = np.take_along_axis(sets, order, axis=1), np.take_along_axis(dear, order, axis=1)
        room = np.append(np.minimum(self._room[o], seats), 0)[sites]
        bonus, upto = self._bonuses(o, prices)
        parts, worths = _parts(room, self._region[sites], dear, bonus[sites], upto[sites])
        turn = np.argsort(-worths, axis=1, kind="stable")
        filled = np.minimum(np.cumsum(np.take_along_axis(parts * (worths > SMALL), turn, axis=1), axis=1), seats)
        value = np.zeros(len(sets))
        for rest, price in _rests(o, prices):
            more = np.cumsum(np.take_along_axis(parts * (worths > SMALL - price / rest), turn, axis=1), axis=1)
            filled = np.maximum(filled, np.minimum(more, min(rest, seats)))
            value = price * np.minimum(1.0, filled[:, -1] / rest)
        taken = np.empty_like(parts)
        np.put_along_axis(taken, turn, np.diff(filled, axis=1, prepend=0), axis=1)
        value += (taken * np.where(taken > 0, worths, 0.0)).sum(axis=1)
        return Loaded(sites, taken.reshape(len(sites), -1, sites.shape[1]).sum(axis=1), value)

    def _bonuses(self, o: int, prices: Prices) -> tuple[Floats, Ints]:
        """By site: what a person is worth beyond the usual, and up to how many in the site's region, step by step."""
        steps: dict[int, list[tuple[int, float]]] = {}
        for cut, price in prices.cuts:
            if isinstance(cut, Fills) and o in cut.origins:
                steps.setdefault(cut.region, []).append((cut.rest, price / cut.rest))
        most = max((len(s) for s in steps.values()), default=0)
        bonus, upto = np.zeros((len(self._region), most)), np.zeros((len(self._region), most), dtype=np.int64)
        for v, unsorted in steps.items():
            here, step = self._region == v, sorted(unsorted)
            for i in range(most):
                bonus[here, i] = sum(b for _, b in step[i:])
                upto[here, i] = step[min(i, len(step) - 1)][0]
        return bonus, upto

    def _calls(self, o: int, choices: Menu, prices: Prices) -> Floats:
        """What each set is worth for where it calls."""
        value = np.zeros(len(choices.sets))
        for cut, price in prices.cuts:
            if isinstance(cut, Calls) and o in cut.origins:
                mask = np.zeros(len(self._region), dtype=bool)
                mask[sorted(cut.sites)] = True
                value += price * mask[choices.sets].any(axis=1)
        return value

    def _ways(self, o: int, m: int, choices: Menu, prices: Prices) -> tuple[Floats, Ints]:
        """What every way costs before anybody gets off, and the best next place by site."""
        minute = prices.minute[m]
        on = minute * self._where.site_to_next + prices.place[m][None, :]
        for cut, price in prices.cuts:
            if isinstance(cut, Reaches) and o not in cut.origins:
                on[:, sorted(cut.origins)] -= price
        homeless = [len(self._where.origins) + s for s, count in enumerate(self._models[m].at) if not count]
        on[:, homeless] = np.inf
        service = prices.trip[m] + prices.stop[m] * choices.count - prices.place[m][o]
        return minute * choices.drive + on.min(axis=1)[choices.end] + service, on.argmin(axis=1)

    def _best(
        self, o: int, m: int, stops_of: Ints, loaded: Loaded, place: Ints, costs: Floats, onward: Ints
    ) -> list[tuple[float, Trip]]:
        """The cheapest ways below 0, not too many past the same site."""
        looked_at = np.argpartition(costs, min(MOST_LOOKED_AT, len(costs) - 1))[:MOST_LOOKED_AT]
        looked_at = looked_at[np.argsort(costs[looked_at], kind="stable")]
        seen: dict[int, int] = {}
        found: list[tuple[float, Trip]] = []
        for i in looked_at[costs[looked_at] < -SMALL].tolist():
            row = int(place[i])
            load = dict(zip(loaded.sites[row].tolist(), loaded.loads[row].tolist(), strict=True))
            stops = tuple(j for j in stops_of[i].tolist() if j != NONE)
            if max(seen.get(j, 0) for j in stops) < MOST_ALIKE:
                seen |= {j: seen.get(j, 0) + 1 for j in stops}
                trip = Trip(m, o, stops, tuple(load[j] for j in stops), int(onward[stops[-1]]))
                found.append((float(costs[i]), trip))
            if len(found) == MOST_TRIPS:
                break
        return found


def _rests(o: int, prices: Prices) -> list[tuple[int, float]]:
    """What the first persons from an origin are worth together, and how many they are; one such cut at most."""
    found = [(cut.rest, price) for cut, price in prices.cuts if isinstance(cut, Leaves) and cut.origin == o]
    if len(found) > 1:
        raise ValueError(f"{len(found)} roundings of origin {o}: a load can be found for one")
    return found


def _parts(room: Ints, region: Ints, worth: Floats, bonus: Floats, upto: Ints) -> tuple[Ints, Floats]:
    """The room of each stop cut where its region's bonus steps down: sizes, and worth of a person, step by step.

    Stops stand by worth, so that the first persons of a region go to its first stop.
    """
    ahead = np.zeros_like(room)
    for i in range(1, room.shape[1]):
        ahead[:, i] = (room[:, :i] * (region[:, :i] == region[:, i : i + 1])).sum(axis=1)
    parts, worths, done = [], [], np.zeros_like(room)
    for step in range(bonus.shape[2]):
        part = np.clip(upto[:, :, step] - ahead, 0, room) - done
        parts.append(part)
        worths.append(worth + bonus[:, :, step])
        done = done + part
    return np.concatenate([*parts, room - done], axis=1), np.concatenate([*worths, worth], axis=1)
