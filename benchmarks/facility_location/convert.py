"""An instance as a scenario folder of the contract, and a plan of that scenario as a solution of the instance.

A customer is a household of as many persons as its demand, at an origin of its own, with transport `own`; a facility
is a site that can open, its fixed cost the site's `open_cost`; `travel_times.csv` has the assignment costs and a minute
costs 1. Staff, care and buses never bind and cost nothing. The region has ten times as many places as there are
persons, so that all of them lie in the first tenth of its load, which weighs 0: level 4 is 0 whatever is done. Hence
level 1 is 0 exactly when every customer is served, and level 5 is then the total cost of the instance, in units of
`Scale.money`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from benchmarks.facility_location.formats import decimal_text
from benchmarks.facility_location.instance import Instance, InstanceError
from optimizer.scenario.entities import Effort, Policy
from optimizer.scenario.sample import SampleOptions, Tables
from optimizer.scenario.sample.make import policy_rows

LARGEST = 1_000_000  # the most that a cell of a scenario may be
DAY = datetime.date(2023, 3, 6)
REGION, MUNICIPALITY, LON, LAT = "VR01", "GM0014", 6.567, 53.219  # any place does: every travel time is listed


@dataclass(frozen=True, slots=True)
class Scale:
    """`persons` a unit of demand; `money`: so much of the instance's cost is 1 of level 5."""

    persons: Fraction
    money: Fraction


def scale_of(instance: Instance) -> Scale:
    """The fewest persons that make every demand whole, and the least power of ten that brings costs within a cell."""
    fine = lcm(*(demand.denominator for demand in instance.demand))
    common = gcd(*(int(demand * fine) for demand in instance.demand))
    most = max(*instance.fixed, *map(max, instance.cost))
    money = Fraction(1)
    while most / money > LARGEST:
        money *= 10
    return Scale(Fraction(fine, common), money)


def scenario_tables(instance: Instance, *, time_limit_seconds: float = 300.0) -> Tables:
    """The tables of the scenario, for `write_sample`. InstanceError: more persons than a scenario can have."""
    scale = scale_of(instance)
    persons = [int(demand * scale.persons) for demand in instance.demand]
    places = 10 * sum(persons)
    if places > 2 * LARGEST:
        raise InstanceError(f"{sum(persons)} persons; a scenario whose level 4 is idle has {LARGEST // 5} at most")
    sites = facility_ids(instance)
    origins = [f"C{i:0{len(str(len(persons)))}d}" for i in range(1, len(persons) + 1)]
    return {
        "policy": policy_rows(SampleOptions(date=DAY), _policy(max(persons), time_limit_seconds)),
        "households": [
            {"household_id": f"H{o[1:]}", "kind": "asylum_seeker", "persons": n, "origin_id": o, "transport": "own"}
            for o, n in zip(origins, persons, strict=True)
        ],
        "origins": [{"origin_id": o, "name": f"customer {o[1:]}", "lon": LON, "lat": LAT} for o in origins],
        "sites": [
            _site(site, min(sum(persons), int(capacity * scale.persons)), _cell(fixed / scale.money))
            for site, capacity, fixed in zip(sites, instance.capacity, instance.fixed, strict=True)
        ],
        "regions": [
            {
                "vr_code": REGION,
                "base_places": min(places, LARGEST),
                "additional_places": places - min(places, LARGEST),
                "own_staff": 1,
            }
        ],
        "travel_times": [
            {"from_id": o, "to_id": site, "minutes": _cell(cost / scale.money)}
            for o, row in zip(origins, instance.cost, strict=True)
            for site, cost in zip(sites, row, strict=True)
        ],
    }


def facility_ids(instance: Instance) -> list[str]:
    """The site of each facility."""
    width = len(str(len(instance.capacity)))
    return [f"F{j:0{width}d}" for j in range(1, len(instance.capacity) + 1)]


def total_of_plan(instance: Instance, destinations: Mapping[str, str]) -> Fraction:
    """What a plan costs in the instance's own money, worked out from the instance and each household's site alone.

    `destinations` is in the order of the customers, empty text for who has no site. InstanceError: a customer is
    not served or a capacity is exceeded.
    """
    index = {site: j for j, site in enumerate(facility_ids(instance))}
    outside = [household for household, site in destinations.items() if site not in index]
    if outside:
        raise InstanceError(f"{len(outside)} customers are not served: {', '.join(outside[:10])}")
    return instance.total([index[site] for site in destinations.values()])


def _policy(largest_household: int, time_limit_seconds: float) -> Policy:
    return Policy(
        buses_per_day=0,
        staff_per_region=0,
        people_per_staff=float(LARGEST),
        max_household_persons=largest_household,
        tolerance=(0.0,) * 5,
        time_limit_seconds=time_limit_seconds,
        effort=Effort(0.0, own_minute=1.0, state_staff=0.0, hired_staff=0.0, open_site=0.0, relocation=0.0),
    )


def _site(site_id: str, places: int, open_cost: str) -> dict[str, object]:
    return {
        "site_id": site_id,
        "name": f"facility {site_id[1:]}",
        "vr_code": REGION,
        "gm_code": MUNICIPALITY,
        "lon": LON,
        "lat": LAT,
        "tranche": "base",
        "places": places,
        "status": "can_open",
        "open_cost": open_cost,
    }


def _cell(number: Fraction) -> str:
    """Decimals that cannot be taken for Dutch thousands, as 739.725 can: never three of them."""
    text = decimal_text(number)
    return text + "0" if len(text.partition(".")[2]) == 3 else text
