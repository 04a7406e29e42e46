"""All pages of one plan folder together: what they share, and how one leads to another."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from maps.texts import Texts
from maps.view.day import DayView


@dataclass(frozen=True, slots=True)
class Book:
    """What every page is made from. `files` are the paths in the plan folder that a page may link to."""

    view: DayView
    texts: Texts
    files: frozenset[str]
    house: Mapping[str, str] = field(default_factory=dict)

    def link(self, page: str, to: str) -> str:
        """The address of file `to` on `page`, both relative to the plan folder; empty: there is no such file."""
        file, _, place = to.partition("#")
        if file not in self.files:
            return ""
        return posixpath.relpath(file, posixpath.dirname(page) or ".") + (f"#{place}" if place else "")


@dataclass(frozen=True, slots=True)
class Writer:
    """One kind of page: which files it makes of a day, and their bytes. The same book gives the same bytes."""

    paths: Callable[[DayView], Iterable[str]]
    write: Callable[[Book], Mapping[str, bytes]]
