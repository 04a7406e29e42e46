"""The tables of a region's page."""

from __future__ import annotations

from typing import Final

from maps.kit.tables import Cell, Row, Table, Value, by_name, cells_of, plain
from maps.region.words import briefly
from maps.texts import Texts
from maps.view.day import SiteState, SiteView, up_to_a_tenth
from maps.view.region import HousingView, Neighbour, RegionView
from optimizer.plan.details.values import Bind
from optimizer.scenario.entities import OfferType
from optimizer.scenario.regions import municipality_facts

COLUMN_OF: Final = {
    OfferType.HOME: "homes_home",
    OfferType.FLEX: "homes_flex",
    OfferType.TRANSFORMATION: "homes_transformation",
    OfferType.INTERIM: "homes_interim",
}
_BEDS_COUNT = {SiteState.IN_USE, SiteState.OPENED, SiteState.CLOSING}


def page_of(code: str) -> str:
    """Where a region's page stands in the plan folder."""
    return f"regions/{code}.html"


def site_table(view: RegionView, texts: Texts) -> Table:
    """The region's sites, numbered as on the map, those that are closed or open later too.

    Who comes and who is there already, on the list and staying, are told apart; together they are `arrivals` of
    sites.csv. A column for those who stay is there only where somebody does.
    """
    municipalities, kept = {m.code: m.name for m in municipality_facts()}, view.kept_by_site
    before_and_after = ("before", *(["kept"] if view.kept else []), "arrivals", "after", "free")
    columns = ("site", "municipality", "state", "places", *before_and_after, "until")

    def figures(before: int, staying: int, arrivals: int, after: int, free: int) -> tuple[int, ...]:
        return (before, *([staying] if view.kept else []), arrivals - staying, after, free)

    def row(number: int, site: SiteView) -> Row:
        tally, name = site.tally, f"{number}. {plain(site.place.name)}"
        municipality, staying = municipalities.get(site.gm_code, site.gm_code), kept[site.place.place_id]
        people = figures(tally.occupied_before, staying, tally.arrivals, tally.occupied_after, site.free)
        said: tuple[Value | Cell, ...]
        said = (name, municipality, texts(f"state.{site.state}"), tally.places, *people, _until(site, view, texts))
        return Row.of(site.place.place_id, said, texts)

    tally = view.tally
    free = sum(site.free for site in view.sites)
    people = figures(tally.occupied_before, view.kept, tally.arrivals, tally.occupied_after, free)
    return Table(
        key="sites",
        columns=columns,
        figures=frozenset({"places", *before_and_after}),
        rows=tuple(row(number, site) for number, site in enumerate(view.sites, 1)),
        total=cells_of((texts("region.together"), "", "", "", *people, ""), texts) if view.sites else (),
        brief=("site", "state", "arrivals", "after", "free"),
    )


def _until(site: SiteView, view: RegionView, texts: Texts) -> Cell:
    """When it opens or closes; sorts by the day."""
    day = site.opens_on if site.opens_on is not None and site.opens_on > view.day.date else site.closes_on
    if day is None:
        return Cell.of(None, texts)
    key = "until.opens" if day == site.opens_on else "until.closes"
    text = texts(key, day=texts.short_day(day))
    return Cell(text, text, day.toordinal())


def staff_table(view: RegionView, texts: Texts) -> Table:
    """Whose staff is there, what is in use, and what is left to ask for."""
    limits, tally = view.limits, view.tally
    figures = (
        ("region.staff.own", limits.own_staff_max, up_to_a_tenth(limits.own_staff)),
        ("region.staff.state", limits.state_staff_max, tally.state_staff),
        ("region.staff.hired", limits.hired_staff_max, tally.hired_staff),
    )
    rows = tuple(Row.of(key, (texts(key), most, used, _left(most, used)), texts) for key, most, used in figures)
    used = sum(used for _, _, used in figures)
    total = (texts("region.together"), view.staff_most, used, _left(view.staff_most, used))
    columns = ("whose", "whose_most", "whose_used", "whose_left")
    return Table("region_staff", columns, frozenset(columns[1:]), rows, cells_of(total, texts))


def _left(most: float, used: float) -> float:
    """What can still be asked for: none of staff that is in use, rounded up, to the last tenth."""
    return max(0.0, round(most - used, 6))


def limit_table(view: RegionView, texts: Texts) -> Table:
    """What the region can bear, limit by limit."""
    limits, tally = view.limits, view.tally
    used_sites = [site for site in view.sites if site.state in _BEDS_COUNT and site.tally.in_use]
    beds, residents = sum(s.tally.places for s in used_sites), sum(s.tally.occupied_after for s in used_sites)
    figures: tuple[tuple[Bind, str, float, float | None], ...] = (
        (Bind.SITE_PLACES, "region.limit.site_places", residents, beds),
        (Bind.TRANCHE_BASE, "region.limit.tranche_base", limits.base_used, limits.base_places),
        (Bind.TRANCHE_ADDITIONAL, "region.limit.tranche_additional", limits.additional_used, limits.additional_places),
        (Bind.STAFF, "region.limit.staff", view.staff_needed, view.staff_most),
        (Bind.CARE_MINUTES, "region.limit.care_minutes", tally.care_minutes_used, limits.care_minutes_limit),
    )

    def row(bind: Bind, key: str, used: float, most: float | None) -> Row:
        unlimited = Cell(texts("region.unlimited"), None)
        left: Value | Cell = unlimited if most is None else round(most - used, 6)
        stops = texts("region.stops" if bind in limits.binds else "region.stops_not")
        return Row.of(bind, (texts(key), used, unlimited if most is None else most, left, stops), texts)

    columns = ("limit", "limit_used", "limit_most", "limit_left", "limit_stops")
    return Table("region_limits", columns, frozenset(columns[1:4]), tuple(row(*figure) for figure in figures))


def housing_table(view: RegionView, texts: Texts) -> Table:
    """Status holders, municipality by municipality; of columns that may be empty only those that say something."""
    types = [kind for kind in OfferType if any(row.persons[kind] for row in view.housing)]
    elsewhere = any(row.linked_elsewhere for row in view.housing)

    def figures(row: HousingView) -> tuple[int, ...]:
        said, by_type = row.municipality, (row.persons[kind] for kind in types)
        return (said.offered, said.used, *by_type, *[row.linked_elsewhere] * elsewhere, said.waiting, said.overdue)

    counted = [figures(row) for row in view.housing]
    sums = [sum(column) for column in zip(*counted, strict=True)]
    shown = (*(COLUMN_OF[kind] for kind in types), *["homes_elsewhere"] * elsewhere)
    columns = ("municipality", "homes_offered", "homes_used", *shown, "homes_waiting", "homes_overdue")
    names = [(row.municipality.gm_code, plain(row.municipality.name)) for row in view.housing]
    return Table(
        key="homes",
        columns=columns,
        figures=frozenset(columns[1:]),
        rows=by_name(Row.of(code, (name, *row), texts) for (code, name), row in zip(names, counted, strict=True)),
        total=cells_of((texts("region.together"), *sums), texts) if counted else (),
        brief=("municipality", "homes_used", "homes_waiting", "homes_overdue"),
    )


def neighbour_table(view: RegionView, texts: Texts) -> Table:
    """Whom the region may call on: most room first."""

    def row(neighbour: Neighbour) -> Row:
        name, limits = plain(neighbour.tally.name), neighbour.limits
        figures = (limits.room, briefly(limits.binds, texts), neighbour.to_open)
        return Row.of(neighbour.tally.vr_code, (name, *figures), texts, page_of(neighbour.tally.vr_code))

    columns = ("region", "room", "next_limit", "to_open")
    ranked = sorted(view.neighbours, key=lambda n: (-n.limits.room, n.tally.vr_code))
    return Table("neighbours", columns, frozenset({"room", "to_open"}), tuple(map(row, ranked)))
