"""The whole plan of a decision; nothing is chosen here, only worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import optimizer
from optimizer.plan.decision import Decision
from optimizer.plan.figures.tallies import overload_sentences, region_tallies, site_tallies
from optimizer.plan.figures.timetable import timetable
from optimizer.plan.plan import Assignment, Counts, Outcome, Plan, Status, Unplaced
from optimizer.plan.reasons import unplaced_households
from optimizer.plan.texts import reason_text
from optimizer.scenario.entities import Household, Scenario


def build_plan(scenario: Scenario, decision: Decision, seconds: float) -> Plan:
    """The plan that follows from `decision`; `seconds` is what the whole solve took.

    The levels are the solver's own: `optimizer.plan.verify` recomputes them. ValueError: the decision names
    a household, place or bus that the scenario does not know.
    """
    _refuse_unknown(scenario, decision)
    runs = timetable(scenario, decision.duties)
    trip_of = {rider: run.trip.trip_id for run in runs for rider in run.riders}
    unplaced = unplaced_households(scenario, decision)
    assignments = _assignments(scenario, decision.destination, trip_of, unplaced)
    regions = region_tallies(scenario, decision.destination)
    return Plan(
        date=scenario.date,
        version=optimizer.__version__,
        scenario_sha256=scenario.sha256,
        status=Status.OPTIMAL if all(level.settled for level in decision.levels) else Status.FEASIBLE,
        seconds=seconds,
        levels=decision.levels,
        counts=_counts(scenario.households, assignments),
        buses_used=len({run.trip.bus_id for run in runs}),
        overloads=overload_sentences(regions),
        warnings=(*scenario.warnings, *decision.warnings),
        assignments=assignments,
        trips=tuple(run.trip for run in runs),
        regions=regions,
        sites=site_tallies(scenario, decision.destination),
        unplaced=unplaced,
    )


def _refuse_unknown(scenario: Scenario, decision: Decision) -> None:
    households = {h.id: h for h in scenario.households}
    sites, offers = {s.id for s in scenario.sites}, {o.id for o in scenario.offers}
    for household_id, place_id in decision.destination.items():
        household = households.get(household_id)
        if household is None or place_id not in (sites if household.seeks_asylum else offers):
            raise ValueError(
                f"the decision sends {household_id!r} to {place_id!r}, which the scenario does not offer it"
            )
    riders = {r for trips in decision.duties.values() for trip in trips for stop in trip.riders for r in stop}
    if unknown := riders - set(households):
        raise ValueError(f"the decision has riders that the scenario does not have: {sorted(unknown)}")
    if unknown := set(decision.duties) - {b.id for b in scenario.buses}:
        raise ValueError(f"the decision drives buses that the scenario does not have: {sorted(unknown)}")


def _assignments(
    scenario: Scenario, destination: Mapping[str, str], trip_of: Mapping[str, str], unplaced: Sequence[Unplaced]
) -> tuple[Assignment, ...]:
    sites, offers = {s.id: s for s in scenario.sites}, {o.id: o for o in scenario.offers}
    reasons = {u.household_id: reason_text(u.reason, "en") for u in unplaced}

    def assignment(household: Household) -> Assignment:
        place = destination.get(household.id)
        if place is None:
            reason = reasons.get(household.id)
            return Assignment(household.id, Outcome.STAY if reason is None else Outcome.UNPLACED, reason=reason or "")
        if household.seeks_asylum:
            site = sites[place]
            trip = trip_of.get(household.id, "")
            return Assignment(household.id, Outcome.SITE, place, site.region, site.municipality, trip)
        municipality = offers[place].municipality
        region = scenario.region_of_municipality.get(municipality, "")
        return Assignment(household.id, Outcome.HOME, place, region, municipality)

    return tuple(map(assignment, scenario.households))


def _counts(households: Sequence[Household], assignments: Sequence[Assignment]) -> Counts:
    persons = dict.fromkeys(Outcome, 0)
    for household, assignment in zip(households, assignments, strict=True):
        persons[assignment.outcome] += household.persons
    return Counts(
        households=len(households),
        persons=sum(persons.values()),
        sheltered=persons[Outcome.SITE],
        housed=persons[Outcome.HOME],
        stay=persons[Outcome.STAY],
        unplaced=persons[Outcome.UNPLACED],
    )
