"""Rows of a plan folder's tables, cell by cell; what cannot be read is named by file, row and column."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Final, TypeVar

from optimizer.plan.cells import clock_minutes
from optimizer.scenario.faults import Fault

# The tables of a plan folder. The first five are the contract's.
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
        "arrivals": "site_id,vr_code,trip_id,sequence,origin_id,households,persons,sizes,care_levels,wheelchairs,"
        "minors_alone,relocated",
        "housed": "gm_code,vr_code,type,units,offered,units_used,households,persons,linked_elsewhere",
        "exchange_used": "province,linked_gm_code,takes_cno_places,housed_gm_code,gives_housing,households,persons",
        "region_limits": "vr_code,base_places,additional_places,base_used,additional_used,own_staff,own_staff_max,"
        "state_staff_max,hired_staff_max,staff_needed,staff_fixed,people_per_staff,care_minutes_limit,room,binds",
    }.items()
}
# Those that a plan of several days has besides.
OUTLOOK_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(columns.split(","))
    for name, columns in {
        "outlook": "date,vr_code,places,occupied,arrivals,to_coa,moved_in,moved_out,state_staff,hired_staff,"
        "care_minutes_used",
        "outlook_national": "date,inflow,waiting,arrivals,unsheltered,to_coa,ready,housed,coa_places_left,buses_used",
        "outlook_levels": "date,unsheltered,unhoused,displaced,uneven,effort",
        "taakstelling": "gm_code,name,vr_code,target,realised,planned,expected,behind",
        "housing_shortage": "week,until,gm_code,vr_code,size,wheelchair,households,persons",
        "changes": "date,vr_code,before,after,why",
    }.items()
}
ALL_COLUMNS: Final = {**COLUMNS, **OUTLOOK_COLUMNS}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; what cannot be read becomes a fault and a value of the right kind."""

    file: str
    line: int
    cells: Mapping[str, str]
    faults: list[Fault]

    def text(self, column: str) -> str:
        """The cell as it stands."""
        return self.cells[column]

    def read(self, column: str, convert: Callable[[str], T], expected: str, instead: T) -> T:
        """The cell as `convert` makes it; a ValueError becomes a fault that says what is `expected`."""
        try:
            return convert(self.cells[column])
        except ValueError:
            self.faults.append(Fault(self.file, self.line, column, self.cells[column], expected))
            return instead

    def whole(self, column: str) -> int:
        """A whole number."""
        return self.read(column, _whole, "a whole number", 0)

    def number(self, column: str) -> float:
        """A finite number."""
        return self.read(column, _finite, "a number", 0.0)

    def flag(self, column: str) -> bool:
        """`true` or `false`."""
        return self.read(column, _flag, "true or false", False)

    def day(self, column: str) -> date:
        """A date."""
        return self.read(column, date.fromisoformat, "a date, YYYY-MM-DD", date.min)

    def clock(self, column: str) -> int:
        """Minutes after midnight of the planned day."""
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


def table_rows(folder: Path, name: str, faults: list[Fault], expected: tuple[str, ...] | None = None) -> Iterator[Row]:
    """The rows of a table of a plan folder, with the columns `expected` or its own; faults go to `faults`."""
    file, wanted = f"{name}.csv", expected or ALL_COLUMNS[name]
    try:
        with (folder / file).open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.reader(stream, strict=True)
            columns = next(reader, [])
            if tuple(columns) != wanted:
                faults.append(Fault(file, 1, "", ",".join(columns), ",".join(wanted)))
                return
            for cells in reader:
                if len(cells) == len(columns):
                    yield Row(file, reader.line_num, dict(zip(columns, cells, strict=True)), faults)
                else:
                    faults.append(Fault(file, reader.line_num, "", ",".join(cells), f"{len(columns)} cells"))
    except FileNotFoundError:
        faults.append(Fault(file, None, "", "", f"the file in the plan folder {folder.name}"))
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(file, None, "", str(error), "a CSV file in UTF-8"))
