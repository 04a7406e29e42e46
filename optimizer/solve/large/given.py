"""When crowds do not fit: whole households first, as the levels want them, then trips for just these persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from math import ceil

import numpy as np

from optimizer.model.linear import Ending, Ints, expression
from optimizer.model.network import Network
from optimizer.solve.large.classes_crowd import arcs_of_links
from optimizer.solve.large.crowd import Link
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.totals import WholeLevels, keep_fleet
from optimizer.solve.large.trips.cuts import Trip
from optimizer.solve.large.trips.menu import NONE, menu
from optimizer.solve.program import EFFORT, day_levels
from optimizer.solve.search import Limits

EXTRA = 10.0  # effort of a person whom the trips at hand do not carry
GAP, NODES = 0.2, 1  # the first that is near enough will do: trips are improved afterwards
NEAR = 6  # links near enough to share a trip
ONWARD = 2  # next origins that a trip may go on to, the nearest
KEPT = 30  # trips a link, those that drive least a person

Given = dict[Link, int]  # persons who ride


def seated_anywhere(
    network: Network, where: Places, whole: WholeLevels, near: Mapping[Trip, float], limits: Limits
) -> Given | None:
    """Persons on each link when whole households keep the levels, as near to these trips (and how often each is
    driven) as can be; None: no such households are known."""
    levels = day_levels(network, integer=True)
    keep_fleet(network, levels)
    linear, day = levels.day.linear, levels.day
    for total, value in zip(levels.totals, whole.aims, strict=False):
        linear.row(total, high=round(value, 6))
    room: dict[Link, float] = {}
    for trip, times in near.items():
        for j, n in zip(trip.stops, trip.loads, strict=True):
            room[trip.origin, j] = room.get((trip.origin, j), 0.0) + n * times
    links = arcs_of_links(network, where.origins)
    extra = linear.variables(len(links), 0, [float(network.free[j]) for _, j in links], integer=False)
    for column, (link, arcs) in zip(extra.tolist(), links.items(), strict=True):
        linear.row(day.persons(arcs) + expression([column], -1.0), high=ceil(room.get(link, 0.0) - 1e-6))
    total, seconds = levels.totals[EFFORT] + expression(extra, EXTRA), max(1.0, limits.seconds_left())
    found, flow = linear.minimize(total, seconds=seconds, gap=GAP, nodes=NODES), whole.flow
    if found.ending in (Ending.OPTIMAL, Ending.FEASIBLE):
        flow = np.round(found.solution[day.flow]).astype(np.int64)
    if flow is None:
        return None
    persons = network.arc_persons
    riders = {link: round(float(persons[arcs] @ flow[arcs])) for link, arcs in links.items()}
    return {link: n for link, n in riders.items() if n}


def trips_for(given: Given, where: Places, models: tuple[BusModel, ...], sites: int) -> list[Trip]:
    """Trips that carry these persons and nobody else: what fills a bus on its own, and what is left in company."""
    seats = models[0].seats
    trips: list[Trip] = []
    for o in range(len(where.origins)):
        mine = {j: n for (p, j), n in given.items() if p == o}
        if not mine:
            continue
        for j, n in mine.items():
            trips += _onward(Trip(0, o, (j,), (min(n, seats),), 0), where, models) if n >= seats else []
        left = np.zeros(sites, dtype=np.int64)
        for j, n in mine.items():
            left[j] = n % seats or seats
        choices = menu(o, np.array(sorted(mine), dtype=np.int64), int(left.sum()), where, NEAR)
        for row in choices.stops.tolist():
            stops = [j for j in row if j != NONE]
            trips += _loaded(o, stops, left, where, models)
    return _best(list(dict.fromkeys(trips)), where)


def _best(trips: list[Trip], where: Places) -> list[Trip]:
    """The trips of each link that drive least a person."""

    def minutes(trip: Trip) -> float:
        between = sum(float(where.site_to_site[i, j]) for i, j in pairwise(trip.stops))
        way = float(where.origin_to_site[trip.origin, trip.stops[0]] + where.site_to_next[trip.stops[-1], trip.onward])
        return (way + between) / sum(trip.loads)

    kept: dict[Trip, None] = {}
    taken: Counter[Link] = Counter()
    for _, trip in sorted((minutes(trip), trip) for trip in trips):
        links = [(trip.origin, j) for j in trip.stops]
        if min(taken[link] for link in links) < KEPT:
            kept[trip] = None
            taken.update(links)
    return list(kept)


def _loaded(o: int, stops: list[int], left: Ints, where: Places, models: tuple[BusModel, ...]) -> list[Trip]:
    """The trip by every model of bus, filled in the order of its stops, as long as each stop gets somebody."""
    found = []
    for m, model in enumerate(models):
        filled = np.minimum(np.cumsum([int(left[j]) for j in stops]), model.seats)
        loads = np.diff(filled, prepend=0).tolist()
        if all(loads):
            found += _onward(Trip(m, o, tuple(stops), tuple(loads), 0), where, models)
    return found


def _onward(trip: Trip, where: Places, models: tuple[BusModel, ...]) -> list[Trip]:
    """The trip with each of the nearest places that the bus may go on to, one of them a station of its own."""
    origins = len(where.origins)
    homes = [origins + s for s, count in enumerate(models[trip.model].at) if count]
    far = where.site_to_next[trip.stops[-1]]
    home = min(homes, key=lambda p: (far[p], p))
    others = sorted(range(origins), key=lambda p: (far[p], p))[:ONWARD]
    places = [home, *others, trip.origin]
    return [Trip(trip.model, trip.origin, trip.stops, trip.loads, p) for p in dict.fromkeys(places)]
