"""Every figure of the national map, in tables: the map's labels, colours, tips and details are read from them."""

from __future__ import annotations

from collections.abc import Sequence

from maps.kit.shares import share_cell
from maps.kit.tables import Cell, Row, Table, Value, by_name, cells_of, clock, plain
from maps.region.tables import page_of as region_page
from maps.texts import Texts
from maps.view.day import DayView, MunicipalityView, SiteView, legs, up_to_a_tenth
from optimizer.plan.details.values import RegionLimits
from optimizer.plan.outlook import TargetRow
from optimizer.plan.plan import Overload, RegionTally
from optimizer.scenario.regions import municipality_facts, region_facts


def layer_address(layer: str, texts: Texts) -> str:
    """Where the map shows a layer, in the plan folder."""
    return f"map.html#{texts('map.hash')}={texts(f'layer.{layer}.word')}"


def region_table(view: DayView, texts: Texts) -> Table:
    """All regions, with their load in front, and the country below."""

    def values(name: str, region: RegionTally, free: int, overload: str | None) -> tuple[Value | Cell, ...]:
        people = (region.places, region.occupied_before, region.arrivals, region.occupied_after, free)
        return (name, share_cell(region.occupied_after, region.places, texts), *people, overload)

    def row(region: RegionTally) -> Row:
        limits = dict.fromkeys(over.limit for over in Overload.parse_all(region.overload))
        overload = ", ".join(texts(f"over.{limit}") for limit in limits) or None
        figures = values(plain(region.name), region, view.free_beds(region.vr_code), overload)
        return Row.of(region.vr_code, figures, texts, region_page(region.vr_code))

    free = sum(view.free_beds(region.vr_code) for region in view.regions)
    columns = ("region", "load", "agreed", "before", "arrivals", "after", "free", "overload")
    return Table(
        key="regions",
        columns=columns,
        figures=frozenset(columns[1:7]),
        rows=tuple(map(row, view.regions)),
        total=cells_of(values(texts("table.total"), view.country, free, ""), texts),
        brief=("load", "arrivals", "free"),
    )


def staff_table(view: DayView, texts: Texts) -> Table:
    """What each region needs and has: its own staff, staff it is sent, and minutes of care."""

    def values(name: str, limits: Sequence[RegionLimits], region: RegionTally) -> tuple[Value | Cell, ...]:
        needed, own = sum(one.staff_needed for one in limits), sum(one.own_staff for one in limits)
        most = sum(one.own_staff_max + one.state_staff_max + one.hired_staff_max for one in limits)
        each = [one.care_minutes_limit for one in limits if one.care_minutes_limit is not None]
        care = sum(each) if len(each) == len(limits) else None
        minutes = region.care_minutes_used
        sent = (region.state_staff, region.hired_staff)
        staff = (up_to_a_tenth(needed), most, share_cell(needed, most, texts), up_to_a_tenth(own), *sent)
        return (name, *staff, minutes, care, share_cell(minutes, care, texts))

    rows = tuple(
        Row.of(region.vr_code, values(plain(region.name), [limits], region), texts)
        for region, limits in zip(view.regions, view.limits, strict=True)
    )
    staff = ("staff_needed", "staff_most", "staff_share", "own_staff", "state_staff", "hired_staff")
    columns = ("region", *staff, "care", "care_most", "care_share")
    total = cells_of(values(texts("table.total"), view.limits, view.country), texts)
    return Table("staff", columns, frozenset(columns[1:]), rows, total)


def housing_table(view: DayView, texts: Texts) -> Table:
    """Status holders by region: the municipalities added up."""
    columns = ("region", *_housing_columns(view))

    def row(region: RegionTally) -> Row:
        members = [m for m in view.municipalities if m.vr_code == region.vr_code]
        targets = [target for target in view.targets if target.vr_code == region.vr_code]
        return Row.of(region.vr_code, (plain(region.name), *_housing(members, targets, view)), texts)

    total = (texts("table.total"), *_housing(view.municipalities, view.targets, view))
    rows = tuple(map(row, view.regions))
    return Table("housing", columns, frozenset(columns[1:]), rows, cells_of(total, texts))


def municipality_table(view: DayView, texts: Texts) -> Table:
    """Status holders by municipality: those with a figure, and those that have nothing but a target."""
    regions = {region.vr_code: plain(region.name) for region in view.regions}
    columns = ("municipality", "region", *_housing_columns(view))
    targets, known = {one.gm_code: one for one in view.targets}, {m.gm_code for m in view.municipalities}
    others = [
        MunicipalityView(t.gm_code, t.name, t.vr_code, 0, 0, 0, 0) for t in view.targets if t.gm_code not in known
    ]

    def row(m: MunicipalityView) -> Row:
        own = [targets[m.gm_code]] if m.gm_code in targets else []
        figures = _housing([m], own, view)
        return Row.of(m.gm_code, (plain(m.name), regions.get(m.vr_code, m.vr_code), *figures), texts)

    rows = by_name(map(row, (*view.municipalities, *others)))
    total: tuple[Value, ...] = (texts("table.total"), "", *_housing(view.municipalities, view.targets, view))
    figures = frozenset(columns[2:])
    return Table("status_holders", columns, figures, rows, cells_of(total, texts) if rows else ())


def _housing_columns(view: DayView) -> tuple[str, ...]:
    targets = ("target", "realised", "target_today", "target_expected", "behind") if view.targets else ()
    return ("offered", "used", "waiting_home", "overdue", *targets)


def _housing(
    municipalities: Sequence[MunicipalityView], targets: Sequence[TargetRow], view: DayView
) -> tuple[Value, ...]:
    """People added up; a dash for the targets of who has none, and nothing where nobody has one."""
    people = (
        sum(m.offered for m in municipalities),
        sum(m.used for m in municipalities),
        sum(m.waiting for m in municipalities),
        sum(m.overdue for m in municipalities),
    )
    if not view.targets:
        return people
    counted = [(t.target, t.realised, t.planned, t.expected, t.behind) for t in targets]
    sums: list[Value] = [round(sum(column), 6) for column in zip(*counted, strict=True)]
    return (*people, *(sums or [None] * 5))


def site_table(view: DayView, texts: Texts) -> Table:
    """All sites, those that are closed or open later too."""
    municipalities = {m.code: m.name for m in municipality_facts()}
    regions = {r.vr_code: plain(r.name) for r in view.regions}

    def row(site: SiteView) -> Row:
        tally = site.tally
        values = (
            plain(site.place.name),
            municipalities.get(site.gm_code, site.gm_code),
            regions.get(site.vr_code, site.vr_code),
            texts(f"state.{site.state}"),
            *(tally.places, tally.occupied_before, tally.arrivals, tally.occupied_after, site.free),
            until_cell(site, view, texts),
        )
        return Row.of(site.place.place_id, values, texts)

    columns = ("site", "municipality", "region", "state", "places", "before", "arrivals", "after", "free", "until")
    brief = ("state", "places", "after")
    return Table("sites", columns, frozenset(columns[4:9]), tuple(map(row, view.sites)), brief=brief)


def until_cell(site: SiteView, view: DayView, texts: Texts) -> Cell:
    """When a site opens, if that is later than today, or else when it closes; in the order of the calendar."""
    later = site.opens_on is not None and site.opens_on > view.date
    day = site.opens_on if later else site.closes_on
    if day is None:
        return Cell.of(None, texts)
    text = texts("until.opens" if later else "until.closes", day=texts.short_day(day))
    return Cell(text, text, day.toordinal())


def origin_table(view: DayView, texts: Texts) -> Table:
    """Every place where somebody waits for a place tonight, and who finds one."""
    columns = ("origin", "waiting", "placed", "unsheltered")
    waiting = view.waiting_places
    figures = [(p.waiting, p.waiting - p.unsheltered, p.unsheltered) for p in waiting]
    rows = [Row.of(p.place_id, (plain(p.name), *found), texts) for p, found in zip(waiting, figures, strict=True)]
    total = (texts("table.total"), *(sum(column) for column in zip(*figures, strict=True)))
    return Table("origins", columns, frozenset(columns[1:]), tuple(rows), cells_of(total, texts) if rows else ())


def leg_table(view: DayView, texts: Texts) -> Table:
    """The lines of the map, in the order of `legs`."""
    columns, places = ("start", "end", "persons", "trips"), view.places
    rows = tuple(
        Row.of(leg.key, (plain(places[leg.start].name), plain(places[leg.end].name), leg.persons, leg.trips), texts)
        for leg in legs(view.trips)
    )
    return Table("legs", columns, frozenset(columns[2:]), rows)


def trip_table(view: DayView, texts: Texts) -> Table:
    """Every stop of every trip, in driving order."""
    columns, places = ("trip", "bus", "start", "departs", "stop", "arrives", "alight"), view.places
    rows = tuple(
        Row.of(
            f"{trip.trip_id} {stop.site_id}",
            (
                plain(trip.trip_id),
                plain(trip.bus_id),
                plain(places[trip.origin_id].name),
                clock(trip.departs),
                plain(places[stop.site_id].name),
                clock(stop.arrives),
                stop.persons,
            ),
            texts,
        )
        for trip in view.trips
        for stop in trip.stops
    )
    return Table("trips", columns, frozenset({"departs", "arrives", "alight"}), rows)


def area_names() -> dict[str, str]:
    """The name of every region and municipality that the map can show, by code."""
    regions = {facts.code: facts.name for facts in region_facts()}
    return regions | {facts.code: facts.name for facts in municipality_facts()}
