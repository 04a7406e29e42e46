"""A table as it stands in its file, to be changed cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.scenario.changes.wish import KEYS
from optimizer.scenario.reading.cells import PLAIN, READERS, Cell, Raw, UnreadableError, Value, is_blank
from optimizer.scenario.reading.files.raw import RawTable


class Sheet:
    """An editable copy; a table that is not there begins empty. New rows are numbered on after the last."""

    def __init__(self, name: str, raw: RawTable | None) -> None:
        self.name, self._style = name, raw.style if raw else PLAIN
        self._header = list(raw.header) if raw else []
        self._rows = [list(row) for row in raw.rows] if raw else []
        self._numbers = list(raw.numbers) if raw else []
        self._whole = raw.whole if raw else True

    def __len__(self) -> int:
        return len(self._rows)

    def rows_of(self, row_id: str) -> Iterator[int]:
        """Where the rows with this name are."""
        at = self._column(KEYS.get(self.name, "vr_code"))
        return (row for row, cells in enumerate(self._rows) if self._read(Cell.ID, cells[at]) == row_id)

    def number(self, row: int) -> int:
        """The planner's number of a row."""
        return self._numbers[row]

    def value(self, row: int, column: str, cell: Cell) -> Value | None:
        """The value of a cell; None: it is empty."""
        return self._read(cell, self._rows[row][self._column(column)])

    def put(self, row: int, column: str, value: Raw) -> None:
        """Write a typed value; None empties the cell."""
        at = self._column(column)
        self._rows[row][at] = value

    def add(self, cells: dict[str, Raw], like: int | None = None) -> int:
        """A row more, with these cells and the others as in the row `like`; where it is."""
        self._rows.append(list(self._rows[like]) if like is not None else [None] * len(self._header))
        self._numbers.append(max(self._numbers, default=1) + 1)
        for column, value in cells.items():
            self.put(len(self._rows) - 1, column, value)
        return len(self._rows) - 1

    def raw(self) -> RawTable:
        """The table as it is now."""
        return RawTable(self.name, self._header, self._rows, self._numbers, self._style, self._whole)

    def _column(self, name: str) -> int:
        for at, written in enumerate(self._header):
            if written.strip().casefold() == name:
                return at
        self._header.append(name)
        for row in self._rows:
            row.append(None)
        return len(self._header) - 1

    def _read(self, cell: Cell, raw: Raw) -> Value | None:
        """The value as `cell` reads it; None: empty, or unreadable, which the checks of the table say."""
        if is_blank(raw):
            return None
        try:
            return READERS[cell](raw, self._style)
        except UnreadableError:
            return None
