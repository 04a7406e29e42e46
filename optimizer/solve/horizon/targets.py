"""taakstelling.csv: how far each municipality comes with its target, today and in what is expected."""

from __future__ import annotations

from collections import Counter

from optimizer.plan.outlook import TargetRow
from optimizer.plan.plan import Outcome, Plan
from optimizer.scenario.entities import Scenario
from optimizer.scenario.expected.taakstelling import target_progress
from optimizer.scenario.regions import municipality_facts
from optimizer.solve.horizon.homes import Homes


def target_rows(scenario: Scenario, today: Plan, homes: Homes) -> tuple[TargetRow, ...]:
    """Every municipality that has a target; persons count for the municipality they are linked to."""
    planned: Counter[str] = Counter()
    for household, assignment in zip(scenario.households, today.assignments, strict=True):
        if assignment.outcome is Outcome.HOME and household.linked_municipality is not None:
            planned[household.linked_municipality] += household.persons
    progress = target_progress(scenario.horizon.targets, scenario.date, planned, homes.by_municipality)
    names = {fact.code: fact.name for fact in municipality_facts()}
    return tuple(
        TargetRow(
            gm_code=row.municipality,
            name=names.get(row.municipality, row.municipality),
            vr_code=scenario.region_of_municipality.get(row.municipality, ""),
            target=row.target,
            realised=row.realised,
            planned=row.planned,
            expected=round(row.expected, 6),
            behind=round(row.target - row.realised - row.planned - round(row.expected, 6), 6),
        )
        for row in progress
    )
