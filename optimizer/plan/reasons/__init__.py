"""Why a household has no place: the limit that binds, by plain arithmetic on the final plan."""

from __future__ import annotations

from optimizer.plan.decision import Decision
from optimizer.plan.plan import Unplaced
from optimizer.plan.reasons.housing import Housing
from optimizer.plan.reasons.shelter import Shelter
from optimizer.scenario.entities import Household, Scenario

__all__ = ["unplaced_households"]


def unplaced_households(scenario: Scenario, decision: Decision) -> tuple[Unplaced, ...]:
    """Every household without a place today, with its reason; a status holder who is not ready is none of them."""
    shelter, housing = Shelter(scenario, decision), Housing(scenario, decision)

    def unplaced(household: Household) -> Unplaced:
        why = shelter.why(household) if household.seeks_asylum else housing.why(household)
        return Unplaced(household.id, household.kind.value, household.persons, why)

    return tuple(
        unplaced(household)
        for household in scenario.households
        if household.id not in decision.destination and (household.seeks_asylum or household.ready(scenario.date))
    )
