"""`day-sheets.pdf`: what each region needs on paper today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maps.ahead.tables import region_ahead_table
from maps.kit.tables import NOTHING, plain
from maps.region.tables import housing_table, site_table, staff_table
from maps.region.words import (
    attention,
    day_details,
    day_sentence,
    needs_texts,
    room_sentence,
    staff_sentence,
    time_text,
)
from maps.sheets.blocks import Block, Grid, Heading, Sheet, Words, grid, section
from maps.sheets.pdf import make_pdf
from maps.texts import Texts
from maps.view.day import DayView
from maps.view.region import Coming, RegionView, together

CONTACTS = (
    "sheet.contact.region",
    "sheet.contact.planner",
    "sheet.contact.bus",
    "sheet.contact.care",
    "sheet.contact.night",
)
FIGURES = ("column.households", "column.people")
ARRIVAL_COLUMNS = (
    "column.here",
    "column.time",
    "column.bus_or_not",
    "column.start",
    "column.site",
    *FIGURES,
    "column.sizes",
    "column.needs",
)
CONTACT_COLUMNS = ("column.who", "column.contact_name", "column.phone")
TICK = "☐"


def day_sheets_pdf(day: DayView, regions: Sequence[RegionView], texts: Texts) -> bytes:
    """A sheet for every region, in their order."""
    title = texts("sheet.title", day=texts.day(day.date))
    return make_pdf(title, [day_sheet(view, texts) for view in regions], day, texts)


def day_sheet(view: RegionView, texts: Texts) -> Sheet:
    """The day of one region."""
    heading = texts("sheet.heading", code=view.code, region=plain(view.tally.name))
    return Sheet(heading, (Heading(heading, 1), *_blocks(view, texts)))


def _blocks(view: RegionView, texts: Texts) -> Iterator[Block]:
    yield Words(day_sentence(view, texts), "strong")
    if details := day_details(view, texts):
        yield Words(" ".join(details))
    for notice in attention(view, texts):
        yield Words(notice.text, "alarm" if notice.alarm else "item")
    if view.newcomers:
        yield from section(texts("sheet.arrivals"), arrival_grid(view, texts))
    yield Heading(texts("sheet.staff"), 2)
    yield from _enough(view, texts)
    if view.sites:
        yield from section(texts("sheet.sites"), grid(site_table(view, texts), texts))
    if view.ahead:
        yield from section(texts("sheet.ahead"), grid(region_ahead_table(view.ahead, texts), texts))
    if view.housing:
        yield from section(texts("sheet.housing"), grid(housing_table(view, texts), texts))
    yield from section(texts("sheet.contacts"), _contacts(view, texts))


def arrival_grid(view: RegionView, texts: Texts) -> Grid:
    """Who comes from elsewhere, in the order of arrival, with a box to tick, and all of them together."""
    everybody = together(view.newcomers)
    sizes = _sizes(everybody.sizes, texts)
    total = (
        texts("sheet.total"),
        *[""] * 4,
        texts.number(everybody.households),
        texts.number(everybody.persons),
        sizes,
    )
    return Grid(
        columns=tuple(map(texts, ARRIVAL_COLUMNS)),
        right=tuple(column in FIGURES for column in ARRIVAL_COLUMNS),
        widths=(25, 18, 27, 46, 44, 27, 22, 30, 56),
        rows=tuple(_arrival(one, texts) for one in view.newcomers),
        total=(*total, ", ".join(needs_texts(everybody, texts))),
    )


def _arrival(one: Coming, texts: Texts) -> tuple[str, ...]:
    counts = together([one])
    bus = texts("sheet.no_bus")
    if one.trip is not None:
        bus = texts("sheet.bus", bus=plain(one.trip.bus_id), trip=plain(one.trip.trip_id))
    return (
        TICK,
        NOTHING if one.arrives is None else time_text(one.arrives, texts),
        bus,
        plain(one.start.name),
        plain(one.site.place.name),
        texts.number(counts.households),
        texts.number(counts.persons),
        _sizes(counts.sizes, texts),
        ", ".join(needs_texts(counts, texts)) or NOTHING,
    )


def _sizes(sizes: dict[int, int], texts: Texts) -> str:
    """`6 × 1, 2 × 4`: six households of one and two of four."""
    return ", ".join(texts("sheet.times", count=count, size=size) for size, count in sorted(sizes.items()))


def _enough(view: RegionView, texts: Texts) -> Iterator[Block]:
    """Staff, care and places: sentences, and whose staff it is."""
    tally, most = view.tally, view.limits.care_minutes_limit
    yield Words(staff_sentence(view, texts), "alarm" if view.short_of_staff else "plain")
    yield grid(staff_table(view, texts), texts)
    used = {"minutes": texts.count("unit.minutes", tally.care_minutes_used)}
    yield Words(texts("sheet.care.unlimited", **used) if most is None else texts("sheet.care", most=most, **used))
    residents, places = texts.count("unit.residents", tally.occupied_after), texts.count("unit.places", tally.places)
    yield Words(texts("sheet.places", residents=residents, places=places))
    yield Words(room_sentence(view, texts))


def _contacts(view: RegionView, texts: Texts) -> Grid:
    """Whom to call, to be filled in by hand: who answers for the region, and each site that people are in tonight."""
    sites = [plain(site.place.name) for site in view.sites if site.tally.in_use]
    rows = tuple((who, "", "") for who in (*map(texts, CONTACTS), *sites))
    return Grid(tuple(map(texts, CONTACT_COLUMNS)), (False, False, False), (4, 4, 3), rows, tall=True)
