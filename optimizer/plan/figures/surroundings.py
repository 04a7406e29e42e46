"""What a plan folder says beside the plan: the places on the map and the municipalities' housing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.plan.cells import safe_text
from optimizer.plan.plan import Assignment, Outcome, Plan
from optimizer.scenario.entities import Household, Scenario
from optimizer.scenario.regions import municipality_facts

Row = tuple[object, ...]


def place_rows(plan: Plan, scenario: Scenario) -> Iterator[Row]:
    """places.csv: every origin, then every site, with the asylum seekers who were there this morning."""
    waiting, unsheltered = _persons_by_origin(plan, scenario)
    for origin in scenario.origins:
        counts = (waiting[origin.id], unsheltered[origin.id])
        yield (origin.id, "origin", safe_text(origin.name), "", "", origin.lon, origin.lat, *[""] * 7, *counts)
    for site in scenario.sites:
        yield (
            site.id,
            "site",
            safe_text(site.name),
            site.region,
            site.municipality,
            site.lon,
            site.lat,
            site.status,
            site.tranche,
            site.care_level,
            site.minors,
            site.wheelchair_places,
            site.opens_on,
            site.closes_on,
            waiting[site.id],
            unsheltered[site.id],
        )


def municipality_rows(plan: Plan, scenario: Scenario) -> Iterator[Row]:
    """municipalities.csv: persons of housing offered and used today, and of ready households without, by gm_code."""
    offered, used, waiting, overdue = (Counter[str]() for _ in range(4))
    for offer in scenario.offers:
        if offer.available(scenario.date):
            offered[offer.municipality] += offer.capacity
    for household, assignment in _outcomes(plan, scenario):
        linked = household.linked_municipality
        if assignment.outcome is Outcome.HOME:
            used[assignment.gm_code] += household.persons
        elif assignment.outcome is Outcome.UNPLACED and not household.seeks_asylum and linked is not None:
            waiting[linked] += household.persons
            if household.overdue(scenario.date, scenario.policy.weeks_to_house):
                overdue[linked] += household.persons
    names = {facts.code: facts.name for facts in municipality_facts()}
    for code in sorted({*offered, *used, *waiting}):
        region = scenario.region_of_municipality.get(code, "")
        yield (code, safe_text(names.get(code, code)), region, offered[code], used[code], waiting[code], overdue[code])


def _outcomes(plan: Plan, scenario: Scenario) -> Iterator[tuple[Household, Assignment]]:
    households = {household.id: household for household in scenario.households}
    return ((households[a.household_id], a) for a in plan.assignments)


def _persons_by_origin(plan: Plan, scenario: Scenario) -> tuple[Counter[str], Counter[str]]:
    waiting: Counter[str] = Counter()
    unsheltered: Counter[str] = Counter()
    for household, assignment in _outcomes(plan, scenario):
        if household.seeks_asylum:
            waiting[household.origin_id] += household.persons
            if assignment.outcome is Outcome.UNPLACED:
                unsheltered[household.origin_id] += household.persons
    return waiting, unsheltered
