"""Minutes between the places where buses call, and the buses by what they hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Floats, Ints
from optimizer.model.network import Network


@dataclass(frozen=True, slots=True)
class Places:
    """Origins of riders and stations by their index in these tuples, sites by theirs in the scenario.

    A bus goes on from a site to a next place: an origin (its index), or a station (len(origins) + its index).
    """

    origins: tuple[str, ...]
    stations: tuple[str, ...]
    origin_to_site: Floats
    site_to_site: Floats
    site_to_next: Floats
    station_to_origin: Floats
    least_home: Floats  # by origin: least driving of a trip from there and home


def places(network: Network) -> Places:
    """Minutes between stations, origins of bus riders and sites, each by the shortest way."""
    riding = np.array(network.arc_rides, dtype=bool)
    origins = sorted({network.classes[c].origin for c in network.arc_class[riding].tolist()})
    stations = sorted({kind.station for kind in network.fleet})
    sites = [site.id for site in network.scenario.sites]
    far = network.travel.shortest

    def table(rows: list[str], columns: list[str]) -> Floats:
        return np.array([[far(a, b) for b in columns] for a in rows], dtype=float).reshape(len(rows), len(columns))

    out, home = table(origins, sites), table(sites, stations)
    return Places(
        tuple(origins),
        tuple(stations),
        out,
        table(sites, sites),
        table(sites, [*origins, *stations]),
        table(stations, origins),
        (out + home.min(axis=1, initial=np.inf)[None, :]).min(axis=1, initial=np.inf),
    )


@dataclass(frozen=True, slots=True)
class BusModel:
    """Buses with the same seats and wheelchair positions; `at[s]` of them at station s."""

    seats: int
    positions: int
    at: tuple[int, ...]


def bus_models(network: Network, where: Places) -> tuple[BusModel, ...]:
    """The fleet pooled by seats and positions, the largest first."""
    counts: dict[tuple[int, int], list[int]] = {}
    for kind in network.fleet:
        at = counts.setdefault((kind.seats, kind.positions), [0] * len(where.stations))
        at[where.stations.index(kind.station)] += len(kind.buses)
    return tuple(BusModel(*key, tuple(at)) for key, at in sorted(counts.items(), reverse=True))


def rooms(network: Network, where: Places) -> Ints:
    """Most persons that may ride from each origin to each site."""
    room = np.zeros((len(where.origins), len(network.scenario.sites)), dtype=np.int64)
    index = {o: i for i, o in enumerate(where.origins)}
    for a, rides in enumerate(network.arc_rides):
        if rides:
            cls = network.classes[network.arc_class[a]]
            room[index[cls.origin], network.arc_site[a]] += cls.persons * cls.count
    return np.minimum(room, np.array(network.free, dtype=np.int64)[None, :])
