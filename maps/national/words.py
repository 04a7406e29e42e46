"""What a page says in sentences: the day, and what needs attention first."""

from __future__ import annotations

from collections.abc import Iterator

from maps.kit.notices import Notice, overload_text
from maps.kit.tables import plain
from maps.texts import Texts
from maps.view.day import DayView, SiteState
from optimizer.plan.plan import Overload


def day_sentence(view: DayView, texts: Texts) -> str:
    """The one sentence that says the day."""
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
    """People without a place by where they are, limits that are exceeded, and then what is near."""
    alarms = (*_unsheltered(view, texts), *_overloads(view, texts), *_left_behind(view, texts))
    return (*(Notice(text, True) for text in alarms), *(Notice(text, False) for text in _near(view, texts)))


def _unsheltered(view: DayView, texts: Texts) -> Iterator[str]:
    outside = [place for place in view.places.values() if place.unsheltered]
    for place in sorted(outside, key=lambda p: -p.unsheltered):
        yield texts.count("attention.unsheltered", place.unsheltered, place=plain(place.name))


def _overloads(view: DayView, texts: Texts) -> Iterator[str]:
    for region in view.regions:
        for over in Overload.parse_all(region.overload):
            yield overload_text(over, region, view, texts)


def _left_behind(view: DayView, texts: Texts) -> Iterator[str]:
    for site in view.sites:
        if site.state is SiteState.CLOSED and site.tally.occupied_after:
            yield texts.count("attention.residents", site.tally.occupied_after, place=plain(site.place.name))


def _near(view: DayView, texts: Texts) -> Iterator[str]:
    closing = [site for site in view.sites if site.state is SiteState.CLOSING]
    if closing:
        residents = sum(site.tally.occupied_after for site in closing)
        yield texts.count("attention.closing", len(closing), residents=residents)
    if overdue := sum(m.overdue for m in view.municipalities):
        yield texts.count("attention.overdue", overdue)
