"""Homes that are missing in the weeks ahead: week by week, by municipality, region and size, as the plan has them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from outlook_files import lack_homes, look_ahead

from maps.ahead.homes import homes_sentence, kinds_table, regions_table, towns_table, weeks_shown
from maps.ahead.section import ahead_section, ahead_tables
from maps.kit.tables import Table
from maps.texts import LANGUAGES, Lang, Texts
from maps.view.outlook import week_ends
from maps.view.read import read_view
from maps.view.receiving import region_views
from optimizer.plan.outlook import ShortageRow
from optimizer.scenario.faults import InputError

Write = Callable[..., Path]
NL = Texts("nl")
FIRST = date(2022, 8, 25)  # of the small plan
ENDS = [FIRST + timedelta(days=n) for n in (6, 13, 16)]
# Of three weeks: Groningen is short of ever less, Zwolle only in the end, and of next to nothing else.
LACKING: list[tuple[object, ...]] = [
    (1, ENDS[0], "GM0014", "VR01", 1, "false", 12.5, 12.5),
    (1, ENDS[0], "GM0014", "VR01", 4, "true", 1, 4),
    (1, ENDS[0], "GM0037", "VR01", 2, "false", 0.04, 0.08),
    (2, ENDS[1], "GM0014", "VR01", 4, "true", 1, 4),
    (3, ENDS[2], "GM0014", "VR01", 4, "true", 0.5, 2),
    (3, ENDS[2], "GM0014", "VR01", 1, "false", 2, 2),
    (3, ENDS[2], "GM0193", "VR04", 1, "false", 1200.25, 1200.25),
]


@pytest.fixture
def lacking(small: Path) -> Path:
    """The small plan with seventeen days ahead, on which homes are missing."""
    return lack_homes(look_ahead(small, days=17), LACKING)


def said(table: Table) -> list[tuple[str, ...]]:
    return [row.texts for row in table.rows]


def days_of(count: int) -> list[date]:
    return [FIRST + timedelta(days=n) for n in range(count)]


def test_weeks_end_every_seven_days_and_on_the_last() -> None:
    assert week_ends(days_of(14)) == (FIRST + timedelta(days=6), FIRST + timedelta(days=13))
    assert week_ends(days_of(17)) == tuple(ENDS)
    assert week_ends(days_of(1)) == (FIRST,)
    assert weeks_shown(days_of(56)) == week_ends(days_of(56))
    shown = weeks_shown(days_of(7 * 20))
    assert len(shown) == 7
    assert shown[-1] == FIRST + timedelta(days=139)
    assert {(later - sooner).days for sooner, later in itertools.pairwise(shown)} == {21}


def test_a_region_by_municipality_and_size(lacking: Path) -> None:
    region = {view.code: view for view in region_views(read_view(lacking), lacking)}["VR01"]
    days = [day.date for day in region.ahead]
    towns = towns_table(region.shortages, days, NL)
    assert [towns.head(column, NL) for column in towns.columns] == [
        "Gemeente",
        *("t/m 31 aug", "t/m 7 sep", "t/m 10 sep"),
        "Mensen die dan wachten",
        "Welke woningen dan ontbreken",
    ]
    which = "2 × 1 persoon; 0,5 × 4 personen met rolstoel"
    assert said(towns) == [("Groningen", "13,5", "1", "2,5", "4", which)]  # next to nothing is no row, but in the sum
    assert [cell.text for cell in towns.total] == ["Samen", "13,5", "1", "2,5", "4", ""]
    assert towns.total[1].value == pytest.approx(13.54)
    kinds = kinds_table(region.shortages, days, NL)
    assert said(kinds) == [
        ("voor 1 persoon", "12,5", "0", "2", "2"),
        ("voor 4 personen, met rolstoel", "1", "1", "0,5", "2"),
    ]
    assert [cell.text for cell in kinds.total] == ["Samen", "13,5", "1", "2,5", "4"]


def test_the_country_by_region(lacking: Path) -> None:
    view = read_view(lacking)
    assert view.outlook is not None
    table = regions_table(view, view.outlook, NL)
    assert [(row.key, row.link) for row in table.rows] == [
        ("VR01", "regions/VR01.html#homes_towns"),
        ("VR04", "regions/VR04.html#homes_towns"),
    ]
    assert said(table)[1] == ("IJsselland", "0", "0", "1.200,3", "1.200,3")
    assert [cell.text for cell in table.total][1:5] == ["13,5", "1", "1.202,8", "1.204,3"]
    keys = [one.key for one in ahead_tables(view, NL)]
    assert keys[-2:] == ["homes_regions", "homes_kinds"]


@pytest.mark.parametrize(
    ("lang", "code", "words"),
    [
        (
            "nl",
            "VR01",
            "Naar verwachting ontbreken er op zaterdag 10 september 2022 3 woningen voor statushouders, voor 4",
        ),
        (
            "en",
            "VR04",
            "On Saturday 10 September 2022 1,200 homes for status holders are expected to be missing, for 1,2",
        ),
        ("nl", "VR02", "Naar verwachting heeft op zaterdag 10 september 2022 elke statushouder die klaar is"),
    ],
)
def test_the_last_day_in_words(lacking: Path, lang: Lang, code: str, words: str) -> None:
    region = {view.code: view for view in region_views(read_view(lacking), lacking)}[code]
    sentence = homes_sentence(region.shortages, [day.date for day in region.ahead], Texts(lang))
    assert sentence.startswith(words)


def test_one_home_is_told_as_one() -> None:
    rows = [ShortageRow(1, FIRST, "GM0014", "VR01", 1, wheelchair=False, households=0.6, persons=0.6)]
    assert homes_sentence(rows, [FIRST], NL) == (
        "Naar verwachting ontbreekt er op donderdag 25 augustus 2022 1 woning voor statushouders, voor 1 persoon."
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_show_it(lacking: Path, region_file: Write, write_page: Write, lang: Lang) -> None:
    page = region_file(lacking, lang=lang).read_text(encoding="utf-8")
    assert page.count('data-table="homes_towns"') == page.count('data-table="homes_kinds"') == 1
    assert 'href="#homes-missing"' in page
    other = region_file(lacking, "VR02", lang).read_text(encoding="utf-8")
    assert 'data-table="homes_towns"' not in other
    assert Texts(lang)("homes.none", day=Texts(lang).day(ENDS[2])) in other
    country = write_page(lacking, lang).read_text(encoding="utf-8")
    assert country.count('data-table="homes_regions"') == 1


def test_where_no_home_is_missing_it_says_so(small: Path) -> None:
    view = read_view(look_ahead(small, days=17))
    section = ahead_section(view, NL)
    assert section is not None
    assert section.homes == NL("homes.none", day=NL.day(ENDS[2]))
    assert [table.key for table in ahead_tables(view, NL)] == ["ahead_country", "ahead_load", "ahead_arrivals"]


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ((1, ENDS[0], "GM0014", "VR77", 1, "false", 1, 1), "vr_code", "a region of regions.csv"),
        ((1, FIRST, "GM0014", "VR01", 1, "false", 1, 1), "until", "the last day of a week"),
    ],
)
def test_what_does_not_fit_is_named(lacking: Path, row: tuple[object, ...], column: str, expected: str) -> None:
    lack_homes(lacking, [row])
    with pytest.raises(InputError) as error:
        read_view(lacking)
    fault = error.value.faults[0]
    assert (fault.file, fault.column) == ("housing_shortage.csv", column)
    assert expected in fault.expected
