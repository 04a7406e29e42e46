"""The map in a real browser: layers, details, search, deep links, the keyboard, a finger and paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from looking import PAPER, cells, details, row, violations, wait_until
from outlook_files import look_ahead
from plan_folders import HOSTILE, copy_of, rewrite
from playwright.sync_api import Page
from pypdf import PageObject, PdfReader

from maps.texts import LANGUAGES, Lang, Texts

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
Write = Callable[..., Path]
CALM = {"reduced_motion": "reduce"}
BY_REGION = {"load": ("regions", 1), "arrivals": ("regions", 4), "free": ("regions", 6), "staff": ("staff", 3)}
BY_REGION |= {"care": ("staff", 9), "offered": ("housing", 1), "used": ("housing", 2), "waiting": ("housing", 3)}


def labels(page: Page) -> dict[str, str]:
    """What stands in each region of the map."""
    texts = page.locator(".picture .values text")
    return dict(texts.evaluate_all("all => all.map(text => [text.dataset.key, text.textContent])"))


def looks(page: Page, area: str = "regions") -> dict[str, str]:
    """How each area is coloured."""
    paths = page.locator(f'[data-area="{area}"] path')
    return dict(
        paths.evaluate_all("all => all.map(path => [path.dataset.key, /look-(\\S+)/.exec(path.className.baseVal)[1]])")
    )


def choose_layer(page: Page, layer: str) -> None:
    page.locator(f'input[name="layer"][value="{layer}"]').check(force=True)
    wait_until(page, f"() => !document.querySelector('#map [data-layer={layer}]').hidden")


def view_box(page: Page) -> list[float]:
    return [float(part) for part in (page.locator(".picture").get_attribute("viewBox") or "").split()]


def click_area(page: Page, key: str) -> None:
    """A click on the middle of an area's label, where the area certainly is."""
    page.locator(f'path[data-key="{key}"]').first.dispatch_event("click", {"bubbles": True})


@pytest.mark.parametrize("layer", BY_REGION)
def test_a_layer_shows_what_its_table_says(small: Path, write_page: Write, open_page: Open, layer: str) -> None:
    page = open_page(write_page(small))
    choose_layer(page, layer)
    table, column = BY_REGION[layer]
    said = dict(zip([f"VR{i:02}" for i in range(1, 26)], [r[column] for r in cells(page, table)], strict=True))
    assert labels(page) == said
    assert page.get_by_role("region", name=page.locator("#map").inner_text(), exact=True).count() == 1
    name = page.locator(f'.chip:has(input[value="{layer}"])').inner_text()
    spoken = page.locator('[data-area="regions"] path').evaluate_all("all => all.map(path => path.ariaLabel)")
    assert spoken == [f"{r[0]}, {name}: {r[column]}" for r in cells(page, table)]


def test_colours_follow_the_layer(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    found = looks(page)
    assert [found[code] for code in ("VR01", "VR02", "VR03", "VR19", "VR25")] == ["3", "0", "1", "over", "none"]
    choose_layer(page, "free")  # 8 beds, none, 39, none, none
    found = looks(page)
    assert [found[code] for code in ("VR01", "VR02", "VR03", "VR19", "VR25")] == ["0", "over", "1", "over", "over"]
    choose_layer(page, "care")  # 368.5 of 400 minutes, 244 of 244, and elsewhere no limit
    found = looks(page)
    assert [found[code] for code in ("VR01", "VR03", "VR19")] == ["2", "3", "none"]
    choose_layer(page, "waiting")
    assert looks(page, "municipalities")["GM0014"] == "2"  # six people wait in Groningen
    assert looks(page, "municipalities")["GM0363"] == "none"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_legend_follows_the_layer(small: Path, write_page: Write, open_page: Open, lang: Lang) -> None:
    page = open_page(write_page(small, lang))
    choices = page.locator('input[name="layer"]').evaluate_all("all => all.map(one => one.value)")
    assert choices == ["load", "arrivals", "free", "staff", "care", "outside", "offered", "used", "waiting"]
    for layer in choices:
        choose_layer(page, layer)
        shown = [
            one
            for one in page.locator(".legend ul[data-layer], #map [data-layer], p[data-layer]").all()
            if one.is_visible()
        ]
        assert [one.get_attribute("data-layer") for one in shown] == [layer] * 3
        colours = page.locator(f'.legend ul[data-layer="{layer}"] .area').evaluate_all(
            "all => all.map(one => /look-(\\S+)/.exec(one.className.baseVal)[1])"
        )
        used = set(looks(page, "municipalities" if layer in ("offered", "used", "waiting") else "regions").values())
        assert layer == "outside" or used <= set(colours)


@pytest.mark.parametrize("layer", ["outside", "waiting"])
def test_accessible_in_other_layers(small: Path, write_page: Write, open_page: Open, layer: str) -> None:
    page = open_page(write_page(small))
    choose_layer(page, layer)
    assert violations(page) == []


def test_people_without_a_place_are_a_layer_of_their_own(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    assert not page.locator(".outside .point").is_visible()
    choose_layer(page, "outside")
    assert page.locator(".outside .point").count() == 1
    assert page.locator(".outside text").text_content() == "12"
    assert set(labels(page).values()) == {""}
    page.locator(".outside .hit").dispatch_event("click", {"bubbles": True})
    assert details(page) == {"": "Ter Apel", "Wachten": "115", "Krijgen een plek": "103", "Zonder plek": "12"}


def test_targets_are_a_layer_where_they_are_given(small: Path, write_page: Write, open_page: Open) -> None:
    look_ahead(small, days=2)
    rewrite(small, "taakstelling.csv", lambda rows: [{**rows[0], "realised": "50", "behind": "39.5"}])
    page = open_page(write_page(small))
    choose_layer(page, "target")
    assert labels(page)["VR01"] == "39,5"
    assert looks(page, "municipalities")["GM0014"] == "3"
    said = row(page, "status_holders", "GM0014")
    assert list(said.values())[-5:] == ["120", "50", "4", "80,5", "39,5"]


def test_everything_is_drawn(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    assert page.locator('[data-area="regions"] path').count() == 25
    assert page.locator('[data-area="municipalities"] path').count() == 342
    marks = page.locator(".points .mark").evaluate_all("all => all.map(mark => mark.className.baseVal)")
    # Six sites are or can be open, one of them closing; at one origin people wait; three stretches are driven.
    assert sorted(marks) == [
        *("mark mark-can-open", "mark mark-closing", "mark mark-empty"),
        *("mark mark-in-use", "mark mark-in-use", "mark mark-opened"),
        "mark mark-origin",
    ]
    assert page.locator(".lines .hit").count() == 3


def test_what_is_chosen_tells_what_the_tables_say(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    for code in ("VR01", "VR03", "VR19", "VR25"):
        click_area(page, code)
        said = [row(page, table, code) for table in ("regions", "staff", "housing")]
        name = said[0]["Regio"]
        assert details(page) == {"": name} | {k: v for one in said for k, v in one.items() if k != "Regio"}
        assert page.locator(".details a").get_attribute("href") == f"regions/{code}.html"
        chosen = page.locator("tr.chosen").evaluate_all("all => all.map(row => row.dataset.key)")
        assert chosen == [code] * 3
    for key in ("hotel-zwolle", "expo-assen"):
        page.locator(f'.points [data-key="{key}"] .hit').dispatch_event("click", {"bubbles": True})
        said_of_site = row(page, "sites", key)
        assert details(page) == {"": said_of_site.pop("Locatie")} | said_of_site
    page.locator(".lines .hit").first.dispatch_event("click", {"bubbles": True})
    assert details(page) == {"": "Ter Apel → Expohal", "Mensen aan boord": "92", "Ritten": "2"}


def test_a_municipality_tells_its_figures_or_that_it_has_none(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), address="#GM0014&laag=wachten")
    figures = {"Plekken vandaag": "10", "Krijgen woonruimte": "4", "Wachten": "6", "Te lang": "2"}
    assert details(page) == {"": "Groningen", "Regio": "Groningen"} | figures
    click_area(page, "GM0363")
    assert page.locator(".details h3").inner_text() == "Amsterdam"
    assert "Hier zijn vandaag geen cijfers." in page.locator(".details").inner_text()


def test_a_pointer_sees_the_figures_at_a_glance(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    page.locator(".picture").scroll_into_view_if_needed()
    label = page.locator('.values text[data-key="VR19"]').bounding_box()
    assert label is not None
    page.mouse.move(label["x"] + 5, label["y"] + 5)
    tip = page.locator(".tip")
    assert tip.is_visible()
    assert tip.locator("b").inner_text() == "Zeeland"
    assert tip.locator("dd").all_text_contents() == ["104", "0", "0"]
    frame, box = page.locator(".figure").bounding_box(), tip.bounding_box()
    assert frame is not None
    assert box is not None
    assert frame["x"] <= box["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1


@pytest.mark.parametrize(
    ("asked", "key", "found"),
    [
        ("Fryslân (regio)", "VR02", "Fryslân"),
        ("fryslan", "VR02", "Fryslân"),
        ("amsterdam (gem", "GM0363", "Amsterdam"),
        ("zwolle", "GM0193", "Zwolle"),
        ("hotel aan", "hotel-zwolle", "Hotel aan de IJssel"),
    ],
)
def test_search_finds(small: Path, write_page: Write, open_page: Open, asked: str, key: str, found: str) -> None:
    page = open_page(write_page(small), **CALM)
    page.get_by_label("Zoek een regio, gemeente of locatie").fill(asked)
    page.keyboard.press("Enter")
    assert page.locator(".details h3").inner_text() == found
    assert page.evaluate("document.activeElement.ariaLabel") == "Sluiten"
    thing, frame = (page.locator(f".picture{one}").first.bounding_box() for one in (f" [data-key='{key}']", ""))
    assert thing is not None
    assert frame is not None
    for start, size in (("x", "width"), ("y", "height")):
        middle = thing[start] + thing[size] / 2
        assert frame[start] < middle < frame[start] + frame[size]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "search"


def test_search_says_what_it_does_not_find(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    page.get_by_label("Zoek een regio, gemeente of locatie").fill("<b>Atlantis</b>")
    page.get_by_role("button", name="Toon", exact=True).click()
    assert page.locator(".answer").inner_text() == "Er is geen regio, gemeente of locatie met de naam <b>Atlantis</b>."
    assert page.locator("#search-places option").count() == 25 + 342 + 6


@pytest.mark.parametrize(
    ("lang", "address", "layer", "place"),
    [
        ("nl", "#VR09", "load", "Utrecht"),
        ("nl", "#laag=personeel", "staff", None),
        ("nl", "#VR09&laag=personeel", "staff", "Utrecht"),
        ("nl", "#laag=personeel&VR09", "staff", "Utrecht"),
        ("en", "#layer=staff&VR09", "staff", "Utrecht"),
        ("nl", "#layer=staff", "staff", None),
        ("nl", "#GM0193&laag=wachten", "waiting", "Zwolle"),
        ("nl", "#regions", "load", None),
        ("nl", "#%E0%A4%A", "load", None),
        ("nl", "#laag=nergens", "load", None),
    ],
)
def test_a_deep_link_lands(
    small: Path, write_page: Write, open_page: Open, lang: Lang, address: str, layer: str, place: str | None
) -> None:
    page = open_page(write_page(small, lang), address=address)
    assert page.locator(f'#map [data-layer="{layer}"]').is_visible()
    assert page.locator(f'input[value="{layer}"]').is_checked()
    assert page.locator(".details").is_visible() == (place is not None)
    if place is not None:
        assert page.locator(".details h3").inner_text() == place
        map_top = page.locator(".map-section").bounding_box()
        assert map_top is not None
        assert abs(map_top["y"]) < 300


def test_the_back_button_goes_back(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    choose_layer(page, "staff")
    click_area(page, "VR02")
    wait_until(page, "() => location.hash === '#VR02&laag=personeel'")
    click_area(page, "VR03")
    wait_until(page, "() => location.hash === '#VR03&laag=personeel'")
    page.go_back()
    wait_until(page, "() => document.querySelector('.details h3')?.textContent === 'Fryslân'")
    page.go_back()
    wait_until(page, "() => document.querySelector('.details').hidden")
    assert page.locator('input[value="staff"]').is_checked()
    page.go_back()
    wait_until(page, "() => document.querySelector('input[value=load]').checked")
    page.go_forward()
    wait_until(page, "() => document.querySelector('input[value=staff]').checked")


def test_every_region_by_keyboard_and_out_again(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    names = []
    page.locator("#search").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.matches('path.area') && document.activeElement.ariaLabel")
        names += [name] if name else []
        if names and page.evaluate("!document.activeElement.closest('.figure')"):
            break
    assert len(names) == len(set(names)) == 25
    assert "Groningen, Bezetting: 95" in names
    assert page.evaluate("!document.activeElement.closest('.figure')"), "Tab does not leave the map"


def test_enter_opens_escape_closes_and_focus_returns(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    focused = "document.activeElement.ariaLabel"
    page.locator('path[data-key="VR02"]').focus()
    for key, closing in (("Enter", "Escape"), ("Space", "Enter")):
        assert page.evaluate(focused) == "Fryslân, Bezetting: 0"
        page.keyboard.press(key)
        assert page.locator(".details").get_attribute("aria-label") == "Cijfers: Fryslân"
        assert page.evaluate(focused) == "Sluiten"
        page.keyboard.press(closing)
        assert not page.locator(".details").is_visible()
    assert page.evaluate(focused) == "Fryslân, Bezetting: 0"


def test_the_focused_region_can_be_seen(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    page.locator("#search").focus()
    for _ in range(3):  # past the button, to the first region
        page.keyboard.press("Tab")
    shape = page.evaluate("document.activeElement.getAttribute('d')")
    assert shape == page.locator(".ring").get_attribute("d")


@pytest.mark.parametrize(("lang", "width"), [("nl", 1280), ("nl", 360), ("en", 320)])
def test_accessible_and_in_view_with_details_open(
    small: Path, write_page: Write, open_page: Open, lang: Lang, width: int
) -> None:
    page = open_page(write_page(small, lang), width=width, address="#VR12", **CALM)
    assert violations(page) == []
    box = page.locator(".details").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    region = page.locator('path[data-key="VR12"]').bounding_box()
    assert region is not None
    assert width < 640 or region["x"] + region["width"] <= box["x"], "the details lie on what they are about"


def test_buttons_zoom_and_keys_move(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), **CALM)
    whole = view_box(page)
    page.get_by_role("button", name="Inzoomen").click()
    assert view_box(page)[2] == pytest.approx(whole[2] / 2)
    page.locator('path[data-key="VR09"]').focus()
    before = view_box(page)
    page.keyboard.press("ArrowRight")
    assert view_box(page)[0] > before[0]
    page.keyboard.press("+")
    assert view_box(page)[2] == pytest.approx(whole[2] / 4)
    page.get_by_role("button", name="Toon de hele kaart").click()
    assert view_box(page) == whole
    page.get_by_role("button", name="Uitzoomen").click()
    assert view_box(page) == whole


def test_a_drag_moves_a_zoomed_map_and_chooses_nothing(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), **CALM)
    page.get_by_role("button", name="Inzoomen").click()
    page.locator(".picture").scroll_into_view_if_needed()
    before, box = view_box(page), page.locator(".picture").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 200
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 30, steps=5)
    page.mouse.up()
    after = view_box(page)
    assert after[0] - before[0] == pytest.approx(60 * before[2] / box["width"], rel=0.05)
    assert after[1] > before[1]
    assert not page.locator(".details").is_visible()


def test_a_finger_scrolls_past_the_map_until_it_is_zoomed_in(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), width=360, has_touch=True, is_mobile=True, **CALM)
    touch = "getComputedStyle(document.querySelector('.picture')).touchAction"
    assert page.evaluate(touch) == "pan-y"
    page.get_by_role("button", name="Inzoomen").tap()
    assert page.evaluate(touch) == "none"
    page.get_by_role("button", name="Toon de hele kaart").tap()
    assert page.evaluate(touch) == "pan-y"


def test_two_fingers_pinch(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), width=360, has_touch=True, is_mobile=True, **CALM)
    page.locator(".picture").scroll_into_view_if_needed()
    box, whole = page.locator(".picture").bounding_box(), view_box(page)
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    devtools = page.context.new_cdp_session(page)

    def touch(kind: str, apart: float) -> None:
        points = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 20)
    for apart in (25, 30, 35, 40):
        touch("touchMove", apart)
    touch("touchEnd", 0)
    wait_until(page, "() => document.querySelector('.picture').classList.contains('zoomed')")
    left, top, width, height = view_box(page)
    assert width == pytest.approx(whole[2] / 2, rel=0.1)
    assert left + width / 2 == pytest.approx(whole[2] / 2, rel=0.1)  # what is between the fingers stays there
    assert top + height / 2 == pytest.approx(whole[3] / 2, rel=0.1)
    assert not page.locator(".details").is_visible()


def test_on_a_phone_what_is_chosen_comes_into_view(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), width=360, height=640, has_touch=True, is_mobile=True, **CALM)
    page.locator(".picture").scroll_into_view_if_needed()
    label = page.locator('.values text[data-key="VR06"]').bounding_box()
    assert label is not None
    page.touchscreen.tap(label["x"] + 2, label["y"] + 2)
    heading = page.locator(".details h3").bounding_box()
    assert heading is not None
    assert 0 <= heading["y"] <= 640 - heading["height"]


def test_zooming_moves_without_animation_when_asked(small: Path, write_page: Write, open_page: Open) -> None:
    count = """() => { window.frames_asked = 0; const ask = requestAnimationFrame;
        window.requestAnimationFrame = (f) => (window.frames_asked++, ask(f)); }"""
    for options, animated in ((CALM, False), ({}, True)):
        page = open_page(write_page(small), **options)
        page.evaluate(count)
        page.get_by_role("button", name="Inzoomen").click()
        wait_until(page, "() => document.querySelector('.picture').classList.contains('zoomed')")
        assert (page.evaluate("window.frames_asked") > 0) == animated


def test_labels_keep_their_size_on_every_screen(small: Path, write_page: Write, open_page: Open) -> None:
    for width, smallest in ((1280, 12), (360, 10), (320, 10)):
        page = open_page(write_page(small), width=width, **CALM)
        size = """() => parseFloat(getComputedStyle(document.querySelector('.values text')).fontSize)
            * document.querySelector('.picture').getScreenCTM().a"""
        assert smallest <= page.evaluate(size) <= 14
        page.get_by_role("button", name="Inzoomen").click()
        assert smallest <= page.evaluate(size) <= 14


def test_targets_of_a_pointer_are_large_enough(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), address="#VR09")
    for target in page.locator(
        ".zoom button, .details .close, .chip, .tick, thead button, .downloads button, #search"
    ).all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, target
    hits = page.locator(".points .hit").all()
    assert all(min(box["width"], box["height"]) >= 20 for hit in hits if (box := hit.bounding_box()))


def test_sites_and_lines_can_be_left_out(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small))
    for name, part in (("Locaties", ".points"), ("Buslijnen", ".lines")):
        assert page.locator(f".picture {part}").is_visible()
        page.get_by_role("checkbox", name=name).uncheck()
        assert not page.locator(f".picture {part}").is_visible()
    assert not page.get_by_text("Hoe dikker de lijn").is_visible()
    assert not page.locator(".fine").is_visible()
    page.get_by_role("checkbox", name="Gemeenten").check()
    assert page.locator(".fine").is_visible()


def test_labels_lie_in_their_areas(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), address="#laag=wachten")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.values text, .fine-values text')].filter(text => {
            const path = document.querySelector(`path[data-key="${text.dataset.key}"]`);
            return !path.isPointInFill(new DOMPoint(+text.getAttribute('x'), +text.getAttribute('y')));
        }).map(text => text.dataset.key)"""
    )
    assert outside == []


@pytest.mark.parametrize("figures", ["888", "888,8"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_labels_do_not_hide_one_another(
    national: Path, write_page: Write, open_page: Open, width: int, figures: str
) -> None:
    page = open_page(write_page(national), width=width)
    hidden = page.evaluate(
        """figures => { const all = [...document.querySelectorAll('.values text')];
        for (const text of all) text.textContent = figures;
        const boxes = all.map(text => text.getBoundingClientRect()), found = [];
        boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, k) => {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 0 && along > a.height / 3) found.push([i, i + 1 + k]); // a line is higher than its figures
        }));
        return found; }""",
        figures,
    )
    assert hidden == []


def test_without_javascript_map_and_table_are_there(small: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(small), java_script_enabled=False)
    assert page.locator(".picture").is_visible()
    assert page.locator(".values text").count() == 25
    assert page.locator(".picture").get_attribute("role") == "img"
    assert page.locator('table[data-table="regions"] tbody tr').count() == 25
    assert [one.get_attribute("data-layer") for one in page.locator("#map [data-layer]").all() if one.is_visible()] == [
        "load"
    ]


def test_print_shows_the_whole_map_on_one_page(national: Path, write_page: Write, open_page: Open) -> None:
    page = open_page(write_page(national), **CALM)
    page.get_by_role("button", name="Inzoomen").click()
    choose_layer(page, "arrivals")
    zoomed = view_box(page)
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.emulate_media(media="print")
    wait_until(page, "() => document.querySelector('.picture').viewBox.baseVal.x === 0")
    frame, section = page.locator(".picture").bounding_box(), page.locator(".map-section").bounding_box()
    assert frame is not None
    assert section is not None
    assert frame["width"] <= PAPER[0]
    assert section["height"] <= PAPER[1]
    for region in page.locator('[data-area="regions"] path').all():
        box = region.bounding_box()
        assert box is not None
        assert box["x"] >= frame["x"]
        assert box["y"] >= frame["y"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    assert page.locator("#map [data-layer=arrivals]").is_visible(), "what was chosen is what is printed"
    page.emulate_media(media="screen")
    wait_until(page, f"() => document.querySelector('.picture').viewBox.baseVal.width === {zoomed[2]}")


def lowest_text(sheet: PageObject) -> float:
    """How high above the foot of a sheet its last text stands, in points."""
    heights = []

    def note(text: str, to_sheet: list[float], to_text: list[float], *_: object) -> None:
        if text.strip():
            heights.append(to_sheet[5] + to_sheet[3] * to_text[5])

    sheet.extract_text(visitor_text=note)
    return min(heights)


def test_no_printed_sheet_is_left_half_empty(national: Path, write_page: Write, open_page: Open) -> None:
    pdf = PdfReader(io.BytesIO(open_page(write_page(national)).pdf(prefer_css_page_size=True)))
    assert max(map(lowest_text, pdf.pages[:-1])) < 0.4 * float(pdf.pages[0].mediabox.height)
    sheets = [sheet.extract_text().splitlines() for sheet in pdf.pages]
    for title in ("Personeel en zorg", "Statushouders per regio", "Locaties", "Busritten"):
        [lines] = [lines for lines in sheets if title in lines]
        assert len(lines) - lines.index(title) >= 6, f"three rows of {title} stand under its heading"


def test_the_map_is_on_the_first_sheet_however_much_needs_attention(
    national: Path, tmp_path: Path, write_page: Write, open_page: Open
) -> None:
    folder = look_ahead(copy_of(national, tmp_path / "busy"), days=9, short_from=1)
    full = "tranche_base 240/225; tranche_additional 230/225; staff 41.2/30; care_minutes 900/800"
    rewrite(folder, "regions.csv", lambda rows: [{**row, "overload": full} for row in rows])
    page = open_page(write_page(folder))
    assert page.locator(".notices li").count() > 100
    tops = page.locator(".notices, #map").evaluate_all(
        "all => all.map(one => [one.id, one.getBoundingClientRect().top])"
    )
    assert sorted(tops, key=lambda pair: pair[1])[-1][0] == "map", "on a screen what needs attention comes first"
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    nl = Texts("nl")
    on_first = (nl("layer.load"), nl("legend"), nl("legend.origin"), "50 km", nl("attention"))
    assert [words for words in on_first if words not in " ".join(sheets[0].split())] == []
    regions = next(number for number, sheet in enumerate(sheets) if nl("table.regions.note") in sheet)
    said = [number for number, sheet in enumerate(sheets) if "240 bewoners" in sheet]
    assert 0 < max(said) <= regions, "what needs attention goes on behind the map, and before the tables"
    heads = [sheet for sheet in sheets if nl("column.until") in sheet]
    assert len(heads) > 1, "the heading of a table that goes on is there again"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_in_details_tips_and_search(
    hostile: Path, write_page: Write, open_page: Open, lang: Lang
) -> None:
    page = open_page(write_page(hostile, lang), **CALM)
    title = page.title()
    shown = [text if len(text) <= 80 else text[:79] + "…" for text in HOSTILE]
    for index, text in enumerate(shown):
        click_area(page, f"VR{index + 1:02}")
        assert page.locator(".details h3").text_content() == text
    for hit in page.locator(".picture .hit").all():
        hit.dispatch_event("click", {"bubbles": True})
        hit.dispatch_event("pointermove", {"bubbles": True, "pointerType": "mouse", "clientX": 5, "clientY": 5})
        assert page.locator(".details h3").text_content()
    for text in shown:
        page.locator("#search").fill(text)
        page.locator("form.search button").click()
        page.keyboard.press("Escape")
    assert page.locator("main img, .details script, .tip script, .map-section a[onmouseover]").count() == 0
    assert page.title() == title


def test_a_day_without_buses_has_a_map(small: Path, write_page: Write, open_page: Open) -> None:
    for file in ("trips.csv", "stops.csv"):
        rewrite(small, file, lambda rows: [])
    rewrite(small, "assignments.csv", lambda rows: [{**r, "trip_id": ""} for r in rows])
    page = open_page(write_page(small))
    assert page.locator(".picture .lines path").count() == 0
    assert re.search("Vandaag niet", page.locator("main").inner_text())
