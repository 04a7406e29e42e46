"""A region that may be short of staff after its limit was lowered: one of two worlds, each with rows of its own.

Either it has the staff that it needs, or it is short: then all its staff is in use and nobody comes (rule 6). What is
between the two is a mixture (Balas 1979, disjunctive programming), so no cheap half-shortage serves its residents.
"""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.model.linear import INFINITY, Expression, LinearModel, expression

Column = int


@dataclass(frozen=True, slots=True)
class Shortage:
    """A region and day on which present residents may need more staff than there is.

    `most` staff of the day, and `ceiling`, more than which is never needed; `all_in_use` columns with their most;
    `residents` in bands of the region's load; least and most staff for `each` resident; who is `coming`.
    """

    most: float
    ceiling: float
    need: Expression
    all_in_use: tuple[tuple[Column, float], ...]
    residents: tuple[Column, ...]
    each: tuple[float, float]
    coming: tuple[Column, ...]


def add_shortage(linear: LinearModel, here: Shortage, before: Column | None) -> tuple[Column, Column]:
    """The columns of the staff that is missing and of whether it is (0 to 1), with their rows.

    `before`: whether it was missing the day before, if who is short today was short then.
    """
    short, is_short, need = (
        int(linear.variables(1, 0.0, most, integer=False)[0]) for most in (here.ceiling - here.most, 1.0, here.ceiling)
    )
    widths = [linear.high[x] for x in here.residents]
    inside = linear.variables(len(widths), 0.0, widths, integer=False)
    share, needed = expression([is_short]), expression([need])
    linear.row(needed + share.times(-here.ceiling), high=0.0)
    linear.row(expression([short]) + share.times(here.most) + needed.times(-1.0), low=0.0, high=0.0)
    for column, most in here.all_in_use:
        linear.row(share.times(most) + expression([column], -1.0), high=0.0)
    _in_both_worlds(linear, here.need, needed, expression(here.residents), expression(inside), here.each)
    for x, y, width in zip(here.residents, inside.tolist(), widths, strict=True):
        linear.row(expression([y, x], [1.0, -1.0]), high=0.0)
        if width < INFINITY:
            linear.row(expression([y, is_short], [1.0, -width]), high=0.0)
            linear.row(expression([x, y, is_short], [1.0, -1.0, width]), high=width)
    if here.coming:
        room = here.most / here.each[0]
        linear.row(expression(here.coming) + share.times(room), high=room)
    if before is not None:
        linear.row(share + expression([before], -1.0), high=0.0)
    return short, is_short


def _in_both_worlds(
    linear: LinearModel,
    need: Expression,
    short: Expression,
    residents: Expression,
    inside: Expression,
    each: tuple[float, float],
) -> None:
    """Residents need as much staff as they can need, those of a short region and the others apart."""
    least, most = each
    for staff, persons in ((short, inside), (need + short.times(-1.0), residents + inside.times(-1.0))):
        linear.row(staff + persons.times(-most), high=0.0)
        linear.row(persons.times(least) + staff.times(-1.0), high=0.0)
