"""What one half of the problem (asylum seekers, status holders) found for each of its levels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """Value and proven bound of one objective, and the seconds that went into it."""

    value: float
    bound: float
    seconds: float = 0.0

    def __add__(self, other: Proof) -> Proof:
        return Proof(self.value + other.value, self.bound + other.bound, self.seconds + other.seconds)

    @property
    def gap(self) -> float:
        """(value - bound) / max(1, value), as the contract measures it."""
        return max(0.0, self.value - self.bound) / max(1.0, self.value)
