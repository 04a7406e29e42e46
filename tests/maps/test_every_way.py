"""What can be done with a map, in both languages, for both profiles, on a screen and on two phones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from looking import cells, details, wait_until
from outlook_files import look_ahead
from page_kinds import KINDS, book_of
from plan_folders import SMALL, copy_of
from playwright.sync_api import Page

from maps.texts import LANGUAGES, Lang, Texts
from optimizer.pages import PageOptions, write_pages

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
WIDTHS = (1280, 360, 320)
PROFILES = ("internal", "public")
WAYS = list(product(PROFILES, LANGUAGES, WIDTHS))
# What colours the map of each profile: a table, and the column that the labels are of.
COLUMNS = {
    "internal": {
        "load": ("regions", "load"),
        "arrivals": ("regions", "arrivals"),
        "free": ("regions", "free"),
        "staff": ("staff", "staff_share"),
        "care": ("staff", "care_share"),
        "offered": ("housing", "offered"),
        "used": ("housing", "used"),
        "waiting": ("housing", "waiting_home"),
        "target": ("housing", "behind"),
        "ahead_load": ("ahead_load", "2022-08-26"),
        "ahead_arrivals": ("ahead_arrivals", "2022-08-26"),
    },
    "public": {"coming": ("public", "coming"), "housed": ("public", "housed"), "agreed": ("public", "places")},
}


@dataclass(frozen=True)
class Map:
    """A map in a browser, and what it is opened with."""

    file: Path
    profile: str
    texts: Texts


@pytest.fixture(scope="session")
def maps(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Lang], Map]:
    """The map of the small plan with two weeks ahead, for each profile and language."""
    found = {}
    for lang in LANGUAGES:
        folder = look_ahead(copy_of(SMALL, tmp_path_factory.mktemp("ways") / "plan"), days=14)
        write_pages(folder, PageOptions(lang, profile="public"))
        (folder / "map.html").write_bytes(KINDS["map"](book_of(folder, lang)))
        files = {"internal": folder / "map.html", "public": folder / "public" / "map.html"}
        found |= {(profile, lang): Map(file, profile, Texts(lang)) for profile, file in files.items()}
    return found


def column(page: Page, table: str, name: str) -> dict[str, str]:
    """What a table says in a column, by row."""
    rows: dict[str, str] = page.locator(f'table[data-table="{table}"]').evaluate(
        """(table, name) => { const at = [...table.tHead.rows[0].cells].findIndex(h => h.dataset.column === name);
        return Object.fromEntries([...table.tBodies[0].rows].map(r => [r.dataset.key, r.cells[at].textContent])) }""",
        name,
    )
    return rows


@pytest.mark.parametrize(("profile", "lang", "width"), WAYS)
def test_layers_switch_labels_are_the_table_and_the_legend_follows(
    maps: dict[tuple[str, Lang], Map], open_page: Open, profile: str, lang: Lang, width: int
) -> None:
    page = open_page(maps[profile, lang].file, width=width)
    layers = page.locator('input[name="layer"]').evaluate_all("all => all.map(one => one.value)")
    assert {*layers} == {*COLUMNS[profile], *(["outside"] if profile == "internal" else [])}
    for layer, (table, name) in COLUMNS[profile].items():
        page.locator(f'input[name="layer"][value="{layer}"]').check(force=True)
        wait_until(page, f"() => !document.querySelector('#map [data-layer={layer}]').hidden")
        shown = dict(page.locator(".values text").evaluate_all("all => all.map(t => [t.dataset.key, t.textContent])"))
        said = {key: text.replace("\u00a0huishoudens", "") for key, text in column(page, table, name).items()}
        said = {key: text.replace("\u00a0households", "") for key, text in said.items()}
        assert shown == said, layer
        legends = [one for one in page.locator(".legend ul[data-layer]").all() if one.is_visible()]
        assert [one.get_attribute("data-layer") for one in legends] == [layer]
        looks = set(
            legends[0].locator(".area").evaluate_all("all => all.map(a => /look-(\\S+)/.exec(a.className.baseVal)[1])")
        )
        kind = page.locator(".picture").get_attribute("data-shown")
        used = page.locator(f'[data-area="{kind}"] path').evaluate_all(
            "all => all.map(a => /look-(\\S+)/.exec(a.className.baseVal)[1])"
        )
        assert set(used) <= looks, layer
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("profile", "lang", "width"), WAYS)
def test_by_keyboard_into_the_map_through_all_regions_and_out(
    maps: dict[tuple[str, Lang], Map], open_page: Open, profile: str, lang: Lang, width: int
) -> None:
    page = open_page(maps[profile, lang].file, width=width, reduced_motion="reduce")
    page.locator("form.search button").focus()
    names, at = [], "document.activeElement"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"{at}.matches('path.area')"):
            names.append(page.evaluate(f"{at}.ariaLabel"))
        if names and page.evaluate(f"!{at}.closest('.figure')"):
            break
    assert len(names) == len(set(names)) == 25
    assert page.evaluate(f"!{at}.closest('.figure')"), "Tab does not leave the map"
    page.keyboard.press("Shift+Tab")  # back in
    assert page.evaluate(f"{at}.closest('.figure') !== null")
    area = page.locator('[data-area="regions"] [data-key="VR02"]')
    area.focus()
    page.keyboard.press("Enter")
    assert details(page)[""] == "Fryslân"
    assert page.evaluate(f"{at}.closest('.details') !== null")
    page.keyboard.press("Escape")
    assert not page.locator(".details").is_visible()
    assert area.evaluate("area => area === document.activeElement")


@pytest.mark.parametrize(("profile", "lang", "width"), WAYS)
def test_search_finds_and_deep_links_land(
    maps: dict[tuple[str, Lang], Map], open_page: Open, profile: str, lang: Lang, width: int
) -> None:
    one = maps[profile, lang]
    page = open_page(one.file, width=width, reduced_motion="reduce")
    page.locator("#search").fill("zeel")
    page.keyboard.press("Enter")
    assert details(page)[""] == "Zeeland"
    wait_until(page, "() => location.hash === '#VR19'")
    page.locator("#search").fill("Atlantis")
    page.keyboard.press("Enter")
    assert "Atlantis" in page.locator(".answer").inner_text()
    layer = list(COLUMNS[profile])[1]
    address = f"#VR09&{one.texts('map.hash')}={one.texts(f'layer.{layer}.word')}"
    page = open_page(one.file, width=width, address=address)
    assert details(page)[""] == "Utrecht"
    assert page.locator(f'input[value="{layer}"]').is_checked()
    top = page.locator(".map-section").bounding_box()
    assert top is not None
    assert abs(top["y"]) < 300


@pytest.mark.parametrize(("profile", "lang", "width"), WAYS)
def test_without_javascript_map_and_table_say_the_same(
    maps: dict[tuple[str, Lang], Map], open_page: Open, profile: str, lang: Lang, width: int
) -> None:
    page = open_page(maps[profile, lang].file, width=width, java_script_enabled=False)
    table, name = next(iter(COLUMNS[profile].values()))
    shown = page.locator(".values text").all_text_contents()
    at = page.locator(f'table[data-table="{table}"] thead th').evaluate_all(
        "(all, name) => all.findIndex(h => h.dataset.column === name)", name
    )
    said = [row[at].split("\u00a0hou")[0] for row in cells(page, table)]
    assert shown == said
    assert [one for one in page.locator("button, input, .live-only").all() if one.is_visible()] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("profile", "lang"), list(product(PROFILES, LANGUAGES)))
def test_every_link_of_the_page_to_itself_leads_somewhere(
    maps: dict[tuple[str, Lang], Map], open_page: Open, profile: str, lang: Lang
) -> None:
    page = open_page(maps[profile, lang].file)
    nowhere = page.evaluate(
        """[...document.querySelectorAll('a[href^="#"]')].map(a => a.hash.slice(1))
        .filter(id => !document.getElementById(id))"""
    )
    assert nowhere == []
    assert page.locator(".contents a").count() == (10 if profile == "internal" else 0)
