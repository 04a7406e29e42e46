"""One table of a scenario as a CSV file, with the contract's columns."""

from __future__ import annotations

import csv
import datetime
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

Rows = Sequence[Mapping[str, object]]


def write_table(name: str, rows: Rows, file: Path) -> None:
    """Write the rows of table `name` to `file`, whole or not at all; an old file is replaced.

    ValueError: a row has a column that the table has not.
    """
    target = file.resolve()
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as scratch:
        new = Path(scratch) / target.name
        with new.open("w", newline="", encoding="utf-8") as stream:
            write_rows(name, rows, stream)
        new.replace(target)


def write_rows(name: str, rows: Rows, stream: TextIO) -> None:
    """The header and the rows of table `name`; a column that a row lacks is empty. ValueError as `write_table`."""
    out = csv.DictWriter(stream, columns_of(name), restval="", lineterminator="\n")
    out.writeheader()
    out.writerows({column: cell_text(value) for column, value in row.items()} for row in rows)


def columns_of(name: str) -> list[str]:
    """The columns of table `name`, in the contract's order."""
    from optimizer.scenario.tables import TABLES  # loads pandas

    return list(TABLES[name].to_schema().columns)


def cell_text(value: object) -> str:
    """A cell as the contract writes it; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
