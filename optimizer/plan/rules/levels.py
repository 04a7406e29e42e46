"""The five levels, recomputed from what the plan does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction

from optimizer.plan.cells import exact
from optimizer.plan.plan import Outcome
from optimizer.plan.rules.buses import bus_days, minutes_driven
from optimizer.plan.rules.case import Case, Violation
from optimizer.scenario.entities import Kind, SiteStatus, Transport

RELATIVE = 1e-6  # what a value may differ, of itself


def level_values(case: Case) -> dict[str, float]:
    """Value of each level, by name, in their order."""
    return {
        "unsheltered": float(_unsheltered(case)),
        "unhoused": float(_unhoused(case)),
        "displaced": float(_displaced(case)),
        "uneven": float(_uneven(case)),
        "effort": float(_effort(case)),
    }


def broken_levels(case: Case, values: Mapping[str, float]) -> Iterator[Violation]:
    """What the plan says of its levels against `values`, and whether its bounds, gaps and proofs add up."""
    if [level.name for level in case.plan.levels] != list(values):
        yield Violation("level", f"the levels are {[level.name for level in case.plan.levels]}, not {list(values)}")
        return
    outlook, horizon = case.plan.outlook, case.scenario.horizon
    today = [level.value for level in case.plan.levels] if outlook is None else list(outlook.levels_today)
    for said, (name, right) in zip(today, values.items(), strict=True):
        if not abs(said - right) <= RELATIVE * max(1, abs(right)):
            yield Violation("level", f"{name} is said to be {said}, the plan makes it {right}")
    tolerances = case.scenario.policy.tolerance if outlook is None else horizon.tolerance
    for level, tolerance in zip(case.plan.levels, tolerances, strict=True):
        slack = RELATIVE * max(1, abs(level.value))
        if level.bound is None:
            if level.gap is not None or level.settled:
                yield Violation("level", f"{level.name} has no bound, and yet a gap or a proof")
            continue
        if not level.bound <= level.value + slack:
            yield Violation("level", f"{level.name} has the bound {level.bound} above its value {level.value}")
        gap = max(0.0, level.value - level.bound) / max(1, level.value)
        if level.gap is None or not abs(level.gap - gap) <= RELATIVE:
            yield Violation("level", f"{level.name} says the gap {level.gap}, its value and bound make it {gap}")
        elif level.settled and gap > tolerance + RELATIVE:
            yield Violation("level", f"{level.name} is called settled at a gap of {gap}, the most is {tolerance}")


def _unsheltered(case: Case) -> Fraction:
    weights = case.scenario.policy.priority_weights
    return sum(
        (
            h.persons * exact(weights[h.priority])
            for h, a in case.assigned
            if a.outcome is Outcome.UNPLACED and h.kind is Kind.ASYLUM_SEEKER
        ),
        Fraction(0),
    )


def _unhoused(case: Case) -> int:
    total = 0
    for household, assignment in case.assigned:
        ready = household.ready_on is None or household.ready_on <= case.today
        if assignment.outcome is Outcome.UNPLACED and household.kind is Kind.STATUS_HOLDER and ready:
            term = timedelta(weeks=case.scenario.policy.weeks_to_house)
            late = household.linked_on is not None and case.today > household.linked_on + term
            total += household.persons * (2 if late else 1)
    return total


def _displaced(case: Case) -> int:
    elsewhere = sum(h.persons for h, offer in case.to_home if offer.municipality != h.linked_municipality)
    groups: dict[str, Counter[str]] = {}
    for household, site in case.to_site:
        if household.group_id is not None:
            groups.setdefault(household.group_id, Counter())[site.region] += household.persons
    return elsewhere + sum(regions.total() - max(regions.values()) for regions in groups.values())


def _uneven(case: Case) -> Fraction:
    total = Fraction(0)
    for region in case.scenario.regions:
        people = sum(site.occupied + case.arrivals[site.id] for site in case.region_sites(region.code))
        places = region.base_places + region.additional_places
        band = Fraction(places, 10)
        total += sum(b * b * min(max(people - b * band, Fraction(0)), band) for b in range(10))
        total += 81 * max(0, people - places)
    return total


def _effort(case: Case) -> Fraction:
    weights, fleet = case.scenario.policy.effort, {bus.id: bus for bus in case.scenario.buses}
    driven = sum(minutes_driven(case, fleet[bus_id], day) for bus_id, day in bus_days(case).items())
    own = sum(case.minutes(h.origin_id, site.id) for h, site in case.to_site if h.transport is Transport.OWN)
    opened = sum(
        exact(site.open_cost)
        for site in case.scenario.sites
        if site.status is SiteStatus.CAN_OPEN and case.arrivals[site.id]
    )
    relocated = sum(h.persons * (1 + h.moves) for h, site in case.to_site if _relocates(case, h.origin_id, site.id))
    return (
        exact(weights.drive_minute) * driven
        + exact(weights.own_minute) * own
        + exact(weights.state_staff) * sum(region.state_staff for region in case.plan.regions)
        + exact(weights.hired_staff) * sum(region.hired_staff for region in case.plan.regions)
        + opened
        + exact(weights.relocation) * relocated
    )


def _relocates(case: Case, origin_id: str, site_id: str) -> bool:
    """Whether someone is moved out of a site that stays open."""
    left = case.sites.get(origin_id)
    if left is None or origin_id == site_id:
        return False
    return left.status is not SiteStatus.CLOSED and (left.closes_on is None or case.today < left.closes_on)
