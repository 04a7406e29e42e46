"""What a large day takes over from an earlier plan: its trips, and among seats as good those told before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from ortools.sat.python import cp_model

from optimizer.model.cpsat import load
from optimizer.model.linear import expression
from optimizer.model.network import Network
from optimizer.solve.answer import Answer, Ride
from optimizer.solve.large.crew import Way
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.trips.cuts import Trip
from optimizer.solve.previous import Previous
from optimizer.solve.program import EFFORT
from optimizer.solve.search import Limits, hint, minimize
from optimizer.solve.seating import PlannedTrip, Seating, seating
from optimizer.solve.value import driving, values

WORK = 4.0  # deterministic time


def ways_before(network: Network, where: Places, models: tuple[BusModel, ...], previous: Previous) -> list[Way]:
    """The earlier plan's trips, bus by bus, with the stops that still can be made and the persons who still ride."""
    persons = {member: cls.persons for cls in network.classes for member in cls.members}
    index = {site.id: j for j, site in enumerate(network.scenario.sites)}
    links = {
        (network.classes[c].origin, int(j))
        for c, j, rides in zip(network.arc_class.tolist(), network.arc_site, network.arc_rides, strict=True)
        if rides
    }
    kinds = {bus: kind for kind in network.fleet for bus in kind.buses}
    found: list[Way] = []
    for bus, trips in previous.duties.items():
        kind = kinds[bus]
        m = next(i for i, model in enumerate(models) if (model.seats, model.positions) == (kind.seats, kind.positions))
        s = where.stations.index(kind.station)
        driven: list[Trip] = []
        for trip in reversed(trips):
            onward = driven[-1].origin if driven else len(where.origins) + s
            loads = {
                index[stop]: n
                for stop, riders in zip(trip.stops, trip.riders, strict=True)
                if (trip.origin_id, index.get(stop, -1)) in links and (n := sum(persons.get(h, 0) for h in riders))
            }
            if loads:
                spare = kind.seats - sum(loads.values())  # for others who may come
                most = max(loads, key=lambda j: loads[j])
                loads[most] += max(0, spare)
                o = where.origins.index(trip.origin_id)
                driven.append(Trip(m, o, tuple(loads), tuple(loads.values()), onward))
        if driven:
            found.append((m, s, driven[::-1]))
    return found


def counted(ways: list[Way]) -> dict[Trip, int]:
    """How often each trip is driven."""
    return dict(Counter(trip for _, _, trips in ways for trip in trips))


def stay_near(network: Network, answer: Answer, stays: Mapping[int, int], limits: Limits) -> Answer:
    """An answer as good, over the same trips, in which most of so many households stay on their arcs."""
    flow = answer.flow()
    if limits.over() or all(flow.get(a, 0) >= count for a, count in stays.items()):
        return answer
    model = _as_good(network, answer)
    linear, columns_of = model.linear, model.levels.day.flow
    away = linear.variables(len(stays), 0, list(stays.values()), integer=True)
    for column, (a, count) in zip(away.tolist(), stays.items(), strict=True):
        linear.row(expression([column, int(columns_of[a])]), low=count)
    cp = cp_model.CpModel()
    columns = load(linear, cp)
    known = {int(columns_of[a]): flow.get(a, 0) for a in range(len(columns_of))}
    known |= {int(c): max(0, n - flow.get(a, 0)) for c, (a, n) in zip(away, stays.items(), strict=True)}
    for ride, (arcs, carried) in zip(_rides(answer), model.load, strict=True):
        known |= {int(c): ride.load.get(int(a), 0) for a, c in zip(arcs, carried, strict=True)}
    hint(cp, {columns[column]: count for column, count in known.items()})
    persons = network.arc_persons[np.array(list(stays), dtype=np.int64)].astype(int).tolist()
    moved = cp_model.LinearExpr.weighted_sum([columns[column] for column in away.tolist()], persons)
    found = minimize(cp, moved, limits, work=WORK).values
    if found is None:
        return answer
    solution = np.array([found.value(column) for column in columns], dtype=float)
    following = iter(model.rides(solution))
    duties = tuple(tuple(tuple(next(following) for _ in duty) for duty in kind) for kind in answer.duties)
    return Answer(duties, model.others(solution))


def _rides(answer: Answer) -> list[Ride]:
    return [ride for kind in answer.duties for duty in kind for ride in duty]


def _as_good(network: Network, answer: Answer) -> Seating:
    """Seats on the answer's trips, somebody for each stop, with every level at least as good."""
    kinds = [k for k, duties in enumerate(answer.duties) for duty in duties for _ in duty]
    rides = _rides(answer)
    model = seating(network, tuple(PlannedTrip(k, ride.route) for k, ride in zip(kinds, rides, strict=True)))
    reached = list(values(network, answer))
    reached[EFFORT] -= network.scenario.policy.effort.drive_minute * driving(network, answer)
    for total, value in zip(model.levels.totals, reached, strict=True):
        model.linear.row(total, high=round(value, 6))
    for ride, (arcs, carried) in zip(rides, model.load, strict=True):
        site = np.array([network.scenario.sites[j].id for j in network.arc_site[arcs]], dtype=object)
        for stop in ride.route.stops:
            model.linear.row(expression(carried[site == stop]), low=1)
    return model
