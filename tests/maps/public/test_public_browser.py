"""The public pages in a browser without a network."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from looking import PAPER, broken_words, cells, details, ready_in_ms, row, violations, wait_until
from playwright.sync_api import Page
from public_worlds import REGIONS, days_in_a_row, write_plan
from pypdf import PdfReader

from maps.texts import LANGUAGES, Lang
from optimizer.pages import PageOptions, write_pages

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
TODAY = "2026-03-02"
KINDS = ("index", "map", "VR09", "glossary")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> dict[Lang, Path]:
    """The public folder of a day, by language; few come to Utrecht, seven to Fryslân, many to Groningen."""
    truth = days_in_a_row(4)[0]
    coming = {**truth.coming, "VR01": (8,) * 25, "VR02": (1, 1, 1, 2, 2), "VR09": (2, 1), "VR10": ()}
    truth = replace(truth, coming=coming, housed={**truth.housed, "VR09": (30,) * 40}, outside=(3,))
    folders: dict[Lang, Path] = {}
    for lang in LANGUAGES:
        folder = write_plan(truth, tmp_path_factory.mktemp("public") / "plan")
        write_pages(folder, PageOptions(lang, profile="public"))
        folders[lang] = folder / "public"
    return folders


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_accessible_and_never_wider_than_the_screen(
    public: dict[Lang, Path], open_page: Open, kind: str, lang: Lang, width: int
) -> None:
    page = open_page(public[lang] / f"{kind}.html", width=width, today=TODAY)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["index", "VR09"])
def test_no_figure_is_broken_on_a_phone(public: dict[Lang, Path], open_page: Open, kind: str, lang: Lang) -> None:
    page = open_page(public[lang] / f"{kind}.html", width=320, today=TODAY)
    assert page.locator(".numbers dd").count() >= 3
    assert broken_words(page, ".numbers dd") == []


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_there_without_javascript(public: dict[Lang, Path], open_page: Open, kind: str) -> None:
    page = open_page(public["nl"] / f"{kind}.html", width=360, java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert page.get_by_text("CONCEPT: nog niemand heeft dit plan goedgekeurd").is_visible()
    if kind in ("index", "map"):
        assert page.locator("tbody tr").count() == 25
    if kind == "map":
        assert page.locator(".picture").is_visible()
        assert page.locator(".values text").all_text_contents().count("200") == 1
        assert not page.locator(".controls").is_visible()


def test_labels_and_details_are_those_of_the_table(public: dict[Lang, Path], open_page: Open) -> None:
    page = open_page(public["nl"] / "map.html", today=TODAY)
    for layer, column in (("coming", 1), ("housed", 2), ("agreed", 3)):
        page.locator(f'input[value="{layer}"]').check(force=True)
        wait_until(
            page,
            f"() => document.querySelector('.picture').getAttribute('data-shown') && "
            f"document.querySelector('input[value={layer}]').checked",
        )
        shown = dict(
            page.locator(".values text").evaluate_all("texts => texts.map(t => [t.dataset.key, t.textContent])")
        )
        table = dict(zip(REGIONS, (line[column] for line in cells(page, "public")), strict=True))
        assert {c: text.replace("\u00a0huishoudens", "") for c, text in table.items()} == shown
    page.locator('.areas [data-key="VR09"]').focus()
    page.keyboard.press("Enter")
    told = {name: value for name, value in details(page).items() if name}
    assert told.items() <= row(page, "public", "VR09").items()
    assert told["Komen vandaag"] == "<\u00a05\u00a0huishoudens"
    page.keyboard.press("Escape")
    assert page.locator(".details").is_hidden()
    assert page.locator('.areas [data-key="VR09"]').evaluate("area => area === document.activeElement")


def test_figures_have_their_colours_and_the_legend_follows(public: dict[Lang, Path], open_page: Open) -> None:
    page = open_page(public["en"] / "map.html", today=TODAY, address="#layer=housing")
    assert page.locator('.areas [data-key="VR09"]').get_attribute("class") == "area look-4"
    visible = page.locator(".legend ul:not([hidden])")
    assert visible.count() == 1
    assert visible.locator("li").all_text_contents()[1:3] == ["fewer than 5 households", "5 to 14 people"]
    page = open_page(public["en"] / "map.html", today=TODAY)
    looks = {code: page.locator(f'.areas [data-key="{code}"]').get_attribute("class") for code in REGIONS}
    assert [looks[code] for code in ("VR10", "VR09", "VR02", "VR01")] == [f"area look-{n}" for n in (0, 1, 2, 4)]


def test_a_link_to_a_region_opens_it_and_leads_to_its_page(public: dict[Lang, Path], open_page: Open) -> None:
    page = open_page(public["nl"] / "map.html", today=TODAY, address="#VR09")
    assert details(page)[""] == "Utrecht"
    assert page.locator(".details a").get_attribute("href") == "VR09.html"


def test_search_finds_a_region(public: dict[Lang, Path], open_page: Open) -> None:
    page = open_page(public["nl"] / "map.html", today=TODAY)
    page.fill("#search", "frysl")
    page.keyboard.press("Enter")
    assert details(page)[""] == "Fryslân"
    page.fill("#search", "Parijs")
    page.keyboard.press("Enter")
    assert page.locator(".answer").text_content() == "Er is geen regio met de naam Parijs."


def test_a_downloaded_table_says_no_more(public: dict[Lang, Path], open_page: Open) -> None:
    page = open_page(public["nl"] / "index.html", today=TODAY)
    with page.expect_download() as waiting:
        page.locator('[data-download="csv"]').click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    utrecht = next(line for line in text.splitlines() if "Utrecht" in line)
    assert utrecht == '"Utrecht";"<\u00a05\u00a0huishoudens";1200;450'


def test_few_are_sorted_between_nobody_and_five(public: dict[Lang, Path], open_page: Open) -> None:
    page = open_page(public["nl"] / "index.html", today=TODAY)
    page.locator('th[data-column="coming"] button').click()
    column = [line[1] for line in cells(page, "public")]
    few = [text.startswith("<") for text in column]
    assert column[: few.index(True)] == ["0"] * few.index(True)
    assert True not in few[few.index(True) + few.count(True) :]
    assert column[few.index(True) + few.count(True)] == "7"


@pytest.mark.parametrize("kind", KINDS)
def test_ready_within_a_second(public: dict[Lang, Path], open_page: Open, kind: str) -> None:
    assert 0 < ready_in_ms(open_page(public["nl"] / f"{kind}.html", today=None)) < 1000


@pytest.mark.parametrize("kind", ["index", "map", "VR09"])
def test_printed_on_a4(public: dict[Lang, Path], open_page: Open, kind: str) -> None:
    page = open_page(public["nl"] / f"{kind}.html", width=PAPER[0], height=PAPER[1], today=TODAY)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER[0]
    if kind == "map":
        box = page.locator(".picture").bounding_box()
        assert box is not None
        assert box["height"] <= PAPER[1]
        for region in page.locator('[data-area="regions"] path').all():
            area = region.bounding_box()
            assert area is not None
            assert box["x"] <= area["x"]
            assert area["x"] + area["width"] <= box["x"] + box["width"]
            assert box["y"] <= area["y"]
            assert area["y"] + area["height"] <= box["y"] + box["height"]
        assert not page.locator(".controls").is_visible()


def test_the_start_is_one_sheet(public: dict[Lang, Path], open_page: Open) -> None:
    page = open_page(public["nl"] / "index.html", today="2026-12-01")
    assert page.locator("#stale").is_visible()
    assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1
