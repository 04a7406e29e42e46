"""Whether summary.json and unplaced.csv say what the plan does."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.plan.plan import Counts, Outcome, Status
from optimizer.plan.rules.case import Case, Violation


def broken_summary(case: Case) -> Iterator[Violation]:
    """Date, hash, status, counts, buses, overloads and the list of those without a place."""
    plan, scenario = case.plan, case.scenario
    if plan.date != scenario.date:
        yield Violation("summary", f"the plan is for {plan.date}, the scenario for {scenario.date}")
    if plan.scenario_sha256 != scenario.sha256:
        yield Violation("summary", "the plan was made from another scenario: the sha256 differs")
    proven = bool(plan.levels) and all(level.settled for level in plan.levels)
    if (plan.status is Status.OPTIMAL) != proven:
        yield Violation("summary", f"status is {plan.status}; {'every' if proven else 'not every'} level is settled")
    if plan.counts != (right := _counts(case)):
        yield Violation("summary", f"the counts are {plan.counts}, the plan makes them {right}")
    if plan.buses_used != (buses := len({trip.bus_id for trip in plan.trips})):
        yield Violation("summary", f"buses_used is {plan.buses_used}, {buses} drive")
    told = sum(region.overload.count("; ") + 1 for region in plan.regions if region.overload)
    if len(plan.overloads) != told:
        yield Violation("summary", f"{len(plan.overloads)} overloads, regions.csv has {told}")
    yield from _unplaced(case)


def _counts(case: Case) -> Counts:
    persons = dict.fromkeys(Outcome, 0)
    for household, assignment in case.assigned:
        persons[assignment.outcome] += household.persons
    return Counts(
        households=len(case.scenario.households),
        persons=sum(household.persons for household in case.scenario.households),
        sheltered=persons[Outcome.SITE],
        housed=persons[Outcome.HOME],
        stay=persons[Outcome.STAY],
        unplaced=persons[Outcome.UNPLACED],
    )


def _unplaced(case: Case) -> Iterator[Violation]:
    """unplaced.csv, where there is one, lists exactly those whose outcome is unplaced."""
    told = [(u.household_id, u.kind, u.persons) for u in case.plan.unplaced]
    right = [(h.id, str(h.kind), h.persons) for h, a in case.assigned if a.outcome is Outcome.UNPLACED]
    if told and told != right:
        yield Violation("reason", f"unplaced.csv lists {len(told)} households, {len(right)} are unplaced, or others")
