"""One single-source capacitated facility location problem, and what a solution of it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


class InstanceError(ValueError):
    """A file that is no instance, an instance that is no scenario, or a solution that is none."""


@dataclass(frozen=True, slots=True)
class Instance:
    """Facilities with capacity and fixed cost, customers with demand; `cost[i][j]`: all of customer i from facility j.

    Every number is exact, as the file has it. `optimum` is what the file itself says the best total is.
    """

    capacity: tuple[Fraction, ...]
    fixed: tuple[Fraction, ...]
    demand: tuple[Fraction, ...]
    cost: tuple[tuple[Fraction, ...], ...]
    optimum: Fraction | None = None

    def __post_init__(self) -> None:
        facilities, customers = len(self.capacity), len(self.demand)
        if not facilities or not customers:
            raise InstanceError(f"{facilities} facilities and {customers} customers: at least one of each is needed")
        if len(self.fixed) != facilities:
            raise InstanceError(f"{len(self.fixed)} fixed costs for {facilities} facilities")
        if len(self.cost) != customers or any(len(row) != facilities for row in self.cost):
            raise InstanceError(f"the costs are not {customers} customers by {facilities} facilities")
        if min(self.demand) <= 0:
            raise InstanceError(f"customer {self.demand.index(min(self.demand)) + 1} has no demand")
        if min(self.capacity) < 0 or min(self.fixed) < 0 or min(map(min, self.cost)) < 0:
            raise InstanceError("a capacity or a cost is negative")

    def total(self, facility_of: Sequence[int]) -> Fraction:
        """What it costs that customer i is served by facility `facility_of[i]`; InstanceError: that is not allowed."""
        if len(facility_of) != len(self.demand):
            raise InstanceError(f"{len(facility_of)} customers are served, there are {len(self.demand)}")
        load = [Fraction(0)] * len(self.capacity)
        for customer, facility in enumerate(facility_of):
            load[facility] += self.demand[customer]
        for facility, (used, most) in enumerate(zip(load, self.capacity, strict=True), 1):
            if used > most:
                raise InstanceError(f"facility {facility} serves {float(used):g}, its capacity is {float(most):g}")
        opened = sum((self.fixed[j] for j in set(facility_of)), Fraction(0))
        return opened + sum((self.cost[i][j] for i, j in enumerate(facility_of)), Fraction(0))
