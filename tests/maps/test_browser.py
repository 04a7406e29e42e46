"""The page in a real browser without a network: what a planner, a coordinator and a keyboard find there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from plan_folders import HOSTILE
from playwright.sync_api import Page

from maps.drawing.layers import LOAD
from maps.national.tables import leg_table, origin_table, region_table, site_table
from maps.texts import LANGUAGES, Lang, Texts
from maps.view.read import read_view

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Write = Callable[..., Path]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A4_MM = (210, 297)


def wait_for_map(page: Page) -> None:
    page.wait_for_selector(".leaflet-tooltip.value")


def cells(page: Page, table: str) -> list[list[str]]:
    """What a table shows, row by row, without its header and total."""
    rows = page.locator(f'table[data-table="{table}"] tbody tr')
    return rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))")


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def wait_until(page: Page, condition: str) -> None:
    """Wait for a JavaScript function to say true; the page's own policy forbids Playwright's way, which uses eval."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_accessible_with_a_popup_open(small: Path, write_page: Write, open_page: Open, lang: Lang, width: int) -> None:
    page = open_page(write_page(small, lang), width=width, reduced_motion="reduce")
    wait_for_map(page)
    page.locator("path.region").nth(3).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert violations(page) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_accessible_when_old(small: Path, write_page: Write, open_page: Open, lang: Lang) -> None:
    page = open_page(write_page(small, lang), width=360, today="2022-08-27")
    assert page.locator("#stale").is_visible()
    assert violations(page) == []


def test_accessible_on_a_national_day(national: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(national))
    wait_for_map(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_never_wider_than_the_screen(
    national: Path, write_page: Write, open_page: Open, lang: Lang, width: int
) -> None:
    page = open_page(write_page(national, lang), width=width)
    wait_for_map(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_ready_within_a_second_or_two(national: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(national), today=None)
    wait_for_map(page)
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert timing < 3000  # about 300 ms on a machine with nothing else to do


def test_map_shows_every_region_site_line_and_origin(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    assert page.locator("path.region").count() == 25
    assert page.locator(".leaflet-tooltip.value").count() == 25
    drawn = page.evaluate(
        """() => { const count = {};
        Object.values(map_1._layers).filter(l => l.feature && l.options.interactive === false).forEach(l => {
            const kind = l.options.figure ?? 'line'; count[kind] = (count[kind] ?? 0) + 1; });
        return count; }"""
    )
    # Six sites are or can be open, one of them closing; two origins; three stretches are driven.
    assert drawn == {"circle": 5, "diamond": 1, "square": 2, "line": 3}


def test_tables_equal_map_figure_by_figure(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    shown: list[dict[str, str]] = page.evaluate(
        """() => Object.values(map_1._layers).filter(l => l.feature && l.options.interactive !== false && l.setStyle)
        .map(l => Object.fromEntries(Object.entries(l.feature.properties).map(([column, markup]) => {
            const box = document.createElement('div');
            box.innerHTML = markup;
            return [column, box.textContent]; })))"""
    )
    view, texts = read_view(small), Texts("nl")
    tables = [
        region_table(view, LOAD, texts),
        site_table(view, texts),
        origin_table(view, texts),
        leg_table(view, texts),
    ]
    rows = [dict(zip(table.columns, row, strict=True)) for table in tables for row in cells(page, table.key)]
    on_map = [row for row in rows if row.get("state") not in {"gaat later open", "gesloten"}]
    assert len(shown) == 25 + 6 + 2 + 3
    assert sorted(map(sorted, map(dict.items, shown))) == sorted(map(sorted, map(dict.items, on_map)))


def test_popup_and_tooltip_show_what_the_table_says(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    heads = page.locator('table[data-table="regions"] thead th').all_text_contents()
    for index, row in enumerate(cells(page, "regions")):
        page.locator("path.region").nth(index).focus()
        page.keyboard.press("Enter")
        popup = page.locator(".leaflet-popup-content")
        assert popup.locator("th").all_text_contents() == heads
        assert [text.strip() for text in popup.locator("td").all_text_contents()] == row
        page.keyboard.press("Escape")


def test_a_tooltip_is_readable_at_the_edge_of_the_map(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    page.locator(".live").scroll_into_view_if_needed()
    label = page.locator(".leaflet-tooltip.value").nth(18).bounding_box()
    assert label is not None
    page.mouse.move(label["x"] + 5, label["y"] + 5)
    tooltip = page.locator(".leaflet-tooltip.details")
    assert [text.strip() for text in tooltip.locator("td").all_text_contents()] == ["Zeeland", "104\u00a0%", "0", "0"]
    size = tooltip.bounding_box()
    assert size is not None
    assert 100 <= size["width"] <= 320
    assert size["height"] <= 120


def test_labels_of_both_maps_equal_the_table(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    loads = sorted(row[1].removesuffix("\u00a0%") for row in cells(page, "regions"))
    assert sorted(page.locator(".leaflet-tooltip.value").all_text_contents()) == loads
    assert sorted(page.locator(".picture .values text").all_text_contents()) == loads
    for region in page.locator(".picture .values text").all():
        key = region.get_attribute("data-key")
        load = page.locator(f'table[data-table="regions"] tr[data-key="{key}"] td').first.text_content()
        assert load == region.text_content() or load == f"{region.text_content()}\u00a0%"


def test_labels_lie_in_their_regions(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    page.emulate_media(media="print")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.picture .values text')].filter(text => {
            const path = document.querySelector(`.picture path[data-key="${text.dataset.key}"]`);
            return !path.isPointInFill(new DOMPoint(+text.getAttribute('x'), +text.getAttribute('y')));
        }).map(text => text.dataset.key)"""
    )
    assert outside == []


def test_every_region_by_keyboard_and_out_again(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.matches('path.region') && document.activeElement.ariaLabel")
        names += [name] if name else []
        if names and page.evaluate("!document.activeElement.closest('.live')"):
            break
    assert len(names) == len(set(names)) == 25
    assert "Groningen: 95\u00a0%" in names
    assert page.evaluate("!document.activeElement.closest('.live')"), "Tab does not leave the map"


def test_every_popup_can_be_seen_whole_on_a_small_phone(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), width=320, height=640, reduced_motion="reduce")
    wait_for_map(page)
    for region in page.locator("path.region").all():
        region.focus()
        page.keyboard.press("Enter")
        frame, box = page.locator(".live").bounding_box(), page.locator(".leaflet-popup-content-wrapper").bounding_box()
        assert frame is not None
        assert box is not None
        name = region.get_attribute("aria-label")
        assert frame["x"] <= box["x"], name
        assert frame["y"] <= box["y"], name
        assert box["x"] + box["width"] <= frame["x"] + frame["width"], name
        page.keyboard.press("Escape")


def test_enter_opens_escape_closes_and_focus_returns(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    focused = "document.activeElement.ariaLabel"
    page.locator("path.region").nth(1).focus()
    assert page.evaluate(focused) == "Fryslân: 0\u00a0%"
    page.keyboard.press("Enter")
    assert "Fryslân" in page.locator(".leaflet-popup-content").inner_text()
    assert page.evaluate(focused) == "Sluiten"
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate(focused) == "Fryslân: 0\u00a0%"
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # on the close button
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate(focused) == "Fryslân: 0\u00a0%"


def test_skip_links_lead_past_the_header_and_the_map(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    for link in ("#content", "#legend"):
        page.locator(f'a.skip[href="{link}"]').focus()
        assert page.locator(f'a.skip[href="{link}"]').is_visible()
        page.keyboard.press("Enter")
        wait_until(page, f"() => location.hash === '{link}'")
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.matches('path.region')")


def test_controls_speak_the_language_and_are_large_enough(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    assert page.locator(".leaflet-control-zoom a").evaluate_all("all => all.map(a => a.ariaLabel)") == [
        "Inzoomen",
        "Uitzoomen",
    ]
    assert page.get_by_text("km", exact=False).first.is_visible()
    assert page.get_by_text(re.compile(r"\d (mi|ft)\b")).count() == 0
    page.locator("path.region").first.focus()
    page.keyboard.press("Enter")
    targets = page.locator(".leaflet-bar a, .leaflet-popup-close-button, path.leaflet-interactive:not(.region)")
    boxes = [target.bounding_box() for target in targets.all()]
    assert all(box and (box["width"] >= 24 or box["height"] >= 24) for box in boxes)
    squares = page.locator(".leaflet-bar a, .leaflet-popup-close-button").all()
    assert all(min(box["width"], box["height"]) >= 24 for s in squares if (box := s.bounding_box()))


def test_zooming_moves_without_animation_when_asked(small: Path, write_page: Write, open_page: Open) -> None:
    calm = open_page(write_page(small), reduced_motion="reduce")
    wait_for_map(calm)
    assert calm.evaluate("[map_1.options.zoomAnimation, map_1.options.fadeAnimation]") == [False, False]
    usual = open_page(write_page(small))
    wait_for_map(usual)
    assert usual.evaluate("map_1.options.zoomAnimation") is True


def test_a_page_of_yesterday_says_so(small: Path, write_page: Write, open_page: Open) -> None:
    file = write_page(small)
    for today, words in (
        ("2022-08-24", ""),
        ("2022-08-25", ""),
        ("2022-08-26", "Let op: dit plan is van gisteren. Vraag het plan van vandaag."),
        ("2022-09-25", "Let op: dit plan is 31 dagen oud. Vraag het plan van vandaag."),
    ):
        stale = open_page(file, today=today).locator("#stale")
        assert stale.is_visible() == bool(words)
        assert stale.text_content() == words


def test_the_file_says_when_it_was_made(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), timezone_id="Europe/Amsterdam")
    assert re.fullmatch(r"\d\d-\d\d-\d{4} \d\d:\d\d", page.locator("#made time").text_content() or "")
    page = open_page(write_page(small, "en"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", page.locator("#made time").text_content() or "")


def test_without_javascript_map_and_table_are_there(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), java_script_enabled=False)
    assert page.locator(".picture").is_visible()
    assert page.locator(".picture .values text").count() == 25
    assert page.locator('table[data-table="regions"] tbody tr').count() == 25
    assert not page.locator(".live").is_visible()
    assert not page.locator("#stale").is_visible()
    assert not page.locator("#made").is_visible()
    assert not page.locator(".live-only").is_visible()


def test_with_javascript_the_live_map_takes_the_pictures_place(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    assert page.locator(".live").is_visible()
    assert not page.locator(".picture").is_visible()


def test_print_shows_the_whole_map_on_one_page(
    national: Path, write_page: Write, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(write_page(national))
    wait_for_map(page)
    pdf = tmp_path / "map.pdf"
    pdf.write_bytes(page.pdf(prefer_css_page_size=True))
    assert page.evaluate("document.documentElement.className") == "live-on", "printing broke the live map"
    assert re.search(rb"/MediaBox \[0 0 59[45][^ ]* 84[12]", pdf.read_bytes())
    pixels = 96 / 25.4
    page.set_viewport_size({"width": round((A4_MM[0] - 24) * pixels), "height": round((A4_MM[1] - 24) * pixels)})
    page.emulate_media(media="print")
    assert not page.locator(".live").is_visible()
    frame, section = page.locator(".picture").bounding_box(), page.locator(".map-section").bounding_box()
    assert frame is not None
    assert section is not None
    assert frame["width"] <= (A4_MM[0] - 24) * pixels
    assert section["height"] <= (A4_MM[1] - 24) * pixels
    for region in page.locator(".picture path[data-key]").all():
        box = region.bounding_box()
        assert box is not None
        assert box["x"] >= frame["x"]
        assert box["y"] >= frame["y"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    heads = page.locator("thead").evaluate_all("all => all.map(head => getComputedStyle(head).display)")
    assert set(heads) == {"table-header-group"}
    assert page.evaluate("document.documentElement.scrollWidth") <= round((A4_MM[0] - 24) * pixels)


def test_the_map_survives_a_window_that_changes_while_it_is_hidden(
    small: Path, write_page: Write, open_page: Open
) -> None:
    page = open_page(write_page(small))
    wait_for_map(page)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('resize'))")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 600, "height": 800})
    wait_until(page, "() => map_1.getSize().x > 300 && map_1.getSize().x < 600")
    assert page.locator(".live").is_visible()
    assert page.evaluate("map_1.getBounds().contains(geo_json_2.getBounds())")


def test_a_finger_scrolls_past_the_map_until_it_is_zoomed_in(small: Path, write_page: Write, open_page: Open) -> None:
    phone = {"has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    page = open_page(write_page(small), width=360, **phone)
    wait_for_map(page)
    assert page.evaluate("map_1.dragging.enabled()") is False
    page.locator(".leaflet-control-zoom-in").tap()
    assert page.evaluate("map_1.dragging.enabled()") is True
    page.locator(".leaflet-control-zoom-out").tap()
    assert page.evaluate("map_1.dragging.enabled()") is False


def test_who_has_zoomed_in_keeps_what_is_in_view(small: Path, write_page: Write, open_page: Open) -> None:
    """A phone changes its window whenever it is scrolled."""
    page = open_page(write_page(small), reduced_motion="reduce")
    wait_for_map(page)
    whole = page.evaluate("map_1.getZoom()")
    page.locator(".leaflet-control-zoom-in").click()
    page.set_viewport_size({"width": 1000, "height": 700})
    wait_until(page, "() => map_1.getSize().x === map_1.getContainer().clientWidth")
    assert page.evaluate("map_1.getZoom()") == whole + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_are_text_and_run_nowhere(hostile: Path, write_page: Write, open_page: Open, lang: Lang) -> None:
    page = open_page(write_page(hostile, lang), width=320, reduced_motion="reduce")
    wait_for_map(page)
    title = page.title()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    names = [row[0] for row in cells(page, "regions")]
    short = [text if len(text) <= 80 else text[:79] + "…" for text in HOSTILE]
    assert names == [*short, *short, *short[:5]]
    for index in range(len(HOSTILE)):
        page.locator("path.region").nth(index).focus()
        page.keyboard.press("Enter")
        assert page.locator(".leaflet-popup-content td").first.text_content() == short[index]
        page.keyboard.press("Escape")
    page.evaluate(
        """() => Object.values(map_1._layers).filter(l => l.feature && l.options.interactive !== false && l.setStyle)
        .forEach(l => ['mouseover', 'click'].forEach(
            kind => l.fire(kind, { latlng: l.getLatLng?.() ?? l.getBounds().getCenter() }, true)))"""
    )
    assert page.locator(".leaflet-popup-content td").count() > 0
    assert page.locator("main img, main b, main script").count() == 0
    assert page.title() == title
    assert violations(page) == []
