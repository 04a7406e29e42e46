"""What a page says in sentences: the day, and what needs attention first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Final

from maps.ahead.periods import whole
from maps.kit.notices import Notice, overload_text
from maps.kit.tables import plain
from maps.national.tables import layer_address
from maps.region.tables import page_of as region_page
from maps.texts import Texts
from maps.view.day import DayView, SiteState
from optimizer.plan.plan import Overload

LONGEST_LIST: Final = 6  # names in one sentence


def day_sentence(view: DayView, texts: Texts) -> str:
    """The one sentence that says the day."""
    if view.unsheltered and view.needing == 1:
        return texts("day.short.only")
    if view.unsheltered:
        return texts.count("day.short", view.unsheltered, needing=view.needing)
    return texts.count("day.all", view.needing) if view.needing else texts("day.nobody")


def day_details(view: DayView, texts: Texts) -> str:
    """What else happens today: buses, sites that open, status holders who are housed."""
    opened = sum(site.tally.opened for site in view.sites)
    counted = (("day.buses", view.buses_used), ("day.opened", opened), ("day.housed", view.counts.housed))
    return " ".join(texts.count(key, number) for key, number in counted if number or key == "day.buses")


def four_numbers(view: DayView) -> tuple[tuple[str, int, bool], ...]:
    """Key of the text, figure, and whether it is an alarm."""
    free = sum(view.free_beds(region.vr_code) for region in view.regions)
    return (
        ("needing", view.needing, False),
        ("sheltered", view.counts.sheltered, False),
        ("unsheltered", view.unsheltered, view.unsheltered > 0),
        ("free", free, False),
    )


def attention(view: DayView, texts: Texts) -> tuple[Notice, ...]:
    """What needs attention, what harms people most first.

    No place at all, a place that is closed, one that is too full or short of staff or care; then a plan that may
    leave out more people than need be, and what is near.
    """
    alarms = (*_unsheltered(view, texts), *_left_behind(view, texts), *_overloads(view, texts))
    return (*alarms, *_unproven(view, texts), *_near(view, texts))


def _unsheltered(view: DayView, texts: Texts) -> Iterator[Notice]:
    outside = [place for place in view.places.values() if place.unsheltered]
    for place in sorted(outside, key=lambda p: -p.unsheltered):
        text = texts.count("attention.unsheltered", place.unsheltered, place=plain(place.name))
        yield Notice(text, True, layer_address("outside", texts))


def _left_behind(view: DayView, texts: Texts) -> Iterator[Notice]:
    for site in view.sites:
        if site.state is SiteState.CLOSED and site.tally.occupied_after:
            text = texts.count("attention.residents", site.tally.occupied_after, place=plain(site.place.name))
            yield Notice(text, True, region_page(site.vr_code))


def _overloads(view: DayView, texts: Texts) -> Iterator[Notice]:
    """What is exceeded most, in proportion, first."""
    found = [(region, over) for region in view.regions for over in Overload.parse_all(region.overload)]
    for region, over in sorted(found, key=lambda pair: -_excess(pair[1])):
        yield Notice(overload_text(over, region, view, texts), True, region_page(region.vr_code))


def _excess(over: Overload) -> float:
    most = float(over.most)
    return float(over.held) / most if most else inf


def _unproven(view: DayView, texts: Texts) -> Iterator[Notice]:
    """The first two goals are about a roof: whoever reads the number must know whether fewer was possible."""
    for level in view.levels[:2]:
        if level.value and not level.settled:
            yield Notice(texts(f"attention.unproven.{level.name}"), False)


def _ahead(view: DayView, texts: Texts) -> Iterator[Notice]:
    """The first later day on which somebody is expected to have no place."""
    later = view.outlook.country[1:] if view.outlook else ()
    if first := next((day for day in later if whole(day.unsheltered)), None):
        text = texts.count("attention.ahead", whole(first.unsheltered), day=texts.day(first.date))
        yield Notice(text, False, "map.html#ahead")


def _listed(names: Sequence[str], texts: Texts) -> str:
    """The first names, and how many more there are."""
    first, more = ", ".join(map(plain, names[:LONGEST_LIST])), len(names) - LONGEST_LIST
    return first if more <= 0 else texts.count("attention.more", more, first=first)


def _near(view: DayView, texts: Texts) -> Iterator[Notice]:
    closing = [(site.closes_on, site) for site in view.sites if site.state is SiteState.CLOSING and site.closes_on]
    for day, site in sorted(closing, key=lambda pair: pair[0]):
        residents = {"place": plain(site.place.name), "day": texts.short_day(day)}
        text = texts.count("attention.closing", site.tally.occupied_after, **residents)
        yield Notice(text, False, region_page(site.vr_code))
    if full := [r.name for r in view.regions if r.occupied_after and not view.free_beds(r.vr_code)]:
        text = texts.count("attention.full", len(full), regions=_listed(full, texts))
        yield Notice(text, False, layer_address("free", texts))
    yield from _ahead(view, texts)
    if overdue := sum(m.overdue for m in view.municipalities):
        yield Notice(texts.count("attention.overdue", overdue), False, layer_address("waiting", texts))
