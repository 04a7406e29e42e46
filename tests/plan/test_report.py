"""The workbook: what is on its sheets, typed, in both languages, and nothing that runs."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from optimizer.plan.decision import Decision
from optimizer.plan.report import texts, write_report
from optimizer.plan.report import workbook as sheets
from optimizer.plan.report.table import Column
from optimizer.plan.texts import Lang
from tests.plan.hand import DECISION, Day, plan, without

DAY = Day()


def written(tmp_path: Path, day: Day = DAY, decision: Decision = DECISION, lang: Lang = "nl") -> Path:
    file = tmp_path / f"{lang}.xlsx"
    write_report(plan(day.scenario, decision), day.scenario, file, lang=lang)
    return file


def rows(book: Any, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in book[sheet].iter_rows(min_row=2)]


@pytest.fixture
def book(tmp_path: Path) -> Any:
    return openpyxl.load_workbook(written(tmp_path, decision=without(DECISION, "A4")))


def test_sheets_in_both_languages(tmp_path: Path) -> None:
    assert openpyxl.load_workbook(written(tmp_path)).sheetnames == [
        "Samenvatting",
        "Regio's",
        "Locaties",
        "Ritten",
        "Buslijsten",
        "Huishoudens",
        "Niet geplaatst",
    ]
    english = openpyxl.load_workbook(written(tmp_path, lang="en"))
    assert english.sheetnames == ["Summary", "Regions", "Sites", "Trips", "Bus lists", "Households", "Not placed"]
    assert [cell.value for cell in english["Not placed"][1]][:3] == ["Household", "Kind", "Persons"]


def test_regions_and_sites_are_typed(book: Any) -> None:
    assert rows(book, "Regio's")[0] == ["VR01", "Groningen", 10, 3, 7, 10, 1, 0.5, 1, 1, 66, None]
    assert len(rows(book, "Regio's")) == 25
    first = ["S1", "Hall", "Groningen", "Groningen", "eerste", "open", "ja", "nee", 12, 3, 7, 10, 2]
    assert rows(book, "Locaties")[0] == first
    assert book["Regio's"]["G2"].number_format == "0%"


def test_bus_lists_have_times_and_needs(book: Any) -> None:
    ride = ["T001", "B1", "Ter Apel", timedelta(hours=7, minutes=20), 1, "Hall"]
    assert rows(book, "Ritten") == [[*ride, timedelta(hours=8, minutes=20), 7, 60]]
    assert [row[:6] for row in rows(book, "Buslijsten")] == [ride] * 3
    assert [row[7:] for row in rows(book, "Buslijsten")] == [
        ["A1", 4, 0, 0, "nee"],
        ["A2", 2, 2, 1, "nee"],
        ["A3", 1, 0, 0, "ja"],
    ]


def test_a_time_beyond_midnight_is_a_number_of_hours(tmp_path: Path) -> None:
    late = DAY.policy(day_starts="23:30")
    sheet = openpyxl.load_workbook(written(tmp_path, late))["Ritten"]
    assert sheet["D2"].number_format == "[hh]:mm"
    with ZipFile(tmp_path / "nl.xlsx") as archive:
        cell = re.search(r'<c r="G2"[^>]*><v>([^<]*)', archive.read("xl/worksheets/sheet4.xml").decode())
    assert cell is not None
    assert float(cell[1]) * 1440 == pytest.approx(24 * 60 + 50)


def test_households_and_who_is_not_placed(book: Any) -> None:
    households = rows(book, "Huishoudens")
    assert [row[0] for row in households] == ["A1", "A2", "A3", "A4", "H1", "H2", "H3"]
    assert households[0][6:] == ["Ter Apel", "CNO-locatie", "S1", "Hall", "Groningen", "Groningen", "T001"]
    assert households[5][6:] == [None, "huisvesting", "W2", None, "Groningen", "Stadskanaal", None]
    (unplaced,) = rows(book, "Niet geplaatst")
    assert unplaced[:3] == ["A4", "asielzoeker", 3]
    assert str(unplaced[6]).startswith("Niet geplaatst hoewel er plek is bij School (S2)")
    assert unplaced[7] == "room_left"


def test_summary_has_levels_counts_and_overloads(tmp_path: Path) -> None:
    over = DAY.set("sites", "S1", occupied=14)
    file = written(tmp_path, over, without(DECISION, "A1", "A2", "A3"))
    sheet = openpyxl.load_workbook(file)["Samenvatting"]
    text = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert sheet["A1"].value == "Plan crisisnoodopvang voor 02-03-2026"
    assert text["Personen zonder plek"] == 7
    assert text["1. Zonder opvang (gewogen personen)"] == 7
    assert text["Kenmerk van de invoer (sha256)"] == over.scenario.sha256
    assert "VR01 Groningen: locatie S1 telt 14 bewoners op 12 plaatsen" in text


def test_nothing_runs(tmp_path: Path) -> None:
    day = DAY.set("sites", "S1", name="=1+1").set("origins", "TA", name="http://example.org")
    file = written(tmp_path, day)
    assert rows(openpyxl.load_workbook(file), "Ritten")[0][2::3][:2] == ["http://example.org", "=1+1"]
    with ZipFile(file) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if "sheet" in name}
    assert not [name for name, text in parts.items() if "<f>" in text or "hyperlink" in text]


def test_every_table_has_a_frozen_header_and_a_filter(book: Any) -> None:
    for name in book.sheetnames[1:]:
        assert book[name].freeze_panes == "B2", name
        assert book[name].auto_filter.ref, name
        assert book[name].print_title_rows == "$1:$1", name
    assert {book[name].page_setup.paperSize for name in book.sheetnames} == {9}


def test_an_empty_day(tmp_path: Path) -> None:
    empty = DAY
    for table in ("households", "sites", "housing", "buses", "regions", "travel_times"):
        empty = empty.without(table)
    book = openpyxl.load_workbook(written(tmp_path, empty, Decision({}, {}, DECISION.levels)))
    assert rows(book, "Huishoudens") == [] or rows(book, "Huishoudens") == [[None] * 13]


def test_every_header_is_used() -> None:
    tables = [value for value in vars(sheets).values() if isinstance(value, tuple) and value]
    used = {column.key for table in tables for column in table if isinstance(column, Column)}
    assert used | {"level", "value", "bound", "gap", "settled"} == set(texts.HEADERS)
