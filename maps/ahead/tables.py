"""The tables of the days after the planned one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from maps.ahead.periods import DAILY_COUNTRY, DAILY_REGION, Period, country_in, periods, region_in, whole
from maps.kit.shares import share_cell
from maps.kit.tables import Cell, Row, Table, Value, by_name, cells_of, plain
from maps.texts import Texts
from maps.view.day import DayView
from maps.view.outlook import Outlook
from optimizer.plan.outlook import OutlookRow, TargetRow

Figure = Callable[[OutlookRow], Value | Cell]
COUNTRY_COLUMNS: Final = (
    *("ahead_day", "inflow", "arrivals", "to_coa", "waiting_place", "without_place", "residents", "agreed"),
    *("homes_housed", "homes_ready", "coa_left", "buses"),
)


def country_table(outlook: Outlook, texts: Texts) -> Table:
    """The country, day by day and later week by week, in whole people."""
    rows = tuple(_country_row(period, outlook, texts) for period in periods(outlook.days, DAILY_COUNTRY))
    return Table("ahead_country", COUNTRY_COLUMNS, frozenset(COUNTRY_COLUMNS[1:]), rows)


def _country_row(period: Period, outlook: Outlook, texts: Texts) -> Row:
    day = country_in(period, outlook.country)
    ends = [days[period.stop - 1] for days in outlook.regions.values()]
    people = (day.inflow, day.arrivals, day.to_coa, day.waiting, day.unsheltered)
    beds = (sum(end.occupied for end in ends), sum(end.places for end in ends))
    figures = (*people, *beds, day.housed, day.ready, day.coa_places_left)
    return Row.of(period.key, (_when(period, texts), *map(whole, figures), round(day.buses_used, 6)), texts)


def load_table(view: DayView, outlook: Outlook, texts: Texts) -> Table:
    """The load of each region at the end of each day, in per cent of its places."""

    def figure(day: OutlookRow) -> Cell:
        return share_cell(round(day.occupied, 6), day.places, texts)

    return _by_region("ahead_load", view, outlook, texts, figure)


def arrivals_table(view: DayView, outlook: Outlook, texts: Texts) -> Table:
    """How many people come to each region on each day, in whole people."""
    return _by_region("ahead_arrivals", view, outlook, texts, lambda day: whole(day.arrivals))


def _by_region(key: str, view: DayView, outlook: Outlook, texts: Texts, figure: Figure) -> Table:
    every = periods(outlook.days, DAILY_COUNTRY)

    def row(code: str, name: str) -> Row:
        days = outlook.regions[code]
        return Row.of(code, (name, *(figure(region_in(period, days)) for period in every)), texts)

    return Table(
        key=key,
        columns=("region", *(period.key for period in every)),
        figures=frozenset(period.key for period in every),
        rows=tuple(row(region.vr_code, plain(region.name)) for region in view.regions),
        heads={period.key: period.short(texts) for period in every},
    )


def region_ahead_table(days: Sequence[OutlookRow], texts: Texts, bands: Sequence[tuple[float, float]] = ()) -> Table:
    """A region's next seven days one by one, then its weeks; with the lowest and highest residents where there are."""

    def row(period: Period) -> Row:
        day, band = region_in(period, days), bands[period.stop - 1] if bands else ()
        people = (day.occupied, *band, day.places, day.arrivals, day.to_coa, day.moved_in, day.moved_out)
        figures = (*people, day.state_staff, day.hired_staff, day.care_minutes_used)
        return Row.of(period.key, (_when(period, texts), *figures), texts)

    band = ("ahead_low", "ahead_high") if bands else ()
    people = ("ahead_occupied", *band, "agreed", "ahead_arrivals", "ahead_to_coa", "ahead_moved_in", "ahead_moved_out")
    figures = (*people, "ahead_state_staff", "ahead_hired_staff", "care")
    rows = tuple(map(row, periods([day.date for day in days], DAILY_REGION)))
    return Table("ahead", ("ahead_day", *figures), frozenset(figures), rows)


def _when(period: Period, texts: Texts) -> Cell:
    said = period.text(texts)
    return Cell(said, said, period.first.toordinal())


def target_table(targets: Sequence[TargetRow], texts: Texts) -> Table:
    """The targets of municipalities, what counts for each, and what is left to do."""
    columns = ("municipality", "target", "realised", "target_today", "target_expected", "behind")
    rows = by_name(Row.of(one.gm_code, (plain(one.name), *_target(one)), texts) for one in targets)
    sums = [sum(column) for column in zip(*map(_target, targets), strict=True)]
    total = cells_of((texts("region.together"), *sums), texts) if targets else ()
    return Table("targets", columns, frozenset(columns[1:]), rows, total)


def _target(one: TargetRow) -> Iterator[float]:
    return iter(round(figure, 6) for figure in (one.target, one.realised, one.planned, one.expected, one.behind))
