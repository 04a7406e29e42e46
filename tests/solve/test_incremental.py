"""A linear programme that grows: it is solved again where it was left, and from scratch where that goes wrong."""

from __future__ import annotations

from typing import Any

import pytest
from ortools.math_opt import result_pb2

from optimizer.model.incremental import GrowingProgramme
from optimizer.model.linear import Ending, LinearModel, expression


def at_least_five() -> GrowingProgramme:
    """Minimise x + 2 y with x + y >= 5, x <= 2, y <= 9."""
    linear = LinearModel()
    both = linear.variables(2, 0.0, [2.0, 9.0], integer=False)
    linear.row(expression(both), low=5.0)
    programme = GrowingProgramme(linear)
    programme.set_objective(expression(both, [1.0, 2.0]))
    return programme


class Lost:
    """A solver that takes every change and then says that nothing solves it."""

    def update(self, change: Any) -> bool:
        return change is not None

    def solve(self, *_: Any) -> result_pb2.SolveResultProto:
        answer = result_pb2.SolveResultProto()
        answer.termination.reason = result_pb2.TERMINATION_REASON_INFEASIBLE
        return answer


def test_it_goes_on_from_where_it_was() -> None:
    programme = at_least_five()
    assert programme.solve(10.0).value == pytest.approx(2 + 2 * 3)
    programme.add_columns([0.5], [[(0, 1.0)]])
    assert programme.solve(10.0).value == pytest.approx(2.5)
    programme.add_row(expression([2]), 1.0)
    assert programme.solve(10.0).value == pytest.approx(0.5 + 2 + 2 * 2)


def test_a_solver_that_loses_its_way_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = at_least_five()
    programme.add_columns([0.5], [[(0, 1.0)]])
    monkeypatch.setattr(programme, "_solver", Lost())
    found = programme.solve(10.0)
    assert (found.ending, found.value) == (Ending.OPTIMAL, pytest.approx(2.5))
    programme.add_row(expression([2]), 1.0)  # and it goes on from there
    assert programme.solve(10.0).value == pytest.approx(6.5)


def test_what_has_no_solution_is_said_to_have_none() -> None:
    programme = at_least_five()
    programme.add_row(expression([0, 1]), 4.0)
    assert programme.solve(10.0).ending is Ending.INFEASIBLE
