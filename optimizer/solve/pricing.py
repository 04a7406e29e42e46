"""Which bus duty would help most at given prices: a dynamic programme over trips and driving minutes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.model.fleet import within_duty
from optimizer.model.linear import Floats, Ints
from optimizer.model.network import Network
from optimizer.solve.trips import NONE, Places, TripMenu, Trips

MOST_TRIPS = 12
MOST_COLUMNS = 60  # new ones a bus type and round


@dataclass(frozen=True, slots=True)
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
    """Dual values: a person from origin o to site j, a wheelchair position from o, a bus of a type, any bus,
    and what a minute of driving costs."""

    person: Floats  # origins x sites
    position: Floats  # origins
    bus: Floats  # kinds, that of any bus included
    minute: float


@dataclass(frozen=True, slots=True)
class Offer:
    """Best duties found for one bus type, and the most that any duty of it gains over its price."""

    columns: tuple[Column, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class _Leg:
    """Trips of one origin followed by the way to one next place, best value for each number of minutes."""

    minutes: Ints
    value: Floats
    trip: Ints


class Pricer:
    """Prices duties of one network; `room` persons that can go from an origin to a site at most."""

    def __init__(self, network: Network, where: Places, room: Ints) -> None:
        self._network, self._where = network, where
        self._horizon = int(network.scenario.policy.max_drive_minutes)
        self._menus = [TripMenu(o, room[o], where) for o in range(len(where.origins))]
        riding = np.array(network.arc_rides, dtype=bool)
        riders = set(network.arc_class[riding].tolist())
        self._waiting = [
            sum(network.classes[c].persons * network.classes[c].count for c in riders if network.classes[c].origin == o)
            for o in where.origins
        ]

    def offers(self, prices: Prices) -> list[Offer]:
        """For each bus type the duties worth adding; `gain` is exact, so that prices give a true bound."""
        trips: dict[tuple[int, int, int], Trips] = {}
        found = []
        for k, kind in enumerate(self._network.fleet):
            mine = []
            for o in range(len(self._where.origins)):
                key = (min(kind.seats, self._waiting[o]), kind.positions, o)
                if key not in trips:
                    bonus = kind.positions * float(prices.position[o])
                    trips[key] = self._menus[o].priced(prices.person[o], key[0], bonus, prices.minute)
                mine.append(trips[key])
            found.append(self._offer(k, mine, prices))
        return found

    def _offer(self, k: int, trips: list[Trips], prices: Prices) -> Offer:
        station = self._where.stations.index(self._network.fleet[k].station)
        legs = self._legs(trips, station, prices.minute)
        ahead = self._ahead(legs, len(trips))
        best = 0.0
        picks: list[tuple[float, int, int, int]] = []
        for o, mine in enumerate(trips):
            if not len(mine.value):
                continue
            total, following = self._first(o, mine, station, ahead, prices.minute)
            total = total - prices.bus[k]
            best = max(best, float(total.max(initial=0.0)))
            picks += [(float(total[i]), o, int(i), int(following[i])) for i in _one_a_site(mine, total)]
        picks = sorted(picks, key=lambda pick: -pick[0])[:MOST_COLUMNS]
        columns = tuple(self._column(k, station, trips, legs, ahead, pick[1:]) for pick in picks)
        return Offer(columns, best)

    def _legs(self, trips: list[Trips], station: int, minute: float) -> dict[tuple[int, int], _Leg]:
        """For each origin and next place (an origin, or -1 for home) the trips no other beats in both."""
        where, legs = self._where, {}
        for o, mine in enumerate(trips):
            if not len(mine.value):
                continue
            for q in (-1, *(q for q, other in enumerate(trips) if len(other.value))):
                back = where.site_to_station[:, station] if q < 0 else where.site_to_origin[:, q]
                onward = back[mine.end]
                minutes = np.floor(mine.drive + onward + 1e-9).astype(np.int64)
                legs[o, q] = _best_by_minute(minutes, mine.value - minute * onward, self._horizon)
        return legs

    def _ahead(self, legs: dict[tuple[int, int], _Leg], origins: int) -> list[Floats]:
        """ahead[n][o, t]: most value of at most n trips from origin o until home within t minutes."""
        span = self._horizon + 1
        ahead = [np.full((origins, span), -np.inf)]
        for _ in range(MOST_TRIPS):
            now = ahead[-1].copy()
            for (o, q), leg in legs.items():
                for t, value in zip(leg.minutes.tolist(), leg.value.tolist(), strict=True):
                    rest = value if q < 0 else value + ahead[-1][q, : span - t]
                    np.maximum(now[o, t:], rest, out=now[o, t:])
            if np.array_equal(now, ahead[-1]):
                break
            ahead.append(now)
        return ahead

    def _first(self, o: int, mine: Trips, station: int, ahead: list[Floats], minute: float) -> tuple[Floats, Ints]:
        """Value of the best duty that begins with each trip, and where it goes on (-1: home)."""
        where = self._where
        reach = where.station_to_origin[station, o]
        left = np.floor(self._horizon - reach - mine.drive + 1e-9).astype(np.int64)
        home = where.site_to_station[mine.end, station]
        total = np.where(home <= left, -minute * home, -np.inf)
        following = np.full(len(total), -1)
        for q in np.flatnonzero(ahead[-1][:, -1] > 0).tolist():
            way = where.site_to_origin[mine.end, q]
            rest = np.floor(left - way + 1e-9).astype(np.int64)
            later = np.where(rest >= 0, ahead[-1][q, np.maximum(rest, 0)], -np.inf) - minute * way
            better = later > total
            total[better], following[better] = later[better], q
        return total + mine.value - minute * reach, following

    def _column(
        self,
        k: int,
        station: int,
        trips: list[Trips],
        legs: dict[tuple[int, int], _Leg],
        ahead: list[Floats],
        pick: tuple[int, int, int],
    ) -> Column:
        """The duty that begins with the picked trip, its later trips read back from `ahead`."""
        where = self._where
        o, trip, following = pick
        chain = [(o, trip)]
        left = self._horizon - where.station_to_origin[station, o] - trips[o].drive[trip]
        n = len(ahead) - 1
        while following >= 0:
            left -= where.site_to_origin[trips[chain[-1][0]].end[chain[-1][1]], following]
            o, t = following, int(np.floor(left + 1e-9))
            trip, following, n = _step(legs, ahead, o, t, n)
            chain.append((o, trip))
            left -= trips[o].drive[trip]
        loads = tuple(
            Load(o, tuple((int(j), int(g)) for j, g in zip(trips[o].stops[i], trips[o].loads[i], strict=True) if g > 0))
            for o, i in chain
        )
        return self.column(k, loads)

    def column(self, k: int, loads: tuple[Load, ...]) -> Column:
        """A column of the given trips, its minutes added up."""
        where, policy = self._where, self._network.scenario.policy
        station = where.stations.index(self._network.fleet[k].station)
        minutes, at = 0.0, -1
        for load in loads:
            reach = where.station_to_origin[station, load.origin] if at < 0 else where.site_to_origin[at, load.origin]
            minutes += reach
            at = load.stops[0][0]
            minutes += where.origin_to_site[load.origin, at]
            for j, _ in load.stops[1:]:
                minutes += where.site_to_site[at, j]
                at = j
        minutes += where.site_to_station[at, station]
        stops = sum(len(load.stops) for load in loads)
        return Column(k, float(minutes), loads, within_duty(float(minutes), len(loads), stops, policy))


def _step(legs: dict[tuple[int, int], _Leg], ahead: list[Floats], o: int, t: int, n: int) -> tuple[int, int, int]:
    """The trip from o, and what follows it, that reaches ahead[n][o, t]; and how many trips may still follow."""
    while n > 1 and ahead[n - 1][o, t] == ahead[n][o, t]:
        n -= 1
    goal = ahead[n][o, t]
    best = (np.inf, 0, -1)
    for (start, q), leg in legs.items():
        if start != o:
            continue
        fits = leg.minutes <= t
        minutes, value, trip = leg.minutes[fits], leg.value[fits], leg.trip[fits]
        if q >= 0:
            value = value + ahead[n - 1][q, t - minutes]
        if len(value):
            i = int(np.argmax(value))
            best = min(best, (goal - float(value[i]), int(trip[i]), q))
    return best[1], best[2], n - 1


def _best_by_minute(minutes: Ints, value: Floats, horizon: int) -> _Leg:
    """Of trips with equal or fewer minutes only the ones of more value."""
    index = np.flatnonzero(minutes <= horizon)
    index = index[np.lexsort((-value[index], minutes[index]))]
    ordered = value[index]
    before = np.maximum.accumulate(np.concatenate([[-np.inf], ordered]))[:-1]
    index = index[ordered > before + 1e-12]
    return _Leg(minutes[index], value[index], index)


def _one_a_site(mine: Trips, total: Floats) -> Ints:
    """For each site the trip that gains most with a stop there; no trip twice."""
    gaining = np.flatnonzero(total > 1e-6)
    if not len(gaining):
        return gaining
    order = gaining[np.argsort(-total[gaining], kind="stable")]
    stops = mine.stops[order]
    chosen: set[int] = set()
    for column in range(stops.shape[1]):
        sites, first = np.unique(stops[:, column], return_index=True)
        chosen |= {int(order[f]) for j, f in zip(sites.tolist(), first.tolist(), strict=True) if j != NONE}
    return np.array(sorted(chosen), dtype=np.int64)
