"""What is wrong with an input, so that a planner can mend every fault in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell, column, file or key that cannot be used.

    `row` is the line as the planner sees it in the file or sheet (the header is row 1); None: the whole
    file or column. `nearest` is the closest valid value, where one is close.
    """

    file: str
    row: int | None
    column: str
    value: str
    expected: str
    nearest: str = ""

    def __str__(self) -> str:
        where = self.file + (f", row {self.row}" if self.row is not None else "")
        column = f", column {self.column}" if self.column else ""
        value = f": {self.value!r}" if self.value or self.row is not None else ""
        hint = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{where}{column}{value}: expected {self.expected}{hint}"


class InputError(Exception):
    """The input is wrong; `faults` holds every fault of every table, in file and row order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
