"""Regions into parts of the country, and who goes to which part by which buses, as the relaxed country has it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from optimizer.model.linear import Floats
from optimizer.model.network import Network
from optimizer.scenario.entities import Bus, Origin, Scenario
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.trips.master import Relaxed
from optimizer.solve.parts.sharing import shared_out

MOST_SITES, MOST_PERSONS = 120, 600.0  # of a part, where it has more than one region
FEW = 60.0  # persons, for whom a part is not worth its own buses


@dataclass(frozen=True, slots=True)
class Part:
    """Some regions (as indices), the households that are sent there, by id, and the buses that bring them."""

    regions: frozenset[int]
    households: frozenset[str]
    buses: tuple[Bus, ...]
    most_buses: int  # that may drive

    def scenario(self, whole: Scenario) -> Scenario:
        """The part as a day of its own. Places outside it where somebody waits or a bus stands are origins."""
        codes = {whole.regions[v].code for v in self.regions}
        sites = tuple(site for site in whole.sites if site.region in codes)
        households = tuple(h for h in whole.households if h.id in self.households)
        needed = {h.origin_id for h in households} | {bus.station_id for bus in self.buses}
        outside = tuple(
            Origin(site.id, site.name, site.lon, site.lat)
            for site in whole.sites
            if site.region not in codes and site.id in needed
        )
        return replace(
            whole,
            households=households,
            sites=sites,
            origins=(*(origin for origin in whole.origins if origin.id in needed), *outside),
            regions=tuple(region for v, region in enumerate(whole.regions) if v in self.regions),
            offers=(),
            buses=self.buses,
            policy=replace(whole.policy, buses_per_day=self.most_buses),
        )


def divide(
    network: Network, where: Places, models: tuple[BusModel, ...], relaxed: Relaxed, seconds: float
) -> list[Part]:
    """The parts; every household that some site suits is in one of them."""
    regions = parts_of_country(network, where, relaxed)
    households = shared_out(network, where, regions, relaxed, seconds)
    buses = _fleets(network, where, models, regions, relaxed)
    return [
        Part(some, frozenset(mine), fleet, most)
        for some, mine, (fleet, most) in zip(regions, households, buses, strict=True)
        if mine
    ]


def parts_of_country(network: Network, where: Places, relaxed: Relaxed) -> list[frozenset[int]]:
    """Regions joined as long as a part has few sites and comers: those first that share most trips, then those that are
    near; a part of very few comers always."""
    nearness = _Nearness(network, where, relaxed)
    parts = [frozenset([v]) for v in sorted(nearness.sites)]
    while pairs := [pair for pair in combinations(parts, 2) if nearness.may_join(*pair)]:
        one, two = min(pairs, key=lambda pair: nearness(*pair))
        parts = [part for part in parts if part not in (one, two)] + [one | two]
    return parts


class _Nearness:
    """How much two parts belong together: by the relaxed country's trips, then by the way between them."""

    def __init__(self, network: Network, where: Places, relaxed: Relaxed) -> None:
        self.sites: dict[int, list[int]] = {}  # by region
        for j in np.unique(network.arc_site).tolist():
            self.sites.setdefault(network.region_of_site[j], []).append(j)
        self._shared: dict[frozenset[int], float] = defaultdict(float)
        self._comers: dict[int, float] = defaultdict(float)
        for trip, driven in sorted(relaxed.driven.items()):
            for pair in combinations(sorted({network.region_of_site[j] for j in trip.stops}), 2):
                self._shared[frozenset(pair)] += driven
            for j, load in zip(trip.stops, trip.loads, strict=True):
                self._comers[network.region_of_site[j]] += driven * load
        self._far: dict[frozenset[int], float] = {}
        for v, w in combinations(self.sites, 2):
            there = where.site_to_site[np.ix_(self.sites[v], self.sites[w])]
            self._far[frozenset((v, w))] = float(there.min())

    def __call__(self, one: frozenset[int], two: frozenset[int]) -> tuple[float, float, list[int]]:
        """Less for parts that belong together."""
        links = [frozenset((v, w)) for v in one for w in two]
        shared = sum(self._shared[link] for link in links)
        return -round(shared, 3), min(self._far[link] for link in links), sorted(one | two)

    def may_join(self, one: frozenset[int], two: frozenset[int]) -> bool:
        """Whether the two are small enough together, or one of them hardly worth a part."""
        sites = sum(len(self.sites[v]) for v in one | two)
        comers = [sum(self._comers[v] for v in part) for part in (one, two)]
        return min(comers) < FEW or (sites <= MOST_SITES and sum(comers) <= MOST_PERSONS)


def _fleets(
    network: Network, where: Places, models: tuple[BusModel, ...], parts: list[frozenset[int]], relaxed: Relaxed
) -> list[tuple[tuple[Bus, ...], int]]:
    """The buses of each part, and how many of them may drive: as the relaxed country has them begin their days, the
    others by the work that there is."""
    part_of = {v: p for p, some in enumerate(parts) for v in some}
    leaving = np.zeros((len(where.origins), len(parts)))  # trips
    work = np.zeros(len(parts))  # minutes
    policy = network.scenario.policy
    for trip, driven in relaxed.driven.items():
        for j, load in zip(trip.stops, trip.loads, strict=True):
            share = driven * load / max(1, sum(trip.loads))
            p = part_of[network.region_of_site[j]]
            leaving[trip.origin, p] += share
            work[p] += share * (2.0 * float(where.origin_to_site[trip.origin, j]) + policy.load_minutes)
    work = work / max(1.0, work.sum())
    at = {bus.id: bus for bus in network.scenario.buses}
    fleets: list[list[Bus]] = [[] for _ in parts]
    for kind in network.fleet:
        m = next(i for i, model in enumerate(models) if (model.seats, model.positions) == (kind.seats, kind.positions))
        begun = np.zeros(len(parts))
        for (k, s, o), n in relaxed.starts.items():
            if k == m and where.stations[s] == kind.station and leaving[o].sum() > 0:
                begun += n * leaving[o] / leaving[o].sum()
        rest = max(0.0, len(kind.buses) - begun.sum())
        buses = iter(kind.buses)
        for p, count in enumerate(apportioned(begun + rest * work, len(kind.buses))):
            fleets[p] += [at[next(buses)] for _ in range(count)]
    sizes = np.array([len(fleet) for fleet in fleets], dtype=float)
    most = apportioned(sizes, min(policy.buses_per_day, len(at)))
    return [(tuple(fleet), count) for fleet, count in zip(fleets, most, strict=True)]


def apportioned(shares: Floats, total: int) -> list[int]:
    """Whole numbers in proportion to shares, by largest remainder; they add up to `total`."""
    if not shares.sum():
        shares = np.ones(len(shares))
    exact = shares * total / shares.sum()
    whole = np.floor(exact + 1e-9).astype(int)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return [int(n) for n in whole]
