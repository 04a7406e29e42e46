"""The plan folder: every file of a plan, whole or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from optimizer.plan.cells import clock_text, number_text, safe_text
from optimizer.plan.details.build import plan_details
from optimizer.plan.details.read import read_details
from optimizer.plan.details.tables import detail_rows
from optimizer.plan.figures.surroundings import municipality_rows, place_rows
from optimizer.plan.folder import PlanFolder
from optimizer.plan.outlook_tables import outlook_summary, outlook_tables
from optimizer.plan.plan import Plan
from optimizer.plan.read import read_plan
from optimizer.plan.rows import ALL_COLUMNS
from optimizer.plan.texts import Lang
from optimizer.plan.verify import PlanInvalidError, verify
from optimizer.scenario.entities import Scenario

Extra = Callable[[Path], None]  # adds files to the folder that is being made


def write_plan(plan: Plan, scenario: Scenario, out: Path, *, lang: Lang = "nl", extras: Iterable[Extra] = ()) -> None:
    """Write the whole plan folder `out`: tables, workbook and geopackage, and what each of `extras` adds.

    The tables are read back and verified before the folder takes the place of an older one, so that nobody
    ever sees half a plan or one that breaks a rule. PlanInvalidError: a rule is broken. FolderError: `out`
    holds something else than a plan, or another run is writing it. In both cases `out` is as it was.
    """
    with PlanFolder(out) as folder:
        write_tables(plan, scenario, folder.path)
        read_back = read_plan(folder.path)
        if violations := verify(scenario, read_back, read_details(folder.path)):
            raise PlanInvalidError(violations)
        _write_sheets(read_back, scenario, folder.path, lang)
        for extra in extras:
            extra(folder.path)
        folder.commit()


def _write_sheets(plan: Plan, scenario: Scenario, path: Path, lang: Lang) -> None:
    from optimizer.plan.geopackage import write_geopackage
    from optimizer.plan.report import write_report

    write_report(plan, scenario, path / "report.xlsx", lang=lang)
    write_geopackage(plan, scenario, path / "plan.gpkg")


def write_tables(plan: Plan, scenario: Scenario, path: Path) -> None:
    """Write the tables and summary.json of a plan into the existing folder `path`."""
    tables: dict[str, Iterable[Sequence[object]]] = {
        "assignments": (
            (a.household_id, a.outcome, a.destination_id, a.vr_code, a.gm_code, a.trip_id, safe_text(a.reason))
            for a in plan.assignments
        ),
        "trips": (
            (t.trip_id, t.bus_id, t.sequence, t.origin_id, clock_text(t.departs), t.drive_minutes, t.persons)
            for t in plan.trips
        ),
        "stops": (
            (trip.trip_id, sequence, stop.site_id, clock_text(stop.arrives), stop.persons)
            for trip in plan.trips
            for sequence, stop in enumerate(trip.stops, 1)
        ),
        "regions": (tuple(asdict(region).values()) for region in plan.regions),
        "sites": (tuple(asdict(site).values()) for site in plan.sites),
        "unplaced": ((u.household_id, u.kind, u.persons, u.reason.code, u.reason.detail_text) for u in plan.unplaced),
        "places": place_rows(plan, scenario),
        "municipalities": municipality_rows(plan, scenario),
        **detail_rows(plan_details(plan, scenario)),
        **outlook_tables(plan.outlook),
    }
    for name, rows in tables.items():
        _write_csv(path / f"{name}.csv", ALL_COLUMNS[name], rows)
    text = json.dumps(summary(plan), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    (path / "summary.json").write_text(text, encoding="utf-8", newline="\n")


def summary(plan: Plan) -> dict[str, object]:
    """What summary.json holds."""
    return {
        "status": plan.status.value,
        "date": plan.date.isoformat(),
        "version": plan.version,
        "scenario_sha256": plan.scenario_sha256,
        "seconds": plan.seconds,
        "levels": [asdict(level) for level in plan.levels],
        "counts": asdict(plan.counts),
        "buses_used": plan.buses_used,
        "overloads": list(plan.overloads),
        "warnings": list(plan.warnings),
    } | ({} if plan.outlook is None else outlook_summary(plan.outlook))


def _write_csv(file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    return str(value)
