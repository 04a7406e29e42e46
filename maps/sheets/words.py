"""What a bus list says in words: where, when, how many, and whom to tick off."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from maps.kit.tables import Cell, Row, Table, plain
from maps.region.words import time_text
from maps.sheets.duty import Duty, DutyStop, DutyTrip
from maps.texts import Texts
from maps.view.day import PlaceView
from optimizer.scenario.regions import municipality_facts

# What is filled in by hand, two in a row, and what takes a row of its own.
FILL_IN: Final = ("bus.fill.driver", "bus.fill.plate", "bus.fill.escort", "bus.fill.phone")
FILL_IN_WIDE: Final = "bus.fill.odd"
MINUTES_AN_HOUR: Final = 60


def duty_sentence(duty: Duty, texts: Texts) -> str:
    """How many trips and people, the first departure and the last arrival."""
    trips = texts.count("bus.trips", len(duty.trips))
    times = {"departs": time_text(duty.departs, texts), "arrives": time_text(duty.arrives, texts)}
    return texts.count("bus.sentence", duty.persons, trips=trips, **times)


def trip_heading(number: int, trip: DutyTrip, texts: Texts) -> str:
    """Which trip it is, when it departs, and where from."""
    start, departs = plain(trip.start.name), time_text(trip.trip.departs, texts)
    return texts("bus.trip", n=number, trip=plain(trip.trip.trip_id), departs=departs, start=start)


def boarding_text(trip: DutyTrip, texts: Texts) -> str:
    """Who boards, all stops together; how long it takes to the last stop, and how much of that is driven."""
    boards = people_text(trip.households, trip.trip.persons, trip.wheelchairs, texts)
    whole, driven = (duration_text(minutes, texts) for minutes in (trip.minutes, trip.trip.drive_minutes))
    key = "bus.boarding" if whole == driven else "bus.boarding.rests"
    return texts(key, people=boards, minutes=driven, whole=whole)


def duration_text(minutes: float, texts: Texts) -> str:
    """`45 minuten`, `1 uur en 30 minuten`, `2 uur`; a part of a minute is a whole one."""
    hours, rest = divmod(ceil(round(minutes, 6)), MINUTES_AN_HOUR)
    if not hours:
        return texts.count("unit.minutes", rest)
    said = texts.count("unit.hours", hours)
    return texts("bus.duration", hours=said, minutes=texts.count("unit.minutes", rest)) if rest else said


def stop_heading(number: int, stop: DutyStop, texts: Texts) -> str:
    """Which stop it is, when the bus is there, and what it is called."""
    return texts("bus.stop", n=number, arrives=time_text(stop.arrives, texts), site=plain(stop.site.place.name))


def stop_text(stop: DutyStop, texts: Texts) -> str:
    """Who gets off."""
    counts = stop.counts
    return texts("bus.off", people=people_text(counts.households, counts.persons, counts.wheelchairs, texts))


def after_text(stop: DutyStop, texts: Texts) -> str:
    """To tick: everybody got off who gets off here; and who rides on."""
    return texts.count("bus.after", stop.aboard_after) if stop.aboard_after else texts("bus.empty")


def people_text(households: int, persons: int, wheelchairs: int, texts: Texts) -> str:
    """`12 huishoudens, 30 mensen, 1 rolstoel`."""
    parts = [texts.count("bus.households", households), texts.count("bus.persons", persons)]
    return ", ".join([*parts, texts.count("bus.wheelchairs", wheelchairs)] if wheelchairs else parts)


@dataclass(frozen=True, slots=True)
class Boxes:
    """A line of boxes to tick: `count` households of one size; `size` and `label` are its words."""

    size: str
    label: str
    count: int


def boxes(stop: DutyStop, texts: Texts) -> tuple[Boxes, ...]:
    """A line for each size of household that gets off at `stop`, smallest first."""
    return tuple(_boxes(size, count, texts) for size, count in sorted(stop.counts.sizes.items()) if count)


def _boxes(persons: int, count: int, texts: Texts) -> Boxes:
    size = texts.count("bus.size", persons)
    return Boxes(size, texts("bus.boxes", households=texts.count("bus.households", count), size=size), count)


def municipality_of(stop: DutyStop) -> str:
    """The name of the municipality a stop is in."""
    return next((m.name for m in municipality_facts() if m.code == stop.site.gm_code), stop.site.gm_code)


def coordinates(place: PlaceView) -> str:
    """Latitude and longitude (WGS 84) as a route planner takes them; five decimals are about a metre."""
    return f"{place.lat:.5f}, {place.lon:.5f}"


def duty_table(duty: Duty, texts: Texts) -> Table:
    """The bus's day at a glance: every departure and arrival."""
    columns = ("time", "what", "place", "on", "off", "aboard", "wheelchairs")
    rows = [row for number, trip in enumerate(duty.trips, 1) for row in _trip_rows(number, trip, texts)]
    return Table("bus_day", columns, frozenset(columns[3:]), tuple(rows))


def _trip_rows(number: int, trip: DutyTrip, texts: Texts) -> list[Row]:
    key, persons = trip.trip.trip_id, trip.trip.persons
    departs = (_time(trip.trip.departs, texts), texts("bus.departs", n=number), plain(trip.start.name))
    rows = [Row.of(key, (*departs, persons, None, persons, trip.wheelchairs), texts)]
    for stop in trip.stops:
        arrives = (_time(stop.arrives, texts), texts("bus.arrives", n=number), plain(stop.site.place.name))
        figures = (None, stop.counts.persons, stop.aboard_after, stop.counts.wheelchairs)
        rows.append(Row.of(f"{key} {stop.site.place.place_id}", (*arrives, *figures), texts))
    return rows


def _time(minutes: int, texts: Texts) -> Cell:
    """Past midnight with the words that it is the next day; sorts by the minutes."""
    text = time_text(minutes, texts)
    return Cell(text, text, minutes)
