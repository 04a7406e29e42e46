"""A linear programme over several days, level after level: each as low as it can be with those before it kept."""

from __future__ import annotations

from optimizer.model.horizon.programme import Programme
from optimizer.model.interior import bound_interior, minimize_interior
from optimizer.model.linear import INFINITY, Ending, Expression, Floats, LinearModel, expression
from optimizer.solve.progress import OutOfTime
from optimizer.solve.search import Limits

SECONDS = 3_600.0  # a last guard, where no limit is given
KEPT, LEAST_KEPT = 1e-9, 2e-7  # of a level's value, and of any, that keeping it leaves free
EPS = 1e-6


class Stages:
    """Minimises one level after another over the rows of a programme.

    `limits` may be set at any time. OutOfTime: they are over, or without them it took an hour.
    """

    def __init__(self, programme: Programme, limits: Limits | None = None) -> None:
        self.programme, self.limits = programme, limits
        linear = programme.linear
        self._linear = LinearModel(list(linear.low), list(linear.high), list(linear.integer), list(linear.rows))

    def least(self, level: Expression) -> Floats:
        """A solution with the least of a level."""
        if self.limits is not None and self.limits.over():
            raise OutOfTime("there is no time left for the days after the first")
        seconds = SECONDS if self.limits is None else self.limits.seconds_left()
        found = minimize_interior(self._linear, level, seconds=seconds)
        if found.ending is Ending.INFEASIBLE:
            raise ArithmeticError("the days after the first have no solution: their rows contradict each other")
        if found.ending is not Ending.OPTIMAL:
            raise OutOfTime(f"the days after the first were not worked out in time ({found.ending})")
        return found.solution

    def bound(self, level: Expression) -> float:
        """What a level is never less than, near its least."""
        if self.limits is not None and self.limits.over():
            raise OutOfTime("there is no time left for bounds of all days")
        seconds = SECONDS if self.limits is None else self.limits.seconds_left()
        bound = bound_interior(self._linear, level, seconds=seconds, most=self.programme.most())
        return level.value(self.least(level)) if bound is None else bound

    def keep(self, level: Expression, value: float) -> None:
        """Let a level be no worse than a value from now on."""
        self._linear.row(level, high=value + LEAST_KEPT + KEPT * abs(value))

    def settle(self, level: Expression) -> Floats:
        """The least of a level, and keep it."""
        solution = self.least(level)
        self.keep(level, level.value(solution))
        return solution

    def distance(self, quantity: Expression, wanted: float) -> int:
        """A new variable, at least as large as what a quantity differs from what is wanted."""
        column = int(self._linear.variables(1, 0.0, INFINITY, integer=False)[0])
        beyond = expression([column], -1.0)
        self._linear.row(quantity + beyond, high=wanted)
        self._linear.row(quantity.times(-1.0) + beyond, high=-wanted)
        return column

    def take_nobody_where_full(self, solution: Floats) -> None:
        """Rule 6, where a limit is lowered: who is there may stay, and then nobody comes.

        Where `solution` keeps the lowered limit it is kept from now on; where it does not, nobody arrives that day.
        """
        for limit in self.programme.lowered_limits():
            if limit.use.value(solution) <= limit.most + EPS:
                self._linear.row(limit.use, high=limit.most + EPS)
                for column in limit.short:
                    self._linear.high[column] = EPS
                continue
            for column in limit.arrivals:
                self._linear.high[column] = 0.0
            for column, value in limit.all_in_use:
                self._linear.low[column] = value
