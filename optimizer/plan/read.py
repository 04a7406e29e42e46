"""A plan folder back into a Plan; what cannot be read is named by file, row and column."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from optimizer.plan.outlook_tables import read_outlook
from optimizer.plan.plan import (
    LEVEL_NAMES,
    Assignment,
    Counts,
    Level,
    Outcome,
    Plan,
    Reason,
    RegionTally,
    SiteTally,
    Status,
    Stop,
    Trip,
    Unplaced,
)
from optimizer.plan.rows import COLUMNS, Row, table_rows
from optimizer.scenario.faults import Fault, InputError

__all__ = ["COLUMNS", "read_plan"]


def read_plan(folder: Path) -> Plan:
    """The plan in `folder`. InputError: a file is missing or broken; it holds every fault found.

    `unplaced.csv` may be missing (it stands beside the contract's files): the plan then says no codes.
    """
    faults: list[Fault] = []
    stops = _stops(folder, faults)
    tables: dict[str, Any] = {
        "assignments": tuple(_assignment(row) for row in table_rows(folder, "assignments", faults)),
        "trips": tuple(_trip(row, stops) for row in table_rows(folder, "trips", faults)),
        "regions": tuple(_region(row) for row in table_rows(folder, "regions", faults)),
        "sites": tuple(_site(row) for row in table_rows(folder, "sites", faults)),
    }
    if (folder / "unplaced.csv").exists():
        tables["unplaced"] = tuple(_unplaced(row) for row in table_rows(folder, "unplaced", faults))
    tables["outlook"] = read_outlook(folder, faults)
    faults += [
        Fault("stops.csv", row, "trip_id", trip_id, "a trip of trips.csv")
        for trip_id, left in stops.items()
        for row, _ in left
    ]
    summary = _summary(folder, faults)
    if faults or summary is None:
        raise InputError(faults)
    return Plan(**summary, **tables)


def _assignment(row: Row) -> Assignment:
    return Assignment(
        household_id=row.text("household_id"),
        outcome=row.read("outcome", Outcome, " or ".join(Outcome), Outcome.UNPLACED),
        destination_id=row.text("destination_id"),
        vr_code=row.text("vr_code"),
        gm_code=row.text("gm_code"),
        trip_id=row.text("trip_id"),
        reason=row.text("reason"),
    )


def _stops(folder: Path, faults: list[Fault]) -> dict[str, list[tuple[int, Stop]]]:
    """Row and stop, by trip, as numbered: 1, 2, 3."""
    numbered: dict[str, list[tuple[int, int, Stop]]] = {}
    for row in table_rows(folder, "stops", faults):
        stop = Stop(row.text("site_id"), row.clock("arrives"), row.whole("persons"))
        numbered.setdefault(row.text("trip_id"), []).append((row.whole("sequence"), row.line, stop))
    stops = {}
    for trip_id, found in numbered.items():
        found.sort(key=lambda entry: entry[:2])
        for expected, (sequence, line, _) in enumerate(found, 1):
            if sequence != expected:
                faults.append(Fault("stops.csv", line, "sequence", str(sequence), f"{expected}: stops count 1, 2, 3"))
        stops[trip_id] = [(line, stop) for _, line, stop in found]
    return stops


def _trip(row: Row, stops: dict[str, list[tuple[int, Stop]]]) -> Trip:
    """The trip of `row`; its stops are taken out of `stops`."""
    trip_id = row.text("trip_id")
    return Trip(
        trip_id=trip_id,
        bus_id=row.text("bus_id"),
        sequence=row.whole("sequence"),
        origin_id=row.text("origin_id"),
        departs=row.clock("departs"),
        drive_minutes=row.number("drive_minutes"),
        persons=row.whole("persons"),
        stops=tuple(stop for _, stop in stops.pop(trip_id, [])),
    )


def _region(row: Row) -> RegionTally:
    return RegionTally(
        vr_code=row.text("vr_code"),
        name=row.text("name"),
        places=row.whole("places"),
        occupied_before=row.whole("occupied_before"),
        arrivals=row.whole("arrivals"),
        occupied_after=row.whole("occupied_after"),
        own_staff=row.number("own_staff"),
        state_staff=row.whole("state_staff"),
        hired_staff=row.whole("hired_staff"),
        care_minutes_used=row.number("care_minutes_used"),
        overload=row.text("overload"),
    )


def _site(row: Row) -> SiteTally:
    return SiteTally(
        site_id=row.text("site_id"),
        in_use=row.flag("in_use"),
        opened=row.flag("opened"),
        places=row.whole("places"),
        occupied_before=row.whole("occupied_before"),
        arrivals=row.whole("arrivals"),
        occupied_after=row.whole("occupied_after"),
    )


def _unplaced(row: Row) -> Unplaced:
    code = row.text("code")
    return Unplaced(
        household_id=row.text("household_id"),
        kind=row.text("kind"),
        persons=row.whole("persons"),
        reason=row.read("detail", lambda text: Reason.parse(code, text), "key=value;key=value", Reason(code)),
    )


def _summary(folder: Path, faults: list[Fault]) -> dict[str, Any] | None:
    """What summary.json says, by the fields of Plan; None: a fault was added."""
    file = folder / "summary.json"
    try:
        return _summary_fields(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        faults.append(Fault(file.name, None, "", "", f"the file in the plan folder {folder.name}"))
    except KeyError as error:
        faults.append(Fault(file.name, None, str(error.args[0]), "", "this key"))
    except (ValueError, TypeError) as error:
        faults.append(Fault(file.name, None, "", str(error), "the summary of a plan, as JSON"))
    return None


def _summary_fields(data: dict[str, Any]) -> dict[str, Any]:
    levels = tuple(_level(level) for level in data["levels"])
    if tuple(level.name for level in levels) != LEVEL_NAMES:
        raise ValueError(f"levels are {[level.name for level in levels]}, not {list(LEVEL_NAMES)}")
    return {
        "date": date.fromisoformat(data["date"]),
        "version": str(data["version"]),
        "scenario_sha256": str(data["scenario_sha256"]),
        "status": Status(data["status"]),
        "seconds": float(data["seconds"]),
        "levels": levels,
        "counts": Counts(**{key.name: int(data["counts"][key.name]) for key in fields(Counts)}),
        "buses_used": int(data["buses_used"]),
        "overloads": tuple(map(str, data["overloads"])),
        "warnings": tuple(map(str, data["warnings"])),
    }


def _level(data: dict[str, Any]) -> Level:
    bound, gap = (None if data[key] is None else float(data[key]) for key in ("bound", "gap"))
    return Level(str(data["name"]), float(data["value"]), bound, gap, float(data["seconds"]), bool(data["settled"]))
