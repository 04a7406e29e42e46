"""Whether a plan keeps every rule and tells the truth, by plain arithmetic from the scenario and the plan alone.

This knows nothing of how plans are made: not the model, not the solver, not the module that builds the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.plan.details.values import Details
from optimizer.plan.plan import Plan
from optimizer.plan.rules.buses import broken_buses
from optimizer.plan.rules.case import Case, Violation
from optimizer.plan.rules.details import broken_details
from optimizer.plan.rules.housing import broken_housing
from optimizer.plan.rules.levels import broken_levels, level_values
from optimizer.plan.rules.outcomes import broken_outcomes
from optimizer.plan.rules.outlook import broken_outlook
from optimizer.plan.rules.regions import broken_regions
from optimizer.plan.rules.sites import broken_sites
from optimizer.plan.rules.summary import broken_summary
from optimizer.scenario.entities import Scenario

__all__ = ["PlanInvalidError", "Violation", "recompute_levels", "verify"]


class PlanInvalidError(Exception):
    """The plan breaks a rule or misstates itself; `violations` holds all that was found."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__("\n".join(map(str, self.violations)))


def verify(scenario: Scenario, plan: Plan, details: Details | None = None) -> tuple[Violation, ...]:
    """Everything that is wrong with `plan` and its `details`; empty where every rule is kept and every figure right."""
    case = Case(scenario, plan)
    found = tuple(_violations(case))
    return (*found, *broken_details(case, details)) if details is not None else found


def recompute_levels(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """The five levels of the planned day. KeyError: a trip goes where, or with what, the scenario does not have."""
    return level_values(Case(scenario, plan))


def _violations(case: Case) -> Iterator[Violation]:
    yield from broken_outcomes(case)
    yield from broken_sites(case)
    yield from broken_regions(case)
    yield from broken_housing(case)
    yield from broken_buses(case)
    yield from broken_summary(case)
    yield from broken_outlook(case)
    try:
        values = level_values(case)
    except KeyError as error:
        yield Violation("level", f"effort cannot be worked out: the scenario does not have {error}")
    else:
        yield from broken_levels(case, values)
