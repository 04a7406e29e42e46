"""What a region's page says in sentences: who comes, whether there is enough, what binds, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from maps.kit.notices import Notice, overload_text
from maps.kit.tables import clock, plain
from maps.texts import Texts
from maps.view.day import SiteState, SiteView
from maps.view.region import Coming, Needs, RegionView
from optimizer.plan.details.values import Bind
from optimizer.plan.plan import Overload

BINDS: Final = {
    Bind.NO_SITE: "region.bind.no_site",
    Bind.SITE_PLACES: "region.bind.site_places",
    Bind.TRANCHE_BASE: "region.bind.tranche_base",
    Bind.TRANCHE_ADDITIONAL: "region.bind.tranche_additional",
    Bind.STAFF: "region.bind.staff",
    Bind.CARE_MINUTES: "region.bind.care_minutes",
}
BRIEFLY: Final = {
    Bind.NO_SITE: "region.brief.no_site",
    Bind.SITE_PLACES: "region.brief.site_places",
    Bind.TRANCHE_BASE: "region.brief.tranche_base",
    Bind.TRANCHE_ADDITIONAL: "region.brief.tranche_additional",
    Bind.STAFF: "region.brief.staff",
    Bind.CARE_MINUTES: "region.brief.care_minutes",
}
MINUTES_A_DAY: Final = 24 * 60


def day_sentence(view: RegionView, texts: Texts) -> str:
    """How many people come today."""
    persons, region = sum(one.counts.persons for one in view.newcomers), plain(view.tally.name)
    return texts.count("region.coming", persons, region=region) if persons else texts("region.nobody", region=region)


def day_details(view: RegionView, texts: Texts) -> tuple[str, ...]:
    """How they come, and when the first and the last bus arrive."""
    return tuple(_day_details(view, texts))


def _day_details(view: RegionView, texts: Texts) -> Iterator[str]:
    if view.by_bus:
        persons = sum(one.counts.persons for one in view.by_bus)
        yield texts.count("region.by_bus", persons, buses=texts.count("region.buses", view.buses))
        times = [time_text(one.arrives, texts) for one in view.by_bus if one.arrives is not None]
        if len(times) == 1:
            yield texts("region.one_arrival", time=times[0])
        else:
            key = "region.first_and_last" if view.buses > 1 else "region.first_and_last_stop"
            yield texts(key, first=times[0], last=times[-1])
    if own := sum(one.counts.persons for one in view.newcomers if one.trip is None):
        yield texts.count("region.own", own)
    if view.kept:
        yield texts.count("region.kept", view.kept)


def time_text(minutes: int, texts: Texts) -> str:
    """`08:25`; past midnight with the words that it is the next day."""
    text = clock(minutes).text
    return texts("region.next_day", time=text) if minutes >= MINUTES_A_DAY else text


def staff_sentence(view: RegionView, texts: Texts) -> str:
    """Whether there is enough staff, and whose it is."""
    key = "region.staff.short" if view.short_of_staff else "region.staff.enough"
    figures = {"own": view.limits.own_staff_max, "state": view.tally.state_staff, "hired": view.tally.hired_staff}
    return texts(key, needed=view.staff_needed, there=view.staff_there, **figures)


def staff_reckoning(view: RegionView, texts: Texts) -> str:
    """Where the number of staff comes from."""
    return texts(
        "region.staff.reckoning",
        needed=view.staff_needed,
        fixed=view.limits.staff_fixed,
        residents=view.tally.occupied_after,
        each=view.limits.people_per_staff,
    )


def staff_left(view: RegionView, texts: Texts) -> str:
    """What staff the region may still ask for."""
    return texts(
        "region.staff.left",
        state=texts.count("unit.staff", view.limits.state_staff_max - view.tally.state_staff),
        hired=view.limits.hired_staff_max - view.tally.hired_staff,
    )


def room_sentence(view: RegionView, texts: Texts) -> str:
    """How many more people the region can take tonight, and what stops the next one."""
    binds = binds_text(view.limits.binds, texts)
    if view.limits.room:
        return texts.count("region.room", view.limits.room, binds=binds)
    return texts("region.full", binds=binds)


def to_open_sentence(view: RegionView, texts: Texts) -> str:
    """How many beds there are in sites that could be used and are not; empty where there are none."""
    return texts.count("region.to_open", view.to_open) if view.to_open else ""


def binds_text(binds: Sequence[Bind], texts: Texts) -> str:
    """What binds, one behind the other."""
    return texts("region.and").join(texts(BINDS[bind]) for bind in binds)


def briefly(binds: Sequence[Bind], texts: Texts) -> str:
    """What binds, in a word each."""
    return ", ".join(texts(BRIEFLY[bind]) for bind in binds)


def sizes_text(counts: Needs, texts: Texts) -> str:
    """`16 huishoudens: 3 × 1 persoon, 10 × 2 personen`."""
    sizes = [texts.count("region.size", size, times=count) for size, count in sorted(counts.sizes.items())]
    return texts.count("region.households", counts.households, sizes=", ".join(sizes))


def needs_texts(counts: Needs, texts: Texts) -> tuple[str, ...]:
    """Who needs what, one need after the other; nothing where nobody needs anything."""
    care = [
        texts.count("region.care", persons, level=level)
        for level, persons in sorted(counts.care_levels.items(), reverse=True)
        if level and persons
    ]
    others = (
        ("region.wheelchairs", counts.wheelchairs),
        ("region.minors", counts.minors_alone),
        ("region.relocated", counts.relocated),
    )
    return (*care, *(texts.count(key, persons) for key, persons in others if persons))


def attention(view: RegionView, texts: Texts) -> tuple[Notice, ...]:
    """What goes wrong, and then what is near."""
    return (
        *(Notice(text, True) for text in _alarms(view, texts)),
        *(Notice(text, False) for text in _near(view, texts)),
    )


def _alarms(view: RegionView, texts: Texts) -> Iterator[str]:
    for over in Overload.parse_all(view.tally.overload):
        yield overload_text(over, view.tally, view.day, texts)
    for site in view.sites:
        if site.state is SiteState.CLOSED and site.tally.occupied_after:
            yield texts.count("region.left_behind", site.tally.occupied_after, place=plain(site.place.name))
        if site.place.unsheltered:
            yield texts.count("region.unsheltered", site.place.unsheltered, place=plain(site.place.name))


def _near(view: RegionView, texts: Texts) -> Iterator[str]:
    for site in view.sites:
        if site.tally.opened:
            yield _opened_text(site, view, texts)
    for site in view.closing:
        yield closing_text(site, texts)
    if overdue := sum(row.municipality.overdue for row in view.housing):
        yield texts.count("region.overdue", overdue)


def _opened_text(site: SiteView, view: RegionView, texts: Texts) -> str:
    """That a site opens, and when its first bus comes."""
    place, here = plain(site.place.name), [one for one in view.coming if one.site == site]
    times = [one.arrives for one in here if one.arrives is not None]
    if not times:
        return texts("region.opened", place=place)
    return texts("region.opened.first", place=place, time=time_text(min(times), texts))


def closing_text(site: SiteView, texts: Texts) -> str:
    """When a site closes, and how many people that leaves without a bed."""
    if site.closes_on is None:
        raise ValueError(f"{site.place.place_id} does not close")
    return texts.count(
        "region.closes", site.tally.occupied_after, place=plain(site.place.name), day=texts.day(site.closes_on)
    )


def way_text(one: Coming, texts: Texts) -> str:
    """Which bus, from where, and which stop; or that no bus brings them."""
    start = plain(one.start.name)
    if one.counts.stays:
        return texts("region.way.stays")
    if one.trip is None:
        return texts("region.way.own", start=start)
    return texts(
        "region.way.bus",
        bus=plain(one.trip.bus_id),
        trip=plain(one.trip.trip_id),
        start=start,
        departs=time_text(one.trip.departs, texts),
        stop=one.counts.sequence,
        stops=len(one.trip.stops),
    )
