"""The workbook: what is on its sheets, typed, in both languages, and nothing that runs."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zipfile import ZipFile

import openpyxl
import pytest

from optimizer.plan.decision import Decision
from optimizer.plan.plan import Level
from optimizer.plan.report import ahead, columns, texts, write_report
from optimizer.plan.report.book import Column, sheet_name
from optimizer.plan.report.explain import EXPLAINED
from optimizer.plan.report.region_sheet import ReportDay, _housing_rows
from optimizer.plan.texts import REASONS, Lang
from tests.plan.hand import DECISION, TODAY, Day, plan, without

DAY = Day()


def written(tmp_path: Path, day: Day = DAY, decision: Decision = DECISION, lang: Lang = "nl") -> Path:
    file = tmp_path / f"{lang}.xlsx"
    write_report(plan(day.scenario, decision), day.scenario, file, lang=lang)
    return file


def rows(book: Any, sheet: str) -> list[list[object]]:
    """The table of a sheet, without its header and total."""
    return list(takewhile(any, ([cell.value for cell in row] for row in book[sheet].iter_rows(min_row=2))))


def block(book: Any, sheet: str, first: str) -> list[list[object]]:
    """The rows below the header that begins with `first`, without empty cells at their ends."""
    lines = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
    start = next(at for at, line in enumerate(lines) if line[0] == first and line[1] is not None)
    found = list(takewhile(any, lines[start + 1 :]))
    return [line[: max(at for at, value in enumerate(line) if value is not None) + 1] for line in found]


def texts_of(book: Any, sheet: str) -> list[str]:
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


@pytest.fixture
def book(tmp_path: Path) -> Any:
    return openpyxl.load_workbook(written(tmp_path, decision=without(DECISION, "A4")))


TABLES = [
    "Samenvatting",
    "Regio's",
    "Personeel en zorg",
    "Locaties",
    "Gemeenten",
    "Ritten",
    "Buslijsten",
    "Huishoudens",
    "Niet geplaatst",
    "Uitleg redenen",
]


def test_sheets_in_both_languages(tmp_path: Path) -> None:
    dutch = openpyxl.load_workbook(written(tmp_path))
    assert dutch.sheetnames == [*TABLES, "VR01 Groningen", "VR03 Drenthe"]
    english = openpyxl.load_workbook(written(tmp_path, lang="en"))
    assert english.sheetnames[:5] == ["Summary", "Regions", "Staff and care", "Sites", "Municipalities"]
    assert english.sheetnames[5:-2] == ["Trips", "Bus lists", "Households", "Not placed", "Reasons explained"]
    assert [cell.value for cell in english["Not placed"][1]][:3] == ["Household", "Kind", "Persons"]


def test_nothing_dutch_in_the_english_workbook(tmp_path: Path) -> None:
    dutch, english = (openpyxl.load_workbook(written(tmp_path, lang=lang)) for lang in ("nl", "en"))
    same = {
        t
        for d, e in zip(dutch, english, strict=True)
        for t in {*texts_of(dutch, d.title)} & {*texts_of(english, e.title)}
    }
    words = {text for text in same if re.search("[a-z]{3}", text)}
    names = {"Hall", "School", "Ter Apel", "Groningen", "Stadskanaal", "Emmen", "VR01 Groningen", "VR03 Drenthe"}
    regions = {region.name for region in DAY.scenario.regions}
    loose = {"open", "Bus", "Code", "Status", DAY.scenario.sha256, *EXPLAINED, *DAY.scenario.warnings}
    assert words <= names | regions | loose, words - names - regions - loose


def test_regions_and_sites_are_typed(book: Any) -> None:
    first = ["VR01", "Groningen", 10, 3, 7, 10, 1, 0]
    staff = [pytest.approx(1 + 10 / 7.5), 0.5, 1, 1, 1, 2]
    assert rows(book, "Regio's")[0] == [*first, "eerste tranche plaatsen", None]
    assert rows(book, "Personeel en zorg")[0] == ["VR01", "Groningen", *staff, 66, 80]
    assert len(rows(book, "Regio's")) == len(rows(book, "Personeel en zorg")) == 25
    first = ["S1", "Hall", "Groningen", "Groningen", "eerste", "open", "ja", "nee", None, 12, 3, 7, 10, 2, 2, 1, "ja"]
    assert rows(book, "Locaties")[0] == first
    assert book["Regio's"]["G2"].number_format == "0%"


@pytest.mark.parametrize(
    ("cells", "free"),
    [
        ({"status": "can_open"}, 0),
        ({"status": "open"}, 8),
        ({"status": "open", "occupied": 9}, 0),
        ({"status": "closed"}, 0),
        ({"status": "open", "closes_on": TODAY}, 0),
    ],
)
def test_beds_are_free_only_behind_open_doors(tmp_path: Path, cells: dict[str, object], free: int) -> None:
    book = openpyxl.load_workbook(written(tmp_path, DAY.set("sites", "S2", **cells), without(DECISION, "A4")))
    assert rows(book, "Locaties")[1][13] == free


def test_totals_follow_the_filter_and_hold_the_sum(tmp_path: Path) -> None:
    file = written(tmp_path)
    formulas, values = (openpyxl.load_workbook(file, data_only=only)["Regio's"] for only in (False, True))
    assert [cell.value for cell in values[27]] == [None] * 10
    assert formulas["E28"].value == "=SUBTOTAL(109,E2:E26)"
    total = [values.cell(28, column).value for column in (1, 3, 4, 5, 6, 7)]
    assert total == ["Samen", 24 * 450 + 10, 3, 10, 13, None]
    assert formulas.auto_filter.ref == "A1:J26"


def test_municipalities_count_persons(book: Any) -> None:
    assert rows(book, "Gemeenten") == [
        ["GM0014", "Groningen", "Groningen", 2, 2, 0, 0],
        ["GM0037", "Stadskanaal", "Groningen", 4, 3, 0, 0],
    ]


def test_bus_lists_have_times_and_needs(book: Any) -> None:
    ride = ["T001", "B1", "Ter Apel", timedelta(hours=7, minutes=20), 1, "Hall"]
    assert rows(book, "Ritten") == [[*ride, timedelta(hours=8, minutes=20), 7, 7, 60]]
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
        cell = re.search(r'<c r="G2"[^>]*><v>([^<]*)', archive.read("xl/worksheets/sheet6.xml").decode())
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
    assert str(unplaced[7]).startswith("Zet het huishouden met pinned_to zelf op die plek")
    assert unplaced[8] == "room_left"


def test_summary_has_levels_counts_and_overloads(tmp_path: Path) -> None:
    over = DAY.set("sites", "S1", occupied=14)
    file = written(tmp_path, over, without(DECISION, "A1", "A2", "A3"))
    sheet = openpyxl.load_workbook(file)["Samenvatting"]
    text = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert sheet["A1"].value == "Plan crisisnoodopvang, maandag 2 maart 2026"
    assert sheet["A2"].value == "CONCEPT: nog door niemand goedgekeurd"
    assert text["Personen die niet geplaatst zijn"] == text["   van wie asielzoekers (vannacht zonder opvang)"] == 7
    assert text["   van wie statushouders (wachten op een woning)"] == 0
    assert text["1. Zonder opvang (gewogen personen)"] == 7
    assert text["Kenmerk van de invoer (sha256)"] == over.scenario.sha256
    assert "VR01 Groningen: locatie S1 telt 14 bewoners op 12 plaatsen" in text


@pytest.mark.parametrize(
    ("gap", "settled", "nl", "en"),
    [
        (0.0, True, "Bewezen: beter kan niet", "Proven: it cannot be better"),
        (0.0201, True, "Bewezen: kan hooguit 2,1\u00a0% beter", "Proven: at most 2.1% better is possible"),
        (0.2, False, "Nog niet bewezen: kan hooguit 20\u00a0% beter", "Not proven yet: at most 20% better is possible"),
        (None, False, "Niet bewezen", "Not proven"),
    ],
)
def test_proof_in_plain_words(gap: float | None, settled: bool, nl: str, en: str) -> None:
    level = Level("effort", 100.0, None if gap is None else 100 * (1 - gap), gap, 1.0, settled)
    assert (texts.proof_text(level, "nl"), texts.proof_text(level, "en")) == (nl, en)


def test_links_lead_to_every_other_sheet(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path))
    links = [cell.hyperlink for row in book["Samenvatting"].iter_rows() for cell in row if cell.hyperlink]
    assert [str(link.location).rsplit("!", 1)[0].strip("'").replace("''", "'") for link in links] == book.sheetnames[1:]
    assert not [link for link in links if link.target]


def test_a_region_has_what_it_needs_to_receive_people(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path))
    eight_twenty = timedelta(hours=8, minutes=20)
    assert block(book, "VR01 Groningen", "Locatie")[0] == [
        *("Hall", eight_twenty, "B1", "T001", 3, 7, 1, 1, "zorgniveau 2: 2", "1 × 1; 1 × 2; 1 × 4", "Ter Apel")
    ]
    assert block(book, "VR03 Drenthe", "Locatie")[0] == [
        *("School", None, "eigen vervoer", None, 1, 3, 0, 0, None, "1 × 3", "Ter Apel")
    ]
    assert block(book, "VR01 Groningen", "De regio vannacht") == [
        ["Plaatsen", 10, 10],
        ["Personeel", pytest.approx(1 + 10 / 7.5), 3.5],
        ["   eigen personeel", 0.5, 0.5],
        ["   rijkspersoneel", 1, 1],
        ["   ingehuurd personeel", 1, 2],
        ["Zorgminuten per dag", 66, 80],
    ]
    assert block(book, "VR01 Groningen", "Gemeente") == [["Groningen", 2, 2, 0, 0], ["Stadskanaal", 4, 3, 0, 0]]
    said = texts_of(book, "VR01 Groningen")
    assert "Personen die vandaag komen: 7. De eerste bus is er om 08:20." in said
    assert "Er kan niemand meer bij. Wat vol is: eerste tranche plaatsen." in said


def test_who_stays_is_told_apart_from_who_comes(tmp_path: Path) -> None:
    day = DAY.set("households", "A4", origin_id="S2", transport="bus")
    book = openpyxl.load_workbook(written(tmp_path, day))
    said = texts_of(book, "VR03 Drenthe")
    assert "Vandaag komt er niemand." in said
    assert "Personen van de lijst die hier al zijn en blijven: 3." in said
    assert block(book, "VR03 Drenthe", "Locatie")[0] == ["School", None, "blijft hier", None, 1, 3, 0, 0, None, "1 × 3"]


def test_a_region_sheet_names_no_household(tmp_path: Path) -> None:
    day = DAY.set("households", "A4", care_level=0, transport="bus")
    book = openpyxl.load_workbook(written(tmp_path, day, without(DECISION, "A4")))
    ids = {household.id for household in day.scenario.households}
    counted = [name for name in book.sheetnames if name not in {"Buslijsten", "Huishoudens", "Niet geplaatst"}]
    for name in counted:
        assert not ids & {*texts_of(book, name)}, name
        assert not [text for text in texts_of(book, name) if text.startswith("=") and "!" in text], name
        assert book[name].oddFooter.left.text == "Alleen aantallen, geen huishoudens"
    for name in {*book.sheetnames} - {*counted}:
        assert book[name].oddFooter.left.text == "Gegevens van huishoudens: niet doorsturen"


def test_only_regions_with_something_to_do_have_a_sheet(tmp_path: Path) -> None:
    calm = DAY.without("regions").set("sites", "S1", places=200)
    alone = openpyxl.load_workbook(written(tmp_path, calm, without(DECISION, "A1", "A2", "A3", "H1", "H2")))
    assert alone.sheetnames == [*TABLES, "VR03 Drenthe"]
    housed = openpyxl.load_workbook(written(tmp_path, calm, without(DECISION, "A1", "A2", "A3", "A4", "H1")))
    assert housed.sheetnames == [*TABLES, "VR01 Groningen"]
    over = DAY.set("sites", "S1", occupied=14)
    overloaded = openpyxl.load_workbook(written(tmp_path, over, without(DECISION, "A1", "A2", "A3", "A4", "H1", "H2")))
    assert overloaded.sheetnames == [*TABLES, "VR01 Groningen"]
    assert "locatie S1 telt 14 bewoners op 12 plaatsen" in texts_of(overloaded, "VR01 Groningen")


def test_every_reason_is_explained(book: Any) -> None:
    assert set(EXPLAINED) == set(REASONS)
    explained = rows(book, "Uitleg redenen")
    assert explained[0][0] == "room_left"
    assert explained[0][3:] == [1, 3]
    assert len(explained) == len(REASONS)
    assert all(len(str(cell)) > 20 for row in explained for cell in row[1:3])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("VR01 Gro[nin]gen: a/b?*\\c", "VR01 Gro nin gen  a b   c"),
        ("'quoted'", "quoted"),
        ("VR20 " + "w" * 100, "VR20 " + "w" * 26),
    ],
)
def test_a_sheet_name_that_excel_takes(text: str, name: str) -> None:
    assert sheet_name(text) == name


HOSTILE = [
    "=1+1",
    "http://example.org",
    '=HYPERLINK("http://example.org")',
    "<img src=x onerror=alert(1)>",
    "${run} `run` {{ run }}",
    "</script>",
    "\u202eright to left\u200f",
    "🧑‍🚒 中文",
    "&L&Gnothing",
    "w" * 10_000,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_runs(tmp_path: Path, name: str) -> None:
    day = DAY.set("sites", "S1", name=name).set("origins", "TA", name=name)
    file = written(tmp_path, day)
    assert rows(openpyxl.load_workbook(file), "Ritten")[0][2::3][:2] == [name, name]
    with ZipFile(file) as archive:
        parts = {part: archive.read(part).decode() for part in archive.namelist() if "sheet" in part}
    assert not [part for part in parts if "_rels" in part]
    formulas = [formula for text in parts.values() for formula in re.findall("<f>(.*?)</f>", text)]
    assert {re.fullmatch(r"SUBTOTAL\(109,[A-Z]2:[A-Z]\d+\)", formula) is not None for formula in formulas} == {True}


def test_same_plan_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path).read_bytes() == written(tmp_path).read_bytes()


def test_every_table_prints_on_a4_with_its_header(book: Any) -> None:
    for name in TABLES[1:]:
        assert book[name].freeze_panes == "B2", name
        assert book[name].auto_filter.ref, name
        assert book[name].print_title_rows == "$1:$1", name
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth in {None, 1}  # 1 where it is not given
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes
        assert sheet.oddHeader.center.text == "&BCONCEPT"
        assert sheet.oddHeader.right.text == sheet.title
        assert sheet.oddFooter.right.text == "Bladzijde &P van &N"


PIXELS_AN_INCH, LETTER, PADDING = 96, 7, 5  # of a screen; of the workbook's own type, in pixels
SHEETS_A4 = {"landscape": 297 / 25.4, "portrait": 210 / 25.4}  # inches


def printed_scale(sheet: Any) -> float:
    """How large the sheet is printed, where 1 is as large as on a screen: all its columns go on one page."""
    shown = [dimension for dimension in sheet.column_dimensions.values() if dimension.width]
    pixels = sum((d.max - d.min + 1) * ((d.width - 0.71) * LETTER + PADDING) for d in shown)
    margins = sheet.page_margins.left + sheet.page_margins.right
    return min(1.0, (SHEETS_A4[sheet.page_setup.orientation or "portrait"] - margins) * PIXELS_AN_INCH / pixels)


def test_print_is_large_enough_to_read(book: Any) -> None:
    small = {sheet.title: scale for sheet in book if (scale := printed_scale(sheet)) * 11 < 7.5}  # points
    assert small == {}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_word_of_a_header_is_broken(lang: Lang) -> None:
    every = [*vars(columns).values(), *vars(ahead).values()]
    tables = [value for value in every if isinstance(value, tuple) and value and isinstance(value[0], Column)]
    words = [(word, c) for table in tables for c in table for word in re.split(r"[ -]", texts.HEADERS[c.key][lang])]
    room = 2  # characters: the indent, and that headers are bold
    broken = {(word, column.key, column.width) for word, column in words if len(word) > column.width - room}
    assert broken == set()


def test_wrapped_rows_are_high_enough(book: Any) -> None:
    sheet = book["Uitleg redenen"]
    longest = max(range(2, sheet.max_row), key=lambda row: len(str(sheet.cell(row, 2).value)))
    assert sheet.row_dimensions[longest].height >= 30


def test_long_names_of_places_are_not_cut_off(book: Any) -> None:
    for sheet in ("Ritten", "Buslijsten"):
        heads = [cell.value for cell in book[sheet][1]]
        for head in ("Vanaf", "Locatie"):
            assert book[sheet].cell(2, heads.index(head) + 1).alignment.wrap_text, (sheet, head)


def test_a_region_lists_its_municipalities_by_name() -> None:
    towns = (("GM1", "Zutphen", "VR06", 1), ("GM2", "Épe", "VR06", 2), ("GM3", "Assen", "VR03", 3))
    day = cast("ReportDay", SimpleNamespace(municipalities=(*towns, ("GM4", "Elburg", "VR06", 4))))
    assert list(_housing_rows(day, "VR06")) == [("Elburg", 4), ("Épe", 2), ("Zutphen", 1)]


def test_an_empty_day(tmp_path: Path) -> None:
    empty = DAY
    for table in ("households", "sites", "housing", "buses", "regions", "travel_times"):
        empty = empty.without(table)
    book = openpyxl.load_workbook(written(tmp_path, empty, Decision({}, {}, DECISION.levels)))
    assert book.sheetnames == TABLES
    assert rows(book, "Huishoudens") == []


def test_every_header_is_used() -> None:
    every = [*vars(columns).values(), *vars(ahead).values()]
    tables = [value for value in every if isinstance(value, tuple) and value]
    used = {column.key for table in tables for column in table if isinstance(column, Column)}
    assert used == set(texts.HEADERS)
