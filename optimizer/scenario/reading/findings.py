"""What reading finds, kept until every table has been looked at: faults in file and row order, and warnings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimizer.scenario.faults import Fault, InputError
from optimizer.scenario.reading.asked import Asked
from optimizer.scenario.reading.cells import Raw, shown
from optimizer.scenario.reading.nearest import Nearest


class Findings:
    """Faults and warnings of one scenario; `columns` of each table, in the order in which they are reported."""

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._tables = list(columns)
        self._columns = {table: {name: place for place, name in enumerate(names)} for table, names in columns.items()}
        self._faults: dict[Fault, tuple[int, int, int]] = {}
        self.label: dict[str, str] = {}  # table -> the file or sheet it was read from
        self.warnings: list[str] = []
        self.unknown: dict[str, str] = {}  # name -> label of the files or sheets that are no table
        self.asked: Mapping[tuple[str, int | None, str], Asked] = {}  # cells that are otherwise than in the files
        self._missing: set[str] = set()

    def fault(self, table: str, row: int | None, column: str, raw: Raw, expected: str, nearest: str = "") -> None:
        """Note a cell, column (`row` None) or file (`column` empty too) that cannot be used; the same one once."""
        asked = self.asked.get((table, row, column))
        if asked is not None:
            fault = Fault(asked.option, None, asked.key, asked.text, expected, nearest)
        else:
            fault = Fault(self.label.get(table, table), row, column, shown(raw), expected, nearest)
        place = self._tables.index(table) if table in self._columns else -1
        self._faults.setdefault(fault, (place, row or 0, self._columns.get(table, {}).get(column, -1)))

    def missing(self, table: str, expected: str) -> None:
        """Note, once, that a whole table is not there."""
        if table not in self._missing:
            self._missing.add(table)
            self.fault(table, None, "", "", expected, Nearest((), self.unknown)(table))

    def warn(self, table: str, text: str) -> None:
        """Note something the planner should know of, which stops nothing."""
        self.warnings.append(f"{self.label.get(table, table)}: {text}")

    def stop_if_faulty(self) -> None:
        """Raise InputError when anything was wrong."""
        if self._faults:
            raise InputError(sorted(self._faults, key=lambda fault: self._faults[fault]))
