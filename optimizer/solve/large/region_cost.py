"""What the least staff and openings of a region cost, by the number of persons who come."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np

from optimizer.model.day import newly_staffed
from optimizer.model.linear import Ints
from optimizer.model.network import Network, exact
from optimizer.scenario.entities import SiteStatus, Tranche

MOST_CHOICES = 10  # sites that may or may not be used; with more, every set of them is too many
Point = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Line:
    """at_zero + slope * arrivals, a line below the cost at every whole number of arrivals."""

    at_zero: float
    slope: float


def cost_lines(network: Network, v: int, sites: list[int], arrivals: tuple[int, int]) -> list[Line]:
    """The lower convex hull of the region's cost over its arrivals, as lines; none where it is not known."""
    choices = [j for j in sites if _chosen(network, j)]
    if len(choices) > MOST_CHOICES:
        return []
    least: dict[int, float] = {}
    for size in range(len(choices) + 1):
        for used in combinations(choices, size):
            for persons, cost in _costs(network, v, [j for j in sites if j not in choices], used, arrivals):
                least[persons] = min(cost, least.get(persons, cost))
    hull = _hull(sorted(least.items()))
    if len(hull) == 1:
        return [Line(hull[0][1], 0.0)]
    slopes = [(one, (two[1] - one[1]) / (two[0] - one[0])) for one, two in pairwise(hull)]
    return [Line(one[1] - slope * one[0], slope) for one, slope in slopes]


def _chosen(network: Network, j: int) -> bool:
    site = network.scenario.sites[j]
    return site.status is SiteStatus.CAN_OPEN or newly_staffed(site)


def _costs(
    network: Network, v: int, always: list[int], used: tuple[int, ...], arrivals: tuple[int, int]
) -> list[Point]:
    """Cost by arrivals as far as these sites have room and the region has staff."""
    here, weights, sites = network.regions[v], network.scenario.policy.effort, network.scenario.sites
    room = sum(_room(network, v, [j for j in (*always, *used) if sites[j].tranche is tranche]) for tranche in Tranche)
    opened = sum(sites[j].open_cost for j in used if sites[j].status is SiteStatus.CAN_OPEN)
    fixed = here.staff_fixed + sum((exact(sites[j].staff_fixed) for j in used if newly_staffed(sites[j])), Fraction(0))
    prices = sorted(
        [(weights.state_staff, here.region.state_staff_max), (weights.hired_staff, here.region.hired_staff_max)]
    )
    persons = np.arange(arrivals[0], min(arrivals[1], room) + 1)
    need = _staff_from_outside(network, v, fixed, persons)
    cost = np.full(len(persons), opened)
    for price, most in prices:
        taken = np.minimum(need, most)
        need, cost = need - taken, cost + price * taken
    return list(zip(persons[need == 0].tolist(), cost[need == 0].tolist(), strict=True))


def _staff_from_outside(network: Network, v: int, fixed: Fraction, arrivals: Ints) -> Ints:
    """Whole persons of staff beyond the region's own, in whole numbers so that nothing is rounded the wrong way."""
    here = network.regions[v]
    spare, each = exact(here.region.own_staff) - fixed, 1 / network.people_per_staff
    scale = spare.denominator * each.denominator
    need = (here.occupied + arrivals) * int(each * scale) - int(spare * scale)
    whole: Ints = np.maximum(0, -(-need // scale))
    return whole


def _room(network: Network, v: int, sites: list[int]) -> int:
    if not sites:
        return 0
    tranche = network.scenario.sites[sites[0]].tranche
    return min(max(0, network.regions[v].free(tranche)), sum(network.free[j] for j in sites))


def _hull(points: list[Point]) -> list[Point]:
    """The corners of the lower convex hull of points sorted by their first number."""
    hull: list[Point] = []
    for p in points:
        while len(hull) > 1 and _above(hull[-2], hull[-1], p):
            hull.pop()
        hull.append(p)
    return hull


def _above(a: Point, b: Point, c: Point) -> bool:
    return (b[1] - a[1]) * (c[0] - a[0]) >= (c[1] - a[1]) * (b[0] - a[0])
