"""The outlook as the tables of a plan folder, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Final, TypeVar

from optimizer.plan.causes import Cause, causes_text, read_causes
from optimizer.plan.outlook import (
    ChangeRow,
    LevelsRow,
    NationalRow,
    Outlook,
    OutlookRow,
    ShortageRow,
    TargetRow,
)
from optimizer.plan.rows import OUTLOOK_COLUMNS, Row, table_rows
from optimizer.scenario.faults import Fault

T = TypeVar("T")
_CHANGES: Final = "changes"


def outlook_tables(outlook: Outlook | None) -> dict[str, Iterable[Sequence[object]]]:
    """Rows by table; none for a plan of one day, and no `changes` where the plan keeps to no earlier one."""
    if outlook is None:
        return {}
    tables: dict[str, Iterable[Sequence[object]]] = {
        "outlook": map(astuple, outlook.regions),
        "outlook_national": map(astuple, outlook.country),
        "outlook_levels": map(astuple, outlook.levels),
        "taakstelling": map(astuple, outlook.targets),
        "housing_shortage": map(astuple, outlook.shortages),
    }
    return tables if outlook.changes is None else tables | {_CHANGES: map(_change_cells, outlook.changes)}


def outlook_summary(outlook: Outlook) -> dict[str, object]:
    """What summary.json has of several days."""
    return {"days": outlook.days, "levels_today": list(outlook.levels_today)}


def read_outlook(folder: Path, faults: list[Fault]) -> Outlook | None:
    """The outlook in a plan folder; None where there is none: a plan of one day. Faults go to `faults`."""
    if not (folder / "outlook_national.csv").exists():
        return None

    def rows(name: str, convert: Callable[[Row], T]) -> tuple[T, ...]:
        return tuple(convert(row) for row in table_rows(folder, name, faults))

    return Outlook(
        regions=rows(
            "outlook", lambda row: OutlookRow(row.day("date"), row.text("vr_code"), *_figures(row, "outlook", 2))
        ),
        country=rows(
            "outlook_national", lambda row: NationalRow(row.day("date"), *_figures(row, "outlook_national", 1))
        ),
        levels=rows("outlook_levels", lambda row: LevelsRow(row.day("date"), *_figures(row, "outlook_levels", 1))),
        targets=rows("taakstelling", _target),
        shortages=rows("housing_shortage", _shortage),
        changes=rows(_CHANGES, _change) if (folder / f"{_CHANGES}.csv").exists() else None,
    )


def _figures(row: Row, name: str, first: int) -> list[float]:
    """All columns of a table from number `first` on."""
    return [row.number(column) for column in OUTLOOK_COLUMNS[name][first:]]


def _target(row: Row) -> TargetRow:
    return TargetRow(
        gm_code=row.text("gm_code"),
        name=row.text("name"),
        vr_code=row.text("vr_code"),
        target=row.whole("target"),
        realised=row.whole("realised"),
        planned=row.number("planned"),
        expected=row.number("expected"),
        behind=row.number("behind"),
    )


def _shortage(row: Row) -> ShortageRow:
    return ShortageRow(
        week=row.whole("week"),
        until=row.day("until"),
        gm_code=row.text("gm_code"),
        vr_code=row.text("vr_code"),
        size=row.whole("size"),
        wheelchair=row.flag("wheelchair"),
        households=row.number("households"),
        persons=row.number("persons"),
    )


def _change_cells(row: ChangeRow) -> tuple[object, ...]:
    return row.date, row.vr_code, row.before, row.after, causes_text(row.why)


def _change(row: Row) -> ChangeRow:
    no_causes: tuple[Cause, ...] = ()
    why = row.read("why", read_causes, "causes as cno plan writes them, with a space between two", no_causes)
    return ChangeRow(row.day("date"), row.text("vr_code"), row.number("before"), row.number("after"), why)
