"""Status holders into housing: exact, one independent part (at most a region) at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ortools.sat.python import cp_model

from optimizer.model.cpsat import load, whole_factor
from optimizer.model.housing import HolderClass, HousingModel, holder_classes, housing_model, independent_parts
from optimizer.model.linear import Expression
from optimizer.scenario.entities import Scenario
from optimizer.solve.previous import Previous
from optimizer.solve.search import Limits, hint, minimize
from optimizer.solve.stage import Proof

WORK_A_PART = 20.0  # deterministic time a level; parts take hundredths


@dataclass(frozen=True, slots=True)
class Housed:
    """Where the status holders go, and what is proven of levels 2 and 3."""

    destination: dict[str, str]
    unhoused: Proof
    displaced: Proof


def house(scenario: Scenario, limits: Limits, previous: Previous) -> Housed:
    """House the ready status holders: as many as possible, then as near as possible, then as planned before."""
    destination: dict[str, str] = {}
    classes = holder_classes(scenario)
    hopeless = float(sum(cls.weight * len(cls.members) for cls in classes if not cls.offers))
    unhoused, displaced = Proof(hopeless, hopeless), Proof(0.0, 0.0)
    for part in independent_parts(classes):
        model = housing_model(scenario, part)
        counts, first, second = _house_part(model, _stays(scenario, model, previous), limits)
        unhoused, displaced = unhoused + first, displaced + second
        destination |= _name(scenario, part, model, counts, previous)
    return Housed(destination, unhoused, displaced)


def _stays(scenario: Scenario, model: HousingModel, previous: Previous) -> list[int]:
    """Households that the earlier plan sent along each arc."""
    return [
        sum(previous.destination.get(h) == scenario.offers[f].id for h in model.classes[c].members)
        for c, f in model.arcs
    ]


def _house_part(model: HousingModel, stays: list[int], limits: Limits) -> tuple[list[int], Proof, Proof]:
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
    if any(min(stays[a], counts[a]) < stays[a] for a in range(len(flow))):
        counts = _stay_near(cp, flow, stays, counts, limits)
        proofs = [
            _at_most(float(level.coefficients @ counts) + level.constant, proof)
            for level, proof in zip((model.unhoused, model.displaced), proofs, strict=True)
        ]
    return counts, proofs[0], proofs[1]


def _at_most(value: float, proof: Proof) -> Proof:
    """The proof of what was found in the end, which may be better than what it was made for."""
    return proof if value >= proof.value else Proof(value, min(proof.bound, value), proof.seconds)


def _stay_near(
    cp: cp_model.CpModel, flow: list[cp_model.IntVar], stays: list[int], counts: list[int], limits: Limits
) -> list[int]:
    """Among counts as good: those that leave most households where they were to go."""
    away = [cp.new_int_var(0, count, f"away{a}") for a, count in enumerate(stays)]
    for var, arc, count in zip(away, flow, stays, strict=True):
        cp.add(var + arc >= count)
    missing = [max(0, stay - count) for stay, count in zip(stays, counts, strict=True)]
    hint(cp, {**dict(zip(flow, counts, strict=True)), **dict(zip(away, missing, strict=True))})
    found = minimize(cp, cp_model.LinearExpr.sum(away), limits, work=WORK_A_PART)
    return counts if found.values is None else [found.values.value(var) for var in flow]


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


def _name(
    scenario: Scenario, part: tuple[HolderClass, ...], model: HousingModel, counts: list[int], previous: Previous
) -> dict[str, str]:
    """Counts on arcs back to households: of a class those who were to go there, then the others in their order."""
    left = [list(cls.members) for cls in part]
    open_places: list[tuple[int, str]] = []
    placed: dict[str, str] = {}
    for (c, f), count in zip(model.arcs, counts, strict=True):
        offer = scenario.offers[f].id
        staying = [h for h in left[c] if previous.destination.get(h) == offer][:count]
        placed |= dict.fromkeys(staying, offer)
        open_places += [(c, offer)] * (count - len(staying))
    for members in left:
        members[:] = [h for h in members if h not in placed]
    for c, offer in open_places:
        placed[left[c].pop(0)] = offer
    return placed
