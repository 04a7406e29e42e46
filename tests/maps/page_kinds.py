"""The kinds of page that need nothing beside the tables of a plan, and the book that they are made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from maps.glossary.page import glossary_page
from maps.kit.book import Book
from maps.national.page import national_page
from maps.start.page import start_page
from maps.texts import Lang, Texts
from maps.view.read import read_view

KINDS: dict[str, Callable[[Book], bytes]] = {
    "index": start_page,
    "map": national_page,
    "glossary": glossary_page,
}


def book_of(folder: Path, lang: Lang = "nl") -> Book:
    """All that a page is made from, as if every page and file of a plan were there."""
    view = read_view(folder)
    regions = {f"regions/{region.vr_code}.html" for region in view.regions}
    pages = {f"{kind}.html" for kind in KINDS}
    return Book(view, Texts(lang), frozenset({*pages, *regions, "report.xlsx", "assignments.csv", "summary.json"}))
