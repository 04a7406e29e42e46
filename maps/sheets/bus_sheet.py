"""`buses.pdf`: the list of each bus on pages of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from maps.kit.tables import plain
from maps.sheets.blocks import Block, Fill, Heading, Sheet, Tick, Together, Words, grid, section
from maps.sheets.duty import Duty, DutyStop, DutyTrip
from maps.sheets.pdf import make_pdf
from maps.sheets.words import (
    FILL_IN,
    FILL_IN_WIDE,
    after_text,
    boarding_text,
    boxes,
    coordinates,
    duty_sentence,
    duty_table,
    municipality_of,
    stop_heading,
    stop_text,
    trip_heading,
)
from maps.texts import Texts
from maps.view.day import DayView, PlaceView

NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def bus_pdf(day: DayView, duties: Sequence[Duty], texts: Texts) -> bytes:
    """All bus lists; a day without buses is one page that says so."""
    title = texts("bus.all.title", day=texts.day(day.date))
    sheets = [bus_sheet(duty, texts) for duty in duties]
    nobody = Sheet(title, (Heading(title, 1), Words(texts("bus.all.none"))))
    return make_pdf(title, sheets or [nobody], day, texts)


def bus_sheet(duty: Duty, texts: Texts) -> Sheet:
    """The list of one bus."""
    heading = texts("bus.heading", bus=plain(duty.bus_id))
    return Sheet(heading, (Heading(heading, 1), *_blocks(duty, texts)))


def _blocks(duty: Duty, texts: Texts) -> Iterator[Block]:
    yield Words(duty_sentence(duty, texts), "strong")
    yield Words(f"{texts('bus.no_names')} {texts('bus.times')}", "note")
    yield Fill(tuple(map(texts, FILL_IN)), (texts(FILL_IN_WIDE),))
    yield from section(texts("table.bus_day"), grid(duty_table(duty, texts), texts))
    for number, trip in enumerate(duty.trips, 1):
        yield from _trip(number, trip, texts)


def _trip(number: int, trip: DutyTrip, texts: Texts) -> Iterator[Block]:
    """The trip's heading stays with its first stop."""
    head = (
        Heading(trip_heading(number, trip, texts), 2),
        Words(f"{boarding_text(trip, texts)} {_geo(trip.start, texts)}"),
    )
    for at, stop in enumerate(trip.stops, 1):
        yield Together((*(head if at == 1 else ()), *_stop(at, stop, texts)))


def _geo(place: PlaceView, texts: Texts) -> str:
    """Where a place is, both numbers on one line."""
    return f"{texts('bus.coordinates')} {coordinates(place).replace(' ', NO_BREAK)}"


def _stop(number: int, stop: DutyStop, texts: Texts) -> Iterator[Heading | Words | Tick]:
    place = texts("bus.where", municipality=municipality_of(stop))
    yield Heading(stop_heading(number, stop, texts), 3)
    yield Words(f"{place} {_geo(stop.site.place, texts)}")
    yield Words(f"{stop_text(stop, texts)} {texts('bus.tick')}")
    for line in boxes(stop, texts):
        yield Tick(line.label, line.count)
    yield Tick(f"{texts('bus.out')} {after_text(stop, texts)}", 1, first=True)
