"""Reads a table of the folder that `cno outlook` wrote, of which only some columns are needed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from optimizer.scenario.faults import Fault

T = TypeVar("T")


def answer_rows(
    folder: Path,
    file: str,
    needed: Sequence[str],
    convert: Callable[[Mapping[str, str]], T],
    expected: str,
    faults: list[Fault],
) -> Iterator[T]:
    """The rows that `convert` can read; what cannot be goes to `faults`, with what was `expected` of a row."""
    try:
        with (folder / file).open(newline="", encoding="utf-8-sig") as stream:
            rows = csv.DictReader(stream, strict=True)
            if missing := [name for name in needed if name not in (rows.fieldnames or ())]:
                faults.append(Fault(file, 1, missing[0], ",".join(rows.fieldnames or ()), f"a column {missing[0]}"))
                return
            for row in rows:
                try:
                    if None in row or None in row.values():
                        raise ValueError("a row that is too long or too short")
                    yield convert(row)
                except ValueError:
                    said = ",".join(row[name] or "" for name in needed)
                    faults.append(Fault(file, rows.line_num, "", said, expected))
    except FileNotFoundError:
        faults.append(Fault(file, None, "", "", f"the file in the folder {folder.name}, as cno outlook writes it"))
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(file, None, "", str(error), "a CSV file in UTF-8"))
