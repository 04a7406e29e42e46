"""The pages of the regions as files: complete, small, the same on every run, and safe from any name."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from plan_folders import HOSTILE

from maps.kit.tables import plain
from maps.sheets.duty import page_of as bus_page_of
from maps.texts import LANGUAGES, Lang, catalogue
from optimizer.plan.read import read_plan
from optimizer.plan.write import write_tables
from optimizer.scenario.regions import region_facts
from tests.generate import random_scenario
from tests.plan.greedy import greedy_plan
from tests.plan.hand import Day

Pages = Callable[..., dict[str, bytes]]
PATHS = [f"regions/VR{number:02}.html" for number in range(1, 26)]
LARGEST = 700_000  # bytes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_for_every_region(country: Path, pages_of: Pages, lang: Lang) -> None:
    pages = pages_of(country, lang)
    assert list(pages) == PATHS
    for facts, page in zip(region_facts(), pages.values(), strict=True):
        text = page.decode()
        assert f'<html lang="{lang}">' in text
        assert f"<bdi>{facts.name}: " in text
        assert len(page) < LARGEST


def test_titles_are_unique(country: Path, pages_of: Pages) -> None:
    titles = {re.search("<title>(.*?)</title>", page.decode()) for page in pages_of(country).values()}
    assert len({found[1] for found in titles if found}) == 25


def test_the_same_plan_gives_the_same_bytes(country: Path, busy: Path, pages_of: Pages) -> None:
    first = pages_of(country)
    assert first == pages_of(country)
    assert first != pages_of(busy)


def test_all_pages_are_made_in_seconds(country: Path, pages_of: Pages) -> None:
    started = time.process_time()
    pages_of(country)
    assert time.process_time() - started < 10  # half a second on a machine with nothing else to do


def test_pages_name_no_household(busy: Path, pages_of: Pages) -> None:
    for page in pages_of(busy).values():
        assert (
            re.findall(r"\b(A[1-6]|H[1-4])\b", re.sub("<(script|style)>.*?</\\1>", "", page.decode(), flags=re.DOTALL))
            == []
        )


def test_links_lead_to_files_that_are_there(busy: Path, pages_of: Pages) -> None:
    known = {f"../{name}" for name in ("index.html", "map.html", bus_page_of("B1"), bus_page_of("B2"))} | {
        path.removeprefix("regions/") for path in PATHS
    }
    for page in pages_of(busy).values():
        links = re.findall(r'<a [^>]*href="([^"#]+)"', page.decode())
        assert "../map.html" in links
        assert set(links) <= known
    assert f'href="../{bus_page_of("B1")}"' in pages_of(busy)["regions/VR01.html"].decode()


def test_what_is_not_compared_is_not_said(busy: Path, quiet: Path, pages_of: Pages) -> None:
    title = "Wat is er anders dan in het vorige plan voor deze dag?"
    assert title not in pages_of(busy)["regions/VR01.html"].decode()
    assert title in pages_of(busy, "nl", quiet)["regions/VR01.html"].decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_are_text(hostile_region: Path, pages_of: Pages, lang: Lang) -> None:
    page = pages_of(hostile_region, lang)["regions/VR01.html"].decode()
    for name in HOSTILE:
        assert html.escape(plain(name), quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in page
    assert "<img" not in page
    assert page.lower().count("</script") == page.count("<script")
    assert "w" * 100 not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_other_language_is_left_in_a_page(busy: Path, quiet: Path, pages_of: Pages, lang: Lang) -> None:
    """No text of the other catalogue that differs from its own stands in a page."""
    other: Lang = "en" if lang == "nl" else "nl"
    own = {str(m.string) for m in catalogue(lang)}
    foreign = {t for m in catalogue(other) if m.id and isinstance(t := m.string, str) and "{" not in t and len(t) > 12}
    text = html.unescape(pages_of(busy, lang, quiet)["regions/VR01.html"].decode())
    assert [words for words in foreign - own if f">{words}<" in text] == []


@pytest.mark.parametrize("seed", range(6))
def test_any_plan_has_its_pages(seed: int, tmp_path: Path, pages_of: Pages) -> None:
    day = Day(random_scenario(seed, "mid", "mixed" if seed % 2 else "tight"))
    write_tables(greedy_plan(day.scenario), day.scenario, tmp_path)
    pages = pages_of(tmp_path, "nl", tmp_path)
    assert list(pages) == PATHS
    coming = [re.search(r'data-number="after"><dt>[^<]*</dt><dd>([\d.]+)</dd>', p.decode()) for p in pages.values()]
    residents = [int(found[1].replace(".", "")) for found in coming if found]
    assert residents == [region.occupied_after for region in read_plan(tmp_path).regions]
