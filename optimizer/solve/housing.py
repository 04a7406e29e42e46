"""Status holders into housing: exact, one independent part (at most a region) at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from optimizer.model.cpsat import load, whole_factor
from optimizer.model.housing import HolderClass, HousingModel, holder_classes, housing_model, independent_parts
from optimizer.model.linear import Expression
from optimizer.scenario.entities import Scenario
from optimizer.solve.search import Limits, hint, minimize
from optimizer.solve.stage import Proof

WORK_A_PART = 20.0  # deterministic time a level; parts take hundredths


@dataclass(frozen=True, slots=True)
class Housed:
    """Where the status holders go, and what is proven of levels 2 and 3."""

    destination: dict[str, str]
    unhoused: Proof
    displaced: Proof


def house(scenario: Scenario, limits: Limits) -> Housed:
    """House the ready status holders: as many as possible, then as near as possible."""
    destination: dict[str, str] = {}
    classes = holder_classes(scenario)
    hopeless = float(sum(cls.weight * len(cls.members) for cls in classes if not cls.offers))
    unhoused, displaced = Proof(hopeless, hopeless), Proof(0.0, 0.0)
    for part in independent_parts(classes):
        model = housing_model(scenario, part)
        counts, first, second = _house_part(model, limits)
        unhoused, displaced = unhoused + first, displaced + second
        destination |= _name(scenario, part, model, counts)
    return Housed(destination, unhoused, displaced)


def _house_part(model: HousingModel, limits: Limits) -> tuple[list[int], Proof, Proof]:
    """Households on each arc, and the proofs of the two levels."""
    cp = cp_model.CpModel()
    columns = load(model.linear, cp)
    flow = [columns[column] for column in model.flow]
    counts = [0] * len(flow)
    proofs = []
    for level in (model.unhoused, model.displaced):
        hint(cp, dict(zip(flow, counts, strict=True)))
        counts, proof = _settle(cp, flow, level, counts, limits)
        proofs.append(proof)
    return counts, proofs[0], proofs[1]


def _settle(
    cp: cp_model.CpModel, flow: list[cp_model.IntVar], level: Expression, counts: list[int], limits: Limits
) -> tuple[list[int], Proof]:
    """Minimise one level from the counts known so far, and keep it from getting worse afterwards."""
    began = time.monotonic()
    factor = whole_factor(level.coefficients)
    weights = [round(x * factor) for x in level.coefficients.tolist()]  # one for each arc, in their order
    total = cp_model.LinearExpr.weighted_sum(flow, weights)
    found = minimize(cp, total, limits, work=WORK_A_PART)
    if found.values is not None:
        counts = [found.values.value(var) for var in flow]
    value = sum(w * n for w, n in zip(weights, counts, strict=True))
    cp.add(total <= value)
    bound = max(0.0, min(value, found.bound) / factor + level.constant)
    return counts, Proof(value / factor + level.constant, bound, time.monotonic() - began)


def _name(scenario: Scenario, part: tuple[HolderClass, ...], model: HousingModel, counts: list[int]) -> dict[str, str]:
    """Counts on arcs back to households: the members of a class in their order."""
    left = [list(cls.members) for cls in part]
    placed: dict[str, str] = {}
    for (c, f), count in zip(model.arcs, counts, strict=True):
        for _ in range(count):
            placed[left[c].pop(0)] = scenario.offers[f].id
    return placed
