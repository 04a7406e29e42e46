"""A table as it stands in its file, before anybody asks what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.scenario.reading.cells import PLAIN, Raw, Style, is_blank, shown
from optimizer.scenario.reading.findings import Findings


@dataclass(frozen=True, slots=True)
class RawTable:
    """`rows` are as long as `header`; `numbers` are the planner's row numbers; `whole`: no row had to be left out."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Raw]]
    numbers: Sequence[int]
    style: Style = PLAIN
    whole: bool = True


def raw_table(name: str, records: Sequence[Sequence[Raw]], style: Style, findings: Findings) -> RawTable | None:
    """A table of records, the first of which is the header; empty rows count, rows of another length are faults.

    None, with a fault: there is no header. No record at all is a table without rows, with a warning.
    """
    if not records:
        findings.warn(name, "is empty, without even a header row; it counts as a table without rows")
        return RawTable(name, (), (), (), style)
    header = [shown(cell) for cell in records[0]]
    if all(map(is_blank, header)):
        findings.fault(name, 1, "", "", "the names of the columns")
        return None
    rows: list[Sequence[Raw]] = []
    numbers: list[int] = []
    whole = True
    for number, record in enumerate(records[1:], start=2):
        if all(map(is_blank, record)):
            continue
        if len(record) < len(header) or not all(map(is_blank, record[len(header) :])):
            findings.fault(name, number, "", f"{len(record)} cells", f"{len(header)} cells, as in the header")
            whole = False
            continue
        rows.append(record)
        numbers.append(number)
    _warn_of_gaps(name, numbers, findings)
    return RawTable(name, header, rows, numbers, style, whole)


def _warn_of_gaps(name: str, numbers: Sequence[int], findings: Findings) -> None:
    gaps = sorted(set(range(2, numbers[-1])).difference(numbers)) if numbers else []
    if gaps:
        first = ", ".join(map(str, gaps[:5])) + (" ..." if len(gaps) > 5 else "")
        findings.warn(name, f"empty rows between the others are not read ({len(gaps)}: row {first})")
