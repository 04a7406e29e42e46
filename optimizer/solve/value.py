"""What an answer is worth: the four levels of the asylum seekers, counted from its flows and duties."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from optimizer.model.fleet import duty_drive_minutes
from optimizer.model.levels import uneven_of
from optimizer.model.network import Network, RegionState, exact
from optimizer.scenario.entities import SiteStatus
from optimizer.solve.answer import Answer
from optimizer.solve.stage import Proof

EPS = 1e-6
Values = tuple[float, float, float, float]  # unsheltered, displaced, uneven, effort


def values(network: Network, answer: Answer) -> Values:
    """Unsheltered, displaced (groups), uneven and effort of an answer."""
    flow = answer.flow()
    persons: Counter[int] = Counter()  # by site
    spread: dict[str, Counter[int]] = defaultdict(Counter)
    weights = network.scenario.policy.effort
    unsheltered = sum(c.weight * c.count for c in network.classes)
    effort = weights.drive_minute * driving(network, answer)
    for arc, count in flow.items():
        cls, j = network.classes[network.arc_class[arc]], int(network.arc_site[arc])
        site = network.scenario.sites[j]
        persons[j] += cls.persons * count
        unsheltered -= cls.weight * count
        if cls.group is not None:
            spread[cls.group][network.region_of_site[j]] += cls.persons * count
        if site.id != cls.origin:
            effort += weights.relocation * cls.relocation * count
            effort += 0.0 if cls.by_bus else weights.own_minute * network.travel.minutes(cls.origin, site.id) * count
    for j in persons:
        if network.scenario.sites[j].status is SiteStatus.CAN_OPEN:
            effort += network.scenario.sites[j].open_cost
    uneven = 0.0
    for v, here in enumerate(network.regions):
        mine = [j for j, w in enumerate(network.region_of_site) if w == v and persons[j]]
        uneven += uneven_of(here.occupied + sum(persons[j] for j in mine), here.region.places)
        effort += staff_cost(network, here, mine, sum(persons[j] for j in mine))
    displaced = sum(sum(g.values()) - max(g.values()) for g in spread.values())
    return unsheltered, float(displaced), uneven, effort


def as_reached(network: Network, answer: Answer, proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """Proofs of an answer as good as the one they were made for, or better at some level: with its own values."""
    pairs = zip(values(network, answer), proofs, strict=True)
    return tuple(
        proof if abs(value - proof.value) <= EPS else Proof(value, min(proof.bound, value), proof.seconds)
        for value, proof in pairs
    )


def driving(network: Network, answer: Answer) -> float:
    """Minutes of all buses."""
    return sum(
        duty_drive_minutes(kind.station, [ride.route for ride in duty], network.travel)
        for kind, duties in zip(network.fleet, answer.duties, strict=True)
        for duty in duties
    )


def staff_cost(network: Network, here: RegionState, used: list[int], arrivals: int) -> float:
    """Cheapest whole persons of state and hired staff for so many arrivals in the sites used; all in an overload."""
    weights, region = network.scenario.policy.effort, here.region
    sites = network.scenario.sites
    fixed = here.staff_fixed + sum((exact(sites[j].staff_fixed) for j in used if sites[j].occupied == 0), Fraction(0))
    short = fixed + (here.occupied + arrivals) / network.people_per_staff - exact(region.own_staff)
    need = min(max(0, ceil(short)), region.state_staff_max + region.hired_staff_max)
    prices = sorted([(weights.state_staff, region.state_staff_max), (weights.hired_staff, region.hired_staff_max)])
    cost = 0.0
    for price, most in prices:
        taken = min(need, most)
        cost, need = cost + price * taken, need - taken
    return cost
