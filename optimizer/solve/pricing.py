"""Which bus duty would help most at given prices: a dynamic programme over trips and driving minutes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import floor

import numpy as np

from optimizer.model.fleet import within_duty
from optimizer.model.linear import Floats, Ints
from optimizer.model.network import Network
from optimizer.scenario.entities import Policy
from optimizer.solve.trips import NONE, Places, TripMenu, Trips

MOST_COLUMNS = 60  # new ones a bus type and round


@dataclass(frozen=True, slots=True, order=True)
class Load:
    """One trip of a column: its origin (an index of Places) and the persons set down at each site, in order."""

    origin: int
    stops: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A duty of one bus type; `drivable` says that it keeps to duty time with all its stops counted."""

    kind: int
    minutes: float
    loads: tuple[Load, ...]
    drivable: bool


@dataclass(frozen=True, slots=True)
class Prices:
    """Dual values: a person from origin o to site j, a wheelchair position from o, a bus of a type (that of
    any bus included), and what a minute of driving costs."""

    person: Floats  # origins x sites
    position: Floats  # origins
    bus: Floats  # bus types
    minute: float


@dataclass(frozen=True, slots=True)
class Offer:
    """Best duties found for one bus type, and the most that any duty of it gains over its price."""

    columns: tuple[Column, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class _Leg:
    """Trips of one origin followed by the way to one next place: the best value by minutes."""

    minutes: Ints
    value: Floats
    trip: Ints


@dataclass(frozen=True, slots=True)
class _Search:
    """What is known of one bus type's duties: trips by origin, legs by origin and next place, and
    ahead[n][o, t], the most value of at most n trips from origin o until home within t minutes."""

    kind: int
    station: int
    trips: list[Trips]
    legs: dict[tuple[int, int], _Leg]
    ahead: list[Floats]

    def step(self, o: int, t: int, n: int) -> tuple[int, int, int, int]:
        """The trip from o that reaches ahead[n][o, t], what follows it, and the minutes and trips left then."""
        while n > 1 and self.ahead[n - 1][o, t] == self.ahead[n][o, t]:
            n -= 1
        goal = self.ahead[n][o, t]
        best = (np.inf, 0, NONE, 0)
        for (start, q), leg in self.legs.items():
            fits = leg.minutes <= t
            if start != o or not fits.any():
                continue
            value = leg.value[fits] if q == NONE else leg.value[fits] + self.ahead[n - 1][q, t - leg.minutes[fits]]
            i = int(np.argmax(value))
            best = min(best, (goal - float(value[i]), int(leg.trip[fits][i]), q, t - int(leg.minutes[fits][i])))
        return best[1], best[2], best[3], n - 1


class Pricer:
    """Prices duties of one network; `room` persons that can go from an origin to a site at most."""

    def __init__(self, network: Network, where: Places, room: Ints) -> None:
        self._network, self._where = network, where
        self._horizon = floor(network.scenario.policy.max_drive_minutes)
        self._menus = [TripMenu(o, room[o], where) for o in range(len(where.origins))]
        riding = np.array(network.arc_rides, dtype=bool)
        riders = [network.classes[c] for c in sorted(set(network.arc_class[riding].tolist()))]
        # no duty needs more trips than there are households to ride
        self._spans = _spans(network.scenario.policy, sum(c.count for c in riders))
        self.waiting = [sum(c.persons * c.count for c in riders if c.origin == o) for o in where.origins]

    def share(self, column: Column) -> float:
        """A duty takes up a bus's whole day."""
        return 1.0

    def offers(self, prices: Prices) -> list[Offer]:
        """For each bus type the duties worth adding; `gain` misses no duty, so that prices give a true bound."""
        trips: dict[tuple[int, int, int], Trips] = {}
        found = []
        for k, kind in enumerate(self._network.fleet):
            mine = []
            for o, menu in enumerate(self._menus):
                key = (min(kind.seats, self.waiting[o]), kind.positions, o)
                if key not in trips:
                    bonus = kind.positions * float(prices.position[o])
                    trips[key] = menu.priced(prices.person[o], key[0], bonus, prices.minute)
                mine.append(trips[key])
            found.append(self._offer(k, mine, prices))
        return found

    def column(self, k: int, loads: tuple[Load, ...]) -> Column:
        """A column of the given trips, its minutes added up."""
        where = self._where
        station = where.stations.index(self._network.fleet[k].station)
        minutes, at = 0.0, NONE
        for load in loads:
            minutes += (
                where.station_to_origin[station, load.origin] if at == NONE else where.site_to_origin[at, load.origin]
            )
            stops = [j for j, _ in load.stops]
            minutes += where.origin_to_site[load.origin, stops[0]]
            minutes += sum(where.site_to_site[i, j] for i, j in itertools.pairwise(stops))
            at = stops[-1]
        minutes = float(minutes + where.site_to_station[at, station])
        calls = sum(len(load.stops) for load in loads)
        return Column(k, minutes, loads, within_duty(minutes, len(loads), calls, self._network.scenario.policy))

    def _offer(self, k: int, trips: list[Trips], prices: Prices) -> Offer:
        station = self._where.stations.index(self._network.fleet[k].station)
        legs = self._legs(trips, station, prices.minute)
        search = _Search(k, station, trips, legs, self._ahead(legs, len(trips)))
        best = 0.0
        picks: list[tuple[float, int, int, int, int]] = []
        for o, mine in enumerate(trips):
            if len(mine.value):
                total, following, most = self._first(o, search, prices.minute)
                total = total - prices.bus[k]
                best = max(best, float(total.max()))
                picks += [(float(total[i]), o, i, int(following[i]), int(most[i])) for i in one_a_site(mine, total)]
        picks = sorted(picks, key=lambda pick: -pick[0])[:MOST_COLUMNS]
        return Offer(tuple(self._column(search, *pick[1:]) for pick in picks), best)

    def _legs(self, trips: list[Trips], station: int, minute: float) -> dict[tuple[int, int], _Leg]:
        """For each origin and next place (an origin, or NONE for home) the trips no other beats in both."""
        where, legs = self._where, {}
        alive = [q for q, mine in enumerate(trips) if len(mine.value)]
        for o in alive:
            mine = trips[o]
            for q in (NONE, *alive):
                back = where.site_to_station[:, station] if q == NONE else where.site_to_origin[:, q]
                onward = back[mine.end]
                minutes = np.floor(mine.drive + onward + 1e-9).astype(np.int64)
                legs[o, q] = _best_by_minute(minutes, mine.value - minute * onward, self._horizon)
        return legs

    def _ahead(self, legs: dict[tuple[int, int], _Leg], origins: int) -> list[Floats]:
        """For n = 0, 1, 2 ... the most value of at most n trips from origin o until home within t minutes."""
        span = self._horizon + 1
        ahead = [np.full((origins, span), -np.inf)]
        while len(ahead) < len(self._spans) - 1:
            now = ahead[-1].copy()
            for (o, q), leg in legs.items():
                for t, value in zip(leg.minutes.tolist(), leg.value.tolist(), strict=True):
                    rest = value if q == NONE else value + ahead[-1][q, : span - t]
                    np.maximum(now[o, t:], rest, out=now[o, t:])
            if np.array_equal(now, ahead[-1]):
                break
            ahead.append(now)
        return ahead

    def _first(self, o: int, search: _Search, minute: float) -> tuple[Floats, Ints, Ints]:
        """Value of the best duty that begins with each trip, where it goes on (NONE: home), and how many trips
        it may have: with more trips less of the duty time is left for driving."""
        where, mine = self._where, search.trips[o]
        reach = where.station_to_origin[search.station, o]
        home = where.site_to_station[mine.end, search.station]
        total = np.full(len(mine.value), -np.inf)
        following, most = np.full(len(total), NONE), np.ones(len(total), dtype=np.int64)
        for count, ahead in zip(range(1, len(self._spans)), search.ahead, strict=False):
            left = np.floor(self._spans[count] - reach - mine.drive + 1e-9).astype(np.int64)
            ways = [(NONE, np.where(home <= left, -minute * home, -np.inf))] if count == 1 else []
            for q in np.flatnonzero(ahead[:, -1] > 0).tolist():
                way = where.site_to_origin[mine.end, q]
                rest = np.floor(left - way + 1e-9).astype(np.int64)
                ways.append((q, np.where(rest >= 0, ahead[q, np.maximum(rest, 0)], -np.inf) - minute * way))
            for q, later in ways:
                better = later > total + 1e-9
                total[better], following[better], most[better] = later[better], q, count
        return total + mine.value - minute * reach, following, most

    def _column(self, search: _Search, o: int, trip: int, following: int, most: int) -> Column:
        """The duty that begins with a trip, its later trips read back from what lay ahead."""
        where, trips = self._where, search.trips
        chain = [(o, trip)]
        left = np.floor(self._spans[most] - where.station_to_origin[search.station, o] - trips[o].drive[trip] + 1e-9)
        n = most - 1
        if following != NONE:
            t = int(np.floor(left - where.site_to_origin[trips[o].end[trip], following] + 1e-9))
        while following != NONE:
            o = following
            trip, following, t, n = search.step(o, t, n)
            chain.append((o, trip))
        return self.column(search.kind, tuple(load_of(o, trips[o], i) for o, i in chain))


def load_of(origin: int, trips: Trips, row: int) -> Load:
    """One row of the trips as a load; of a trip that only brings wheelchair positions the last stop is kept."""
    stops = [(int(j), int(g)) for j, g in zip(trips.stops[row], trips.loads[row], strict=True) if j != NONE]
    return Load(origin, tuple(stop for stop in stops if stop[1] > 0) or tuple(stops[-1:]))


def _spans(policy: Policy, most_trips: int) -> list[float]:
    """Most minutes of driving in a duty of n trips, of one stop each at least; as long as any are left."""
    spans = [policy.max_drive_minutes]
    for trips in range(1, most_trips + 1):
        minutes = floor(policy.max_drive_minutes)
        while minutes >= 0 and not within_duty(minutes, trips, trips, policy):
            minutes -= 1
        if minutes < 0:
            break
        spans.append(min(policy.max_drive_minutes, minutes + 1.0))  # of a fraction of a minute nothing is said
    return spans


def _best_by_minute(minutes: Ints, value: Floats, horizon: int) -> _Leg:
    """Of trips with equal or fewer minutes only the ones of more value."""
    index = np.flatnonzero(minutes <= horizon)
    index = index[np.lexsort((-value[index], minutes[index]))]
    ordered = value[index]
    before = np.maximum.accumulate(np.concatenate([[-np.inf], ordered]))[:-1]
    index = index[ordered > before + 1e-12]
    return _Leg(minutes[index], value[index], index)


def one_a_site(mine: Trips, total: Floats) -> list[int]:
    """For each site the trip that gains most with a stop there; no trip twice."""
    gaining = np.flatnonzero(total > 1e-6)
    order = gaining[np.argsort(-total[gaining], kind="stable")]
    stops = mine.stops[order]
    chosen: set[int] = set()
    for column in range(stops.shape[1]):
        sites, first = np.unique(stops[:, column], return_index=True)
        chosen |= {int(order[f]) for j, f in zip(sites.tolist(), first.tolist(), strict=True) if j != NONE}
    return sorted(chosen)
