"""Tables in a real browser: every column sorts, and what is downloaded is what is shown."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from looking import cells, details, violations, wait_until
from plan_folders import HOSTILE, rewrite
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Write = Callable[..., Path]


def sort(page: Page, table: str, column: str) -> list[str]:
    """Click a column's heading; the column as it then is."""
    head = page.locator(f'table[data-table="{table}"] thead th[data-column="{column}"]')
    head.locator("button").click()
    index = head.evaluate("head => head.cellIndex")
    return [row[index] for row in cells(page, table)]


def download(page: Page, table: str, kind: str) -> tuple[str, bytes]:
    box = page.locator(f'section:has(> h2#{table}) [data-download="{kind}"]')
    with page.expect_download() as waiting:
        box.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


SORT_ALL = """() => [...document.querySelectorAll('table.data')].flatMap(table =>
    [...table.tHead.rows[0].cells].map((head, index) => {
        const column = () => [...table.tBodies[0].rows].map(row => row.cells[index].textContent.trim());
        const before = column().sort();
        head.querySelector('button').click();
        const up = column();
        head.querySelector('button').click();
        return { name: `${table.dataset.table} ${head.dataset.column}`, before, up, down: column() };
    }))"""


def test_every_column_of_every_table_sorts_both_ways(small: Path, write_page: Write, open_page: Open) -> None:
    found = open_page(write_page(small)).evaluate(SORT_ALL)
    assert len({one["name"].split()[0] for one in found}) == 9
    for one in found:
        up, down, empty = one["up"], one["down"], {"–", ""}
        assert sorted(up) == sorted(down) == sorted(one["before"]), one["name"]
        for way in (up, down):
            assert [value in empty for value in way] == sorted(value in empty for value in way), one["name"]
        said = [value for value in up if value not in empty]
        assert said == [value for value in down if value not in empty][::-1] or len(set(said)) < len(said), one["name"]


def test_numbers_sort_as_numbers_and_dates_by_the_calendar(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    assert sort(page, "sites", "places") == ["25", "60", "75", "100", "120", "150", "200", "300"]
    assert sort(page, "sites", "places")[0] == "300"
    assert sort(page, "staff", "care")[-3:] == ["208", "244", "368,5"]
    until = sort(page, "sites", "until")
    assert until[:3] == ["sluit 20 aug 2022", "sluit 30 aug 2022", "opent 1 sep 2022"]
    assert set(until[3:]) == {"–"}
    names = sort(page, "regions", "region")
    assert (names[0], names[-1]) == ("Amsterdam-Amstelland", "Zuid-Limburg")
    assert names.index("IJsselland") < names.index("Kennemerland")


def test_times_after_midnight_come_last(small: Path, write_page: Write, open_page: Open) -> None:
    rewrite(small, "trips.csv", lambda rows: [{**rows[0], "departs": "23:50"}, *rows[1:]])
    rewrite(
        small, "stops.csv", lambda rows: [{**rows[0], "arrives": "24:30"}, {**rows[1], "arrives": "25:05"}, *rows[2:]]
    )
    page = open_page(write_page(small))
    assert sort(page, "trips", "arrives") == ["07:55", "11:30", "00:30", "01:05"]


def test_sorting_is_said_by_keyboard_too(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    head = page.locator('table[data-table="regions"] th[data-column="arrivals"]')
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert cells(page, "regions")[0][0] == "Drenthe"
    assert page.locator(".unseen").text_content() == "Gesorteerd op Komen erbij"
    page.locator('table[data-table="regions"] th[data-column="free"] button').click()
    assert head.get_attribute("aria-sort") is None


def test_csv_is_what_a_spreadsheet_of_the_language_reads(small: Path, write_page: Write, open_page: Open) -> None:
    name, content = download(open_page(write_page(small)), "staff", "csv")
    assert name == "map-nl-staff-2022-08-25.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["Groningen", "19,5", "40,5", "48", "10,5", "9", "0", "368,5", "400", "92"]
    assert rows[-1][0] == "Nederland"
    assert len(rows) == 1 + 25 + 1
    _, content = download(open_page(write_page(small, "en")), "staff", "csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["Groningen", "19.5", "40.5"]


def test_the_workbook_has_numbers_and_texts(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    sort(page, "regions", "arrivals")
    sort(page, "regions", "arrivals")
    name, content = download(page, "regions", "xlsx")
    assert name == "map-nl-regions-2022-08-25.xlsx"
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet.title == "Regio s"
    assert sheet.freeze_panes == "A2"
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Regio", "Bezetting (%)", "Afgesproken plaatsen")
    assert rows[1] == ("Drenthe", 61, 100, 0, 61, 61, 39, "–")  # in the order that is shown
    assert rows[-1][:3] == ("Nederland", 4, 9424)


def test_no_spreadsheet_runs_what_a_name_says(hostile: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(hostile))
    shown = {text if len(text) <= 80 else text[:79] + "…" for text in HOSTILE}
    formula = next(text for text in shown if text.startswith("="))
    _, content = download(page, "regions", "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    names = [cell for cell in sheet["A"] if cell.row > 1]
    assert {cell.data_type for cell in names} <= {"s", "inlineStr"}
    assert {cell.value for cell in names} >= shown - {formula} | {f"'{formula}"}
    _, content = download(page, "regions", "csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert not [row[0] for row in rows if row[0][:1] in {"=", "+", "@", "\t"}]
    assert {row[0] for row in rows} >= shown - {formula} | {f"'{formula}"}


def test_the_name_stays_in_sight_on_a_phone(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), width=360)
    box = page.locator('.scroll:has(table[data-table="regions"])')
    rest = "box => { box.scrollLeft = 200; return box.scrollLeft; }"
    assert box.evaluate(rest) > 100, "there is something to scroll to"
    edge = box.bounding_box()
    assert edge is not None
    for cell in ("thead th", "tbody tr:first-child .name", "tfoot .name"):
        at = box.locator(cell).first.bounding_box()
        assert at is not None
        assert abs(at["x"] - edge["x"]) <= 2


def test_the_line_under_a_name_is_that_of_its_row(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), width=360)
    drawn = page.locator('table[data-table="regions"]').evaluate(
        """table => [...table.querySelectorAll('tbody tr, tfoot tr')].map(row => [...row.cells].map(cell => {
            const { borderTopWidth, borderBottomWidth, boxShadow } = getComputedStyle(cell);
            return [borderTopWidth, borderBottomWidth, boxShadow, cell.getBoundingClientRect().bottom].join(' ');
        }))"""
    )
    assert [set(row) for row in drawn if len(set(row)) > 1] == []
    # A collapsed border belongs to the table and scrolls away under a cell that stays.
    assert page.locator('table[data-table="regions"]').evaluate("t => getComputedStyle(t).borderCollapse") == "separate"
    assert "none" in drawn[0][0]
    heights = page.locator("table.data tr").evaluate_all("all => all.map(row => row.getBoundingClientRect().height)")
    assert [height for height in heights if height % 1 > 0.01] == [], "a part of a pixel moves the line beside it"


def test_json_has_a_name_for_every_figure(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    sort(page, "regions", "arrivals")
    sort(page, "regions", "arrivals")
    name, content = download(page, "regions", "json")
    assert name == "map-nl-regions-2022-08-25.json"
    rows = json.loads(content)
    assert len(rows) == 25  # what they add up to is no row
    people = {"agreed": 100, "before": 0, "arrivals": 61, "after": 61, "free": 39}
    assert rows[0] == {"key": "VR03", "region": "Drenthe", "load": 61, **people, "overload": None}
    _, content = download(page, "staff", "json")
    assert {row["staff_needed"] for row in json.loads(content)} >= {19.5, 10}


def filter_by(page: Page, table: str, asked: str) -> list[str]:
    """Type into the box of a table; the names of the rows that are then shown."""
    page.locator(f'section:has(> h2#{table}) .filter input[type="search"]').fill(asked)
    names = page.locator(f'table[data-table="{table}"] tbody tr:visible .name').all_text_contents()
    return [name.strip() for name in names]


@pytest.mark.parametrize("width", [1280, 320])
def test_a_long_table_is_filtered_by_what_is_typed(small: Path, write_page: Write, open_page: Open, width: int) -> None:
    page = open_page(write_page(small), width=width)
    assert filter_by(page, "regions", "brabant") == ["Midden- en West-Brabant", "Brabant-Noord", "Brabant-Zuidoost"]
    said = page.locator("section:has(> h2#regions) .filter [role=status]")
    assert said.text_content() == "3 van 25 rijen"
    assert not page.locator('table[data-table="regions"] tfoot').is_visible(), "the total is of all rows"
    assert filter_by(page, "regions", "  FRYSLAN ") == ["Fryslân"]
    assert filter_by(page, "regions", "noord holland") == ["Noord-Holland Noord"]
    assert filter_by(page, "regions", "Atlantis") == []
    assert said.text_content() == "0 van 25 rijen"
    assert len(filter_by(page, "regions", "")) == 25
    assert said.text_content() == ""
    assert page.locator('table[data-table="regions"] tfoot').is_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_short_table_has_no_filter(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    long = page.locator("table.data").evaluate_all("all => all.map(t => [t.dataset.table, t.tBodies[0].rows.length])")
    boxes = page.locator("section:has(> .filter) table.data").evaluate_all("all => all.map(t => t.dataset.table)")
    assert boxes == [table for table, rows in long if rows > 12]


def test_a_filter_holds_for_sorting_downloads_and_print(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    filter_by(page, "regions", "brabant")
    sort(page, "regions", "region")
    shown = ["Brabant-Noord", "Brabant-Zuidoost", "Midden- en West-Brabant"]
    rows = page.locator('table[data-table="regions"] tbody tr:visible .name').all_text_contents()
    assert [name.strip() for name in rows] == shown
    _, content = download(page, "regions", "csv")
    assert [row[0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")][1:] == shown
    _, content = download(page, "regions", "json")
    assert [row["region"] for row in json.loads(content)] == shown
    page.emulate_media(media="print")
    assert page.locator("section:has(> h2#regions) .filter [role=status]").is_visible()
    assert not page.locator("section:has(> h2#regions) .filter input").is_visible()


def test_an_address_shows_what_a_filter_hides(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    filter_by(page, "regions", "brabant")
    page.evaluate("location.hash = '#VR02'")
    wait_until(page, "() => !document.querySelector('.details').hidden")
    assert details(page)[""] == "Fryslân"
