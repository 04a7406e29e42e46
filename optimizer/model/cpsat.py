"""A linear model handed to CP-SAT, which wants whole numbers: rows are multiplied until all are whole."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, isinf, lcm
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from optimizer.model.linear import Expression, Floats, Ints, LinearModel


def whole_factor(numbers: Floats) -> int:
    """The least multiplier that makes every number whole, taking each as it is written (0.1 is a tenth)."""
    return lcm(*{Fraction(str(x)).limit_denominator(10**6).denominator for x in np.unique(numbers).tolist()})


def load(linear: LinearModel, into: cp_model.CpModel) -> list[cp_model.IntVar]:
    """Add the model's variables and rows; every variable is taken as an integer. The variables, by column."""
    variables = [
        into.new_int_var(ceil(low), floor(high), f"x{i}")
        for i, (low, high) in enumerate(zip(linear.low, linear.high, strict=True))
    ]
    for columns, coefficients, low, high in linear.rows:
        bounds = [b for b in (low, high) if not isinf(b)]
        factor = whole_factor(np.concatenate([coefficients, bounds]))
        total = weighted(variables, columns, coefficients, factor)
        least = cp_model.INT_MIN if isinf(low) else ceil(_times(low, factor))
        most = cp_model.INT_MAX if isinf(high) else floor(_times(high, factor))
        into.add_linear_constraint(total, least, most)
    return variables


def weighted(variables: list[cp_model.IntVar], columns: Ints, coefficients: Floats, factor: int) -> Any:
    """Sum of coefficients times `factor` times variables, in whole numbers."""
    whole = [int(_times(x, factor)) for x in coefficients.tolist()]
    return cp_model.LinearExpr.weighted_sum([variables[c] for c in columns.tolist()], whole)


def scaled(variables: list[cp_model.IntVar], total: Expression) -> tuple[Any, int]:
    """An expression in whole numbers without its constant, and the factor it was multiplied by."""
    factor = whole_factor(total.coefficients)
    return weighted(variables, total.columns, total.coefficients, factor), factor


def _times(number: float, factor: int) -> Fraction:
    return Fraction(str(number)).limit_denominator(10**6) * factor
