"""One self-contained page: a template, the style sheet, the scripts, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2

from maps.kit.book import Book
from maps.kit.state import level_table
from maps.kit.style import asset, style_sheet

_TEMPLATES: Final = Path(__file__).parents[1] / "templates"
# What stands in the head of every page, in this order, as far as it is written: text and file.
NAVIGATION: Final = (("nav.start", "index.html"), ("nav.map", "map.html"), ("nav.glossary", "glossary.html"))


def render(
    template: str,
    path: str,
    book: Book,
    *,
    scripts: Sequence[str] = (),
    data: Mapping[str, Any] | None = None,
    **values: Any,
) -> bytes:
    """The page at `path` of the plan folder.

    `scripts` are files of maps/assets that run after `page.js`, `data` is what they find in `page-data`, `values`
    are the template's own. No other script ever runs in the page, and nothing is fetched.
    """
    style, texts = style_sheet(book.house), book.texts
    every_script = [asset(name) for name in ("page.js", *scripts)]
    page = (
        _environment()
        .get_template(template)
        .render(
            t=texts,
            view=book.view,
            path=path,
            link=lambda to: book.link(path, to),
            navigation=[(key, file) for key, file in NAVIGATION if file in book.files],
            levels=level_table(book.view, texts),
            style=style,
            scripts=every_script,
            policy=_policy(style, every_script),
            data=_page_data(book) | dict(data or {}),
            **values,
        )
    )
    return page.encode()


def _page_data(book: Book) -> dict[str, Any]:
    """What `page.js` needs: the planned day and its texts."""
    texts = book.texts
    return {
        "date": book.view.date.isoformat(),
        "lang": texts.lang,
        "texts": {
            "yesterday": texts("stale.one"),
            "older": texts("stale.more", days="{days}"),
            "made": texts("header.made.time", year="{year}", month="{month}", day="{day}", time="{time}"),
            "csv": texts("table.csv"),
            "xlsx": texts("table.xlsx"),
            "json": texts("table.json"),
            "download": texts("table.download"),
            "filter": texts("table.filter"),
            "filtered": texts("table.filtered", n="{n}", all="{all}"),
            "sorted": texts("table.sorted", column="{column}"),
        },
    }


def _policy(style: str, scripts: Sequence[str]) -> str:
    """Nothing from anywhere, but these scripts and this style; `data:` is for the icon that a browser else asks for."""
    allowed = " ".join(f"'{_hash(script)}'" for script in scripts)
    sources = f"default-src 'none'; script-src {allowed}; style-src '{_hash(style)}'; img-src data:"
    return f"{sources}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
