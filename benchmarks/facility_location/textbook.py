"""The textbook model of single-source capacitated facility location, to hold plans against on other instances.

Drawn as Holmberg, Rönnqvist and Yuan (1999) draw theirs: customers and facilities in a square, costs by distance and
demand, fixed costs that grow with capacity. Nothing is known of such an instance beforehand; this model says what is
best. It shares no line with the project's own.
"""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass
from fractions import Fraction
from math import hypot

from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from benchmarks.facility_location.instance import Instance


@dataclass(frozen=True, slots=True)
class Answer:
    """Least total found (None: none), and what no solution can be below."""

    value: float | None
    bound: float


def solve(instance: Instance, seconds: float) -> Answer:
    """min sum f[j] y[j] + sum c[i, j] x[i, j], each customer once, capacities, x <= y; by HiGHS on one thread."""
    model = mathopt.Model()
    used = [model.add_binary_variable() for _ in instance.capacity]
    serves = [[model.add_binary_variable() for _ in instance.capacity] for _ in instance.demand]
    for row in serves:
        model.add_linear_constraint(mathopt.fast_sum(row) == 1)
        for x, y in zip(row, used, strict=True):
            model.add_linear_constraint(x <= y)
    for j, capacity in enumerate(instance.capacity):
        load = mathopt.fast_sum(float(d) * row[j] for d, row in zip(instance.demand, serves, strict=True))
        model.add_linear_constraint(load <= float(capacity) * used[j])
    opening = mathopt.fast_sum(float(f) * y for f, y in zip(instance.fixed, used, strict=True))
    serving = mathopt.fast_sum(
        float(c) * x for costs, row in zip(instance.cost, serves, strict=True) for c, x in zip(costs, row, strict=True)
    )
    model.minimize(opening + serving)
    limits = mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=seconds),
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=1e-6,
        highs=highs_pb2.HighsOptionsProto(string_options={"parallel": "off"}, int_options={"random_seed": 1}),
    )
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=limits)
    value = result.objective_value() if result.has_primal_feasible_solution() else None
    return Answer(value, result.dual_bound())


def drawn(facilities: int, customers: int, tightness: float, seed: int) -> Instance:
    """A random instance whose whole capacity is `tightness` times the whole demand."""
    draw = random.Random(f"square {facilities} {customers} {tightness} {seed}")
    where = [(draw.randint(10, 200), draw.randint(10, 200)) for _ in range(facilities + customers)]
    demand = [draw.randint(5, 50) for _ in range(customers)]
    sizes = [draw.randint(10, 40) for _ in range(facilities)]
    capacity = [max(*demand, round(size * tightness * sum(demand) / sum(sizes))) for size in sizes]
    fixed = [round(draw.randint(0, 90) + draw.randint(100, 110) * size**0.5) for size in capacity]
    cost = [
        [round(hypot(a - x, b - y) * d / 10) for x, y in where[:facilities]]
        for d, (a, b) in zip(demand, where[facilities:], strict=True)
    ]
    return Instance(
        tuple(map(Fraction, capacity)),
        tuple(map(Fraction, fixed)),
        tuple(map(Fraction, demand)),
        tuple(tuple(map(Fraction, row)) for row in cost),
    )
