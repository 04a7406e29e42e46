"""From a plan folder to its regions: the day, what each region receives and can bear, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from math import inf
from pathlib import Path
from typing import Protocol, TypeVar

from maps.view.day import DayView
from maps.view.outlook import Outlook
from maps.view.read import read_view
from maps.view.region import Coming, HousingView, Neighbour, RegionView, beds_to_open, housing_view
from optimizer.plan.details.read import read_details
from optimizer.plan.details.values import Arrivals, Details, Housed
from optimizer.scenario.faults import Fault, InputError
from optimizer.scenario.regions import outlines

T = TypeVar("T")


def region_views(day: DayView, folder: Path, previous: Path | None = None) -> tuple[RegionView, ...]:
    """Every region of `day`, which was read from the plan folder `folder`; `previous`: a plan to hold it against.

    InputError: a file of either folder that is missing, cannot be read or does not fit, or a previous plan for a
    later day.
    """
    now = _regions(day, folder)
    if previous is None:
        return now
    try:
        earlier = {view.code: view for view in _earlier(day, previous)}
    except InputError as error:  # of two folders, the faults are in this one
        raise InputError([replace(f, file=f"{previous.name}/{f.file}") for f in error.faults]) from error
    return tuple(replace(view, earlier=earlier.get(view.code)) for view in now)


def _earlier(day: DayView, previous: Path) -> tuple[RegionView, ...]:
    before = read_view(previous)
    if before.date > day.date:
        expected = f"a plan for {day.date} or an earlier day"
        raise InputError([Fault("summary.json", None, "date", str(before.date), expected)])
    return _regions(before, previous)


def _regions(day: DayView, folder: Path) -> tuple[RegionView, ...]:
    details = read_details(folder)
    arrivals = _there(details.arrivals, "arrivals.csv", folder)
    housed = _there(details.housed, "housed.csv", folder)
    limits = {row.vr_code: row for row in _there(details.limits, "region_limits.csv", folder)}
    if faults := [*_misfits(day, details)]:
        raise InputError(faults)
    coming, beside = sorted(_coming(day, arrivals), key=_when), adjacent()
    neighbours = {
        region.vr_code: Neighbour(
            region, limits[region.vr_code], beds_to_open(s for s in day.sites if s.vr_code == region.vr_code)
        )
        for region in day.regions
    }
    views = (
        RegionView(
            day=day,
            tally=region,
            limits=limits[region.vr_code],
            sites=tuple(site for site in day.sites if site.vr_code == region.vr_code),
            coming=tuple(one for one in coming if one.counts.vr_code == region.vr_code),
            housing=_housing(day, region.vr_code, housed),
            neighbours=tuple(neighbours[code] for code in sorted(beside[region.vr_code])),
            targets=tuple(one for one in day.targets if one.vr_code == region.vr_code),
        )
        for region in day.regions
    )
    return tuple(views if day.outlook is None else (_with_outlook(view, day.outlook) for view in views))


def _with_outlook(view: RegionView, outlook: Outlook) -> RegionView:
    """The region with what is told of it on the days after the planned one."""
    return replace(
        view,
        ahead=outlook.regions[view.code],
        bands=outlook.bands.get(view.code, ()),
        told=None if outlook.changes is None else _of_region(outlook.changes, view.code),
        shortages=_of_region(outlook.shortages, view.code),
        runs_out=None if outlook.runs_out is None else _of_region(outlook.runs_out, view.code),
    )


class _OfRegion(Protocol):
    """A row of an outlook that is about a region."""

    @property
    def vr_code(self) -> str:
        """VR01..VR25."""


R = TypeVar("R", bound=_OfRegion)


def _of_region(rows: Sequence[R], code: str) -> tuple[R, ...]:
    return tuple(row for row in rows if row.vr_code == code)


def _there(rows: tuple[T, ...] | None, file: str, folder: Path) -> tuple[T, ...]:
    if rows is None:
        expected = f"a plan folder with this file; {folder} has none. Plan the day again with this version"
        raise InputError([Fault(file, None, "", "", expected)])
    return rows


def _misfits(day: DayView, details: Details) -> Iterator[Fault]:
    """What does not fit the plan: places, stops and regions that it does not have."""
    sites = {site.place.place_id: site.vr_code for site in day.sites}
    stops = {
        (trip.trip_id, n, stop.site_id): trip.origin_id for trip in day.trips for n, stop in enumerate(trip.stops, 1)
    }
    for row in details.arrivals or ():
        if sites.get(row.site_id) != row.vr_code:
            yield Fault("arrivals.csv", None, "site_id", row.site_id, "a site of places.csv, in its region")
        if row.origin_id not in day.places:
            yield Fault("arrivals.csv", None, "origin_id", row.origin_id, "a place of places.csv")
        if row.trip_id and stops.get((row.trip_id, row.sequence or 0, row.site_id)) != row.origin_id:
            yield Fault("arrivals.csv", None, "trip_id", row.trip_id, "a stop of stops.csv, and where its trip starts")
    yield from _miscounts(day, details.arrivals or ())
    if [row.vr_code for row in details.limits or ()] != [region.vr_code for region in day.regions]:
        yield Fault("region_limits.csv", None, "vr_code", "", "the regions of regions.csv, in their order")


def _miscounts(day: DayView, arrivals: Sequence[Arrivals]) -> Iterator[Fault]:
    """Stops and sites where other numbers of people arrive than the plan says."""
    at_stop, at_site = Counter[tuple[str, str]](), Counter[str]()
    for row in arrivals:
        at_stop[row.trip_id, row.site_id] += row.persons
        at_site[row.site_id] += row.persons
    for trip in day.trips:
        for stop in trip.stops:
            if at_stop[trip.trip_id, stop.site_id] != stop.persons:
                expected = f"{stop.persons} at {stop.site_id} off trip {trip.trip_id}, as stops.csv says"
                yield Fault("arrivals.csv", None, "persons", str(at_stop[trip.trip_id, stop.site_id]), expected)
    for site in day.sites:
        if at_site[site.place.place_id] != site.tally.arrivals:
            expected = f"{site.tally.arrivals} at {site.place.place_id}, as sites.csv says"
            yield Fault("arrivals.csv", None, "persons", str(at_site[site.place.place_id]), expected)


def _coming(day: DayView, arrivals: Sequence[Arrivals]) -> Iterator[Coming]:
    sites = {site.place.place_id: site for site in day.sites}
    trips, places = {trip.trip_id: trip for trip in day.trips}, day.places
    for row in arrivals:
        start_is_site = row.origin_id in sites
        yield Coming(row, places[row.origin_id], start_is_site, sites[row.site_id], trips.get(row.trip_id))


def _when(one: Coming) -> tuple[float, bool]:
    return (inf if one.arrives is None else one.arrives, one.counts.stays)


def _housing(day: DayView, code: str, housed: Sequence[Housed]) -> tuple[HousingView, ...]:
    return tuple(
        housing_view(municipality, (row for row in housed if row.gm_code == municipality.gm_code))
        for municipality in day.municipalities
        if municipality.vr_code == code
    )


def adjacent() -> dict[str, frozenset[str]]:
    """The regions that share a border with each region, by code; across water only where the boundaries meet."""
    at: dict[tuple[float, float], set[str]] = {}
    areas = outlines("regions")
    for code, parts in areas.items():
        for x, y in (point for part in parts for ring in part for point in ring):
            at.setdefault((x, y), set()).add(code)
    shared = Counter(pair for codes in at.values() for pair in combinations(sorted(codes), 2))
    borders = [pair for pair, points in shared.items() if points > 1]
    return {
        code: frozenset(other for pair in borders if code in pair for other in pair if other != code) for code in areas
    }
