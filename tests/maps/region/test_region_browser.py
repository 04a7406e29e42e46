"""A region's page in a real browser without a network: on a screen, a phone and paper, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from looking import broken_words, ready_in_ms
from plan_folders import HOSTILE
from playwright.sync_api import Page
from region_days import BUSY, BUSY_DECISION, folder_of, views_of

from maps.kit.tables import plain
from maps.region.tables import site_table
from maps.texts import LANGUAGES, Lang, Texts

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Write = Callable[..., Path]
TODAY = "2026-03-02"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [1280, 360, 320]
PRINTED = (round((210 - 24) * 96 / 25.4), round((297 - 24) * 96 / 25.4))  # pixels of an A4 within its margins


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def cells(page: Page, table: str) -> list[list[str]]:
    rows = page.locator(f'table[data-table="{table}"] tbody tr')
    return rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_accessible_and_never_wider_than_the_screen(
    busy: Path, quiet: Path, region_file: Write, open_page: Open, lang: Lang, width: int
) -> None:
    page = open_page(region_file(busy, lang=lang, previous=quiet), width=width, today=TODAY, reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".point.sites").first.focus()
    page.keyboard.press("Enter")
    page.locator(".details h3").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize(("code", "width"), [("VR01", 1280), ("VR16", 320), ("VR19", 360), ("VR23", 320)])
def test_a_national_day_fits(country: Path, region_file: Write, open_page: Open, code: str, width: int) -> None:
    view = views_of(country)[code]
    page = open_page(region_file(country, code), width=width, today=view.day.date.isoformat())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_ready_within_a_second(country: Path, region_file: Write, open_page: Open) -> None:
    assert 0 < ready_in_ms(open_page(region_file(country, "VR13"), today=None)) < 1000


def test_who_comes_stands_on_cards_in_order(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy), today=TODAY)
    cards = page.locator(".arrivals > li").all_inner_texts()
    said = [re.sub(r"\s+", " ", card).strip() for card in cards]
    assert said[0] == (
        "08:20 7 mensen naar Hall Bus B1, rit T001, uit Ter Apel om 07:20. Halte 1 van 1. Lijst van bus B1 "
        "3 huishoudens: 1 van 1 persoon, 1 van 2 personen, 1 van 4 personen "
        "2 mensen met zorgniveau 2 1 persoon in een rolstoel 1 alleenstaande minderjarige (amv)"
    )
    (kept,) = said[1:]
    assert kept.startswith("al daar 2 mensen blijven in Inn Zij staan op de lijst, zijn hier al en hoeven niet weg.")
    assert kept.endswith("1 huishouden: 1 van 2 personen")
    assert page.locator(".numbers dd").all_text_contents() == ["7", "16", "14", "3,2"]
    assert page.locator(".numbers dt").all_text_contents() == [
        "mensen komen vandaag",
        "bewoners vannacht",
        "mensen kunnen er nog bij",
        "medewerkers nodig, 4 beschikbaar",
    ]


def test_a_move_says_so(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy, "VR03"), today=TODAY)
    first = page.locator(".arrivals > li").first.inner_text()
    assert "3 mensen naar School" in first
    assert "Zij verhuizen uit een andere locatie." in first
    assert "3 mensen verhuizen uit een locatie die open blijft" in first


def test_the_map_shows_what_the_table_says(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy), today=TODAY)
    assert page.locator(".picture .values text").all_text_contents() == ["1: +7", "2"]
    assert page.locator(".point.sites").count() == 2
    heads = page.locator('table[data-table="sites"] thead th').evaluate_all("all => all.map(h => h.innerText.trim())")
    for index, row in enumerate(cells(page, "sites")):
        page.locator(f'.point.sites[data-key="S{2 * index + 1}"]').focus()
        page.keyboard.press("Enter")
        assert page.locator(".details h3").text_content() == row[0]
        assert page.locator(".details dd").all_text_contents() == row[1:]
        assert len(page.locator(".details dt").all_text_contents()) == len(heads) - 1
        page.keyboard.press("Escape")
    assert cells(page, "sites") == [list(row.texts) for row in site_table(views_of(busy)["VR01"], Texts("nl")).rows]


def test_a_municipality_says_its_status_holders(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy), today=TODAY, reduced_motion="reduce")
    page.locator('.area[data-key="GM0037"]').dispatch_event("click")
    assert page.locator(".details h3").text_content() == "Stadskanaal"
    (row,) = [row for row in cells(page, "homes") if row[0] == "Stadskanaal"]
    assert page.locator(".details dd").all_text_contents() == row[1:]
    page.locator('.area[data-key="GM0047"]').dispatch_event("click")  # no figures of it
    assert page.locator(".details h3").text_content() == "Veendam"
    assert page.locator(".details dl").count() == 0


def test_by_keyboard_into_the_map_and_out(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy), today=TODAY)
    said = []
    for _ in range(40):
        page.keyboard.press("Tab")
        said.append(page.evaluate("document.activeElement.closest('.picture') && document.activeElement.ariaLabel"))
        if any(said) and said[-1] is None:
            break
    assert sorted(name for name in said if name) == [
        "1. Hall: 7 erbij, vannacht 10 bewoners",
        "2. Inn: 0 erbij, vannacht 6 bewoners",
    ]
    assert said[-1] is None, "Tab does not leave the map"


def test_escape_closes_and_focus_returns(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy), today=TODAY)
    page.locator('.point.sites[data-key="S1"]').focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.details') !== null")
    page.keyboard.press("Escape")
    assert not page.locator(".details").is_visible()
    assert page.evaluate("document.activeElement.dataset.key") == "S1"


def test_without_javascript_everything_is_there(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy), width=360, java_script_enabled=False)
    assert page.locator(".picture").is_visible()
    assert page.locator(".picture .values text").all_text_contents() == ["1: +7", "2"]
    assert page.locator(".arrivals > li").count() == 2
    assert page.locator('table[data-table="sites"] tbody tr').count() == 2
    assert not page.locator(".zoom").is_visible()
    assert not page.locator("#stale").is_visible()


@pytest.mark.parametrize("closer", [0, 2])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_note_stands_beside_its_mark(
    busy: Path, region_file: Write, open_page: Open, width: int, closer: int
) -> None:
    page = open_page(region_file(busy), width=width, today=TODAY, reduced_motion="reduce")
    for _ in range(closer):
        page.locator("[data-zoom=in]").click()
    away = page.evaluate(
        """() => [...document.querySelectorAll('.values text')].map(note => {
            const mark = document.querySelector(`.points [data-key="${note.dataset.key}"] .mark > :first-child`);
            const [text, box] = [note, mark].map(one => one.getBoundingClientRect());
            return Math.max(box.top - text.bottom, text.top - box.bottom); })"""
    )
    assert len(away) == 2
    assert min(away) > -3, "a line is higher than its figures"
    assert max(away) < 12, "nor does it fly away from its mark"


@pytest.mark.parametrize("code", [f"VR{number:02}" for number in (2, 19, 23)])
def test_print_shows_the_whole_map(
    country: Path, region_file: Write, open_page: Open, tmp_path: Path, code: str
) -> None:
    page = open_page(region_file(country, code), today=None)
    pdf = tmp_path / "region.pdf"
    pdf.write_bytes(page.pdf(prefer_css_page_size=True))
    assert re.search(rb"/MediaBox \[0 0 59[45][^ ]* 84[12]", pdf.read_bytes())
    page.set_viewport_size({"width": PRINTED[0], "height": PRINTED[1]})
    page.emulate_media(media="print")
    picture, section = page.locator(".picture").bounding_box(), page.locator(".map-section").bounding_box()
    assert picture is not None
    assert section is not None
    assert picture["width"] <= PRINTED[0]
    assert section["height"] <= PRINTED[1]
    assert not page.locator(".zoom").is_visible()
    assert page.locator("thead").first.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert broken_words(page) == []
    widest = "all => Math.max(...all.map(table => table.getBoundingClientRect().right))"
    assert page.locator("table.data").evaluate_all(widest) <= PRINTED[0] + 1


def test_on_a_phone_nothing_lies_over_the_map(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy), width=320, today=TODAY)
    picture, buttons = page.locator(".picture").bounding_box(), page.locator(".zoom").bounding_box()
    assert picture is not None
    assert buttons is not None
    assert buttons["y"] >= picture["y"] + picture["height"]


def test_an_old_page_says_so(busy: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(busy), today="2026-03-03")
    assert page.locator("#stale").is_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_hostile_names_are_text_and_run_nowhere(
    hostile_region: Path, region_file: Write, open_page: Open, width: int
) -> None:
    page = open_page(region_file(hostile_region), width=width, today=TODAY)
    title = page.title()
    names = [row[0].partition(". ")[2] for row in cells(page, "sites")]
    assert {plain(name) for name in HOSTILE} - {plain(HOSTILE[1])} <= set(names)
    for point in page.locator(".point.sites").all():
        point.focus()
        page.keyboard.press("Enter")
        heading = page.locator(".details h3").text_content() or ""
        assert heading.partition(". ")[2] in names
        page.keyboard.press("Escape")
    assert page.locator("main img, main b, main script").count() == 0
    assert page.title() == title
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize(("code", "width"), [("VR09", 1280), ("VR20", 1280), ("VR13", 320), ("VR25", 320)])
def test_every_mark_and_label_lies_in_the_picture(
    country: Path, region_file: Write, open_page: Open, code: str, width: int
) -> None:
    page = open_page(region_file(country, code), width=width, today=None)
    outside = page.locator(".point.sites circle:first-child, .values text").evaluate_all(
        """all => {
            const frame = document.querySelector('.picture').getBoundingClientRect();
            const within = (box) => box.left >= frame.left && box.right <= frame.right
                && box.top >= frame.top && box.bottom <= frame.bottom;
            return all.filter(one => !within(one.getBoundingClientRect())).map(one => one.textContent);
        }"""
    )
    assert outside == []


def test_a_site_far_outside_its_region_is_on_the_map(tmp_path: Path, region_file: Write, open_page: Open) -> None:
    folder = folder_of(BUSY.set("sites", "S3", lon=5.7, lat=50.85), BUSY_DECISION, tmp_path / "plan")
    page = open_page(region_file(folder), today=TODAY)
    picture, mark = page.locator(".picture").bounding_box(), page.locator('.point[data-key="S3"] path')
    box = mark.bounding_box()
    assert picture is not None
    assert box is not None
    assert box["y"] + box["height"] <= picture["y"] + picture["height"]
