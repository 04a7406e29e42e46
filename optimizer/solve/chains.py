"""The duties that drive least for given trips: chains of trips that one bus can drive, and the best choice of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.model.fleet import drive_minutes, within_duty
from optimizer.model.linear import Ending, Expression, Ints, LinearModel, expression
from optimizer.model.network import Network
from optimizer.solve.duties import Duty, Task

Chain = tuple[int, tuple[int, ...], float]  # bus type, trips in order, minutes of driving
MOST_CHAINS = 40_000
NEAR = (1_000, 8, 4)  # trips that may follow a trip: fewer where all are too many
LEAST_GAIN = 0.5
EPS = 1e-9
NODES = 200
REFUSED = 100_000.0  # minutes that a trip without a bus counts for


@dataclass(frozen=True, slots=True)
class _Legs:
    """Minutes of the trips and between them: from each station, of each trip, from each to each, home to a station."""

    out: list[list[float]]
    own: list[float]
    between: list[list[float]]
    home: list[list[float]]
    stops: list[int]


def best_duties(network: Network, todo: Sequence[Task], most: float, seconds: float) -> list[tuple[int, Duty]] | None:
    """Bus type and duty of each bus, so that as few trips as can be have none and the others drive least.

    `most` is what a known choice costs: its driving, and REFUSED for each trip without a bus. None: there is no
    better one among the chains that are looked at, or none was found in time.
    """
    if not todo:
        return None
    chains = next((all_of for near in NEAR if (all_of := _chains(network, todo, near)) is not None), None)
    if not chains:
        return None
    kept = _worth(network, chains, len(todo), most, seconds)
    linear, taken, total = _choice(network, kept, len(todo))
    found = linear.minimize(total, seconds=seconds, nodes=NODES)
    if found.ending not in (Ending.OPTIMAL, Ending.FEASIBLE) or found.value > most - LEAST_GAIN:
        return None
    chosen = [kept[c] for c in np.flatnonzero(found.solution[taken] > 0.5).tolist()]
    return [(kind, tuple(todo[i] for i in chain)) for kind, chain, _ in chosen]


def _worth(network: Network, chains: list[Chain], trips: int, most: float, seconds: float) -> list[Chain]:
    """The chains that a choice below `most` can have, by what they cost beyond their worth in fractions."""
    linear, _, total = _choice(network, chains, trips)
    found = linear.minimize(total, relax=True, seconds=seconds)
    if found.ending is not Ending.OPTIMAL:
        return chains
    spare = np.array([minutes for _, _, minutes in chains])
    for (columns, coefficients, _, _), price in zip(linear.rows, found.duals, strict=True):
        here = columns < len(chains)
        np.subtract.at(spare, columns[here], price * coefficients[here])
    return [chains[c] for c in np.flatnonzero(spare <= most - found.value).tolist()]


def _choice(network: Network, chains: list[Chain], trips: int) -> tuple[LinearModel, Ints, Expression]:
    """Each trip in one chain or refused, no more chains than buses; the columns of the chains come first."""
    linear = LinearModel()
    taken = linear.variables(len(chains), 0, 1, integer=True)
    refused = linear.variables(trips, 0, 1, integer=False)
    driving: list[list[int]] = [[] for _ in range(trips)]
    of_kind: list[list[int]] = [[] for _ in network.fleet]
    for column, (kind, chain, _) in zip(taken.tolist(), chains, strict=True):
        of_kind[kind].append(column)
        for i in chain:
            driving[i].append(column)
    for i, columns in enumerate(driving):
        linear.row(expression([*columns, int(refused[i])]), low=1, high=1)
    for bus, columns in zip(network.fleet, of_kind, strict=True):
        linear.row(expression(columns), high=len(bus.buses))
    linear.row(expression(taken), high=network.scenario.policy.buses_per_day)
    total = expression(taken, [minutes for _, _, minutes in chains]) + expression(refused, REFUSED)
    return linear, taken, total


def _chains(network: Network, todo: Sequence[Task], near: int) -> list[Chain] | None:
    """Every duty that can be driven, of the same trips the one that drives least, when a trip is followed by one of
    the `near` that begin nearest. None: there are too many."""
    legs = _legs(network, todo)
    found: list[Chain] = []
    for k, kind in enumerate(network.fleet):
        fits = [i for i, t in enumerate(todo) if t.persons <= kind.seats and t.wheelchairs <= kind.positions]
        best: dict[int, tuple[float, tuple[int, ...]]] = {}
        for mask, chain, minutes in _grown(network, legs, k, fits, near):
            if mask not in best or minutes < best[mask][0]:
                best[mask] = minutes, chain
                if len(found) + len(best) > MOST_CHAINS:
                    return None
        found += [(k, chain, minutes) for minutes, chain in best.values()]
    return found


def _grown(
    network: Network, legs: _Legs, kind: int, fits: list[int], near: int
) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Trips as bits, in order, and driving of the duties of a bus type, trip by trip; for each set of trips and the
    last of them the way that drives least."""
    policy, home = network.scenario.policy, legs.home[kind]
    able, most = set(fits), policy.max_drive_minutes + EPS
    follows = {
        i: [(j, 1 << j, way + legs.own[j]) for way, j in sorted((legs.between[i][j], j) for j in able)] for i in fits
    }
    layer: dict[tuple[int, int], tuple[float, int, tuple[int, ...]]] = {}
    for i in fits:
        minutes = legs.out[kind][i] + legs.own[i]
        if within_duty(minutes + home[i], 1, legs.stops[i], policy):
            layer[1 << i, i] = minutes, legs.stops[i], (i,)
    while layer:
        longer: dict[tuple[int, int], tuple[float, int, tuple[int, ...]]] = {}
        for (mask, last), (minutes, stops, chain) in layer.items():
            yield mask, chain, minutes + home[last]
            left = near
            for i, bit, step in follows[last]:
                if mask & bit:
                    continue
                if not left:
                    break
                left, more = left - 1, minutes + step
                if more + home[i] > most:
                    continue
                key = (mask | bit, i)
                if (known := longer.get(key)) is not None and more >= known[0]:
                    continue
                if within_duty(more + home[i], len(chain) + 1, stops + legs.stops[i], policy):
                    longer[key] = more, stops + legs.stops[i], (*chain, i)
        layer = longer


def _legs(network: Network, todo: Sequence[Task]) -> _Legs:
    minutes = network.travel.minutes
    routes = [task.route for task in todo]
    stations = [kind.station for kind in network.fleet]
    return _Legs(
        [[minutes(s, r.origin) for r in routes] for s in stations],
        [drive_minutes(r, network.travel) for r in routes],
        [[minutes(a.end, b.origin) for b in routes] for a in routes],
        [[minutes(r.end, s) for r in routes] for s in stations],
        [len(r.stops) for r in routes],
    )
