"""A plan folder back into a Plan; what cannot be read is named by file, row and column."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any, Final, TypeVar

from optimizer.plan.cells import clock_minutes
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
from optimizer.scenario.faults import Fault, InputError

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(columns.split(","))
    for name, columns in {
        "assignments": "household_id,outcome,destination_id,vr_code,gm_code,trip_id,reason",
        "trips": "trip_id,bus_id,sequence,origin_id,departs,drive_minutes,persons",
        "stops": "trip_id,sequence,site_id,arrives,persons",
        "regions": "vr_code,name,places,occupied_before,arrivals,occupied_after,own_staff,state_staff,hired_staff,"
        "care_minutes_used,overload",
        "sites": "site_id,in_use,opened,places,occupied_before,arrivals,occupied_after",
        "unplaced": "household_id,kind,persons,code,detail",
        "places": "place_id,kind,name,vr_code,gm_code,lon,lat,status,tranche,care_level,minors,wheelchair_places,"
        "opens_on,closes_on,persons_waiting,persons_unsheltered",
        "municipalities": "gm_code,name,vr_code,offered,used,waiting,overdue",
    }.items()
}
T = TypeVar("T")


def read_plan(folder: Path) -> Plan:
    """The plan in `folder`. InputError: a file is missing or broken; it holds every fault found.

    `unplaced.csv` may be missing (it stands beside the contract's files): the plan then says no codes.
    """
    faults: list[Fault] = []
    stops = _stops(folder, faults)
    tables: dict[str, Any] = {
        "assignments": tuple(_assignment(row) for row in _rows(folder, "assignments", faults)),
        "trips": tuple(_trip(row, stops) for row in _rows(folder, "trips", faults)),
        "regions": tuple(_region(row) for row in _rows(folder, "regions", faults)),
        "sites": tuple(_site(row) for row in _rows(folder, "sites", faults)),
    }
    if (folder / "unplaced.csv").exists():
        tables["unplaced"] = tuple(_unplaced(row) for row in _rows(folder, "unplaced", faults))
    faults += [
        Fault("stops.csv", row, "trip_id", trip_id, "a trip of trips.csv")
        for trip_id, left in stops.items()
        for row, _ in left
    ]
    summary = _summary(folder, faults)
    if faults or summary is None:
        raise InputError(faults)
    return Plan(**summary, **tables)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table; what cannot be read becomes a fault and a value of the right kind."""

    file: str
    line: int
    cells: Mapping[str, str]
    faults: list[Fault]

    def text(self, column: str) -> str:
        return self.cells[column]

    def read(self, column: str, convert: Callable[[str], T], expected: str, instead: T) -> T:
        try:
            return convert(self.cells[column])
        except ValueError:
            self.faults.append(Fault(self.file, self.line, column, self.cells[column], expected))
            return instead

    def whole(self, column: str) -> int:
        return self.read(column, _whole, "a whole number", 0)

    def number(self, column: str) -> float:
        return self.read(column, _finite, "a number", 0.0)

    def flag(self, column: str) -> bool:
        return self.read(column, _flag, "true or false", False)

    def clock(self, column: str) -> int:
        return self.read(column, clock_minutes, "a time HH:MM", 0)


def _whole(text: str) -> int:
    value = _finite(text)
    if not value.is_integer():
        raise ValueError(text)
    return int(value)


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _rows(folder: Path, name: str, faults: list[Fault]) -> Iterator[_Row]:
    file = f"{name}.csv"
    try:
        with (folder / file).open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.reader(stream, strict=True)
            columns = next(reader, [])
            if tuple(columns) != COLUMNS[name]:
                faults.append(Fault(file, 1, "", ",".join(columns), ",".join(COLUMNS[name])))
                return
            for cells in reader:
                if len(cells) == len(columns):
                    yield _Row(file, reader.line_num, dict(zip(columns, cells, strict=True)), faults)
                else:
                    faults.append(Fault(file, reader.line_num, "", ",".join(cells), f"{len(columns)} cells"))
    except FileNotFoundError:
        faults.append(Fault(file, None, "", "", f"the file in the plan folder {folder.name}"))
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(file, None, "", str(error), "a CSV file in UTF-8"))


def _assignment(row: _Row) -> Assignment:
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
    for row in _rows(folder, "stops", faults):
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


def _trip(row: _Row, stops: dict[str, list[tuple[int, Stop]]]) -> Trip:
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


def _region(row: _Row) -> RegionTally:
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


def _site(row: _Row) -> SiteTally:
    return SiteTally(
        site_id=row.text("site_id"),
        in_use=row.flag("in_use"),
        opened=row.flag("opened"),
        places=row.whole("places"),
        occupied_before=row.whole("occupied_before"),
        arrivals=row.whole("arrivals"),
        occupied_after=row.whole("occupied_after"),
    )


def _unplaced(row: _Row) -> Unplaced:
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
