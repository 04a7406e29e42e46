"""Chance that falls the same way on every machine and Python version.

Only `Random.random()` is used, the one method whose sequence Python promises to keep for a seed; a text seed
goes through SHA-512. Each part of a scenario has dice of its own, so that more people do not move the sites.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import cos, log, pi, sqrt
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """A stream of chance named by its `parts`, such as a seed and a table's name."""

    def __init__(self, *parts: object) -> None:
        self._random = Random("/".join(map(str, parts)))  # noqa: S311 - a sample needs no secret chance

    def unit(self) -> float:
        """A number in [0, 1)."""
        return self._random.random()

    def chance(self, probability: float) -> bool:
        """True with `probability`; 0 is never, 1 always."""
        return self.unit() < probability

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + self.unit() * (high - low)

    def whole(self, low: int, high: int) -> int:
        """A whole number in [low, high], both included."""
        return low + int(self.unit() * (high - low + 1))

    def gamma(self, shape: float) -> float:
        """A number of the gamma distribution with mean `shape` and scale 1; ValueError: `shape` is below 1.

        Marsaglia and Tsang 2000, doi:10.1145/358407.358414, with normal numbers by Box and Muller.
        """
        if shape < 1:
            raise ValueError(f"shape is {shape}, must be 1 or more")
        d = shape - 1 / 3
        while True:
            x = sqrt(-2 * log(1 - self.unit())) * cos(2 * pi * self.unit())
            v = (1 + x / sqrt(9 * d)) ** 3
            if v > 0 and log(1 - self.unit()) < x * x / 2 + d - d * v + d * log(v):
                return d * v

    def poisson(self, mean: float) -> int:
        """How many of what comes one by one, `mean` on average, come; 0 or more."""
        count, waited = 0, -log(1 - self.unit())
        while waited < mean:
            count, waited = count + 1, waited - log(1 - self.unit())
        return count

    def pick(self, items: Sequence[T]) -> T:
        """One of `items`, each as likely; IndexError when there is none."""
        return items[int(self.unit() * len(items))]

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """The items in random order (Fisher and Yates)."""
        row = list(items)
        for last in range(len(row) - 1, 0, -1):
            other = self.whole(0, last)
            row[last], row[other] = row[other], row[last]
        return row


class Wheel(Generic[T]):
    """Draws items in proportion to their weights, in logarithmic time."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._items = tuple(weights)
        self._ends = tuple(accumulate(weights.values()))

    def spin(self, dice: Dice) -> T:
        """One item; IndexError when the wheel is empty."""
        return self._items[min(bisect_right(self._ends, dice.unit() * self._ends[-1]), len(self._items) - 1)]


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `total`, in proportion to `weights`, by largest remainder (ties: the first)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts
