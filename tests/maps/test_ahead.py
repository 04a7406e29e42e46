"""The days after the planned one: what is read, counted by hand, and what may not be there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from outlook_files import look_ahead
from plan_folders import rewrite

from maps.ahead.chart import HEIGHT, WIDTH, chart, round_top
from maps.ahead.periods import country_in, periods, region_in, whole
from maps.ahead.section import ahead_section, ahead_tables, region_ahead
from maps.ahead.tables import arrivals_table, country_table, load_table, region_ahead_table, target_table
from maps.ahead.words import outlook_sentence, region_sentence, run_down_sentence
from maps.kit.state import level_table
from maps.kit.tables import Table
from maps.national.words import attention
from maps.texts import Texts
from maps.view.outlook import Outlook
from maps.view.read import read_view
from maps.view.receiving import region_views
from optimizer.plan.outlook import NationalRow, OutlookRow, TargetRow
from optimizer.scenario.faults import InputError

NL, EN = Texts("nl"), Texts("en")
FIRST = date(2026, 3, 2)  # a Monday


def region_day(n: int, occupied: float = 10, places: float = 20, arrivals: float = 0.0) -> OutlookRow:
    return OutlookRow(FIRST + timedelta(days=n), "VR01", places, occupied, arrivals, 1.5, 0, 3, n, 2, 100 - n)


def country_day(n: int, unsheltered: float = 0.0) -> NationalRow:
    return NationalRow(FIRST + timedelta(days=n), 130, unsheltered, 90, unsheltered, 40, 7500 - n, 12.5, 7, n % 5)


def outlook_of(*regions: OutlookRow, without: tuple[float, ...] = ()) -> Outlook:
    """The outlook of one region."""
    country = tuple(country_day(n, without[n] if n < len(without) else 0.0) for n in range(len(regions)))
    return Outlook(country, {"VR01": regions})


def days_of(count: int) -> list[date]:
    return [FIRST + timedelta(days=n) for n in range(count)]


def said(table: Table) -> list[tuple[str, ...]]:
    return [row.texts for row in table.rows]


@pytest.mark.parametrize(
    ("count", "daily", "spans"),
    [
        (1, 8, [(0, 1)]),
        (3, 8, [(0, 1), (1, 2), (2, 3)]),
        (9, 8, [*((n, n + 1) for n in range(8)), (8, 9)]),
        (18, 8, [*((n, n + 1) for n in range(8)), (8, 15), (15, 18)]),
    ],
)
def test_days_one_by_one_and_then_weeks(count: int, daily: int, spans: list[tuple[int, int]]) -> None:
    found = periods(days_of(count), daily)
    assert [(one.start, one.stop) for one in found] == spans
    assert [(one.first, one.last) for one in found] == [
        (FIRST + timedelta(days=i), FIRST + timedelta(days=k - 1)) for i, k in spans
    ]


def test_how_a_day_and_a_week_are_called() -> None:
    day, week = periods(days_of(8), 1)
    assert (day.text(NL), day.short(NL), day.spoken(NL)) == ("ma 2 mrt 2026", "ma 2 mrt", "maandag 2 maart 2026")
    assert (week.text(NL), week.short(NL)) == ("3 mrt t/m 9 mrt 2026", "3 mrt – 9 mrt")
    assert (week.text(EN), week.spoken(EN)) == ("3 Mar to 9 Mar 2026", "3 Mar to 9 Mar 2026")


def test_a_week_adds_up_who_comes_and_ends_with_who_is_there() -> None:
    days = [region_day(n, occupied=n, arrivals=0.5) for n in range(8)]
    week = region_in(periods(days_of(8), 1)[1], days)
    assert week == OutlookRow(FIRST + timedelta(days=7), "VR01", 20, 7, 3.5, 10.5, 0, 21, 7, 2, 99)
    country = country_in(periods(days_of(8), 1)[1], [country_day(n, unsheltered=float(n == 3)) for n in range(8)])
    assert country == NationalRow(FIRST + timedelta(days=7), 910, 0, 630, 1, 280, 7493, 87.5, 7, 4)


def test_a_region_tells_a_week_by_day_and_then_weeks() -> None:
    table = region_ahead_table([region_day(n, arrivals=0.5) for n in range(43)], NL)
    assert [row.texts[0] for row in table.rows][7:] == [
        "ma 9 mrt 2026",
        *("10 mrt t/m 16 mrt 2026", "17 mrt t/m 23 mrt 2026", "24 mrt t/m 30 mrt 2026"),
        *("31 mrt t/m 6 apr 2026", "7 apr t/m 13 apr 2026"),
    ]
    assert table.rows[1].texts == ("di 3 mrt 2026", "10", "20", "0,5", "1,5", "0", "3", "1", "2", "99")
    assert table.rows[8].texts[1:] == ("10", "20", "3,5", "10,5", "0", "21", "14", "2", "92")


def test_the_country_tells_six_weeks_by_day() -> None:
    table = country_table(outlook_of(*(region_day(n) for n in range(50)), without=(0, 0.5, 0.49)), NL)
    assert len(table.rows) == 43 + 1
    assert [row.texts[4:6] for row in table.rows[:3]] == [("0", "0"), ("1", "1"), ("0", "0")]
    assert table.rows[0].texts == (
        "ma 2 mrt 2026",
        *("130", "90", "40", "0", "0", "10", "20", "13", "7.500", "7", "0"),
    )
    assert table.rows[-1].texts[0] == "14 apr t/m 20 apr 2026"


@pytest.fixture
def ahead(small: Path) -> Path:
    """The small plan with six weeks ahead; ten people a day find no place from the fifth day on."""
    return look_ahead(small, days=42, short_from=5)


def test_every_region_and_day_has_its_figures(ahead: Path) -> None:
    view = read_view(ahead)
    assert view.outlook is not None
    load, arrivals = load_table(view, view.outlook, NL), arrivals_table(view, view.outlook, NL)
    assert load.columns[1:4] == ("2022-08-25", "2022-08-26", "2022-08-27")
    assert [load.head(column, NL) for column in load.columns[:3]] == ["Regio", "do 25 aug", "vr 26 aug"]
    for region in view.regions:
        for day in view.outlook.regions[region.vr_code]:
            key = day.date.isoformat()
            assert arrivals.cell(region.vr_code, key).value == whole(day.arrivals)
            percent = load.cell(region.vr_code, key).number
            if day.occupied < day.places:
                assert percent is not None
                assert abs(percent - 100 * day.occupied / day.places) <= 0.5 or percent == 99


def test_a_region_that_is_full_to_the_last_is_not_too_full() -> None:
    days = (region_day(0, occupied=20.0000001), region_day(1, occupied=20.1), region_day(2, occupied=19.99))
    view = replace(read_view(Path(__file__).parents[1] / "data" / "plan_small"), regions=())
    region = replace(read_view(Path(__file__).parents[1] / "data" / "plan_small").regions[0], vr_code="VR01")
    view = replace(view, regions=(region,))
    assert said(load_table(view, outlook_of(*days), NL))[0][1:] == ("100", "101", "99")


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ((5, 0, 0.4), "Naar verwachting heeft de komende 2 dagen iedereen een plek."),
        ((0, 0.6, 0), "Naar verwachting heeft 1 persoon geen plek op dinsdag 3 maart 2026."),
        ((0, 0, 12), "Naar verwachting hebben 12 mensen geen plek op woensdag 4 maart 2026."),
    ],
)
def test_whether_everybody_has_a_place_in_words(without: tuple[float, ...], words: str) -> None:
    assert outlook_sentence(outlook_of(*(region_day(n) for n in range(3)), without=without), NL) == words


def test_how_long_people_have_no_place() -> None:
    outlook = outlook_of(*(region_day(n) for n in range(3)), without=(0, 3, 12))
    assert outlook_sentence(outlook, NL) == (
        "Naar verwachting is er op 2 dagen niet voor iedereen een plek, voor het eerst op dinsdag 3 maart 2026. "
        "Op de drukste dag (woensdag 4 maart 2026) hebben 12 mensen geen plek."
    )


def test_a_plan_of_two_days_speaks_of_tomorrow() -> None:
    two = outlook_of(region_day(0), region_day(1, occupied=1))
    assert outlook_sentence(two, NL) == "Naar verwachting heeft morgen iedereen een plek."
    assert run_down_sentence(two, NL) == (
        "Bewoners in de crisisnoodopvang: 10 vannacht, 1 op dinsdag 3 maart 2026. "
        "Tot en met die dag krijgen 25 statushouders woonruimte."
    )


def test_what_a_region_has_to_reckon_with() -> None:
    days = [region_day(n, occupied=10 + (n == 9), arrivals=0.5) for n in range(12)]
    assert region_sentence(days, NL) == (
        "In de zeven dagen na vandaag komen er naar verwachting 4 mensen. "
        "De drukste dag is woensdag 11 maart 2026, met 11 bewoners op 20 afgesproken plaatsen."
    )


def test_who_moves_in_is_told_beside_who_arrives() -> None:
    days = [replace(region_day(n), moved_in=3.0 * (n in (0, 2, 4, 9))) for n in range(12)]
    assert region_sentence(days, NL).startswith(
        "In de zeven dagen na vandaag komt er naar verwachting niemand. "
        "Er verhuizen 6 mensen hierheen uit locaties die sluiten. De drukste"
    )


def test_nobody_is_expected() -> None:
    days = [region_day(n, arrivals=9.0 * (n == 0)) for n in range(8)]  # who comes today, comes today
    assert region_sentence(days, NL).startswith(
        "In de zeven dagen na vandaag komt er naar verwachting niemand. De drukste"
    )


def test_the_first_day_without_places_needs_attention(ahead: Path) -> None:
    notices = {notice.text: notice for notice in attention(read_view(ahead), NL)}
    notice = notices["Verwachting: op dinsdag 30 augustus 2022 hebben 10 mensen geen plek"]
    assert (notice.alarm, notice.link) == (False, "map.html#ahead")


def test_targets_by_municipality() -> None:
    targets = [
        TargetRow("GM0014", "Groningen", "VR01", 120, 70, 4, 80.5, -34.5),
        TargetRow("GM0037", "Stadskanaal", "VR01", 20, 0, 0, 1.5, 18.5),
    ]
    table = target_table(targets, NL)
    assert said(table) == [
        ("Groningen", "120", "70", "4", "80,5", "-34,5"),
        ("Stadskanaal", "20", "0", "0", "1,5", "18,5"),
    ]
    assert [cell.text for cell in table.total] == ["Samen", "140", "70", "4", "82", "-16"]


def test_targets_go_to_their_regions(ahead: Path) -> None:
    views = {view.code: view for view in region_views(read_view(ahead), ahead)}
    assert [target.name for target in views["VR01"].targets] == ["Groningen", "Stadskanaal"]
    assert views["VR02"].targets == ()


def test_a_chart_is_drawn_to_scale() -> None:
    days = [region_day(0, occupied=0), region_day(1, occupied=10), region_day(2, occupied=20, places=10)]
    drawn = chart(days, top=20, band=[(0, 0), (5, 15), (10, 20)])
    assert drawn.residents == f"M0 {HEIGHT}L{WIDTH // 2} {HEIGHT // 2}L{WIDTH} 0"
    assert drawn.places == f"M0 0H{WIDTH}V{HEIGHT // 2}H{WIDTH}"
    assert drawn.band == f"M0 {HEIGHT}L{WIDTH // 2} 18L{WIDTH} 0L{WIDTH} 36L{WIDTH // 2} 54L0 {HEIGHT}z"
    assert chart(days, top=20).band == ""
    assert chart(days[:1], top=20).residents == f"M0 {HEIGHT}"


@pytest.mark.parametrize(("most", "top"), [(0, 10), (3, 10), (12, 15), (450, 450), (450.5, 500), (11_500, 15_000)])
def test_a_scale_ends_at_a_round_number(most: float, top: int) -> None:
    assert round_top(most) == top >= most


def test_a_plan_of_one_day_looks_nowhere(small: Path) -> None:
    view = read_view(small)
    assert view.outlook is None
    assert (ahead_section(view, NL), ahead_tables(view, NL), region_ahead((), NL)) == (None, (), None)


def lines(change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Callable[[Path], None]:
    return lambda folder: rewrite(folder, "outlook.csv", change)


def set_cell(column: str, value: str) -> Callable[[Path], None]:
    return lines(lambda rows: [{**rows[0], column: value}, *rows[1:]])


@pytest.mark.parametrize(
    ("spoil", "file", "row", "column", "words"),
    [
        (lambda f: (f / "outlook_national.csv").unlink(), "outlook_national.csv", None, "", "the file in the plan"),
        (lambda f: (f / "outlook.csv").unlink(), "outlook.csv", None, "", "the file in the plan folder"),
        (set_cell("date", "morgen"), "outlook.csv", 2, "date", "a date, YYYY-MM-DD"),
        (set_cell("occupied", "veel"), "outlook.csv", 2, "occupied", "a number"),
        (set_cell("occupied", "nan"), "outlook.csv", 2, "occupied", "a number"),
        (set_cell("vr_code", "VR77"), "outlook.csv", None, "vr_code", "a region of regions.csv"),
        (lines(lambda rows: rows[1:]), "outlook.csv", None, "date", "each day of outlook_national.csv once"),
        (lines(lambda rows: [*rows, rows[-1]]), "outlook.csv", None, "date", "each day of outlook_national.csv once"),
        (
            lambda f: rewrite(f, "outlook_levels.csv", lambda rows: rows[1:]),
            "outlook_levels.csv",
            None,
            "date",
            "one after the other, from 2022-08-25 on",
        ),
        (
            lambda f: rewrite(f, "outlook_national.csv", lambda rows: rows[1:]),
            "outlook_national.csv",
            None,
            "date",
            "one after the other, from 2022-08-25 on",
        ),
    ],
)
def test_what_does_not_fit_is_named(
    ahead: Path, spoil: Callable[[Path], None], file: str, row: int | None, column: str, words: str
) -> None:
    spoil(ahead)
    with pytest.raises(InputError) as error:
        read_view(ahead)
    fault = error.value.faults[0]
    assert (fault.file, fault.row, fault.column) == (file, row, column)
    assert words in fault.expected


def test_goals_of_several_days_say_that_they_are(ahead: Path) -> None:
    view = read_view(ahead)
    table = level_table(view, NL)
    assert (table.key, table.columns) == ("levels_of_days", ("goal", "value_today", "value_days", "proof"))
    assert [row.cells[1].value for row in table.rows] == [0, 7, 0, 12.5, 0]  # outlook_levels.csv, the first day
    assert [row.cells[2].value for row in table.rows] == [level.value for level in view.levels]


def test_goals_of_one_day_do_not(small: Path) -> None:
    table = level_table(read_view(small), NL)
    assert (table.key, table.columns) == ("levels", ("goal", "value", "proof"))
