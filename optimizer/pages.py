"""Writes the pages of a plan folder, from the folder alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from maps.national.page import national_page
from maps.view.read import read_view


def write_pages(folder: Path, lang: Literal["nl", "en"]) -> tuple[Path, ...]:
    """The paths of the pages written, each whole or not at all. InputError: the folder holds no readable plan."""
    page = folder / "map.html"
    draft = folder / f".{page.name}.{os.getpid()}"
    try:
        draft.write_text(national_page(read_view(folder), lang), encoding="utf-8", newline="\n")
        draft.replace(page)
    finally:
        draft.unlink(missing_ok=True)
    return (page,)
