"""`regions/VR01.html` to `VR25.html`: a region's day on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from maps.ahead.homes import homes_sentence, kinds_table, towns_table
from maps.ahead.runs_out import runs_out_sentence, runs_out_table
from maps.ahead.section import region_ahead
from maps.ahead.tables import region_ahead_table, target_table
from maps.ahead.told import told_table
from maps.drawing.layers import SITE_MARKS, SIZES_SHOWN, Mark, site_radius
from maps.kit.book import Book, Writer
from maps.kit.page import render
from maps.kit.tables import Table, plain
from maps.region.change import change_sentence, change_table, site_change_table
from maps.region.drawing import Land, RegionPicture, draw_region, land_of
from maps.region.tables import (
    housing_table,
    limit_table,
    neighbour_table,
    page_of,
    site_table,
    staff_table,
)
from maps.region.words import (
    attention,
    closing_text,
    day_details,
    day_sentence,
    needs_texts,
    room_sentence,
    sizes_text,
    staff_left,
    staff_reckoning,
    staff_sentence,
    time_text,
    to_open_sentence,
    way_text,
)
from maps.sheets.duty import page_of as bus_page_of
from maps.texts import Texts
from maps.view.day import DayView
from maps.view.region import Coming, Needs, RegionView, together
from optimizer.scenario.regions import municipality_facts, topology

SCRIPTS: Final = ("workbook.js", "table.js", "zoom.js", "map.js")


def region_writer(regions: Sequence[RegionView]) -> Writer:
    """The pages of `regions`, which are those of the book's own day."""

    def paths(view: DayView) -> Iterator[str]:
        return (page_of(region.vr_code) for region in view.regions)

    def write(book: Book) -> Mapping[str, bytes]:
        land = land_of(book.view)
        return {page_of(region.code): region_page(region, book, land) for region in regions}

    return Writer(paths, write)


def region_page(view: RegionView, book: Book, land: Land) -> bytes:
    """The page of one region, needing nothing beside it."""
    texts = book.texts
    picture, tables = draw_region(view, land), {table.key: table for table in _tables(view, texts)}
    name = plain(view.tally.name)
    return render(
        "region.html",
        page_of(view.code),
        book,
        scripts=SCRIPTS,
        data={"map": _map_data(view, picture, tables, texts)},
        name=name,
        sentence=day_sentence(view, texts),
        details=day_details(view, texts),
        numbers=_numbers(view, texts),
        notices=attention(view, texts),
        arrivals=[_arrival(one, texts) for one in view.coming],
        total=_total(view, texts) if len(view.newcomers) > 1 else None,
        staff={
            "sentence": staff_sentence(view, texts),
            "reckoning": staff_reckoning(view, texts),
            "left": staff_left(view, texts),
        },
        short_of_staff=view.short_of_staff,
        room=room_sentence(view, texts),
        full=view.limits.room == 0,
        to_open=to_open_sentence(view, texts),
        closing=[closing_text(site, texts) for site in view.closing],
        change=_change(view, texts),
        told=view.told,
        runs_out="" if view.runs_out is None else runs_out_sentence(view.runs_out, texts),
        missing=homes_sentence(view.shortages, [day.date for day in view.ahead], texts) if view.ahead else "",
        ahead=region_ahead(view.ahead, texts, view.bands),
        tables=tables,
        picture=picture,
        aloud=_aloud(picture, tables, texts),
        marks=_marks(view),
        sizes=tuple((places, site_radius(places)) for places in SIZES_SHOWN),
        parts=_parts(tables, texts),
        on_map=f"map.html#{view.code}",
        picture_title=texts("region.map.picture", region=name),
        source=texts(f"map.source.{topology('municipalities').source['kind']}"),
    )


def _tables(view: RegionView, texts: Texts) -> Iterator[Table]:
    yield site_table(view, texts)
    yield staff_table(view, texts)
    yield limit_table(view, texts)
    yield neighbour_table(view, texts)
    yield housing_table(view, texts)
    if view.ahead:
        yield region_ahead_table(view.ahead, texts, view.bands)
    if view.told:
        yield told_table(view.told, view.day.places, texts)
    if view.runs_out:
        yield runs_out_table("runs_out_here", view.runs_out, texts)
    if view.shortages:
        days = [day.date for day in view.ahead]
        yield towns_table(view.shortages, days, texts)
        yield kinds_table(view.shortages, days, texts)
    if view.targets:
        yield target_table(view.targets, texts)
    if view.earlier is not None:
        yield change_table(view, view.earlier, texts)
        yield site_change_table(view, view.earlier, texts)


def _parts(tables: Mapping[str, Table], texts: Texts) -> list[tuple[str, str]]:
    """Where on the page everything is, as it stands there."""
    every = (
        ("arrivals", texts("region.part.arrivals"), True),
        ("map", texts("nav.map"), True),
        ("sites", texts("table.sites"), True),
        ("enough", texts("region.enough"), True),
        ("changes", texts("region.part.changes"), "change" in tables),
        ("coming-days", texts("region.part.ahead"), "ahead" in tables),
        ("closing", texts("region.closing"), True),
        ("call-on", texts("region.call_on"), True),
        ("homes", texts("table.homes"), True),
        ("homes-missing", texts("region.part.missing"), "ahead" in tables),
        ("targets", texts("table.targets"), "targets" in tables),
    )
    return [(place, name) for place, name, there in every if there]


def _marks(view: RegionView) -> tuple[tuple[str, Mark], ...]:
    """The marks that are on this map."""
    states = {site.state for site in view.sites}
    return tuple((f"state.{state}", mark) for state, mark in SITE_MARKS.items() if state in states)


def _map_data(view: RegionView, picture: RegionPicture, tables: Mapping[str, Table], texts: Texts) -> dict[str, Any]:
    """What `map.js` needs beside the tables: one layer, in which areas are plain and sites have their notes."""
    name = plain(view.tally.name)
    layer = {
        "word": "",
        "name": name,
        "area": "municipalities",
        "column": "",
        "labels": {note.key: note.text for note in picture.notes},
        "looks": {},
        "none": "plain",
    }
    return {
        "order": ["sites"],
        "layers": {"sites": layer},
        "details": {"municipalities": ["homes"]},
        "brief": {table.key: table.brief for table in tables.values() if table.brief},
        "names": {facts.code: facts.name for facts in municipality_facts() if facts.region == view.code},
        "texts": {
            "live": texts("region.map.live", region=name),
            "close": texts("map.close"),
            "details": texts("map.details", name="{name}"),
            "nothing": texts("map.nothing"),
            "page": texts("map.page", name="{name}"),
        },
    }


def _aloud(picture: RegionPicture, tables: Mapping[str, Table], texts: Texts) -> dict[str, str]:
    """What is read out for each site on the map."""
    sites = tables["sites"]
    return {
        note.key: texts(
            "region.map.site",
            site=sites.cell(note.key, "site").text,
            arrivals=sites.cell(note.key, "arrivals").text,
            residents=texts.count("unit.residents", sites.cell(note.key, "after").number or 0),
        )
        for note in picture.notes
    }


def _numbers(view: RegionView, texts: Texts) -> tuple[tuple[str, float, str, bool], ...]:
    """Key, figure, what it is, and whether it is an alarm."""
    coming = sum(one.counts.persons for one in view.newcomers)
    staff = texts.count("region.number.staff", view.staff_needed, there=view.staff_there)
    return (
        ("coming", coming, texts.count("region.number.coming", coming), False),
        ("after", view.tally.occupied_after, texts.count("region.number.after", view.tally.occupied_after), False),
        ("room", view.limits.room, texts.count("region.number.room", view.limits.room), False),
        ("staff", view.staff_needed, staff, view.short_of_staff),
    )


def _arrival(one: Coming, texts: Texts) -> dict[str, Any]:
    """What stands on the card of one way of coming."""
    counts, site = together([one]), plain(one.site.place.name)
    key = "region.stays" if one.counts.stays else "region.arrival"
    when = texts("region.is_there" if one.counts.stays else "region.no_time")
    moves = one.start_is_site and not one.counts.stays
    return {
        "key": f"{one.counts.trip_id} {one.counts.site_id} {one.counts.origin_id}",
        "time": "" if one.arrives is None else f"{one.arrives // 60 % 24:02}:{one.arrives % 60:02}",
        "when": when if one.arrives is None else time_text(one.arrives, texts),
        "title": texts.count(key, one.counts.persons, site=site),
        "way": way_text(one, texts),
        "move": texts("region.way.move") if moves else "",
        "list": bus_page_of(one.trip.bus_id) if one.trip else "",
        "bus": plain(one.trip.bus_id) if one.trip else "",
        **_needs(counts, texts),
    }


def _total(view: RegionView, texts: Texts) -> dict[str, Any]:
    """All who come from elsewhere, together."""
    counts = together(view.newcomers)
    people = texts.count("region.total.people", counts.persons)
    care = any(persons for level, persons in counts.care_levels.items() if level)
    return {"title": texts("region.total", people=people), "care": care, **_needs(counts, texts)}


def _needs(counts: Needs, texts: Texts) -> dict[str, Any]:
    return {"sizes": sizes_text(counts, texts), "needs": needs_texts(counts, texts)}


def _change(view: RegionView, texts: Texts) -> dict[str, str] | None:
    if view.earlier is None:
        return None
    before = view.earlier.day.date
    same_day = before == view.day.date
    title = texts("region.change.same_day") if same_day else texts("region.change", day=texts.day(before))
    return {"title": title, "sentence": change_sentence(view, view.earlier, texts)}
