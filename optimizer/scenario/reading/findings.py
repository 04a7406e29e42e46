"""What reading finds, kept until every table has been looked at: faults in file and row order, and warnings."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.scenario.faults import Fault, InputError
from optimizer.scenario.reading.cells import Raw, shown
from optimizer.scenario.reading.nearest import Nearest


class Findings:
    """Faults and warnings of one scenario; `tables` gives the order in which they are reported."""

    def __init__(self, tables: Sequence[str]) -> None:
        self._order = {table: place for place, table in enumerate(tables)}
        self._faults: dict[Fault, tuple[int, int]] = {}
        self.label: dict[str, str] = {}  # table -> the file or sheet it was read from
        self.warnings: list[str] = []
        self.unknown: list[str] = []  # files or sheets that are no table
        self._missing: set[str] = set()

    def fault(self, table: str, row: int | None, column: str, raw: Raw, expected: str, nearest: str = "") -> None:
        """Note a cell, column (`row` None) or file (`column` empty too) that cannot be used; the same one once."""
        fault = Fault(self.label.get(table, table), row, column, shown(raw), expected, nearest)
        self._faults.setdefault(fault, (self._order.get(table, -1), row or 0))

    def missing(self, table: str, expected: str) -> None:
        """Note, once, that a whole table is not there."""
        if table not in self._missing:
            self._missing.add(table)
            near = Nearest(self.unknown)(self.label[table])
            self.fault(table, None, "", "", expected, near)

    def warn(self, table: str, text: str) -> None:
        """Note something the planner should know of, which stops nothing."""
        self.warnings.append(f"{self.label.get(table, table)}: {text}")

    def stop_if_faulty(self) -> None:
        """Raise InputError when anything was wrong."""
        if self._faults:
            raise InputError(sorted(self._faults, key=lambda fault: self._faults[fault]))
