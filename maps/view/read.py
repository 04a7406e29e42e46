"""Reads a plan folder for the pages; the households in it are left where they are."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TypeVar

from maps.view.day import DayView, MunicipalityView, PlaceView, ReasonView, SiteView, site_state
from maps.view.outlook import outlook_of
from optimizer.plan.cells import safe_text
from optimizer.plan.details.read import read_details
from optimizer.plan.details.values import RegionLimits
from optimizer.plan.plan import Overload, Plan, SiteTally
from optimizer.plan.read import COLUMNS, read_plan
from optimizer.scenario.entities import Kind, SiteStatus
from optimizer.scenario.faults import Fault, InputError

T = TypeVar("T")


def read_view(folder: Path) -> DayView:
    """The day of a plan folder. InputError: the file, row and column that cannot be read, or do not fit together."""
    plan = read_plan(folder)
    if plan.outlook is None and (folder / "outlook.csv").exists():
        raise InputError(
            [Fault("outlook_national.csv", None, "", "", "the file in the plan folder: it has outlook.csv")]
        )
    places = tuple(_rows(folder, "places"))
    tallies = {tally.site_id: tally for tally in plan.sites}
    view = DayView(
        date=plan.date,
        version=plan.version,
        scenario_sha256=plan.scenario_sha256,
        status=plan.status,
        levels=plan.levels,
        counts=plan.counts,
        buses_used=plan.buses_used,
        warnings=plan.warnings,
        regions=plan.regions,
        limits=_limits(folder, plan),
        origins=tuple(_place(row) for row in places if row.cells["kind"] == "origin"),
        sites=tuple(_site(row, tallies, plan.date) for row in places if row.cells["kind"] == "site"),
        trips=plan.trips,
        municipalities=tuple(_municipality(row) for row in _rows(folder, "municipalities")),
        targets=plan.outlook.targets if plan.outlook else (),
        outlook=outlook_of(plan.outlook, plan.date, [region.vr_code for region in plan.regions]),
        reasons=_reasons(plan),
    )
    _check(view, plan)
    return view


def _reasons(plan: Plan) -> tuple[ReasonView, ...]:
    """Persons without a place by reason: that which most asylum seekers have first, then most status holders."""
    persons = Counter[tuple[str, str]]()
    for unplaced in plan.unplaced:
        persons[unplaced.reason.code, unplaced.kind] += unplaced.persons
    codes = {code for code, _ in persons}
    rows = [ReasonView(c, persons[c, Kind.ASYLUM_SEEKER], persons[c, Kind.STATUS_HOLDER]) for c in codes]
    return tuple(sorted(rows, key=lambda row: (-row.seekers, -row.holders, row.code)))


def _limits(folder: Path, plan: Plan) -> tuple[RegionLimits, ...]:
    """What each region can bear, in the order of regions.csv."""
    limits = read_details(folder).limits
    if limits is None:
        expected = f"a plan folder with this file; {folder} has none. Plan the day again with this version"
        raise InputError([Fault("region_limits.csv", None, "", "", expected)])
    if [row.vr_code for row in limits] != [region.vr_code for region in plan.regions]:
        raise InputError(
            [Fault("region_limits.csv", None, "vr_code", "", "the regions of regions.csv, in their order")]
        )
    return limits


def _check(view: DayView, plan: Plan) -> None:
    """Whatever the plan names has to be a place."""
    known = view.places
    faults = [
        *(
            Fault("sites.csv", None, "site_id", s.site_id, "a place of places.csv")
            for s in plan.sites
            if s.site_id not in known
        ),
        *(
            Fault("trips.csv", None, "origin_id", trip.origin_id, "a place of places.csv")
            for trip in plan.trips
            if trip.origin_id not in known
        ),
        *(
            Fault("stops.csv", None, "site_id", stop.site_id, "a place of places.csv")
            for trip in plan.trips
            for stop in trip.stops
            if stop.site_id not in known
        ),
        *(
            Fault("regions.csv", None, "overload", region.overload, "limits as the plan writes them")
            for region in plan.regions
            if not _readable(region.overload)
        ),
    ]
    if faults:
        raise InputError(faults)


def _readable(overload: str) -> bool:
    try:
        return all(isfinite(float(o.held)) and isfinite(float(o.most)) for o in Overload.parse_all(overload))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file; every reader raises InputError with the place."""

    file: str
    line: int
    cells: dict[str, str]

    def read(self, column: str, convert: Callable[[str], T], expected: str) -> T:
        """The cell of `column` as `convert` makes it."""
        try:
            return convert(self.cells[column])
        except ValueError as error:
            raise InputError([Fault(self.file, self.line, column, self.cells[column], expected)]) from error

    def whole(self, column: str) -> int:
        """A whole number; an empty cell is 0."""
        return self.read(column, lambda text: int(text or 0), "a whole number")

    def number(self, column: str, expected: str = "a number") -> float:
        """A finite number."""
        return self.read(column, _finite, expected)

    def degrees(self, column: str) -> float:
        """A longitude or latitude."""
        return self.number(column, "degrees")

    def day(self, column: str) -> date | None:
        """A date, or None where the cell is empty."""
        return self.read(column, lambda text: date.fromisoformat(text) if text else None, "a date, YYYY-MM-DD")

    def name(self, column: str) -> str:
        """Free text, without the mark that keeps a spreadsheet from running it."""
        text = self.cells[column]
        return text[1:] if text.startswith("'") and safe_text(text[1:]) == text else text


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _rows(folder: Path, table: str) -> Iterator[_Row]:
    file = f"{table}.csv"
    if not (folder / file).is_file():
        raise InputError([Fault(file, None, "", "", f"a plan folder with this file; {folder} has none")])
    with (folder / file).open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.reader(stream, strict=True)
        header = tuple(next(reader, ()))
        expected = COLUMNS[table]
        if header != expected:
            raise InputError([Fault(file, 1, "", ",".join(header), ",".join(expected))])
        for cells in reader:
            if len(cells) != len(header):
                raise InputError([Fault(file, reader.line_num, "", ",".join(cells), f"{len(header)} cells")])
            yield _Row(file, reader.line_num, dict(zip(header, cells, strict=True)))


def _place(row: _Row) -> PlaceView:
    return PlaceView(
        place_id=row.cells["place_id"],
        name=row.name("name"),
        lon=row.degrees("lon"),
        lat=row.degrees("lat"),
        waiting=row.whole("persons_waiting"),
        unsheltered=row.whole("persons_unsheltered"),
    )


def _site(row: _Row, tallies: dict[str, SiteTally], today: date) -> SiteView:
    place = _place(row)
    if place.place_id not in tallies:
        raise InputError([Fault(row.file, row.line, "place_id", place.place_id, "a site of sites.csv")])
    tally, status = tallies[place.place_id], row.read("status", SiteStatus, ", ".join(SiteStatus))
    opens_on, closes_on = row.day("opens_on"), row.day("closes_on")
    return SiteView(
        place=place,
        tally=tally,
        vr_code=row.cells["vr_code"],
        gm_code=row.cells["gm_code"],
        status=status,
        opens_on=opens_on,
        closes_on=closes_on,
        state=site_state(status, tally, today, opens_on, closes_on),
    )


def _municipality(row: _Row) -> MunicipalityView:
    return MunicipalityView(
        gm_code=row.cells["gm_code"],
        name=row.name("name"),
        vr_code=row.cells["vr_code"],
        offered=row.whole("offered"),
        used=row.whole("used"),
        waiting=row.whole("waiting"),
        overdue=row.whole("overdue"),
    )
