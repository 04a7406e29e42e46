"""Writes the pages of a plan folder, from the folder alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from maps.glossary import page as glossary
from maps.kit.book import Book, Writer
from maps.national import page as national
from maps.public.pages import public_pages
from maps.public.read import read_public_day
from maps.region.page import region_writer
from maps.sheets.writer import sheets_writer
from maps.start import page as start
from maps.texts import Lang, Texts
from maps.view.bands import with_bands
from maps.view.day import DayView
from maps.view.read import read_view
from maps.view.receiving import region_views
from maps.view.runs_out import with_runs_out
from optimizer.plan.folder import PLAN_FILES
from optimizer.plan.swap import swap_in

Profile = Literal["internal", "public"]
PUBLIC: Final = "public"  # the folder of the public pages, in the plan folder


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How pages are made: their language, the tokens of a house style, the plan folder they are held against, for whom.

    `outlook` is a folder that `cno outlook` wrote: its bands are drawn, and what runs out is told. ValueError: public
    pages held against another plan, or with bands; they tell nothing that could be compared, and nothing of later days.
    """

    lang: Lang = "nl"
    house: Mapping[str, str] = field(default_factory=dict)
    previous: Path | None = None
    outlook: Path | None = None
    profile: Profile = "internal"

    def __post_init__(self) -> None:
        if self.profile == "public" and self.previous is not None:
            raise ValueError("public pages are not held against another plan")
        if self.profile == "public" and self.outlook is not None:
            raise ValueError("public pages tell nothing of later days")


def _writers(view: DayView, folder: Path, previous: Path | None) -> tuple[Writer, ...]:
    """Every kind of page; a new one is a Writer of its own room in maps/, and a line here."""
    regions = region_views(view, folder, previous)
    return (start.WRITER, national.WRITER, glossary.WRITER, region_writer(regions), sheets_writer(view, regions))


def write_pages(folder: Path, options: PageOptions) -> tuple[Path, ...]:
    """Write every page of a profile of the plan in `folder`, the public ones into a folder of their own; their paths.

    Nothing changes in the folder before every page is made, and the pages of the other profile stay as they are.
    InputError: the folder, or that of the previous plan, holds no readable plan. FolderError: a folder of pages
    holds something else.
    """
    made = _public(folder, options) if options.profile == "public" else _internal(folder, options)
    swap_in(folder, made)
    return tuple(folder / path for path in sorted(made))


def _public(folder: Path, options: PageOptions) -> dict[str, bytes]:
    """The public pages, made from what may be told and from nothing else of the plan."""
    pages = public_pages(read_public_day(folder), Texts(options.lang), options.house)
    return {f"{PUBLIC}/{path}": content for path, content in pages.items()}


def _internal(folder: Path, options: PageOptions) -> dict[str, bytes]:
    view = read_view(folder)
    if options.outlook is not None:
        banded = with_bands(view.outlook, options.outlook)
        view = replace(view, outlook=with_runs_out(banded, options.outlook))
    writers = _writers(view, folder, options.previous)
    paths = {path for writer in writers for path in writer.paths(view)}
    others = {file.name for file in folder.iterdir() if file.is_file() and file.name in PLAN_FILES}
    book = Book(view, Texts(options.lang), frozenset(paths | others), options.house)
    made: dict[str, bytes] = {}
    for writer in writers:
        made |= writer.write(book)
    if made.keys() != paths:
        raise ValueError(f"announced and not written, or the other way: {sorted(made.keys() ^ paths)}")
    return made
