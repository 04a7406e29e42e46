"""What holds for every kind of page, in a browser without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from looking import PAPER, broken_words, ready_in_ms, violations
from outlook_files import look_ahead
from plan_folders import HOSTILE, copy_of
from playwright.sync_api import Page

from maps.texts import LANGUAGES, Lang

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Write = Callable[..., Path]
KINDS = ("index", "map", "glossary")


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_accessible_and_never_wider_than_the_screen(
    small: Path, write_page: Write, open_page: Open, kind: str, lang: Lang, width: int
) -> None:
    page = open_page(write_page(small, lang, kind), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("kind", ["index", "map"])
def test_a_national_day_fits(national: Path, write_page: Write, open_page: Open, kind: str, width: int) -> None:
    page = open_page(write_page(national, kind=kind), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_ready_within_a_second(national: Path, tmp_path: Path, write_page: Write, open_page: Open, kind: str) -> None:
    folder = look_ahead(copy_of(national, tmp_path / "ahead"))
    page = open_page(write_page(folder, kind=kind), today=None)
    assert 0 < ready_in_ms(page) < 1000  # about 250 ms for the map on a machine with nothing else to do


@pytest.mark.parametrize("kind", KINDS)
def test_state_in_words(small: Path, write_page: Write, open_page: Open, kind: str) -> None:
    page = open_page(write_page(small, kind=kind), java_script_enabled=False)
    facts = page.locator("header .facts").inner_text()
    for words in (
        "donderdag 25 augustus 2022",
        "CONCEPT: nog niemand heeft dit plan goedgekeurd",
        "0123456789ab",
        "0.1.0",
    ):
        assert words in facts
    proofs = page.locator('table[data-table="levels"] tbody td:last-child').all_text_contents()
    assert proofs == [
        "Bewezen optimaal: beter kan niet",
        "Bewezen optimaal: beter kan niet",
        "Bewezen: hooguit 0,1\u00a0% van het best mogelijke af",
        "Nog niet klaar: hooguit 2\u00a0% van het best mogelijke af",
        "Niet bewezen",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_accessible_when_old(small: Path, write_page: Write, open_page: Open, lang: Lang) -> None:
    page = open_page(write_page(small, lang, "index"), width=360, today="2022-08-27")
    assert page.locator("#stale").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize(
    ("kind", "today", "words"),
    [
        ("map", "2022-08-24", ""),
        ("map", "2022-08-25", ""),
        ("map", "2022-08-26", "Let op: dit plan is van gisteren. Vraag het plan van vandaag."),
        ("index", "2022-08-26", "Let op: dit plan is van gisteren. Vraag het plan van vandaag."),
        ("glossary", "2022-09-25", "Let op: dit plan is 31 dagen oud. Vraag het plan van vandaag."),
    ],
)
def test_a_page_of_yesterday_says_so(
    small: Path, write_page: Write, open_page: Open, kind: str, today: str, words: str
) -> None:
    stale = open_page(write_page(small, kind=kind), today=today).locator("#stale")
    assert stale.is_visible() == bool(words)
    assert stale.text_content() == words


def test_the_file_says_when_it_was_made(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), timezone_id="Europe/Amsterdam")
    assert re.fullmatch(r"\d\d-\d\d-\d{4} \d\d:\d\d", page.locator("#made time").text_content() or "")
    page = open_page(write_page(small, "en"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", page.locator("#made time").text_content() or "")


@pytest.mark.parametrize("kind", KINDS)
def test_without_javascript_nothing_is_dead(small: Path, write_page: Write, open_page: Open, kind: str) -> None:
    page = open_page(write_page(small, kind=kind), java_script_enabled=False)
    shown = page.locator("button, input, select, .live-only, #stale, #made")
    assert [one for one in shown.all() if one.is_visible()] == []
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_pages_lead_to_each_other(small: Path, write_page: Write, open_page: Open, kind: str) -> None:
    page = open_page(write_page(small, kind=kind))
    links = page.locator("header nav a")
    assert links.evaluate_all("all => all.map(a => a.getAttribute('href'))") == [
        "index.html",
        "map.html",
        "glossary.html",
    ]
    assert page.locator("header nav a[aria-current=page]").get_attribute("href") == f"{kind}.html"


@pytest.mark.parametrize("kind", KINDS)
def test_skip_link_leads_past_the_header(small: Path, write_page: Write, open_page: Open, kind: str) -> None:
    page = open_page(write_page(small, kind=kind))
    page.keyboard.press("Tab")
    skip = page.locator('a.skip[href="#content"]')
    assert skip.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.activeElement.closest('main') !== null || !document.querySelector('main a, main button')"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_prints_on_a4(national: Path, write_page: Write, open_page: Open, tmp_path: Path, kind: str) -> None:
    page = open_page(write_page(national, kind=kind))
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][^ ]* 84[12]", pdf)
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER[0]
    assert broken_words(page) == []
    heads = page.locator("thead").evaluate_all("all => all.map(head => getComputedStyle(head).display)")
    assert set(heads) <= {"table-header-group"}
    buttons = page.locator("thead button").evaluate_all("all => all.map(one => getComputedStyle(one).display)")
    assert set(buttons) <= {"contents"}  # a button's own box is not repeated on the next page
    assert [one for one in page.locator("button:not(thead button), input, nav, .skip").all() if one.is_visible()] == []


@pytest.mark.parametrize("kind", ["index", "map"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_are_text_and_run_nowhere(
    hostile: Path, write_page: Write, open_page: Open, lang: Lang, kind: str
) -> None:
    page = open_page(write_page(hostile, lang, kind), width=320)
    title = page.title()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    table = "regions" if kind == "map" else "today"
    names = page.locator(f'table[data-table="{table}"] tbody th').all_text_contents()
    short = [text if len(text) <= 80 else text[:79] + "…" for text in HOSTILE]
    assert [name.strip() for name in names] == [short[i % len(short)].strip() for i in range(25)]
    assert page.locator("main img, main b, main script").count() == 0
    assert page.title() == title
    assert violations(page) == []
