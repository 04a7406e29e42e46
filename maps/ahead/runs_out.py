"""When places, staff, care or buses run out under each inflow, in tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from maps.kit.tables import NOTHING, Cell, Row, Table, plain
from maps.region.tables import page_of
from maps.texts import Texts
from maps.view.day import DayView
from maps.view.outlook import RunsOut, What

NAMES: Final = {
    What.OUTSIDE: "runs_out.outside",
    What.PLACES: "runs_out.places",
    What.STAFF: "runs_out.staff",
    What.CARE: "runs_out.care",
    What.BUSES: "runs_out.buses",
}
OF_REGIONS: Final = {What.PLACES: "runs_places", What.STAFF: "runs_staff", What.CARE: "runs_care"}


def runs_out_table(key: str, runs_out: Sequence[RunsOut], texts: Texts) -> Table:
    """What runs out in one region or in the country: when, in how many samples, and between which days."""

    def row(number: int, one: RunsOut) -> Row:
        share = None if one.share is None else Cell(texts.percent(100 * one.share), 100 * one.share)
        days = [_day(day, texts) for day in (one.expected, one.low, one.high)]
        return Row.of(str(number), (texts(NAMES[one.what]), plain(one.inflow), days[0], share, *days[1:]), texts)

    columns = ("runs_what", "runs_inflow", "runs_expected", "runs_share", "runs_low", "runs_high")
    ordered = sorted(runs_out, key=lambda one: list(What).index(one.what))
    rows = tuple(row(number, one) for number, one in enumerate(ordered, 1))
    return Table(key, columns, frozenset({"runs_share"}), rows)


def runs_out_regions_table(view: DayView, runs_out: Sequence[RunsOut], texts: Texts) -> Table:
    """The first day on which each region's places, staff and care run out, under the inflow that brings it soonest."""

    def first(code: str, what: What) -> Cell:
        found = [one for one in runs_out if (one.vr_code, one.what) == (code, what)]
        if (soonest := first_of(found)) is None:
            return Cell.of(None, texts)
        day, one = soonest
        inflow = texts("runs_out.inflow", name=plain(one.inflow))
        text = texts("runs_out.day_of", day=texts.week_day(day, year=False), inflow=inflow)
        return Cell(text, text, day.toordinal())

    columns = ("region", *OF_REGIONS.values())
    rows = tuple(
        Row.of(
            region.vr_code,
            (plain(region.name), *(first(region.vr_code, what) for what in OF_REGIONS)),
            texts,
            f"{page_of(region.vr_code)}#runs_out_here",
        )
        for region in view.regions
        if any(one.vr_code == region.vr_code and one.expected for one in runs_out)
    )
    return Table("runs_out_regions", columns, frozenset(), rows)


def first_of(runs_out: Sequence[RunsOut]) -> tuple[date, RunsOut] | None:
    """What is expected to run out first, and when; None: nothing is."""
    expected = [(one.expected, one) for one in runs_out if one.expected is not None]
    return min(expected, key=lambda pair: pair[0], default=None)


def runs_out_sentence(runs_out: Sequence[RunsOut], texts: Texts) -> str:
    """What is expected to run out first, and under which inflow."""
    if (first := first_of(runs_out)) is None:
        return texts("runs_out.never")
    day, one = first
    what = texts(f"{NAMES[one.what]}.first")
    inflows = {other.inflow for other in runs_out if other.what is one.what}
    soonest = [other.inflow for other in runs_out if (other.what, other.expected) == (one.what, day)]
    if len(soonest) == len(inflows) > 1:
        return texts("runs_out.first.any", what=what, day=texts.day(day))
    names = ", ".join(texts("runs_out.inflow", name=plain(name)) for name in soonest)
    return texts("runs_out.first", what=what, day=texts.day(day), inflows=names)


def _day(day: date | None, texts: Texts) -> Cell:
    if day is None:
        return Cell(NOTHING, None)
    text = texts.week_day(day, year=False)
    return Cell(text, text, day.toordinal())
