"""A peer's decision as a plan, judged and valued by the verifier."""

from __future__ import annotations

from dataclasses import dataclass, replace

from optimizer.plan.build import build_plan
from optimizer.plan.decision import Decision
from optimizer.plan.plan import Level
from optimizer.plan.verify import recompute_levels, verify
from optimizer.scenario.entities import Scenario


@dataclass(frozen=True, slots=True)
class Judged:
    """The five level values in their order, and every rule that is broken (none: the plan is valid)."""

    values: tuple[float, ...]
    violations: tuple[str, ...]


def judge(scenario: Scenario, decision: Decision) -> Judged:
    """Work a decision out into a plan and hold it against every rule."""
    plan = build_plan(scenario, decision, 0.0)
    values = recompute_levels(scenario, plan)
    plan = replace(plan, levels=tuple(Level(name, value, None, None, 0.0, False) for name, value in values.items()))
    return Judged(tuple(values.values()), tuple(map(str, verify(scenario, plan))))
