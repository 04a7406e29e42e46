"""Everything the programme of several days loops over: pools, people, limits by day, minutes, and where it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.model.horizon.pools import Crowd, Kind, Pool, crowd_of, pools_of
from optimizer.model.linear import INFINITY, Floats
from optimizer.scenario.entities import Region, Scenario, Tranche
from optimizer.scenario.travel import Travel


@dataclass(frozen=True, slots=True)
class Setting:
    """The question of several days, pooled. Minutes are those of the nearest site, so they never say too much.

    `minutes[p, v]` from a departure to a region, `onward[p, v]` with the way to the nearest place where a bus can be
    next, `move_minutes[g][v]` the same from a pool that closes. `fleet` buses of at most `seats`.
    """

    scenario: Scenario
    pools: tuple[Pool, ...]
    kinds: tuple[Kind, ...]
    crowd: Crowd
    regions: tuple[tuple[Region, ...], ...]  # by day
    minutes: Floats
    onward: Floats
    move_onward: Mapping[int, Floats]
    fleet: int
    seats: int
    coa: tuple[float, ...]  # places that come free, by day

    @property
    def days(self) -> int:
        """How many days are planned."""
        return len(self.regions)

    def tranche_places(self, day: int, region: int, tranche: Tranche) -> float:
        """Places of a region's tranche on a day."""
        here = self.regions[day][region]
        return here.base_places if tranche is Tranche.BASE else here.additional_places

    def staff_most(self, day: int, region: int) -> float:
        """All the staff a region can have on a day."""
        here = self.regions[day][region]
        return here.own_staff + here.state_staff_max + here.hired_staff_max

    def care_most(self, day: int, region: int) -> float:
        """Care minutes of a region on a day; infinite where there is no limit."""
        most = self.regions[day][region].care_minutes
        return INFINITY if most is None else most

    def all_places(self, g: int) -> int:
        """Places of all sites of a pool, usable or not."""
        return sum(self.scenario.sites[j].places for j in self.pools[g].sites)

    def may_live(self, day: int, pool: Pool) -> bool:
        """Whether residents may be in the pool at the end of a day."""
        return pool.closes is None or day < pool.closes


def setting_of(scenario: Scenario) -> Setting:
    """The whole question of a scenario, pooled."""
    pools, crowd = pools_of(scenario), crowd_of(scenario)
    coa = dict.fromkeys(scenario.days, 0.0)
    for row in scenario.horizon.coa:
        coa[row.day] += row.places
    ways = _Ways(scenario, pools)
    seats = max((bus.seats for bus in scenario.buses), default=1)
    return Setting(
        scenario,
        pools,
        tuple(sorted({pool.kind for pool in pools})),
        crowd,
        tuple(scenario.regions_on(day) for day in scenario.days),
        np.array([ways.from_places(d.places, onward=False) for d in crowd.departures]).reshape(
            -1, len(scenario.regions)
        ),
        np.array([ways.from_places(d.places, onward=True) for d in crowd.departures]).reshape(
            -1, len(scenario.regions)
        ),
        {
            g: ways.from_places([scenario.sites[j].id for j in pool.sites], onward=True)
            for g, pool in enumerate(pools)
            if pool.closes is not None and pool.closes > 0
        },
        min(scenario.policy.buses_per_day, len(scenario.buses)),
        seats,
        tuple(coa.values()),
    )


class _Ways:
    """Least minutes from some of several places to some site of each region."""

    def __init__(self, scenario: Scenario, pools: tuple[Pool, ...]) -> None:
        travel = Travel(scenario)
        sites = [j for pool in pools for j in pool.sites]
        self._region = np.array([pool.region for pool in pools for _ in pool.sites], dtype=np.int64)
        self._regions = len(scenario.regions)
        ids = [scenario.sites[j].id for j in sites]
        begins = {origin.id for origin in scenario.origins} | {bus.station_id for bus in scenario.buses}
        begins |= {h.origin_id for h in scenario.households if h.seeks_asylum}
        next_begins = sorted(begins)
        self._travel, self._ids = travel, ids
        self._next = np.array([min((travel.shortest(site, b) for b in next_begins), default=0.0) for site in ids])

    def from_places(self, places: Sequence[str], *, onward: bool) -> Floats:
        """By region; infinite where it has no site. `onward`: with the way to the nearest place to be next."""
        least = np.full(self._regions, INFINITY)
        for start in places:
            way = np.array([self._travel.shortest(start, site) for site in self._ids])
            way += self._next * (way > 0) if onward else 0.0
            np.minimum.at(least, self._region, way)
        return least
