"""What changes for a region against an earlier plan."""

from __future__ import annotations

from collections.abc import Iterator

from maps.kit.shares import difference
from maps.kit.tables import Cell, Row, Table, plain
from maps.texts import Texts
from maps.view.day import SiteView
from maps.view.region import RegionView


def change_table(view: RegionView, earlier: RegionView, texts: Texts) -> Table:
    """Figure by figure: then, now, and the difference with its sign."""
    then, now = dict(_figures(earlier)), dict(_figures(view))
    rows = tuple(
        Row.of(key, (texts(key), then[key], now[key], difference(now[key] - then[key], texts)), texts) for key in now
    )
    columns = ("figure", "then", "now", "difference")
    return Table("change", columns, frozenset(columns[1:]), rows)


def change_sentence(view: RegionView, earlier: RegionView, texts: Texts) -> str:
    """Whether more or fewer people come."""
    more = _coming(view) - _coming(earlier)
    if not more:
        return texts("region.change.as_many")
    return texts.count("region.change.more" if more > 0 else "region.change.less", abs(more))


def _coming(view: RegionView) -> int:
    return sum(one.counts.persons for one in view.newcomers)


def _figures(view: RegionView) -> Iterator[tuple[str, float]]:
    yield "region.figure.coming", _coming(view)
    yield "region.figure.buses", view.buses
    yield "region.figure.before", view.tally.occupied_before
    yield "region.figure.after", view.tally.occupied_after
    yield "region.figure.room", view.limits.room
    yield "region.figure.staff_needed", view.staff_needed
    yield "region.figure.state_staff", view.tally.state_staff
    yield "region.figure.hired_staff", view.tally.hired_staff
    yield "region.figure.care", view.tally.care_minutes_used
    yield "region.figure.housed", sum(row.municipality.used for row in view.housing)
    yield "region.figure.waits", sum(row.municipality.waiting for row in view.housing)
    yield "region.figure.overdue", sum(row.municipality.overdue for row in view.housing)


def site_change_table(view: RegionView, earlier: RegionView, texts: Texts) -> Table:
    """The sites whose residents or state change, those that are new and those that are gone."""
    then, now = ({site.place.place_id: site for site in v.sites} for v in (earlier, view))
    rows = [
        Row.of(key, (plain((now.get(key) or then[key]).place.name), *_site(then.get(key), now.get(key), texts)), texts)
        for key in dict.fromkeys([*now, *then])
        if _differ(then.get(key), now.get(key))
    ]
    columns = ("site", "state_then", "state_now", "then", "now", "difference")
    return Table("site_change", columns, frozenset(columns[3:]), tuple(rows))


def _differ(then: SiteView | None, now: SiteView | None) -> bool:
    if then is None or now is None:
        return True
    return (then.state, then.tally.occupied_after) != (now.state, now.tally.occupied_after)


def _site(then: SiteView | None, now: SiteView | None, texts: Texts) -> tuple[Cell, ...]:
    """Its state and residents then and now; a site that one of the plans does not have is empty there."""
    states = (texts(f"state.{site.state}") if site else texts("region.no_site") for site in (then, now))
    before, after = (site.tally.occupied_after if site else 0 for site in (then, now))
    cells = (*(Cell.of(state, texts) for state in states), Cell.of(before, texts), Cell.of(after, texts))
    return (*cells, difference(after - before, texts))
