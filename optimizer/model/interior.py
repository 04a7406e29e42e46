"""Large linear programmes from scratch: by HiGHS's interior point method, many times as fast as a simplex on these."""

from __future__ import annotations

import time

from ortools.math_opt import parameters_pb2
from pybind11_abseil.status import StatusNotOk

from optimizer.model.linear import Ending, Expression, LinearModel, LinearResult, read_result, solve_proto

NEAR = 1e-6  # of the optimum, at which a bound is near enough


def bound_interior(model: LinearModel, objective: Expression, *, seconds: float, most: float) -> float | None:
    """What an objective is never less than over a model's rows without integrality, near its optimum; None: not found.

    It goes to no corner, so it is there sooner than `minimize_interior`, and where that one fails too. The bound is
    true however exact the numbers are (`LinearModel.bound_at`, which says what `most` is).
    """
    parameters = _parameters(seconds)
    parameters.highs.string_options["run_crossover"] = "off"
    parameters.highs.double_options["ipm_optimality_tolerance"] = NEAR
    try:
        answer = solve_proto(model.proto(objective, relax=True), parameters_pb2.SOLVER_TYPE_HIGHS, parameters)
    except StatusNotOk:  # it says nothing of the model
        return None
    found = read_result(answer, objective, len(model.low), len(model.rows))
    return model.bound_at(objective, found.duals, most) if found.ending is Ending.OPTIMAL else None


def minimize_interior(model: LinearModel, objective: Expression, *, seconds: float) -> LinearResult:
    """The least of an objective over a model's rows, without integrality, at a corner: what is 0 there is exactly 0.

    Where HiGHS ends without an optimum GLOP has the rest of the time and the last word. It is the same on every run.
    """
    began = time.monotonic()
    try:
        answer = solve_proto(model.proto(objective, relax=True), parameters_pb2.SOLVER_TYPE_HIGHS, _parameters(seconds))
    except StatusNotOk:  # it says nothing of the model
        pass
    else:
        found = read_result(answer, objective, len(model.low), len(model.rows))
        if found.ending is Ending.OPTIMAL:
            return found
    left = max(0.001, seconds - (time.monotonic() - began))
    return model.minimize(objective, relax=True, seconds=left)


def _parameters(seconds: float) -> parameters_pb2.SolveParametersProto:
    parameters = parameters_pb2.SolveParametersProto(lp_algorithm=parameters_pb2.LP_ALGORITHM_BARRIER)
    parameters.time_limit.FromMilliseconds(max(1, int(seconds * 1000)))
    return parameters
