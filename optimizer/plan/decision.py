"""What the solver hands over: the bare choices, from which everything else of a plan is arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.plan.plan import Level


@dataclass(frozen=True, slots=True)
class BusTrip:
    """One trip of one bus: its stops in driving order, and who rides to each."""

    origin_id: str
    stops: tuple[str, ...]
    riders: tuple[tuple[str, ...], ...]  # household ids, one tuple a stop


@dataclass(frozen=True, slots=True)
class Decision:
    """Choices of the solver.

    `destination`: household id -> site or offer id; a household that is absent is unplaced (or stays, when
    it is a status holder who is not ready). `duties`: bus id -> its trips in driving order; a bus that is
    absent does not drive. `levels`: the five levels with value, bound and proof, as the solver knows them.
    """

    destination: Mapping[str, str]
    duties: Mapping[str, tuple[BusTrip, ...]]
    levels: tuple[Level, ...]
    warnings: tuple[str, ...] = ()
