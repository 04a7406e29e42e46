"""What the levels force however the buses drive: how many persons must leave each origin and reach each region."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from optimizer.model.cpsat import whole_factor
from optimizer.model.incremental import GrowingProgramme
from optimizer.model.linear import Ending, Expression, Ints, expression
from optimizer.model.network import Network
from optimizer.solve.large.places import places
from optimizer.solve.program import EFFORT, DayLevels, day_levels
from optimizer.solve.search import Limits

EPS = 1e-6
FINEST = 100  # a level in finer steps than hundredths is not rounded
EVEN = 3  # where the policy keeps the tolerance of level 4
EVEN_GAP, EVEN_SHARE = 1e-4, 0.8  # of level 4 that need not be closed: at least, and of its tolerance
NODES = 3_000
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """Least and most persons of any plan that keeps the levels before the last at `kept`.

    `leaving` by origin (those who ride), `arrivals` by region, `walking` by class that takes no bus, `special` the
    least persons of an origin who ride to a set of sites because no other site is allowed to them.
    """

    kept: tuple[float, ...]
    leaving: tuple[Range, ...]
    arrivals: tuple[Range, ...]
    walking: dict[int, Range]
    special: tuple[tuple[int, frozenset[int], int], ...]


def least_levels(network: Network, limits: Limits, reached: tuple[float, ...] = ()) -> tuple[float, ...]:
    """Bounds of levels 1, 3 and 4 that hold whatever the buses do, each with the ones before it kept.

    `reached` are values that a plan already has: a level is kept there where it could not be better.
    """
    levels = day_levels(network, integer=False)
    keep_fleet(network, levels)
    programme = GrowingProgramme(levels.day.linear)
    bounds = []
    for level in range(EFFORT):
        programme.set_objective(levels.totals[level])
        found = programme.solve(limits.seconds_left())
        value = found.value if found.ending is Ending.OPTIMAL else 0.0
        bounds.append(max(0.0, round_up(levels.totals[level], value)))
        keep = max(bounds[-1], reached[level] if level < len(reached) else 0.0)
        programme.add_row(levels.totals[level], keep + EPS)
    return tuple(bounds)


@dataclass(frozen=True, slots=True)
class WholeLevels:
    """`bounds` of levels 1, 3 and 4 of every plan that reaches the `aims` before it; aims that go together, buses
    aside, unless the limits ended the search, and the last households found for them by arc (None: none were)."""

    bounds: tuple[float, ...]
    aims: tuple[float, ...]
    flow: Ints | None


def whole_levels(network: Network, limits: Limits, least: tuple[float, ...]) -> WholeLevels:
    """Levels 1, 3 and 4 in whole households, whatever the buses do; `least` are bounds known already."""
    levels = day_levels(network, integer=True)
    keep_fleet(network, levels)
    linear, even = levels.day.linear, EFFORT - 1
    bounds, aims = list(least), list(least)
    flow: Ints | None = None

    def settle(level: int, gap: float) -> bool:
        found = linear.minimize(levels.totals[level], seconds=max(1.0, limits.seconds_left()), gap=gap, nodes=NODES)
        nonlocal flow
        if found.ending not in (Ending.OPTIMAL, Ending.FEASIBLE):
            return False
        flow = np.round(found.solution[levels.day.flow]).astype(np.int64)
        bounds[level], aims[level] = max(bounds[level], round_up(levels.totals[level], found.bound)), found.value
        return True

    def keep(level: int) -> None:
        if level < even and settle(level, 0.0):
            linear.row(levels.totals[level], high=aims[level] + EPS)
        if aims[level] > least[level] + EPS:  # bounds of what follows took the lower value for granted
            bounds[level + 1 :] = aims[level + 1 :] = [0.0] * (EFFORT - level - 1)

    gap = max(EVEN_GAP, EVEN_SHARE * network.scenario.policy.tolerance[EVEN])
    keep(0)
    for level in range(1, EFFORT):
        rows = len(linear.rows)
        for other in range(level, even):
            linear.row(levels.totals[other], high=bounds[other] + EPS)
        if settle(even, gap):
            break
        del linear.rows[rows:]
        keep(level)
    return WholeLevels(tuple(bounds), tuple(aims), flow)


def keep_fleet(network: Network, levels: DayLevels) -> None:
    """What all buses can do at most: seats of trips, and driving if every trip were full and had one stop.

    A trip drives at least from its origin to a stop and on to the nearest place where a bus can be next.
    """
    where, policy = places(network), network.scenario.policy
    riding = np.flatnonzero(np.array(network.arc_rides, dtype=bool))
    if not len(riding):
        return
    index = {o: i for i, o in enumerate(where.origins)}
    origin = np.array([index.get(c.origin, -1) for c in network.classes], dtype=np.int64)[network.arc_class[riding]]
    site, persons = network.arc_site[riding], network.arc_persons[riding]
    seats = max(kind.seats for kind in network.fleet)
    fleet = min(policy.buses_per_day, sum(len(kind.buses) for kind in network.fleet))
    minutes = (where.origin_to_site[origin, site] + where.site_to_next.min(axis=1)[site]) / seats
    service = (policy.load_minutes + policy.stop_minutes) / seats
    flow, linear = levels.day.flow[riding], levels.day.linear
    linear.row(expression(flow, persons * minutes), high=fleet * policy.max_drive_minutes)
    linear.row(expression(flow, persons * (minutes + service)), high=fleet * policy.max_duty_minutes)
    if not fleet:
        linear.row(expression(flow), high=0)


def round_up(total: Expression, bound: float) -> float:
    """A bound lifted to the next value that whole households can give: a multiple of what coefficients share."""
    steps = whole_factor(np.append(total.coefficients, total.constant))
    return float(np.ceil(bound * steps - 1e-3 - 1e-8 * abs(bound * steps)) / steps) if steps <= FINEST else bound


class Counting:
    """A linear programme of the day without buses that keeps levels 1, 3 (and 4, when three values are given) at
    `kept`: asked again and again for the least persons of any plan."""

    def __init__(self, network: Network, origins: tuple[str, ...], kept: tuple[float, ...], limits: Limits) -> None:
        self._network, self._limits, self._kept = network, limits, kept
        self._levels: DayLevels = day_levels(network, integer=False)
        keep_fleet(network, self._levels)
        for total, value in zip(self._levels.totals, kept, strict=False):
            self._levels.day.linear.row(total, high=value + EPS)
        self._programme = GrowingProgramme(self._levels.day.linear)
        self._riding = np.array(network.arc_rides, dtype=bool)
        index = {o: i for i, o in enumerate(origins)}
        self._origin = np.array([index.get(c.origin, -1) for c in network.classes], dtype=np.int64)[network.arc_class]
        self._origins = len(origins)
        self._seen = np.zeros(0)  # the last solution

    def count(self) -> Totals:
        """All totals."""
        day = self._levels.day
        leaving = [self._range(np.flatnonzero(self._riding & (self._origin == o))) for o in range(self._origins)]
        arrivals = [self._range(day.arcs_of_region(v)) for v in range(len(self._network.regions))]
        walkers = np.unique(self._network.arc_class[~self._riding]).tolist()
        walking = {c: self._range(np.flatnonzero((self._network.arc_class == c) & ~self._riding)) for c in walkers}
        return Totals(self._kept, tuple(leaving), tuple(arrivals), walking, tuple(self._special()))

    def least_riders(self, origins: frozenset[int], regions: frozenset[int]) -> int:
        """Persons who must ride from these origins to these regions."""
        region = np.array(self._network.region_of_site, dtype=np.int64)[self._network.arc_site]
        chosen = self._riding & np.isin(self._origin, sorted(origins)) & np.isin(region, sorted(regions))
        return self._least(np.flatnonzero(chosen))

    def _range(self, arcs: Ints) -> Range:
        return self._least(arcs), floor(-self._extreme(arcs, -1.0) + 1e-4)

    def _least(self, arcs: Ints) -> int:
        return max(0, ceil(self._extreme(arcs, 1.0) - 1e-4))

    def _extreme(self, arcs: Ints, sign: float) -> float:
        """Least of `sign` times the persons on the arcs; if the clock stops it, what holds in any case."""
        if not len(arcs):
            return 0.0
        waiting = {int(c): self._network.classes[c] for c in self._network.arc_class[arcs]}
        furthest = 0.0 if sign > 0 else -float(sum(c.persons * c.count for c in waiting.values()))
        persons = self._levels.day.persons(arcs).times(sign)
        if len(self._seen) and persons.value(self._seen) <= furthest + EPS:
            return furthest
        self._programme.set_objective(persons)
        found = self._programme.solve(self._limits.seconds_left())
        if found.ending is not Ending.OPTIMAL:
            return furthest
        self._seen = found.solution
        return found.value

    def _special(self) -> list[tuple[int, frozenset[int], int]]:
        """For each origin and each set of sites that some class of it is confined to: who must ride there."""
        network = self._network
        sites: dict[tuple[int, int], frozenset[int]] = {}
        for c in np.unique(network.arc_class[self._riding]).tolist():
            arcs = np.flatnonzero((network.arc_class == c) & self._riding)
            sites[int(self._origin[arcs[0]]), c] = frozenset(network.arc_site[arcs].tolist())
        widest = {o: max(len(s) for (p, _), s in sites.items() if p == o) for o, _ in sites}
        found = []
        for o, allowed in sorted(
            {(o, s) for (o, _), s in sites.items()}, key=lambda k: (k[0], len(k[1]), sorted(k[1]))
        ):
            if len(allowed) < widest[o]:
                confined = [c for (p, c), s in sites.items() if p == o and s <= allowed]
                least = self._least(np.flatnonzero(np.isin(network.arc_class, confined) & self._riding))
                if least:
                    found.append((o, allowed, least))
        return found
