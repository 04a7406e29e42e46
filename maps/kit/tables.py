"""A table of a page, and names and times as they may be shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

NOTHING = "–"  # stands where there is nothing to say
LONGEST_NAME = 80  # characters of a name that are shown


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `key` is the id of what it is about, `cells` are as they are read."""

    key: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are keys of texts (`column.…`); those in `figures` are numbers, the first is the row's heading.

    `brief` are the columns that say what a row is about at a glance.
    """

    key: str
    columns: tuple[str, ...]
    figures: frozenset[str]
    rows: tuple[Row, ...]
    total: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()

    def row(self, key: str) -> Row:
        """The row about `key`."""
        return next(row for row in self.rows if row.key == key)


def plain(name: str) -> str:
    """A name as it may be shown: one line, no control characters, and not longer than a line or two."""
    shown = "".join("\ufffd" if unicodedata.category(c) == "Cc" else c for c in name)
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"


def clock(minutes: int) -> str:
    """`07:05`, in either language; past midnight the hours run on from 0 again."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
