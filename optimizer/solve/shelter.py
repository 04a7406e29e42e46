"""Asylum seekers into sites: a small day exactly, a large one by relaxation, routes and repair."""

from __future__ import annotations

import time
from dataclasses import dataclass

from optimizer.model.network import Network
from optimizer.solve.answer import Answer, nobody_moves
from optimizer.solve.exact import all_slots
from optimizer.solve.large import Tell, solve_large
from optimizer.solve.program import LEVELS, DayProgram
from optimizer.solve.search import Limits
from optimizer.solve.stage import Proof

EXACT_WORK = 60.0  # deterministic time a level


@dataclass(frozen=True, slots=True)
class Sheltered:
    """The answer, and a proof for each level of the asylum seekers (program.LEVELS)."""

    answer: Answer
    proofs: tuple[Proof, ...]


def shelter(network: Network, limits: Limits, tell: Tell) -> Sheltered:
    """Shelter as many as possible, then keep groups together, spread the load and spare effort."""
    slots = all_slots(network)
    if slots is None:
        return Sheltered(*solve_large(network, limits, tell))
    program = DayProgram(network, slots, alike=True)
    answer = nobody_moves(network)
    proofs = []
    for level, name in enumerate(LEVELS):
        began = time.monotonic()
        result = program.settle(level, limits, work=EXACT_WORK, start=answer)
        if result.infeasible:
            raise AssertionError(f"level {name}: the model refuses even the plan in which nobody moves")
        measure = program.measures[level]
        answer = result.answer or answer
        program.keep(level, result.units)
        proof = Proof(measure.value(result.units), measure.value(result.bound), time.monotonic() - began)
        tell(name, proof, "exact")
        proofs.append(proof)
    return Sheltered(answer, tuple(proofs))
