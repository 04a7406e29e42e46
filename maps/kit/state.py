"""The state of a plan in words."""

from __future__ import annotations

from math import ceil

from maps.texts import Texts
from optimizer.plan.plan import Level


def proof(level: Level, texts: Texts) -> str:
    """How far a level is proven, in plain words; a gap is rounded up to a tenth of a per cent."""
    if level.gap is None:
        return texts("proof.unknown")
    tenths = ceil(round(level.gap * 1000, 6))
    if tenths <= 0:
        return texts("proof.best")
    return texts("proof.near" if level.settled else "proof.open", gap=texts.percent(tenths / 10))
