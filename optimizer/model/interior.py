"""Large linear programmes from scratch: by HiGHS's interior point method, many times as fast as a simplex on these."""

from __future__ import annotations

import time

from ortools.math_opt import parameters_pb2
from pybind11_abseil.status import StatusNotOk

from optimizer.model.linear import Ending, Expression, LinearModel, LinearResult, read_result, solve_proto


def minimize_interior(model: LinearModel, objective: Expression, *, seconds: float) -> LinearResult:
    """The least of an objective over a model's rows, without integrality, at a corner: what is 0 there is exactly 0.

    Where HiGHS ends without an optimum GLOP has the rest of the time and the last word. It is the same on every run.
    """
    began = time.monotonic()
    parameters = parameters_pb2.SolveParametersProto(lp_algorithm=parameters_pb2.LP_ALGORITHM_BARRIER)
    parameters.time_limit.FromMilliseconds(max(1, int(seconds * 1000)))
    try:
        answer = solve_proto(model.proto(objective, relax=True), parameters_pb2.SOLVER_TYPE_HIGHS, parameters)
    except StatusNotOk:  # it says nothing of the model
        pass
    else:
        found = read_result(answer, objective, len(model.low), len(model.rows))
        if found.ending is Ending.OPTIMAL:
            return found
    left = max(0.001, seconds - (time.monotonic() - began))
    return model.minimize(objective, relax=True, seconds=left)
