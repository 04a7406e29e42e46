"""Every figure of a page, written out once: the tables, and with them the tooltips and pop-ups of the map."""

from __future__ import annotations

from maps.drawing.layers import RegionLayer, unit_text, value_text
from maps.kit.state import proof
from maps.kit.tables import NOTHING, Row, Table, clock, plain
from maps.texts import Texts
from maps.view.day import DayView, SiteView, legs
from optimizer.plan.plan import Overload, RegionTally
from optimizer.scenario.regions import municipality_facts


def region_table(view: DayView, layer: RegionLayer, texts: Texts) -> Table:
    """All regions, with the layer's value in front, and the country below."""

    def cells(name: str, region: RegionTally, free: int, overload: str) -> tuple[str, ...]:
        value = value_text(layer, region, texts) + unit_text(layer, region)
        people = (region.places, region.occupied_before, region.arrivals, region.occupied_after, free)
        return (name, value, *map(texts.number, people), overload)

    def row(region: RegionTally) -> Row:
        limits = dict.fromkeys(over.limit for over in Overload.parse_all(region.overload))
        overload = ", ".join(texts(f"over.{limit}") for limit in limits) or NOTHING
        return Row(region.vr_code, cells(plain(region.name), region, view.free_beds(region.vr_code), overload))

    free = sum(view.free_beds(region.vr_code) for region in view.regions)
    columns = ("region", layer.key, "places", "before", "arrivals", "after", "free", "overload")
    return Table(
        key="regions",
        columns=columns,
        figures=frozenset(columns[1:7]),
        rows=tuple(map(row, view.regions)),
        total=cells(texts("table.total"), view.country, free, ""),
        brief=("region", layer.key, "arrivals", "free"),
    )


def staff_table(view: DayView, texts: Texts) -> Table:
    """What each region puts in: staff of its own, staff it is sent, and minutes of care."""

    def cells(name: str, region: RegionTally) -> tuple[str, ...]:
        staff = (region.own_staff, region.state_staff, region.hired_staff)
        return (name, *map(texts.number, (*staff, region.care_minutes_used)))

    columns = ("region", "own_staff", "state_staff", "hired_staff", "care")
    rows = tuple(Row(region.vr_code, cells(plain(region.name), region)) for region in view.regions)
    return Table("staff", columns, frozenset(columns[1:]), rows, cells(texts("table.total"), view.country))


def site_table(view: DayView, texts: Texts) -> Table:
    """All sites, those that are closed or open later too."""
    municipalities = {m.code: m.name for m in municipality_facts()}
    regions = {r.vr_code: plain(r.name) for r in view.regions}

    def row(site: SiteView) -> Row:
        tally = site.tally
        figures = (tally.places, tally.occupied_before, tally.arrivals, tally.occupied_after, site.free)
        return Row(
            site.place.place_id,
            (
                plain(site.place.name),
                municipalities.get(site.gm_code, site.gm_code),
                regions.get(site.vr_code, site.vr_code),
                texts(f"state.{site.state}"),
                *map(texts.number, figures),
                _until(site, view, texts),
            ),
        )

    columns = ("site", "municipality", "region", "state", "places", "before", "arrivals", "after", "free", "until")
    brief = ("site", "state", "places", "after")
    return Table("sites", columns, frozenset(columns[4:9]), tuple(map(row, view.sites)), brief=brief)


def _until(site: SiteView, view: DayView, texts: Texts) -> str:
    if site.opens_on is not None and site.opens_on > view.date:
        return texts("until.opens", day=texts.short_day(site.opens_on))
    return texts("until.closes", day=texts.short_day(site.closes_on)) if site.closes_on is not None else NOTHING


def origin_table(view: DayView, texts: Texts) -> Table:
    """Every place where somebody waits for a place tonight: origins, and sites that residents are to leave."""
    columns = ("origin", "waiting", "placed", "unsheltered")
    waiting = [p for p in view.places.values() if p.waiting or p.unsheltered or p in view.origins]
    figures = [(p.waiting, p.waiting - p.unsheltered, p.unsheltered) for p in waiting]
    rows = [
        Row(p.place_id, (plain(p.name), *map(texts.number, numbers)))
        for p, numbers in zip(waiting, figures, strict=True)
    ]
    total = (
        (texts("table.total"), *(texts.number(sum(column)) for column in zip(*figures, strict=True))) if figures else ()
    )
    return Table("origins", columns, frozenset(columns[1:]), tuple(rows), total)


def leg_table(view: DayView, texts: Texts) -> Table:
    """The lines of the map, in the order of `legs`."""
    columns, places = ("start", "end", "persons", "trips"), view.places
    rows = [
        Row(
            f"{leg.start} {leg.end}",
            (
                plain(places[leg.start].name),
                plain(places[leg.end].name),
                texts.number(leg.persons),
                texts.number(leg.trips),
            ),
        )
        for leg in legs(view.trips)
    ]
    return Table("legs", columns, frozenset(columns[2:]), tuple(rows))


def trip_table(view: DayView, texts: Texts) -> Table:
    """Every stop of every trip, in driving order."""
    columns, places = ("trip", "bus", "start", "departs", "stop", "arrives", "alight"), view.places
    rows = [
        Row(
            f"{trip.trip_id} {stop.site_id}",
            (
                plain(trip.trip_id),
                plain(trip.bus_id),
                plain(places[trip.origin_id].name),
                clock(trip.departs),
                plain(places[stop.site_id].name),
                clock(stop.arrives),
                texts.number(stop.persons),
            ),
        )
        for trip in view.trips
        for stop in trip.stops
    ]
    return Table("trips", columns, frozenset({"departs", "arrives", "alight"}), tuple(rows))


def level_table(view: DayView, texts: Texts) -> Table:
    """The five goals with their value and how sure it is that it could not be better."""
    rows = [Row(lv.name, (texts(f"level.{lv.name}"), texts.number(lv.value), proof(lv, texts))) for lv in view.levels]
    return Table("levels", ("goal", "value", "proof"), frozenset({"value"}), tuple(rows))
