"""Room kept free today for whoever is expected later: a scenario with less of what later days will need.

A plan that is valid for it is valid for the real one: sites lose places, regions care minutes.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from optimizer.model.horizon.day import Day
from optimizer.model.horizon.programme import Programme
from optimizer.model.horizon.setting import Setting
from optimizer.model.linear import INFINITY, Floats
from optimizer.scenario.entities import Scenario, Site

EPS = 1e-6


def keep_room(scenario: Scenario, setting: Setting, programme: Programme, solution: Floats) -> Scenario:
    """The scenario without the places and care minutes that `solution` needs on later days."""
    free = _places_today(setting, programme, solution)
    sites = list(scenario.sites)
    for g, pool in enumerate(setting.pools):
        left = free[g]
        for j in pool.sites:
            here = min(left, max(0, sites[j].places - sites[j].occupied))
            left -= here
            sites[j] = _with_room(sites[j], here)
    regions = tuple(
        replace(region, care_minutes=_care_today(programme, solution, v, region.care_minutes))
        for v, region in enumerate(scenario.regions)
    )
    return replace(scenario, sites=tuple(sites), regions=regions)


def _with_room(site: Site, free: int) -> Site:
    return replace(site, places=min(site.places, site.occupied + free)) if site.places >= site.occupied else site


def _places_today(setting: Setting, programme: Programme, solution: Floats) -> list[int]:
    """Persons that each pool may take today: those of the solution, and what stays free there on every later day."""
    first = programme.days[0]
    slack = [INFINITY] * len(setting.pools)
    for day in programme.days[1:]:
        for g, x in day.stay.items():
            spare = programme.linear.high[x] - float(solution[x])
            slack[g] = min(slack[g], spare, _spare_of_region(setting, programme, day, g, solution))
    free = []
    for g, pool in enumerate(setting.pools):
        arrive = float(solution[first.arrive[g]]) if g in first.arrive else 0.0
        room = arrive + max(0.0, slack[g])
        free.append(max(0, pool.places[0] - pool.occupied) if room == INFINITY else ceil(room - EPS))
    return free


def _spare_of_region(setting: Setting, programme: Programme, day: Day, g: int, solution: Floats) -> float:
    """Persons that tranche and staff of the pool's region could hold more of on a day."""
    pool = setting.pools[g]
    mine = [f for f in day.stay if setting.pools[f].region == pool.region]
    inside = [day.stay[f] for f in mine if setting.pools[f].tranche is pool.tranche]
    agreed = setting.tranche_places(day.number, pool.region, pool.tranche) - float(solution[inside].sum())
    staff = setting.staff_most(day.number, pool.region) - programme.staff_need(day, mine).value(solution)
    each = 1 / setting.scenario.policy.people_per_staff + pool.fixed_per_place
    return min(agreed, staff / each)


def _care_today(programme: Programme, solution: Floats, v: int, most: float | None) -> float | None:
    """Care minutes that today may use: those of the solution, and what stays free on every later day."""
    first = programme.days[0]
    if most is None or v not in first.care:
        return most
    limits = programme.setting
    spare = min(
        (limits.care_most(day.number, v) - float(solution[day.care[v]]) for day in programme.days[1:]), default=INFINITY
    )
    return min(most, float(solution[first.care[v]]) + max(0.0, spare))
