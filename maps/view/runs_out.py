"""When places, staff, care or buses run out, as `cno outlook` worked it out for each inflow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from maps.view.answer import answer_rows
from maps.view.outlook import Outlook, RunsOut, What
from optimizer.scenario.faults import Fault, InputError

FILE: Final = "runs_out.csv"
_NEEDED: Final = ("inflow_name", "what", "vr_code", "expected", "samples_share", "low", "high")
_EXPECTED: Final = f"one of {', '.join(What)}, days of the plan one after the other, and a share"


def with_runs_out(outlook: Outlook, folder: Path) -> Outlook:
    """`outlook` with what runs out and when, of the folder that `cno outlook` wrote.

    InputError: the file is missing or broken, or speaks of regions or days that the plan does not have.
    """
    faults: list[Fault] = []
    found = tuple(answer_rows(folder, FILE, _NEEDED, _row, _EXPECTED, faults))
    if faults := faults or [*_misfits(outlook, found)]:
        raise InputError(faults)
    return replace(outlook, runs_out=found)


def _misfits(outlook: Outlook, found: tuple[RunsOut, ...]) -> Iterator[Fault]:
    first, last = outlook.days[0], outlook.days[-1]
    for one in found:
        if one.vr_code and one.vr_code not in outlook.regions:
            yield Fault(FILE, None, "vr_code", one.vr_code, "a region of regions.csv, or empty: the country")
        for name, day in (("expected", one.expected), ("low", one.low), ("high", one.high)):
            if day is not None and not first <= day <= last:
                yield Fault(FILE, None, name, day.isoformat(), f"a day from {first} to {last}, as the plan has")


def _row(cells: Mapping[str, str]) -> RunsOut:
    def day(name: str) -> date | None:
        return date.fromisoformat(cells[name]) if cells[name] else None

    share = float(cells["samples_share"]) if cells["samples_share"] else None
    if share is not None and not 0 <= share <= 1:
        raise ValueError(share)
    low, high = day("low"), day("high")
    if high is not None and (low is None or low > high):
        raise ValueError(high)
    return RunsOut(cells["inflow_name"], What(cells["what"]), cells["vr_code"], day("expected"), share, low, high)
