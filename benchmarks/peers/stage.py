"""What a peer's model reached at a level."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A level (1 to 5): its value, the least it can be in that model, and which value was reached when.

    `trace` has pairs of seconds from the start of the process and value.
    """

    level: int
    value: float
    bound: float | None
    trace: tuple[tuple[float, float], ...]
