"""A region's own sheet: what it needs to receive people, in counts alone, so that it can be sent."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from optimizer.plan.cells import clock_text
from optimizer.plan.details.values import Arrivals, RegionLimits
from optimizer.plan.plan import RegionTally
from optimizer.plan.report.book import Book, Column, sheet_name
from optimizer.plan.report.columns import (
    ARRIVAL_COLUMNS,
    FACT_COLUMNS,
    OWN_HOUSING_COLUMNS,
    OWN_SITE_COLUMNS,
    REGION_SHEET_WIDTHS,
)
from optimizer.plan.report.day import ReportDay
from optimizer.plan.report.rows import Row, binds_text
from optimizer.plan.report.texts import REGION, SITE_STATUSES, UNLIMITED, figure_text
from optimizer.plan.texts import Lang

SIZES = "{} × {}"


def regions_with_sheets(day: ReportDay) -> tuple[RegionTally, ...]:
    """Regions where somebody comes or is housed today, where a limit is exceeded, or where nobody more fits."""
    housed = {str(vr_code) for _, _, vr_code, _, used, *_ in day.municipalities if used}
    coming = {arrival.vr_code for arrival in day.arrivals}
    return tuple(
        tally
        for tally in day.plan.regions
        if tally.vr_code in housed | coming
        or tally.overload
        or (tally.occupied_after and not day.limits[tally.vr_code].room)
    )


def name_of(tally: RegionTally) -> str:
    """The name of the region's sheet; its code makes it the only one."""
    return sheet_name(f"{tally.vr_code} {tally.name}")


def add_region_sheet(book: Book, day: ReportDay, tally: RegionTally) -> None:
    """Who comes when, the sites, the figures, status holders by municipality, and what needs attention."""
    sheet = book.add_sheet(name_of(tally), REGION_SHEET_WIDTHS, personal=False)
    writer = _Writer(book, day, tally, sheet)
    writer.head()
    writer.brief()
    writer.table("arrivals", ARRIVAL_COLUMNS, _arrival_rows(day, tally.vr_code))
    writer.facts()
    writer.table("sites", OWN_SITE_COLUMNS, _site_rows(day, tally.vr_code))
    writer.table("housing", OWN_HOUSING_COLUMNS, _housing_rows(day, tally.vr_code))


class _Writer:
    """Writes one sheet from the top down; `line` is the next free row."""

    def __init__(self, book: Book, day: ReportDay, tally: RegionTally, sheet: Any) -> None:
        self._book, self._day, self._tally, self._sheet = book, day, tally, sheet
        self._line, self._lang = 0, day.lang

    def head(self) -> None:
        """The region, the day, that it is a draft, and that it may be sent."""
        self._sheet.write_string(0, 0, f"{self._tally.vr_code} {self._tally.name}", self._book.title)
        self._sheet.write_string(1, 0, self._book.heading, self._book.section)
        self._book.write_banner(self._sheet, 2)
        self._line = self._note(3, REGION["note"][self._lang]) + 1

    def brief(self) -> None:
        """Who comes, what present residents exceed, how many more can come, and what is full then."""
        limits = self._day.limits[self._tally.vr_code]
        self._heading("brief")
        for text in (
            *_coming_texts(self._day, self._tally),
            *self._day.overloads(self._tally),
            room_text(limits, self._lang),
        ):
            self._line = self._note(self._line, text)
        self._line += 1

    def table(self, key: str, columns: Sequence[Column], rows: Iterator[Row]) -> None:
        """A heading and a table, where there is a row."""
        if every := list(rows):
            self._heading(key)
            self._line = self._book.write_rows(self._sheet, self._line, columns, every) + 2

    def facts(self) -> None:
        """Places, staff and care: what is needed of what there is."""
        tally, limits = self._tally, self._day.limits[self._tally.vr_code]
        most_care = UNLIMITED[self._lang] if limits.care_minutes_limit is None else limits.care_minutes_limit
        facts: dict[str, tuple[float, float | str]] = {
            "people": (tally.occupied_after, tally.places),
            "staff": (
                limits.staff_needed,
                limits.own_staff_max + limits.state_staff_max + limits.hired_staff_max,
            ),
            "own_staff": (limits.own_staff, limits.own_staff_max),
            "state_staff": (tally.state_staff, limits.state_staff_max),
            "hired_staff": (tally.hired_staff, limits.hired_staff_max),
            "care": (tally.care_minutes_used, most_care),
        }
        rows = ((REGION[key][self._lang], held, most) for key, (held, most) in facts.items())
        self._line = self._book.write_rows(self._sheet, self._line, FACT_COLUMNS, rows) + 2

    def _heading(self, key: str) -> None:
        self._sheet.write_string(self._line, 0, REGION[key][self._lang], self._book.section)
        self._line += 1

    def _note(self, line: int, text: str) -> int:
        return self._book.write_note(self._sheet, line, text, REGION_SHEET_WIDTHS)


def _coming_texts(day: ReportDay, tally: RegionTally) -> Iterator[str]:
    """How many come, when the first bus is there, and how many of the list are there already."""
    here = [arrival for arrival in day.arrivals if arrival.vr_code == tally.vr_code]
    staying = sum(arrival.persons for arrival in here if arrival.stays)
    coming = sum(arrival.persons for arrival in here) - staying
    times = [time for time in map(day.arrives, here) if time is not None]
    said = REGION["coming" if coming else "nobody"][day.lang].format(figure_text(coming, day.lang))
    yield f"{said} {REGION['first_bus'][day.lang].format(clock_text(min(times)))}" if times else said
    if staying:
        yield REGION["staying"][day.lang].format(figure_text(staying, day.lang))


def room_text(limits: RegionLimits, lang: Lang) -> str:
    """How many more people can come, and what is full then."""
    counted = {0: "no_room", 1: "room_one"}.get(limits.room, "room")
    full = REGION["full_then" if limits.room else "full_now"][lang].format(binds_text(limits, lang))
    return f"{REGION[counted][lang].format(figure_text(limits.room, lang))} {full}"


def _arrival_rows(day: ReportDay, vr_code: str) -> Iterator[Row]:
    """In the order in which they come; those without a bus last."""
    coming = [arrival for arrival in day.arrivals if arrival.vr_code == vr_code]
    never = 10**6  # minutes: after every bus
    for arrival in sorted(coming, key=lambda a: day.arrives(a) or never):
        bus = (day.arrives(arrival), day.way(arrival), arrival.trip_id or None)
        needs = (arrival.wheelchairs, arrival.minors_alone, day.care_text(arrival))
        start = None if arrival.stays else day.names[arrival.origin_id]
        people = (arrival.households, arrival.persons)
        yield (day.names[arrival.site_id], *bus, *people, *needs, _sizes_text(arrival, day), start)


def _sizes_text(arrival: Arrivals, day: ReportDay) -> str:
    """`3 × 1; 2 × 4`: three households of one and two of four."""
    return "; ".join(SIZES.format(figure_text(n, day.lang), size) for size, n in arrival.sizes.items())


def _site_rows(day: ReportDay, vr_code: str) -> Iterator[Row]:
    for site, tally in day.sites:
        if site.region == vr_code:
            people = (tally.places, tally.occupied_before, tally.arrivals, tally.occupied_after)
            state = (tally.opened, SITE_STATUSES[site.status][day.lang], site.closes_on)
            town = day.towns.get(site.municipality, site.municipality)
            yield (site.name, *people, day.free(site, tally), site.care_level, *state, town)


def _housing_rows(day: ReportDay, vr_code: str) -> Iterator[Row]:
    """The region's municipalities in the order in which a reader looks for their names."""
    own = {str(name): persons for _, name, region, *persons in day.municipalities if region == vr_code}
    for name in sorted(own, key=_without_accents):
        yield (name, *own[name])


def _without_accents(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
