"""What part of a limit is held, in whole per cent; and what a figure differs from another."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import floor, inf

from maps.kit.tables import NOTHING, Cell
from maps.texts import Texts


def share(held: float, most: float) -> float | None:
    """Whole per cent of `most`; None: there is nothing to hold and nothing held, infinite: held of nothing.

    Rounded to the nearest, except that it is 100 only when it is full exactly, and above 100 only when it is too full.
    """
    if most == 0:
        return None if held == 0 else inf
    nearest = floor(100 * held / most + 0.5)
    if held > most:
        return max(101, nearest)
    return nearest if held == most else min(99, nearest)


def share_cell(held: float, most: float | None, texts: Texts) -> Cell:
    """The share as it is shown; a dash where there is no limit, or where there is no number for it."""
    value = None if most is None else share(held, most)
    return Cell(NOTHING, inf, order=1e6) if value == inf else Cell.of(value, texts)


def told_difference(before: float, after: float, texts: Texts) -> Cell:
    """What `after` is more or less than `before`, so that it adds up with both as they are written, in tenths."""
    return difference(tenths(after) - tenths(before), texts)


def tenths(number: float) -> float:
    """To the tenth that `Texts.number` writes."""
    return float(Decimal(repr(number)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def difference(number: float, texts: Texts) -> Cell:
    """`+12`, `−3`, or in words that nothing changed."""
    number = round(number, 6)
    if not number:
        return Cell(texts("region.same"), 0)
    sign = "+" if number > 0 else "\u2212"
    return Cell(f"{sign}{texts.number(abs(number))}", number)
