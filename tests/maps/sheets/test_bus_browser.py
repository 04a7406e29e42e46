"""The list of a bus in a real browser without a network: on a phone, on paper, without a script."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from looking import ready_in_ms
from plan_folders import HOSTILE, rewrite
from playwright.sync_api import Page
from pypdf import PdfReader

from maps.texts import LANGUAGES, Lang

pytestmark = pytest.mark.browser

Write = Callable[..., Path]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def write_bus(tmp_path: Path) -> Write:
    """Write the page of the first bus of a day that was read to a file of its own."""

    def write(read, lang: Lang = "nl") -> Path:
        page = read.files(lang)[read.duties[0].page]
        file = tmp_path / f"bus-{lang}.html"
        file.write_bytes(page)
        return file

    return write


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_accessible_and_never_wider_than_the_screen(busy, write_bus: Write, open_page, lang: Lang, width: int) -> None:
    page = open_page(write_bus(busy, lang), width=width, today="2026-03-02")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_ready_within_a_second(busy, write_bus: Write, open_page) -> None:
    assert 0 < ready_in_ms(open_page(write_bus(busy), today=None)) < 1000


def test_boxes_are_ticked_by_keyboard_and_large_enough_for_a_thumb(busy, write_bus: Write, open_page) -> None:
    page = open_page(write_bus(busy), width=360, today="2026-03-02")
    boxes = page.locator("input[type=checkbox]")
    for index in range(boxes.count()):
        box = boxes.nth(index).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    boxes.first.focus()
    for _ in range(boxes.count()):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    assert page.locator("input:checked").count() == boxes.count() == 6


def test_without_javascript_everything_is_there(busy, write_bus: Write, open_page) -> None:
    with_script = open_page(write_bus(busy), today="2026-03-02").locator("main").inner_text()
    without = open_page(write_bus(busy), java_script_enabled=False).locator("main").inner_text()
    assert without == with_script
    assert "Halte 2, 09:00: School" in without


def test_prints_on_a4_with_boxes(busy, write_bus: Write, open_page) -> None:
    page = open_page(write_bus(busy), width=360, today="2026-03-02")
    page.emulate_media(media="print")
    box = page.locator("input[type=checkbox]").first
    assert box.evaluate("box => getComputedStyle(box).appearance") == "none"
    assert box.evaluate("box => parseFloat(getComputedStyle(box).borderTopWidth)") > 0
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    text = " ".join("".join(printed.extract_text() for printed in pdf.pages).split())
    assert "Halte 2, 09:00: School" in text
    assert "CONCEPT" in text


def test_hostile_names_run_nowhere(small: Path, read_folder, write_bus: Write, open_page) -> None:
    rewrite(small, "trips.csv", lambda rows: [{**row, "bus_id": HOSTILE[0]} for row in rows])
    names = [*HOSTILE[1:], HOSTILE[3]]
    rewrite(small, "places.csv", lambda rows: [{**row, "name": names[i % len(names)]} for i, row in enumerate(rows)])
    file = write_bus(read_folder(small))
    page = open_page(file, width=320)
    assert page.title() != "run"
    assert re.search("onerror", page.locator("h1").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
