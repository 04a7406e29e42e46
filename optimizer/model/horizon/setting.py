"""Everything the programme of several days loops over: pools, people, limits by day, minutes, and where it starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.model.fleet import within_duty
from optimizer.model.horizon.pools import Crowd, Kind, Pool, crowd_of, pools_of
from optimizer.model.linear import INFINITY, Floats
from optimizer.scenario.entities import Region, Scenario, Tranche
from optimizer.scenario.travel import Travel


@dataclass(frozen=True, slots=True)
class Setting:
    """The question of several days, pooled. Minutes are those of the nearest site, so they never say too much.

    `minutes[p, v]` from a departure to a region, `onward[p, v]` with the way to the nearest place where a bus can be
    next, infinite where no bus could be back in time; `move_onward[g][v]` the same from a pool that closes. `fleet`
    buses of at most `seats`.
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
    closing = {g: pool for g, pool in enumerate(pools) if pool.closes is not None and pool.closes > 0}
    shape = (-1, len(scenario.regions))
    return Setting(
        scenario,
        pools,
        tuple(sorted({pool.kind for pool in pools})),
        crowd,
        tuple(scenario.regions_on(day) for day in scenario.days),
        np.array([ways.minutes(departure.places) for departure in crowd.departures]).reshape(shape),
        np.array([ways.onward(departure.places) for departure in crowd.departures]).reshape(shape),
        {g: ways.onward([scenario.sites[j].id for j in pool.sites]) for g, pool in closing.items()},
        min(scenario.policy.buses_per_day, len(scenario.buses)),
        seats,
        tuple(coa.values()),
    )


class _Ways:
    """Least minutes from some of several places to some site of each region; infinite where there is none."""

    def __init__(self, scenario: Scenario, pools: tuple[Pool, ...]) -> None:
        self._travel, self._policy = Travel(scenario), scenario.policy
        sites = [j for pool in pools for j in pool.sites]
        self._region = np.array([pool.region for pool in pools for _ in pool.sites], dtype=np.int64)
        self._regions = len(scenario.regions)
        self._ids = [scenario.sites[j].id for j in sites]
        self._stations = sorted({bus.station_id for bus in scenario.buses})
        begins = {origin.id for origin in scenario.origins} | set(self._stations)
        begins |= {h.origin_id for h in scenario.households if h.seeks_asylum}
        self._next = np.array([self._nearest(site, sorted(begins)) for site in self._ids])

    def _nearest(self, site: str, places: Sequence[str]) -> float:
        return min((self._travel.shortest(site, place) for place in places), default=0.0)

    def minutes(self, places: Sequence[str]) -> Floats:
        """The way there, by region."""
        return self._least([self._from(place) for place in places])

    def onward(self, places: Sequence[str]) -> Floats:
        """By bus, with the way to the nearest place where it can be next; who stays where he is needs none."""
        ways = []
        for place in places:
            way = self._from(place)
            round_trip = np.array([self._round(place, site) for site in self._ids])
            reached = np.array([within_duty(drive, 1, 1, self._policy) for drive in round_trip], dtype=bool)
            ways.append(np.where(way == 0, 0.0, np.where(reached, way + self._next, INFINITY)))
        return self._least(ways)

    def _from(self, place: str) -> Floats:
        return np.array([self._travel.shortest(place, site) for site in self._ids], dtype=float)

    def _round(self, place: str, site: str) -> float:
        """The least that a bus drives in a day if this is its only trip."""
        return min(
            (
                sum(self._travel.shortest(a, b) for a, b in ((station, place), (place, site), (site, station)))
                for station in self._stations
            ),
            default=INFINITY,
        )

    def _least(self, ways: Sequence[Floats]) -> Floats:
        least = np.full(self._regions, INFINITY)
        for way in ways:
            np.minimum.at(least, self._region, way)
        return least
