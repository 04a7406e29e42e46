"""`buses/….html`: the list of one bus, for a phone and for paper."""

from __future__ import annotations

from typing import Any

from maps.kit.book import Book
from maps.kit.page import render
from maps.kit.tables import plain
from maps.sheets.duty import Duty, DutyStop, DutyTrip
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


def bus_page(book: Book, duty: Duty) -> bytes:
    """The whole page of one bus; it holds counts alone."""
    texts = book.texts
    return render(
        "bus.html",
        duty.page,
        book,
        bus=plain(duty.bus_id),
        sentence=duty_sentence(duty, texts),
        fill_in=[*map(texts, FILL_IN), texts(FILL_IN_WIDE)],
        overview=duty_table(duty, texts),
        trips=[_trip(number, trip, texts) for number, trip in enumerate(duty.trips, 1)],
    )


def _trip(number: int, trip: DutyTrip, texts: Texts) -> dict[str, Any]:
    return {
        "heading": trip_heading(number, trip, texts),
        "boarding": boarding_text(trip, texts),
        "coordinates": coordinates(trip.start),
        "stops": [_stop(at, stop, texts) for at, stop in enumerate(trip.stops, 1)],
    }


def _stop(number: int, stop: DutyStop, texts: Texts) -> dict[str, Any]:
    return {
        "heading": stop_heading(number, stop, texts),
        "municipality": municipality_of(stop),
        "coordinates": coordinates(stop.site.place),
        "people": stop_text(stop, texts),
        "boxes": boxes(stop, texts),
        "after": after_text(stop, texts),
    }
