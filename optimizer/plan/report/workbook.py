"""What stands on each sheet of the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from optimizer.plan.plan import Outcome, Overload, Plan, Stop, Trip
from optimizer.plan.report.table import Book, Column
from optimizer.plan.report.texts import KINDS, LEVELS, SHEETS, SITE_STATUSES, SUMMARY, TRANCHES
from optimizer.plan.texts import OUTCOMES, STATUSES, Lang, overload_text, reason_text
from optimizer.scenario.entities import Household, Scenario
from optimizer.scenario.regions import municipality_facts

Row = tuple[object, ...]
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_report(plan: Plan, scenario: Scenario, file: Path, *, lang: Lang = "nl") -> None:
    """Write the workbook of `plan` to `file`; the same plan gives the same bytes."""
    import xlsxwriter

    with xlsxwriter.Workbook(file, {**AS_TEXT, "in_memory": True}) as workbook:
        heading = SUMMARY["title"][lang].format(plan.date)
        workbook.set_properties({"title": heading, "created": datetime.combine(plan.date, time(), UTC)})
        report = _Report(plan, scenario, Book(workbook, lang, heading))
        report.add_summary()
        report.add_tables()


class _Report:
    """A plan and a book to write it in."""

    def __init__(self, plan: Plan, scenario: Scenario, book: Book) -> None:
        self._plan, self._scenario, self._book, self._lang = plan, scenario, book, book.lang
        self._names = {site.id: site.name for site in scenario.sites}
        self._names |= {origin.id: origin.name for origin in scenario.origins}
        self._towns = {facts.code: facts.name for facts in municipality_facts()}
        self._regions = {region.code: region.name for region in scenario.regions}

    def add_summary(self) -> None:
        """The day on one page: persons, levels, what is too much, and where it came from."""
        columns = (
            Column("level", "wrap", 46),
            Column("value", "number", 14),
            Column("bound", "number", 14),
            Column("gap", "share", 10),
            Column("settled", "text", 10),
        )
        book, plan = self._book, self._plan
        sheet = book.add_sheet(SHEETS["summary"][self._lang], columns)
        sheet.write_string(0, 0, book.heading, book.title)
        facts = {"status": STATUSES[plan.status][self._lang], **asdict(plan.counts), "buses_used": plan.buses_used}
        line = self._pairs(sheet, 2, facts)
        sheet.write_string(line + 1, 0, SUMMARY["levels"][self._lang], book.bold)
        levels = ((LEVELS[v.name][self._lang], v.value, v.bound, v.gap, v.settled) for v in plan.levels)
        line = book.write_rows(sheet, line + 2, columns, levels)
        line = self._listing(sheet, line + 2, "overloads", list(self._overloads()))
        line = self._listing(sheet, line + 1, "warnings", list(plan.warnings))
        sheet.write_string(line + 1, 0, SUMMARY["made"][self._lang], book.bold)
        self._pairs(sheet, line + 2, {"version": plan.version, "scenario_sha256": plan.scenario_sha256})

    def _pairs(self, sheet: Any, line: int, facts: dict[str, object]) -> int:
        """One fact a row from row `line` on; the first row after them."""
        for at, (key, value) in enumerate(facts.items(), line):
            self._book.write_cell(sheet, at, 0, "text", SUMMARY[key][self._lang])
            self._book.write_cell(sheet, at, 1, "whole" if isinstance(value, int) else "text", value)
        return line + len(facts)

    def _listing(self, sheet: Any, line: int, key: str, texts: list[str]) -> int:
        """A heading at row `line` and a text a row below it; the first row after them."""
        sheet.write_string(line, 0, SUMMARY[key][self._lang], self._book.bold)
        for text in texts or [SUMMARY["none"][self._lang]]:
            line += 1
            self._book.write_cell(sheet, line, 0, "text", text)
        return line + 1

    def _overloads(self) -> Iterator[str]:
        for region in self._plan.regions:
            for overload in Overload.parse_all(region.overload):
                yield f"{region.vr_code} {region.name}: {overload_text(overload, self._lang)}"

    def add_tables(self) -> None:
        """The sheets that are one table each."""
        tables = {
            "regions": (REGION_COLUMNS, self._region_rows()),
            "sites": (SITE_COLUMNS, self._site_rows()),
            "trips": (TRIP_COLUMNS, self._trip_rows()),
            "riders": (RIDER_COLUMNS, self._rider_rows()),
            "households": (HOUSEHOLD_COLUMNS, self._household_rows()),
            "unplaced": (UNPLACED_COLUMNS, self._unplaced_rows()),
        }
        for name, (columns, rows) in tables.items():
            self._book.add_table(SHEETS[name][self._lang], columns, rows)

    def _region_rows(self) -> Iterator[Row]:
        for r in self._plan.regions:
            load = r.occupied_after / r.places if r.places else None
            overloads = "; ".join(overload_text(o, self._lang) for o in Overload.parse_all(r.overload))
            staff = (r.own_staff, r.state_staff, r.hired_staff, r.care_minutes_used)
            people = (r.places, r.occupied_before, r.arrivals, r.occupied_after, load)
            yield (r.vr_code, r.name, *people, *staff, overloads or None)

    def _site_rows(self) -> Iterator[Row]:
        for site, tally in zip(self._scenario.sites, self._plan.sites, strict=True):
            town = self._towns.get(site.municipality, site.municipality)
            kind = (TRANCHES[site.tranche][self._lang], SITE_STATUSES[site.status][self._lang])
            people = (tally.places, tally.occupied_before, tally.arrivals, tally.occupied_after)
            free = tally.places - tally.occupied_after
            where = (site.id, site.name, self._regions[site.region], town)
            yield (*where, *kind, tally.in_use, tally.opened, *people, free)

    def _trip_rows(self) -> Iterator[Row]:
        for trip in self._plan.trips:
            for number, stop in enumerate(trip.stops, 1):
                yield (*self._ride(trip, stop, number), stop.persons, trip.drive_minutes)

    def _rider_rows(self) -> Iterator[Row]:
        riders: dict[tuple[str, str], list[Household]] = {}
        for household, assignment in zip(self._scenario.households, self._plan.assignments, strict=True):
            riders.setdefault((assignment.trip_id, assignment.destination_id), []).append(household)
        for trip in self._plan.trips:
            for number, stop in enumerate(trip.stops, 1):
                for h in riders.get((trip.trip_id, stop.site_id), []):
                    needs = (h.persons, h.care_level, h.wheelchairs, h.minor_alone)
                    yield (*self._ride(trip, stop, number), h.id, *needs)

    def _ride(self, trip: Trip, stop: Stop, number: int) -> Row:
        start, end = self._names[trip.origin_id], self._names[stop.site_id]
        return (trip.trip_id, trip.bus_id, start, trip.departs, number, end, stop.arrives)

    def _household_rows(self) -> Iterator[Row]:
        for h, a in zip(self._scenario.households, self._plan.assignments, strict=True):
            name = self._names.get(a.destination_id) if a.outcome is Outcome.SITE else None
            town = self._towns.get(a.gm_code, a.gm_code) or None
            goes = (a.destination_id or None, name, self._regions.get(a.vr_code), town, a.trip_id or None)
            needs = (h.persons, h.care_level, h.wheelchairs, h.minor_alone)
            origin = self._names.get(h.origin_id, h.origin_id) or None
            yield (h.id, KINDS[h.kind][self._lang], *needs, origin, OUTCOMES[a.outcome][self._lang], *goes)

    def _unplaced_rows(self) -> Iterator[Row]:
        households = {h.id: h for h in self._scenario.households}
        for u in self._plan.unplaced:
            h = households[u.household_id]
            origin = self._names.get(h.origin_id, h.origin_id) or None
            town = self._towns.get(h.linked_municipality or "", h.linked_municipality)
            sentence = reason_text(u.reason, self._lang, self._names)
            yield (h.id, KINDS[h.kind][self._lang], h.persons, h.care_level, origin, town, sentence, u.reason.code)


REGION_COLUMNS = (
    Column("vr_code", width=10),
    Column("name", width=26),
    Column("places", "whole"),
    Column("occupied_before", "whole"),
    Column("arrivals", "whole"),
    Column("occupied_after", "whole"),
    Column("load", "share"),
    Column("own_staff", "number"),
    Column("state_staff", "whole"),
    Column("hired_staff", "whole"),
    Column("care_minutes_used", "number"),
    Column("overload", "wrap", 50),
)
SITE_COLUMNS = (
    Column("site"),
    Column("name", width=34),
    Column("region", width=24),
    Column("municipality", width=22),
    Column("tranche"),
    Column("status"),
    Column("in_use"),
    Column("opened"),
    Column("places", "whole"),
    Column("occupied_before", "whole"),
    Column("arrivals", "whole"),
    Column("occupied_after", "whole"),
    Column("free", "whole"),
)
RIDE_COLUMNS = (
    Column("trip", width=8),
    Column("bus", width=10),
    Column("from", width=28),
    Column("departs", "clock"),
    Column("stop", "whole", 8),
    Column("site", width=34),
    Column("arrives", "clock"),
)
TRIP_COLUMNS = (*RIDE_COLUMNS, Column("persons", "whole"), Column("drive_minutes", "number"))
NEEDS_COLUMNS = (
    Column("persons", "whole"),
    Column("care_level", "whole"),
    Column("wheelchairs", "whole"),
    Column("minor_alone"),
)
RIDER_COLUMNS = (*RIDE_COLUMNS, Column("household", width=16), *NEEDS_COLUMNS)
HOUSEHOLD_COLUMNS = (
    Column("household", width=16),
    Column("kind", width=15),
    *NEEDS_COLUMNS,
    Column("from", width=28),
    Column("outcome", width=15),
    Column("destination", width=14),
    Column("name", width=34),
    Column("region", width=24),
    Column("municipality", width=22),
    Column("trip", width=8),
)
UNPLACED_COLUMNS = (
    Column("household", width=16),
    Column("kind", width=15),
    Column("persons", "whole"),
    Column("care_level", "whole"),
    Column("from", width=28),
    Column("municipality", width=22),
    Column("reason", "wrap", 80),
    Column("code", width=28),
)
