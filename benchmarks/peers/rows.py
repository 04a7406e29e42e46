"""A linear model that belongs to no solver: variables, rows and objectives in exact numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

Number = int | Fraction


@dataclass(slots=True)
class Linear:
    """Sum of coefficients times variables, plus a constant."""

    terms: dict[int, Number] = field(default_factory=dict)
    constant: Number = 0

    def add(self, variable: int, coefficient: Number = 1) -> None:
        """Add a multiple of a variable."""
        known = self.terms.get(variable)
        self.terms[variable] = coefficient if known is None else known + coefficient

    def value(self, solution: list[float]) -> float:
        """Its value where each variable has the value of `solution`."""
        return float(self.constant) + sum(float(c) * solution[v] for v, c in self.terms.items())


def linear(terms: Iterable[tuple[int, Number]] = (), constant: Number = 0) -> Linear:
    """An expression from pairs of variable and coefficient."""
    made = Linear(constant=constant)
    for variable, coefficient in terms:
        made.add(variable, coefficient)
    return made


@dataclass(slots=True)
class Rows:
    """Variables with whole bounds, and rows low <= expression <= high (None: no limit).

    `integer` says which variables a solver has to keep whole; the others come out whole by themselves or need not be.
    """

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    rows: list[tuple[Linear, Number | None, Number | None]] = field(default_factory=list)

    def variable(self, high: int, *, integer: bool = True) -> int:
        """A new variable from 0 to `high`."""
        self.low.append(0)
        self.high.append(high)
        self.integer.append(integer)
        return len(self.low) - 1

    def require(self, left: Linear, low: Number | None = None, high: Number | None = None) -> None:
        """Keep low <= left <= high."""
        self.rows.append((left, low, high))
