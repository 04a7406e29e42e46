"""What a PDF is made of: headings, sentences, tables, boxes to tick and lines to fill in; `sheet.typ` sets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from maps.kit.tables import Table
from maps.texts import Texts

MOST_ROWS_TOGETHER: Final = 15  # a table of more may be cut by the end of a page
SHARES: Final = {"time": 22, "what": 32, "ahead_day": 56}  # of the page's width
WIDE: Final = frozenset({"site", "place", "municipality", "staff_kind"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (a new page), 2 or 3; all of them are bookmarks."""

    text: str
    level: Literal[1, 2, 3]
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `note` is smaller, `strong` larger, `item` one of a list, `alarm` stands out."""

    text: str
    look: Literal["plain", "note", "strong", "item", "alarm"] = "plain"
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Tick:
    """A label with `count` boxes to tick behind it, or `first` before it."""

    label: str
    count: int
    first: bool = False
    kind: Literal["tick"] = "tick"


@dataclass(frozen=True, slots=True)
class Fill:
    """Labels with a line to write on: those of `half` two in a row, those of `whole` as wide as the page."""

    half: tuple[str, ...]
    whole: tuple[str, ...] = ()
    kind: Literal["fill"] = "fill"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `right`: which columns are figures; `widths`: shares of the page's width; empty `total`: none.

    A `tall` one has room to write in.
    """

    columns: tuple[str, ...]
    right: tuple[bool, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    tall: bool = False
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stand on one page; less than a page high."""

    blocks: tuple[Heading | Words | Tick | Fill | Grid, ...]
    kind: Literal["together"] = "together"


Block = Heading | Words | Tick | Fill | Grid | Together


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks that belong to one bus or region: they begin on a page of their own, `running` stands above each."""

    running: str
    blocks: tuple[Block, ...]


def section(heading: str, made: Grid) -> tuple[Block, ...]:
    """A table under its heading, on one page where it is short."""
    title = Heading(heading, 2)
    return (Together((title, made)),) if len(made.rows) <= MOST_ROWS_TOGETHER else (title, made)


def grid(table: Table, texts: Texts) -> Grid:
    """A table of a page."""
    return Grid(
        columns=tuple(table.head(column, texts) for column in table.columns),
        right=tuple(column in table.figures for column in table.columns),
        widths=tuple(_width(column, column in table.figures) for column in table.columns),
        rows=tuple(row.texts for row in table.rows),
        total=tuple(cell.text for cell in table.total),
    )


def _width(column: str, figure: bool) -> int:
    """Its share of the page's width."""
    if column in SHARES:
        return SHARES[column]
    if figure:
        return 27
    return 50 if column in WIDE else 34
