"""A linear programme over several days, level after level: each as low as it can be with those before it kept."""

from __future__ import annotations

from optimizer.model.horizon.programme import Programme
from optimizer.model.incremental import GrowingProgramme
from optimizer.model.linear import Ending, Expression, Floats, expression
from optimizer.solve.progress import OutOfTime

SECONDS = 3_600.0  # a last guard: the days after the first are worked out to the end, whatever the time limit
KEPT, LEAST_KEPT = 1e-9, 2e-7  # of a level's value, and of any, that keeping it leaves free
EPS = 1e-6


class Stages:
    """Minimises one level after another over the rows of a programme. OutOfTime: it took an hour."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._growing = GrowingProgramme(programme.linear)

    def least(self, level: Expression) -> Floats:
        """A solution with the least of a level."""
        self._growing.set_objective(level)
        found = self._growing.solve(SECONDS)
        if found.ending is Ending.INFEASIBLE:
            raise ArithmeticError("the days after the first have no solution: their rows contradict each other")
        if found.ending is not Ending.OPTIMAL:
            raise OutOfTime(f"the days after the first were not worked out in time ({found.ending})")
        return found.solution

    def keep(self, level: Expression, value: float) -> None:
        """Let a level be no worse than a value from now on."""
        self._growing.add_row(level, value + LEAST_KEPT + KEPT * abs(value))

    def settle(self, level: Expression) -> Floats:
        """The least of a level, and keep it."""
        solution = self.least(level)
        self.keep(level, level.value(solution))
        return solution

    def distance(self, quantity: Expression, wanted: float) -> int:
        """A new variable, at least as large as what a quantity differs from what is wanted."""
        column = int(self._growing.add_columns([0.0], [[]])[0])
        beyond = expression([column], -1.0)
        self._growing.add_row(quantity + beyond, wanted)
        self._growing.add_row(quantity.times(-1.0) + beyond, -wanted)
        return column

    def take_nobody_where_full(self, solution: Floats) -> None:
        """Rule 6, where a limit is lowered: who is there may stay, and then nobody comes.

        Where `solution` keeps the lowered limit it is kept from now on; where it does not, nobody arrives that day.
        """
        for limit in self.programme.lowered_limits():
            if limit.use.value(solution) <= limit.most + EPS:
                self._growing.add_row(limit.use, limit.most + EPS)
                continue
            for column in limit.arrivals:
                self._growing.set_high(column, 0.0)
            for column, value in limit.all_in_use:
                self._growing.set_low(column, value)
