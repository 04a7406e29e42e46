"""Writes the files of a plan of several days beside those of one day, so that they fit it and each other."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from maps.view.read import read_view
from optimizer.plan.rows import OUTLOOK_COLUMNS

TARGETS = (
    "gm_code,name,vr_code,target,realised,planned,expected,behind\n"
    "GM0014,Groningen,VR01,120,70,4,80.5,-34.5\n"
    "GM0037,Stadskanaal,VR01,20,0,0,1.5,18.5\n"
    "GM0193,Zwolle,VR04,60,10,0,20,30\n"
)


def look_ahead(folder: Path, days: int = 42, short_from: int | None = None) -> Path:
    """An outlook of `days` for the plan in `folder`: each region receives 2.5 a day and 1.25 leave, until it is full.

    From day `short_from` on (0 is the planned day) ten people more each day have no place. Targets for three
    municipalities; nobody is without a home.
    """
    view = read_view(folder)
    regions, country, waiting = [], [], 0.0
    occupied = {region.vr_code: float(region.occupied_after) for region in view.regions}
    for n in range(days):
        today = view.date + timedelta(days=n)
        rows = [_region(r.vr_code, r.places, occupied, n, today, r.arrivals) for r in view.regions]
        waiting += 10.0 if short_from is not None and n >= short_from else 0.0
        regions += rows
        came, left = (sum(row[k] for row in rows) for k in (4, 5))
        country.append((today, came, waiting, came, waiting, left, 500.5 - n, 12.5, 3, 6))
    levels = [(row[0], row[2], 7, 0, 12.5, 0) for row in country]
    for name, rows in (("outlook", regions), ("outlook_national", country), ("outlook_levels", levels)):
        _write(folder, name, rows)
    _write(folder, "housing_shortage", [])
    (folder / "taakstelling.csv").write_text(TARGETS, encoding="utf-8")
    return folder


def lack_homes(folder: Path, rows: list[tuple[object, ...]]) -> Path:
    """Let homes be missing in the plan of several days in `folder`; rows of `housing_shortage.csv`."""
    _write(folder, "housing_shortage", rows)
    return folder


RUNS_OUT = "inflow_name,what,vr_code,expected,samples_share,low,middle,high\n"


def spread(plan: Path, folder: Path, runs_out: str = "") -> Path:
    """What `cno outlook` writes of two inflows, of which one has samples: 10 fewer to 20 more than the plan expects.

    `runs_out`: the rows of `runs_out.csv`.
    """
    folder.mkdir()
    figures = ("occupied", "arrivals")
    cells = [f"{figure}{end}" for figure in figures for end in ("", "_low", "_middle", "_high")]
    outlook = read_view(plan).outlook
    assert outlook is not None
    with (folder / "bands_regions.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["inflow_name", "date", "vr_code", "places", *cells])
        for inflow, day in [
            (inflow, day) for inflow in ("49", "67") for days in outlook.regions.values() for day in days
        ]:
            many = day.occupied + 20
            band = ("", "", "") if inflow == "67" else (max(0, day.occupied - 10), day.occupied, day.occupied + 5)
            first = many if inflow == "67" else day.occupied
            writer.writerow([inflow, day.date, day.vr_code, day.places, first, *band, 0, "", "", ""])
    (folder / "runs_out.csv").write_text(RUNS_OUT + runs_out, encoding="utf-8")
    return folder


def _region(
    code: str, places: int, occupied: dict[str, float], n: int, today: date, arrivals: int
) -> tuple[date, str, float, float, float, float, float, float, float, float, float]:
    come, leave = (float(arrivals), 0.0) if n == 0 else (2.5, 1.25) if occupied[code] + 1.25 <= places else (0.0, 0.0)
    if n:
        occupied[code] += come - leave
    return (today, code, places + (25 if n >= 14 else 0), occupied[code], come, leave, 0, 0, 4, 1.5, occupied[code] * 2)


def _write(folder: Path, name: str, rows: list[tuple[object, ...]]) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(OUTLOOK_COLUMNS[name])
        writer.writerows(rows)
