"""The state of a plan in words: how far each of its five goals is proven."""

from __future__ import annotations

from math import ceil

from maps.kit.tables import Cell, Row, Table
from maps.texts import Texts
from maps.view.day import DayView
from optimizer.plan.plan import Level


def level_table(view: DayView, texts: Texts) -> Table:
    """The five goals with their value, of all days together, and how sure it is that it could not be better."""
    rows = [
        Row.of(level.name, (texts(f"level.{level.name}"), level.value, Cell.of(proof(level, texts), texts)), texts)
        for level in view.levels
    ]
    key = "levels" if view.outlook is None else "levels_of_days"
    return Table(key, ("goal", "value", "proof"), frozenset({"value"}), tuple(rows))


def proof(level: Level, texts: Texts) -> str:
    """How far a level is proven, in plain words; a gap is rounded up to a tenth of a per cent."""
    if level.gap is None:
        return texts("proof.unknown")
    tenths = ceil(round(level.gap * 1000, 6))
    if tenths <= 0:
        return texts("proof.best")
    return texts("proof.near" if level.settled else "proof.open", gap=texts.percent(tenths / 10))
