"""How far the days ahead may lie apart, as `cno outlook` worked it out: lowest and highest residents of each region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Final

from maps.view.answer import answer_rows
from maps.view.outlook import Outlook
from optimizer.scenario.faults import Fault, InputError

FILE: Final = "bands_regions.csv"
_NEEDED: Final = ("inflow_name", "date", "vr_code", "occupied", "occupied_low", "occupied_high")


@dataclass(frozen=True, slots=True)
class _Cell:
    """One row: residents of a region at the end of a day under one inflow, from low to high."""

    inflow: str
    day: date
    vr_code: str
    low: float
    high: float


def with_bands(outlook: Outlook | None, folder: Path) -> Outlook:
    """`outlook` with the bands of the folder that `cno outlook` wrote: of all its inflows together.

    A band goes from the lowest tenth of the samples of the lowest inflow to the highest tenth of those of the highest;
    of an inflow without samples its plan counts. InputError: the plan looks nowhere, the file is missing or broken, or
    it does not have every region of every day of the plan.
    """
    if outlook is None:
        expected = "a plan folder with outlook.csv: a band is drawn round a plan of several days"
        raise InputError([Fault("outlook.csv", None, "", "", expected)])
    faults: list[Fault] = []
    found: dict[tuple[str, date], list[_Cell]] = {}
    for cell in answer_rows(folder, FILE, _NEEDED, _cell, "a date, a region, and numbers, low to high", faults):
        found.setdefault((cell.vr_code, cell.day), []).append(cell)
    if not faults:
        faults = [*_missing(outlook, found)]
    if faults:
        raise InputError(faults)
    bands = {
        code: tuple((min(c.low for c in every), max(c.high for c in every)) for every in days)
        for code in outlook.regions
        for days in [[found[code, day] for day in outlook.days]]
    }
    return replace(outlook, bands=bands)


def _missing(outlook: Outlook, found: Mapping[tuple[str, date], list[_Cell]]) -> Iterator[Fault]:
    """Each inflow has to say something of every region on every day of the plan, once."""
    inflows = sorted({cell.inflow for cells in found.values() for cell in cells}) or [""]
    for code in outlook.regions:
        said = [sorted(cell.inflow for cell in found.get((code, day), [])) for day in outlook.days]
        if any(names != inflows for names in said):
            at = outlook.days[next(n for n, names in enumerate(said) if names != inflows)]
            yield Fault(
                FILE, None, "date", at.isoformat(), f"region {code} once for each inflow, as on every day planned"
            )


def _cell(row: Mapping[str, str]) -> _Cell:
    low, high = (float(row[name] or row["occupied"]) for name in ("occupied_low", "occupied_high"))
    if not (isfinite(low) and isfinite(high) and low <= high):
        raise ValueError(row)
    return _Cell(row["inflow_name"], date.fromisoformat(row["date"]), row["vr_code"], low, high)
