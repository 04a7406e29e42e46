"""What the solver tells whoever is watching, and how it ends when there is no plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the solver is now.

    `level` is one of the plan's level names; `value` the best plan's so far (None: none yet), `bound` what is
    proven for it (None: nothing yet), `gap` (value - bound) / max(1, value); `elapsed` in seconds since the
    solver began; `phase` says in a few words what it is doing, for a person to read.
    """

    level: str
    value: float | None
    bound: float | None
    gap: float | None
    elapsed: float
    phase: str


class OutOfTime(Exception):  # noqa: N818 - an ending of a solve, not a mistake
    """No valid plan was made before the time limit or the request to stop; says nothing of whether there is one."""
