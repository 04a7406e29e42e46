"""The workbook says the same as the folder, helps whoever fills it in, and runs nothing."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import get_args

import pytest
from generate import random_scenario
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from optimizer.scenario.faults import InputError
from optimizer.scenario.read import read_scenario
from optimizer.scenario.reading.settings import SETTINGS
from optimizer.scenario.sample import SampleOptions, make_sample, write_sample
from optimizer.scenario.tables import DAY_TABLES, TABLES
from optimizer.scenario.workbook import write_template, write_workbook
from optimizer.scenario.workbook.book import CREATED
from optimizer.scenario.workbook.columns import columns_of
from optimizer.scenario.workbook.texts import COLUMNS_NL, GUIDE, PHRASES, POLICY_NL, SHEETS, Lang

LANGS: tuple[Lang, ...] = get_args(Lang)
SMALL = SampleOptions(people=20, status_holders=20, sites=10, buses=2)


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("book") / "scenario.xlsx"
    write_workbook(make_sample(SMALL), file)
    return file


@pytest.fixture(scope="module")
def sample_book(sample_file: Path) -> Workbook:
    return load_workbook(sample_file)


@pytest.mark.parametrize("lang", LANGS)
def test_workbook_is_read_as_the_folder_is(lang: Lang, tmp_path: Path) -> None:
    tables = make_sample()
    write_sample(tables, tmp_path / "day")
    write_workbook(tables, tmp_path / "day.xlsx", lang=lang)
    assert read_scenario(tmp_path / "day.xlsx") == read_scenario(tmp_path / "day")


@pytest.mark.parametrize("seed", range(1, 13))
def test_odd_scenarios_are_read_as_their_folders_are(seed: int, tmp_path: Path) -> None:
    tables = random_scenario(seed)
    write_sample(tables, tmp_path / "day")
    write_workbook(tables, tmp_path / "day.xlsx")
    assert read_scenario(tmp_path / "day.xlsx").sha256 == read_scenario(tmp_path / "day").sha256


@pytest.mark.parametrize("lang", LANGS)
def test_same_tables_same_bytes(lang: Lang, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_workbook(make_sample(SMALL), tmp_path / f"{name}.xlsx", lang=lang)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_creation_date_is_fixed(sample_book: Workbook) -> None:
    assert sample_book.properties.created == CREATED


@pytest.mark.parametrize("lang", LANGS)
def test_template_lacks_nothing_but_the_date(lang: Lang, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    write_template(file, lang=lang)
    with pytest.raises(InputError) as caught:
        read_scenario(file)
    assert [fault.column for fault in caught.value.faults] == ["date"]
    book = load_workbook(file)
    book["policy"]["B2"] = datetime.date(2026, 11, 3)
    book["origins"].append(["ter-apel", "Ter Apel", 7.0572, 52.8754])
    book.save(file)
    assert read_scenario(file).date == datetime.date(2026, 11, 3)


def test_template_has_every_sheet_and_no_row(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Uitleg", "policy", *TABLES, "lists"]
    assert all(book[name].max_row == 1 for name in TABLES)
    assert [row[0].value for row in book["policy"].iter_rows(min_row=2)] == ["date", "days", *SETTINGS]


def test_headers_are_the_contracts_frozen_and_explained(sample_book: Workbook) -> None:
    assert sample_book.sheetnames == ["Uitleg", "policy", *DAY_TABLES, "lists"]
    for name, schema in DAY_TABLES.items():
        sheet = sample_book[name]
        assert [cell.value for cell in sheet[1]] == list(schema.to_schema().columns)
        assert sheet.freeze_panes == "B2"
        assert all(cell.comment and len(cell.comment.text) > 20 for cell in sheet[1])


def test_text_columns_keep_leading_zeros_and_dates_are_dates(sample_book: Workbook) -> None:
    sheet = sample_book["households"]
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.column_dimensions[columns["household_id"]].number_format == "@"
    assert sheet[f"{columns['household_id']}2"].number_format == "@"
    assert isinstance(sheet[f"{columns['arrived_on']}2"].value, datetime.datetime)
    assert isinstance(sheet[f"{columns['persons']}2"].value, int)


def test_checks_guide_what_is_typed(sample_book: Workbook) -> None:
    def rule(sheet: str, column: str) -> tuple[str, str | None]:
        letter = next(cell.column_letter for cell in sample_book[sheet][1] if cell.value == column)
        rules = sample_book[sheet].data_validations.dataValidation
        found = next(rule for rule in rules if str(rule.sqref).startswith(f"{letter}2:"))
        return found.type, found.formula1

    assert rule("households", "kind") == ("list", '"asylum_seeker,status_holder"')
    assert rule("households", "persons") == ("whole", "1")
    assert rule("households", "arrived_on") == ("date", "DATE(2000,1,1)")
    assert rule("households", "linked_municipality") == ("list", "lists!$C$2:$C$343")
    assert rule("sites", "vr_code") == ("list", "lists!$A$2:$A$26")
    assert rule("sites", "minors") == ("list", '"true,false"')
    assert rule("sites", "site_id") == ("custom", "COUNTIF($A$2:$A$100000,A2)=1")
    assert sample_book["lists"]["A26"].value == "VR25"
    assert sample_book["lists"]["C343"].value == "GM1992"
    assert sample_book["lists"]["C344"].value is None


def test_text_that_looks_like_a_formula_or_link_stays_text(tmp_path: Path) -> None:
    tables = make_sample(SMALL)
    tables["sites"][0]["name"] = "=1+1"
    tables["sites"][1]["name"] = "https://example.org"
    write_workbook(tables, tmp_path / "w.xlsx")
    book = load_workbook(tmp_path / "w.xlsx")
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book["sites"]["B2"].value == "=1+1"
    assert book["sites"]["B3"].hyperlink is None


def test_write_that_fails_leaves_the_old_workbook(tmp_path: Path) -> None:
    file = tmp_path / "w.xlsx"
    write_template(file)
    before = file.read_bytes()
    with pytest.raises(KeyError):
        write_workbook({"policy": [{"value": 1}]}, file)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_dutch_and_english_say_everything() -> None:
    assert set(COLUMNS_NL) == {f"{table}.{column.name}" for table in TABLES for column in columns_of(table, "en")}
    assert set(POLICY_NL) == {"date", "days", *SETTINGS}
    for texts in (PHRASES, GUIDE, SHEETS):
        assert all(set(entry) == set(LANGS) for entry in texts.values())
    dutch = [column.comment("nl") for table in TABLES for column in columns_of(table, "nl")]
    english = [column.comment("en") for table in TABLES for column in columns_of(table, "en")]
    assert not any("Empty:" in text or "Required" in text or "`" in text for text in dutch)
    assert not any("Leeg:" in text or "Verplicht" in text or "`" in text for text in english)
