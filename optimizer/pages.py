"""Writes the pages of a plan folder, from the folder alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from maps.glossary import page as glossary
from maps.kit.book import Book, Writer
from maps.national import page as national
from maps.region.page import region_writer
from maps.sheets.writer import sheets_writer
from maps.start import page as start
from maps.texts import Lang, Texts
from maps.view.day import DayView
from maps.view.read import read_view
from maps.view.receiving import region_views
from optimizer.plan.folder import PLAN_FILES
from optimizer.plan.swap import swap_in


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How pages are made: their language, the tokens of a house style, and the plan folder they are held against."""

    lang: Lang = "nl"
    house: Mapping[str, str] = field(default_factory=dict)
    previous: Path | None = None


def _writers(view: DayView, folder: Path, previous: Path | None) -> tuple[Writer, ...]:
    """Every kind of page; a new one is a Writer of its own room in maps/, and a line here."""
    regions = region_views(view, folder, previous)
    return (start.WRITER, national.WRITER, glossary.WRITER, region_writer(regions), sheets_writer(view, regions))


def write_pages(folder: Path, options: PageOptions) -> tuple[Path, ...]:
    """Write every page of the plan in `folder`; their paths.

    Nothing changes in the folder before every page is made. InputError: the folder, or that of the previous plan,
    holds no readable plan. FolderError: a folder of pages holds something else.
    """
    view = read_view(folder)
    writers = _writers(view, folder, options.previous)
    paths = {path for writer in writers for path in writer.paths(view)}
    others = {file.name for file in folder.iterdir() if file.is_file() and file.name in PLAN_FILES}
    book = Book(view, Texts(options.lang), frozenset(paths | others), options.house)
    made: dict[str, bytes] = {}
    for writer in writers:
        made |= writer.write(book)
    if made.keys() != paths:
        raise ValueError(f"announced and not written, or the other way: {sorted(made.keys() ^ paths)}")
    swap_in(folder, made)
    return tuple(folder / path for path in sorted(made))
