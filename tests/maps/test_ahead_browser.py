"""The days after the planned one in a real browser: slider, charts, tables, on a phone, on paper, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from looking import PAPER, cells, details, violations, wait_until
from outlook_files import look_ahead
from plan_folders import HOSTILE, rewrite
from playwright.sync_api import Page

from maps.national.layers import AHEAD_ARRIVALS, AHEAD_LOAD
from maps.texts import LANGUAGES, Lang, Texts
from maps.view.read import read_view

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Write = Callable[..., Path]
LATER = {"ahead_load": AHEAD_LOAD, "ahead_arrivals": AHEAD_ARRIVALS}


@pytest.fixture
def ahead(small: Path) -> Path:
    """The small plan with six weeks ahead; ten people a day find no place from the fifth day on."""
    return look_ahead(small, days=42, short_from=5)


def choose(page: Page, layer: str) -> None:
    page.locator(f'input[name="layer"][value="{layer}"]').check(force=True)
    wait_until(page, f"() => !document.querySelector('#map [data-layer={layer}]').hidden")


def labels(page: Page) -> list[str]:
    return page.locator(".picture .values text").all_text_contents()


def looks(page: Page) -> list[str]:
    paths = page.locator('[data-area="regions"] path')
    found: list[str] = paths.evaluate_all("all => all.map(path => /look-(\\S+)/.exec(path.className.baseVal)[1])")
    return found


def go_to(page: Page, day: int) -> None:
    page.locator("#day-slider").fill(str(day))


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_accessible_and_never_wider_than_the_screen(
    ahead: Path, write_page: Write, open_page: Open, lang: Lang, width: int
) -> None:
    page = open_page(write_page(ahead, lang), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    short = open_page(write_page(look_ahead(ahead, days=9), lang), width=width)  # six weeks are the same rows again
    choose(short, "ahead_load")
    assert short.locator("#day-slider").is_visible()
    assert short.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(short) == []


@pytest.mark.parametrize("layer", LATER)
def test_the_map_of_every_day_shows_what_the_table_says(
    ahead: Path, write_page: Write, open_page: Open, layer: str
) -> None:
    page = open_page(write_page(ahead))
    choose(page, layer)
    said = cells(page, layer)
    assert len(said[0]) == 1 + 42
    table = page.locator(f'table[data-table="{layer}"] tbody td')
    numbers = table.evaluate_all("all => all.map(cell => cno.number(cell) ?? null)")
    for day in range(42):
        go_to(page, day)
        assert labels(page) == [row[day + 1] for row in said]
        values = [None if n is None else float(n) for n in numbers[day::42]]
        bands = [
            LATER[layer].no_value if n is None else next(b for b in LATER[layer].bands if b.most is None or n <= b.most)
            for n in values
        ]
        assert looks(page) == [band.look for band in bands]


def test_nothing_of_today_stands_on_the_map_of_a_later_day(ahead: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(ahead))
    assert not page.locator("#day-slider").is_visible()
    choose(page, "ahead_load")
    assert page.locator(".when").inner_text() == "Verwachting voor vrijdag 26 augustus 2022"
    for part in (".points", ".lines", "[data-part=points]", '.legend [data-shows="points"]'):
        assert not page.locator(part).first.is_visible()
    choose(page, "load")
    assert page.locator(".points").is_visible()
    assert not page.locator(".when").is_visible()


def test_the_slider_by_keyboard_says_the_day(ahead: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(ahead), address="#laag=erbij-straks")
    slider = page.get_by_label("Kies een dag")
    assert slider.get_attribute("aria-valuetext") == "vrijdag 26 augustus 2022"
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "zaterdag 27 augustus 2022"
    wait_until(page, "() => location.hash === '#laag=erbij-straks&dag=2022-08-27'")
    page.get_by_role("button", name="Eerder").click()
    page.get_by_role("button", name="Eerder").click()
    assert page.locator(".when output").inner_text() == "donderdag 25 augustus 2022"
    page.keyboard.press("End")  # the button has the focus: the day stays
    assert page.locator(".when output").inner_text() == "donderdag 25 augustus 2022"
    page.go_back()
    wait_until(page, "() => document.querySelector('.when output').textContent === 'vrijdag 26 augustus 2022'")


@pytest.mark.parametrize(
    ("lang", "address", "day"),
    [
        ("nl", "#laag=bezetting-straks&dag=2022-09-02", "vrijdag 2 september 2022"),
        ("nl", "#VR01&dag=2022-09-02&laag=bezetting-straks", "vrijdag 2 september 2022"),
        ("en", "#layer=load-later&day=2022-10-05", "Wednesday 5 October 2022"),
        ("nl", "#laag=bezetting-straks&dag=1999-01-01", "vrijdag 26 augustus 2022"),
        ("nl", "#laag=bezetting-straks&dag", "vrijdag 26 augustus 2022"),
    ],
)
def test_a_deep_link_lands_on_its_day(
    ahead: Path, write_page: Write, open_page: Open, lang: Lang, address: str, day: str
) -> None:
    page = open_page(write_page(ahead, lang), address=address)
    assert page.locator(".when output").inner_text() == day
    assert page.locator(".details").is_visible() == ("VR01" in address)


def test_a_region_tells_the_day_that_is_chosen(ahead: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(ahead), address="#VR01&laag=bezetting-straks&dag=2022-09-02")
    load, come = ({row[0]: row[9] for row in cells(page, table)} for table in LATER)
    headings = page.locator(".details h4").all_text_contents()
    assert headings == ["Bezetting per regio, in procenten van de plaatsen", "Mensen die naar elke regio komen"]
    assert page.locator(".details dd").all_text_contents() == [load["Groningen"], come["Groningen"]]
    assert set(details(page)) == {"", "vr 2 sep"}
    page.get_by_role("button", name="Later").click()
    assert set(details(page)) == {"", "za 3 sep"}
    choose(page, "load")
    assert details(page)["Bezetting (%)"] == "95"
    page.keyboard.press("Escape")
    assert not page.locator(".details").is_visible()


def test_a_pointer_sees_the_day_that_is_chosen(ahead: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(ahead), address="#laag=bezetting-straks&dag=2022-09-02")
    page.locator(".picture").scroll_into_view_if_needed()
    label = page.locator('.values text[data-key="VR19"]').bounding_box()
    assert label is not None
    page.mouse.move(label["x"] + 5, label["y"] + 5)
    assert page.locator(".tip dt").all_text_contents() == ["vr 2 sep"]
    said = {row[0]: row[9] for row in cells(page, "ahead_load")}
    assert page.locator(".tip dd").all_text_contents() == [said["Zeeland"]]


def test_without_javascript_charts_and_tables_tell_it(ahead: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(ahead), width=360, java_script_enabled=False)
    assert page.locator(".multiples .chart").count() == 25
    assert page.locator(".multiples .chart").first.is_visible()
    first = page.locator(".multiples li").first.inner_text()
    view = read_view(ahead)
    assert view.outlook is not None
    days = view.outlook.regions["VR01"]
    assert f"Bewoners: nu {Texts('nl').number(days[0].occupied)}, op 5 okt" in first
    assert page.locator('table[data-table="ahead_load"] tbody tr').count() == 25
    assert page.locator('table[data-table="ahead_country"] tbody tr').count() == 42
    for part in ("#day-slider", ".when", ".days"):
        assert not page.locator(part).is_visible()


def test_the_page_of_six_weeks_prints_on_a4(ahead: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(ahead), address="#laag=bezetting-straks&dag=2022-09-02")
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER[0]
    widest = "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
    assert page.locator("table.data, .multiples li").evaluate_all(widest) <= PAPER[0] + 1
    heads = page.locator('table[data-table="ahead_load"] thead th')
    shown = [one.inner_text() for one in heads.all() if one.is_visible()]
    week = ["do 25 aug", "vr 26 aug", "za 27 aug", "zo 28 aug", "ma 29 aug", "di 30 aug", "wo 31 aug", "do 1 sep"]
    assert shown == ["Regio", *week, "do 8 sep", "do 15 sep", "do 22 sep", "do 29 sep"]
    assert page.locator(".when").is_visible()
    assert not page.locator("#day-slider").is_visible()


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_start_page_leads_to_what_is_ahead(
    ahead: Path, write_page: Write, open_page: Open, lang: Lang, width: int
) -> None:
    page = open_page(write_page(ahead, lang, "index"), width=width)
    text = Texts(lang).count("attention.ahead", 10, day=Texts(lang).day(date(2022, 8, 30)))
    assert page.get_by_role("link", name=text).get_attribute("href") == "map.html#ahead"
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_hostile_names_are_text_and_run_nowhere(hostile: Path, write_page: Write, open_page: Open, width: int) -> None:
    look_ahead(hostile)
    rewrite(hostile, "taakstelling.csv", lambda rows: [{**rows[0], "name": name} for name in HOSTILE])
    page = open_page(write_page(hostile), width=width, address="#laag=bezetting-straks")
    title, shown = page.title(), [name if len(name) <= 80 else name[:79] + "…" for name in HOSTILE]
    assert page.locator(".multiples bdi").all_text_contents() == [shown[i % len(shown)] for i in range(25)]
    for code in ("VR01", "VR04", "VR08"):
        page.locator(f'[data-area="regions"] path[data-key="{code}"]').dispatch_event("click", {"bubbles": True})
        assert page.locator(".details h3").text_content() == shown[int(code[2:]) - 1]
    assert page.locator("main img, main b, main script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title() == title
