"""One planned day as the pages see it: figures by region, site, origin, bus and municipality, no person's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from maps.view.outlook import Outlook
from optimizer.plan.details.values import RegionLimits
from optimizer.plan.outlook import TargetRow
from optimizer.plan.plan import Counts, Level, RegionTally, SiteTally, Status, Trip
from optimizer.scenario.entities import SiteStatus

SOON = timedelta(days=7)


class SiteState(StrEnum):
    """What a site is on the planned day; the first that applies, in the order of `site_state`."""

    IN_USE = "in_use"
    OPENED = "opened"
    CLOSING = "closing"
    EMPTY = "empty"
    CAN_OPEN = "can_open"
    LATER = "later"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PlaceView:
    """An origin or a site as places.csv has it: degrees are WGS 84, `waiting` and `unsheltered` persons."""

    place_id: str
    name: str
    lon: float
    lat: float
    waiting: int
    unsheltered: int


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site, what the plan does with it, and until when it is there."""

    place: PlaceView
    tally: SiteTally
    vr_code: str
    gm_code: str
    status: SiteStatus
    opens_on: date | None
    closes_on: date | None
    state: SiteState

    @property
    def free(self) -> int:
        """Beds left tonight: only where the doors are open, and never below 0."""
        open_doors = self.state in {SiteState.IN_USE, SiteState.OPENED, SiteState.CLOSING, SiteState.EMPTY}
        return max(0, self.tally.places - self.tally.occupied_after) if open_doors else 0


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """Persons: housing available there today, housed there today, ready and not housed, those of them overdue."""

    gm_code: str
    name: str
    vr_code: str
    offered: int
    used: int
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Leg:
    """What drives straight from one place to the next: persons aboard of all trips together, and how many trips."""

    start: str
    end: str
    persons: int
    trips: int

    @property
    def key(self) -> str:
        """Names the leg; ids of places hold no blank."""
        return f"{self.start} {self.end}"


@dataclass(frozen=True, slots=True)
class ReasonView:
    """How many people have no place for a reason, by its code; status holders have no home."""

    code: str
    seekers: int
    holders: int


@dataclass(frozen=True, slots=True)
class DayView:
    """A plan folder without its households; in the order of its files.

    `limits` has one for each of `regions`; there is an `outlook` where the plan looks ahead.
    """

    date: date
    version: str
    scenario_sha256: str
    status: Status
    levels: tuple[Level, ...]
    counts: Counts
    buses_used: int
    warnings: tuple[str, ...]
    regions: tuple[RegionTally, ...]
    limits: tuple[RegionLimits, ...]
    origins: tuple[PlaceView, ...]
    sites: tuple[SiteView, ...]
    trips: tuple[Trip, ...]
    municipalities: tuple[MunicipalityView, ...]
    targets: tuple[TargetRow, ...] = ()
    outlook: Outlook | None = None
    reasons: tuple[ReasonView, ...] = ()

    @property
    def places(self) -> dict[str, PlaceView]:
        """Origins and sites by id."""
        return {p.place_id: p for p in (*self.origins, *(s.place for s in self.sites))}

    @property
    def waiting_places(self) -> tuple[PlaceView, ...]:
        """Where somebody waits for a place tonight: origins, and sites that residents are to leave."""
        return tuple(place for place in self.places.values() if place.waiting or place.unsheltered)

    @property
    def unsheltered(self) -> int:
        """Asylum seekers without a place tonight, wherever they are."""
        return sum(p.unsheltered for p in self.places.values())

    @property
    def needing(self) -> int:
        """Asylum seekers who need a place tonight: waiting, or in a site that they may have to leave."""
        return self.counts.sheltered + self.unsheltered

    @property
    def country(self) -> RegionTally:
        """All regions added up."""
        return RegionTally(
            vr_code="",
            name="",
            places=sum(r.places for r in self.regions),
            occupied_before=sum(r.occupied_before for r in self.regions),
            arrivals=sum(r.arrivals for r in self.regions),
            occupied_after=sum(r.occupied_after for r in self.regions),
            own_staff=sum(r.own_staff for r in self.regions),
            state_staff=sum(r.state_staff for r in self.regions),
            hired_staff=sum(r.hired_staff for r in self.regions),
            care_minutes_used=sum(r.care_minutes_used for r in self.regions),
        )

    def free_beds(self, vr_code: str) -> int:
        """Beds left tonight in a region's open sites, as far as the region's agreed places go."""
        region = next(r for r in self.regions if r.vr_code == vr_code)
        beds = sum(s.free for s in self.sites if s.vr_code == vr_code)
        return min(beds, max(0, region.places - region.occupied_after))


def site_state(
    status: SiteStatus, tally: SiteTally, today: date, opens_on: date | None, closes_on: date | None
) -> SiteState:
    """The state of a site on `today`; `closes_on` is its first day without residents."""
    if status is SiteStatus.CLOSED or (closes_on is not None and closes_on <= today):
        return SiteState.CLOSED
    if opens_on is not None and opens_on > today:
        return SiteState.LATER
    if status is SiteStatus.CAN_OPEN and not tally.in_use:
        return SiteState.CAN_OPEN
    if closes_on is not None and closes_on <= today + SOON:
        return SiteState.CLOSING
    if tally.opened:
        return SiteState.OPENED
    return SiteState.IN_USE if tally.in_use else SiteState.EMPTY


def up_to_a_tenth(staff: float) -> float:
    """Staff rounded up to a tenth, on every page alike, so that it never looks enough when it is not."""
    return ceil(round(staff * 10, 4)) / 10


def legs(trips: tuple[Trip, ...]) -> tuple[Leg, ...]:
    """What the trips drive with people aboard, in the order in which it is first driven."""
    persons: dict[tuple[str, str], int] = {}
    times: dict[tuple[str, str], int] = {}
    for trip in trips:
        start, aboard = trip.origin_id, trip.persons
        for stop in trip.stops:
            way = start, stop.site_id
            persons[way] = persons.get(way, 0) + aboard
            times[way] = times.get(way, 0) + 1
            start, aboard = stop.site_id, aboard - stop.persons
    return tuple(Leg(start, end, persons[start, end], times[start, end]) for start, end in persons)
