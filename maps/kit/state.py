"""The state of a plan in words: how far each of its five goals is proven."""

from __future__ import annotations

from math import ceil

from maps.kit.tables import Row, Table
from maps.texts import Texts
from maps.view.day import DayView
from optimizer.plan.plan import Level


def level_table(view: DayView, texts: Texts) -> Table:
    """The five goals with their value, and how sure it is that it could not be better.

    Of several days: today's value, and that of all days together, which is what is proven.
    """
    today = view.outlook.levels_today if view.outlook else None

    def row(number: int, level: Level) -> Row:
        values = (level.value,) if today is None else (today[number], level.value)
        return Row.of(level.name, (texts(f"level.{level.name}"), *values, proof(level, texts)), texts)

    rows = tuple(row(number, level) for number, level in enumerate(view.levels))
    if today is None:
        return Table("levels", ("goal", "value", "proof"), frozenset({"value"}), rows)
    values = ("value_today", "value_days")
    return Table("levels_of_days", ("goal", *values, "proof"), frozenset(values), rows)


def proof(level: Level, texts: Texts) -> str:
    """How far a level is proven, in plain words; a gap is rounded up to a tenth of a per cent."""
    if level.gap is None:
        return texts("proof.unknown")
    tenths = ceil(round(level.gap * 1000, 6))
    if tenths <= 0:
        return texts("proof.best")
    return texts("proof.near" if level.settled else "proof.open", gap=texts.percent(tenths / 10))
