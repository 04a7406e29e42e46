"""From blocks to a tagged PDF (PDF/UA-1, A4) with nothing but the bundled font; the same blocks, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from maps.sheets.blocks import Sheet
from maps.sheets.glyphs import FONTS, printable
from maps.texts import Texts
from maps.view.day import DayView

TEMPLATE: Final = Path(__file__).with_name("sheet.typ")


def make_pdf(title: str, sheets: Sequence[Sheet], day: DayView, texts: Texts) -> bytes:
    """The sheets in their order, each on a page of its own; text is handed over as data, never as markup."""
    made = texts("sheet.made", version=day.version, input=day.scenario_sha256[:12])
    content = {
        "title": title,
        "author": texts("product"),
        "lang": texts.lang,
        "day": texts.day(day.date),
        "concept": texts("header.concept"),
        "made": made,
        "page": texts("sheet.page", page="{page}", pages="{pages}"),
        "sheets": [asdict(sheet) for sheet in sheets],
    }
    return _compile(json.dumps(_printable(content), ensure_ascii=False))


def _printable(value: Any) -> Any:
    """Every text in `value` as the font can show it."""
    if isinstance(value, dict):
        return {key: _printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part) for part in value]
    return printable(value) if isinstance(value, str) else value


def _compile(data: str) -> bytes:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    compiler = typst.Compiler(
        TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True, sys_inputs={"data": data}
    )
    made = compiler.compile(format="pdf", pdf_standards="ua-1")
    if not isinstance(made, bytes):
        raise TypeError(f"typst made {type(made).__name__} instead of one PDF")
    return made
