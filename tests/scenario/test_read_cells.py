"""One cell at a time: what it is read as, and what is refused because it could be two things."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from optimizer.scenario.reading.cells import PLAIN, READERS, Broken, Cell, Raw, Style, UnreadableError, is_blank, shown

DUTCH, EXCEL = Style(dutch=True), Style(excel=True)
DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("cell", "raw", "style", "value"),
    [
        (Cell.WHOLE, "1170", PLAIN, 1170),
        (Cell.WHOLE, "1.170", DUTCH, 1170),
        (Cell.WHOLE, "1.170.000", DUTCH, 1_170_000),
        (Cell.WHOLE, "3.0", PLAIN, 3),
        (Cell.WHOLE, " 3 ", PLAIN, 3),
        (Cell.WHOLE, 3.0, EXCEL, 3),
        (Cell.WHOLE, Decimal("3"), PLAIN, 3),
        (Cell.NUMBER, "1.17", PLAIN, 1.17),
        (Cell.NUMBER, "0.125", PLAIN, 0.125),
        (Cell.NUMBER, "2,5", PLAIN, 2.5),
        (Cell.NUMBER, "1.170,5", PLAIN, 1170.5),
        (Cell.NUMBER, "1,125", DUTCH, 1.125),
        (Cell.NUMBER, ".5", PLAIN, 0.5),
        (Cell.NUMBER, 1.17, EXCEL, 1.17),
        (Cell.DEGREES, "4.895", PLAIN, 4.895),
        (Cell.DEGREES, "4,895", PLAIN, 4.895),
        (Cell.DEGREES, "4.895", DUTCH, 4.895),
        (Cell.FLAG, "Ja", PLAIN, True),
        (Cell.FLAG, "ONWAAR", PLAIN, False),
        (Cell.FLAG, "0", PLAIN, False),
        (Cell.FLAG, 1.0, EXCEL, True),
        (Cell.FLAG, True, EXCEL, True),
        (Cell.DATE, "2026-11-03", PLAIN, DAY),
        (Cell.DATE, "03-11-2026", PLAIN, DAY),
        (Cell.DATE, "3-11-2026", PLAIN, DAY),
        (Cell.DATE, "2026-11-03 00:00:00", PLAIN, DAY),
        (Cell.DATE, "2026-11-03T00:00", PLAIN, DAY),
        (Cell.DATE, datetime(2026, 11, 3), EXCEL, DAY),  # noqa: DTZ001 - Excel knows no time zones
        (Cell.DATE, 46329.0, EXCEL, DAY),
        (Cell.ID, "0012", PLAIN, "0012"),
        (Cell.ID, 12.0, EXCEL, "12"),
        (Cell.ID, "NA", PLAIN, "NA"),
        (Cell.ID, "-", PLAIN, "-"),
        (Cell.IDS, "A  B", PLAIN, ("A", "B")),
        (Cell.TEXT, " None ", PLAIN, "None"),
    ],
)
def test_reads(cell: Cell, raw: Raw, style: Style, value: object) -> None:
    found = READERS[cell](raw, style)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("cell", "raw", "style"),
    [
        (Cell.WHOLE, "1.170", PLAIN),
        (Cell.WHOLE, "1.170", EXCEL),
        (Cell.WHOLE, "1,170", PLAIN),
        (Cell.WHOLE, "1,170", DUTCH),
        (Cell.WHOLE, "1.17", DUTCH),
        (Cell.WHOLE, "2.5", PLAIN),
        (Cell.WHOLE, 2.5, EXCEL),
        (Cell.WHOLE, True, EXCEL),
        (Cell.WHOLE, DAY, EXCEL),
        (Cell.WHOLE, "٣", PLAIN),
        (Cell.WHOLE, "9" * 400, PLAIN),
        (Cell.WHOLE, 10**400, PLAIN),
        (Cell.NUMBER, "1.170", PLAIN),
        (Cell.NUMBER, "1.170", DUTCH),
        (Cell.NUMBER, "1,170", PLAIN),
        (Cell.NUMBER, "1e3", PLAIN),
        (Cell.NUMBER, "inf", PLAIN),
        (Cell.NUMBER, float("inf"), EXCEL),
        (Cell.DEGREES, "4.895.123", DUTCH),
        (Cell.DEGREES, "52°22'N", PLAIN),
        (Cell.FLAG, "x", PLAIN),
        (Cell.FLAG, "2", PLAIN),
        (Cell.DATE, "3/11/2026", PLAIN),
        (Cell.DATE, "03-11-26", PLAIN),
        (Cell.DATE, "2026-02-30", PLAIN),
        (Cell.DATE, "1026-11-03", PLAIN),
        (Cell.DATE, "46329", PLAIN),
        (Cell.DATE, 46329, PLAIN),
        (Cell.DATE, 12.0, EXCEL),
        (Cell.DATE, 46329.5, EXCEL),
        (Cell.DATE, datetime(2026, 11, 3, 7), EXCEL),  # noqa: DTZ001 - as above
        (Cell.DATE, datetime(2026, 11, 3, tzinfo=timezone(timedelta(hours=1))), PLAIN),
        (Cell.DATE, time(7), EXCEL),
        (Cell.ID, " A", PLAIN),
        (Cell.ID, "A\u200bB", PLAIN),
        (Cell.ID, DAY, EXCEL),
        (Cell.PLACE_ID, "A B", PLAIN),
        (Cell.TEXT, "A\0B", PLAIN),
        *((cell, Broken("#N/A"), EXCEL) for cell in Cell),
    ],
)
def test_refuses(cell: Cell, raw: Raw, style: Style) -> None:
    with pytest.raises(UnreadableError):
        READERS[cell](raw, style)


def test_one_point_one_seven_nought_is_never_one_point_one_seven() -> None:
    with pytest.raises(UnreadableError, match="1170, if that is meant"):
        READERS[Cell.NUMBER]("1.170", PLAIN)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "true"),
        (Decimal("2.50"), "2.5"),
        (10**400, "a very large number"),
    ],
)
def test_shows_a_cell_as_the_planner_sees_it(raw: Raw, text: str) -> None:
    assert shown(raw) == text


def test_shows_no_more_than_fits() -> None:
    assert len(shown("x" * 1000)) == 80


@pytest.mark.parametrize(("raw", "blank"), [(None, True), (" ", True), (float("nan"), True), ("-", False), (0, False)])
def test_blank_cells(raw: Raw, blank: bool) -> None:
    assert is_blank(raw) is blank
