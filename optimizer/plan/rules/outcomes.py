"""Rules 1, 2 and 9: one outcome each, of the right kind, as the planner decided."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.plan.plan import Assignment, Outcome
from optimizer.plan.rules.case import Case, Violation
from optimizer.scenario.entities import Household, Kind


def broken_outcomes(case: Case) -> Iterator[Violation]:
    """Every household's own row, by itself."""
    if [a.household_id for a in case.plan.assignments] != [h.id for h in case.scenario.households]:
        yield Violation("1", "the assignments are not every household once, in the order of households.csv")
    for household, assignment in case.assigned:
        yield from _outcome(case, household, assignment)
        yield from _decided(household, assignment)
        yield from _codes(case, assignment)


def _outcome(case: Case, household: Household, assignment: Assignment) -> Iterator[Violation]:
    status_holder = household.kind is Kind.STATUS_HOLDER
    waits = status_holder and household.ready_on is not None and household.ready_on > case.today
    outcome, place, name = assignment.outcome, assignment.destination_id, household.id
    if outcome is Outcome.SITE and (status_holder or place not in case.sites):
        yield Violation("2", f"{name} ({household.kind}) is sent to {place!r} as a site")
    if outcome is Outcome.HOME and (not status_holder or place not in case.offers):
        yield Violation("2", f"{name} ({household.kind}) is sent to {place!r} as housing")
    if (outcome is Outcome.STAY) != waits:
        yield Violation("1", f"{name} has outcome {outcome}, and is {'not ' if waits else ''}to be planned today")
    if outcome in (Outcome.STAY, Outcome.UNPLACED) and place:
        yield Violation("1", f"{name} has outcome {outcome}, and yet the destination {place}")
    if (outcome is Outcome.UNPLACED) != bool(assignment.reason):
        yield Violation("reason", f"{name} has outcome {outcome} and the reason {assignment.reason!r}")


def _decided(household: Household, assignment: Assignment) -> Iterator[Violation]:
    place, pin = assignment.destination_id, household.pinned_to
    if place and pin is not None and place != pin:
        yield Violation("9", f"{household.id} is pinned to {pin} and sent to {place}")
    if place in household.not_to:
        yield Violation("9", f"{household.id} is sent to {place}, which not_to forbids")


def _codes(case: Case, assignment: Assignment) -> Iterator[Violation]:
    """The region and municipality written beside a destination are those of the destination."""
    place = assignment.destination_id
    expected = ("", "")
    if assignment.outcome is Outcome.SITE and place in case.sites:
        expected = (case.sites[place].region, case.sites[place].municipality)
    elif assignment.outcome is Outcome.HOME and place in case.offers:
        municipality = case.offers[place].municipality
        expected = (case.scenario.region_of_municipality.get(municipality, ""), municipality)
    if (assignment.vr_code, assignment.gm_code) != expected:
        said = f"{assignment.vr_code!r}, {assignment.gm_code!r}"
        yield Violation("tally", f"{assignment.household_id} goes to {place!r} in {expected}, the plan says {said}")
