"""Two plans side by side: what differs, and how much of it their values and bounds prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from optimizer.plan.plan import Level, Plan

SLACK: Final = 1e-6  # what a figure may be off before it is another one


class Verdict(StrEnum):
    """What is proven of a difference; less is better on every level."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Difference:
    """One level without and with the change.

    The least value there is, with the levels before at what each plan reached, lies between a plan's bound and its
    value. So the change of that least value lies between `at_least` (bound with - value without) and `at_most`
    (value with - bound without). None: a bound is lacking, nothing is proven on that side. `never_more`: it is known
    beforehand that the least value cannot rise.
    """

    name: str
    without: Level
    changed: Level
    never_more: bool = False

    @property
    def found(self) -> float:
        """The change between the two plans that were found."""
        return _clean(self.changed.value - self.without.value)

    @property
    def at_least(self) -> float | None:
        """No change is below this."""
        return None if self.changed.bound is None else _clean(self.changed.bound - self.without.value)

    @property
    def at_most(self) -> float | None:
        """No change is above this."""
        most = None if self.without.bound is None else _clean(self.changed.value - self.without.bound)
        return min(most if most is not None else 0.0, 0.0) if self.never_more else most

    @property
    def verdict(self) -> Verdict:
        """What the two limits prove."""
        if self.at_most is not None and self.at_most < 0:
            return Verdict.BETTER
        if self.at_least is not None and self.at_least > 0:
            return Verdict.WORSE
        return Verdict.SAME if self.at_least == self.at_most == 0 else Verdict.UNDECIDED


@dataclass(frozen=True, slots=True)
class Comparison:
    """The five levels; `decisive` is the first that is not proven the same, None where all are."""

    levels: tuple[Difference, ...]

    @property
    def decisive(self) -> Difference | None:
        """The level that decides which of the two days is better: an earlier one goes before all later ones."""
        return next((level for level in self.levels if level.verdict is not Verdict.SAME), None)

    @property
    def verdict(self) -> Verdict:
        """What is proven of the whole."""
        return self.decisive.verdict if self.decisive else Verdict.SAME


def compare(without: Plan, changed: Plan) -> Comparison:
    """The levels of two plans, in their order."""
    return Comparison(differences(without.levels, changed.levels))


def differences(without: Sequence[Level], changed: Sequence[Level]) -> tuple[Difference, ...]:
    """Level by level. ValueError: they are not the same levels."""
    pairs = list(zip(without, changed, strict=True))
    if any(one.name != other.name for one, other in pairs):
        raise ValueError("these are not the same levels")
    return tuple(Difference(one.name, one, other) for one, other in pairs)


def _clean(value: float) -> float:
    """0 where floating numbers only look different, and never -0."""
    return 0.0 if abs(value) <= SLACK else value
