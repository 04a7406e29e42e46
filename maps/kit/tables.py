"""A table of a page: what it says, what it counts with, and names and times as they may be shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from maps.texts import Few, Number, Texts

NOTHING = "–"  # stands where there is nothing to say
LONGEST_NAME = 80  # characters of a name that are shown
LONGEST_WORD = 18  # letters of a word that stays whole on paper: Tytsjerksteradiel has 17

Value = str | Number | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table says in one place: `text` as it is read, `value` as it is banded and put in a sheet.

    A number sorts by its value and a text by itself, unless `order` says otherwise.
    """

    text: str
    value: Value
    order: float | None = None

    @classmethod
    def of(cls, value: Value, texts: Texts, unit: str = "") -> Cell:
        """A text as it is, a number as the language writes it, with its unit; a dash for None."""
        if value is None:
            return cls(NOTHING, None)
        return cls(value, value) if isinstance(value, str) else cls(texts.number(value) + unit, value)

    @property
    def number(self) -> float | None:
        """The value where it is a finite number that may be told."""
        return self.value if isinstance(self.value, int | float) and isfinite(self.value) else None

    @property
    def has_long_word(self) -> bool:
        """Whether a word in it may have to be broken so that the table fits on paper."""
        return any(len(word) > LONGEST_WORD for word in re.split(r"[\s\u00ad-]", self.text))

    @property
    def sorts_as(self) -> float | None:
        """The number by which a browser sorts; None: by the text, a dash last.

        A few sort after nobody and before anybody: their place in the order says nothing more.
        """
        if self.order is not None:
            return self.order
        return 0.5 if isinstance(self.value, Few) else self.number


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `key` is the id of what it is about, `link` a page about it (relative to the plan folder)."""

    key: str
    cells: tuple[Cell, ...]
    link: str = ""

    @classmethod
    def of(cls, key: str, values: Sequence[Value | Cell], texts: Texts, link: str = "") -> Row:
        """A row of these values; a cell that is made already stays as it is."""
        return cls(key, cells_of(values, texts), link)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the row says, cell by cell."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are keys of texts (`column.…`); those in `figures` are numbers, the first is the row's heading.

    `key` names the table in the page and in texts (`table.…` and `table.….note`); `brief` are the columns that say
    what a row is about at a glance; `heads` are the headings of columns that have no text of their own, as a day.
    """

    key: str
    columns: tuple[str, ...]
    figures: frozenset[str]
    rows: tuple[Row, ...]
    total: tuple[Cell, ...] = ()
    brief: tuple[str, ...] = ()
    heads: Mapping[str, str] = field(default_factory=dict)

    def head(self, column: str, texts: Texts) -> str:
        """The heading of a column."""
        return self.heads[column] if column in self.heads else texts(f"column.{column}")

    def row(self, key: str) -> Row:
        """The row about `key`. KeyError: there is none."""
        found = next((row for row in self.rows if row.key == key), None)
        if found is None:
            raise KeyError(f"table {self.key} has no row {key!r}")
        return found

    def cell(self, key: str, column: str) -> Cell:
        """What the row about `key` says in `column`. KeyError: there is no such row."""
        return self.row(key).cells[self.columns.index(column)]


def cells_of(values: Sequence[Value | Cell], texts: Texts) -> tuple[Cell, ...]:
    """Values as cells; those that are cells already stay as they are."""
    return tuple(value if isinstance(value, Cell) else Cell.of(value, texts) for value in values)


def sorts_as(name: str) -> str:
    """A name as an alphabet has it: without accents and capitals."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))


def by_name(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows in the order in which a reader looks for their names."""
    return tuple(sorted(rows, key=lambda row: (sorts_as(row.cells[0].text), row.key)))


def plain(name: str, longest: int = LONGEST_NAME) -> str:
    """A name as it may be shown: one line, no control characters, and not longer than a line or two (or `longest`)."""
    shown = "".join("\ufffd" if unicodedata.category(c) == "Cc" else c for c in name)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def clock(minutes: int) -> Cell:
    """`07:05`, in either language; past midnight the hours run on from 0 again."""
    text = f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    return Cell(text, text, minutes)
