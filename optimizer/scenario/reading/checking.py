"""A raw table to checked columns: names, cells, and the table's schema; every fault of the table at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrorReason

from optimizer.scenario.reading.cells import READERS, Cell, Raw, UnreadableError, is_blank, shown
from optimizer.scenario.reading.files.raw import RawTable
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.reading.nearest import Nearest
from optimizer.scenario.tables import DUTCH_WORDS, LAT_RANGE, LON_RANGE, TABLES, Schema, expectation


@dataclass(slots=True)
class CheckedTable:
    """Columns of values (None: empty or faulty) with the row numbers of the file.

    `lacking`: known columns it does not have; `unknown`: columns it has that are not known; `whole`: no row or
    required column is missing; `present`: there is such a table.
    """

    name: str
    numbers: Sequence[int] = ()
    columns: dict[str, list[Any]] = field(default_factory=dict)
    raw: dict[str, list[Raw]] = field(default_factory=dict)
    lacking: frozenset[str] = frozenset()
    unknown: Sequence[str] = ()
    whole: bool = True
    present: bool = True

    def column(self, name: str) -> list[Any]:
        """The values of a column, row by row."""
        return self.columns.get(name, [])

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary of its own, by column."""
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.columns, values, strict=True))

    def __len__(self) -> int:
        return len(self.numbers)


def check_table(raw: RawTable, findings: Findings, model: Schema | None = None) -> CheckedTable:
    """Read every cell, hold the table against its schema, and fill in the defaults that are constants.

    `model`: the schema of a table that is not one of `TABLES`.
    """
    if not raw.header:
        return CheckedTable(raw.name)
    schema = (model or TABLES[raw.name]).to_schema()
    places, unknown = _match_header(raw, schema, findings)
    needed = [name for name, column in schema.columns.items() if _needed(column)]
    table = CheckedTable(raw.name, raw.numbers, whole=raw.whole and all(name in places for name in needed))
    faulty: set[tuple[int, str]] = set()
    for name, column in schema.columns.items():
        cells = [row[places[name]] for row in raw.rows] if name in places else [None] * len(raw.rows)
        table.raw[name], table.columns[name] = cells, [None] * len(cells)
        faulty |= {(row, name) for row in _read_column(raw, table, name, column, findings)}
    table.lacking = frozenset(schema.columns) - places.keys()
    table.unknown = unknown
    for row, name, expected, nearest in _schema_faults(schema, table, faulty):
        findings.fault(raw.name, raw.numbers[row], name, table.raw[name][row], expected, nearest)
    _fill_defaults(schema, table)
    return table


def _needed(column: Any) -> bool:
    return bool(column.metadata["required"])


def _match_header(raw: RawTable, schema: Any, findings: Findings) -> tuple[dict[str, int], Sequence[str]]:
    """Where each known column is, and the unknown ones; a missing required one is a fault, an unknown one a warning."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    double: set[str] = set()
    for place, written in enumerate(raw.header):
        name = written.strip()
        known = name.casefold() if name.casefold() in schema.columns else ""
        if known in places:
            findings.fault(raw.name, 1, known, written, "each column once")
            double.add(known)
        elif known:
            places[known] = place
        elif name:
            unknown.append(name)
        elif any(not is_blank(row[place]) for row in raw.rows):
            findings.fault(raw.name, 1, "", written, f"a name above column {place + 1}, which has cells")
    lacking = [name for name, column in schema.columns.items() if _needed(column) and name not in places]
    for name in lacking:
        findings.fault(raw.name, None, name, "", "this column", Nearest(unknown)(name))
    likely = Nearest(name for name in schema.columns if name not in places)
    for name in unknown:
        meant = likely(name)
        hint = f" (did you mean {meant!r}? Without it, every row has its default)" if meant else ""
        findings.warn(raw.name, f"column {name!r} is not known and is not used{hint}")
    return {name: place for name, place in places.items() if name not in double}, unknown


def _read_column(raw: RawTable, table: CheckedTable, name: str, column: Any, findings: Findings) -> list[int]:
    """Fill in the values of a column; returns the rows that could not be read."""
    read = READERS[column.metadata["cell"]]
    faulty = []
    values = table.columns[name]
    for row, cell in enumerate(table.raw[name]):
        if is_blank(cell):
            continue
        try:
            values[row] = read(cell, raw.style)
        except UnreadableError as error:
            faulty.append(row)
            values[row] = error.meant
            expected = error.expected or expectation(column)
            findings.fault(raw.name, raw.numbers[row], name, cell, expected, error.nearest)
    return faulty


def _schema_faults(
    schema: Any, table: CheckedTable, unread: set[tuple[int, str]]
) -> Iterator[tuple[int, str, str, str]]:
    """Row (from 0), column, what is expected and the nearest valid value, for all that pandera finds.

    A cell that fails for itself is emptied, so that no rule about its row, and no other table, complains of it again.
    """
    errors = _validate(schema, table)
    of_cells = [error for error in errors if error.schema is not schema and error.schema.name not in table.lacking]
    found = [fault for error in of_cells for fault in _explain(error, schema, table)]
    yield from (fault for fault in found if fault[:2] not in unread)
    for error in of_cells:
        if error.reason_code is not SchemaErrorReason.SERIES_CONTAINS_DUPLICATES:
            for row in map(int, error.failure_cases["index"]):
                table.columns[error.schema.name][row] = None
    for error in _validate(schema, table) if of_cells else errors:
        if error.schema is schema:
            yield from _explain(error, schema, table)


def _validate(schema: Any, table: CheckedTable) -> Sequence[Any]:
    """Every error pandera finds, columns first."""
    frame = pd.DataFrame(
        {name: pd.Series(table.columns[name], dtype=column.dtype.type) for name, column in schema.columns.items()}
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return list(errors.schema_errors)
    return ()


def _explain(error: Any, schema: Any, table: CheckedTable) -> Iterator[tuple[int, str, str, str]]:
    """One pandera error, which may concern many rows, in the planner's words."""
    name = error.schema.name if error.schema is not schema else error.check.name
    column = schema.columns[name]
    first: dict[Any, int] = {}
    words = column.metadata.get("values", ())
    nearest = Nearest(words, {dutch: word for dutch, word in DUTCH_WORDS.items() if word in words})
    for row in dict.fromkeys(map(int, error.failure_cases["index"])):
        value = table.columns[name][row]
        if error.schema is schema:
            yield row, name, error.check.error, ""
        elif error.reason_code is SchemaErrorReason.SERIES_CONTAINS_DUPLICATES:
            if first.setdefault(value, row) != row:
                yield row, name, f"an id that no other row has (row {table.numbers[first[value]]} has it)", ""
        elif column.metadata["cell"] is Cell.DEGREES and value is not None:
            yield row, name, *_explain_degrees(column, value, table, row)
        elif column.metadata["cell"] is Cell.CHOICE and value is not None:
            yield row, name, expectation(column), nearest(value)
        elif value is None:
            yield row, name, f"{expectation(column)}, no empty cell", ""
        else:
            yield row, name, expectation(column), ""


def _explain_degrees(column: Any, value: float, table: CheckedTable, row: int) -> tuple[str, str]:
    lon, lat = table.columns["lon"][row], table.columns["lat"][row]
    expected = expectation(column)
    if lon is not None and lat is not None and _within(lat, LON_RANGE) and _within(lon, LAT_RANGE):
        return f"{expected} (lon and lat are swapped)", shown(lat if value == lon else lon)
    if abs(value) > 1000:
        return f"{expected} (this looks like metres of the national grid RD)", ""
    return f"{expected} (this is outside the Netherlands)", ""


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def _fill_defaults(schema: Any, table: CheckedTable) -> None:
    for name, column in schema.columns.items():
        default = column.metadata.get("default")
        if default is not None:
            table.columns[name] = [default if value is None else value for value in table.columns[name]]
