"""The plan as values: who goes where, which bus drives what, and what each region and site then holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import quote, unquote

from optimizer.plan.outlook import Outlook

LEVEL_NAMES: Final = ("unsheltered", "unhoused", "displaced", "uneven", "effort")


class Outcome(StrEnum):
    """What becomes of a household today (rule 1)."""

    SITE = "site"
    HOME = "home"
    STAY = "stay"
    UNPLACED = "unplaced"


class Status(StrEnum):
    """Whether all five levels are proven at their tolerances."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One household's outcome; empty text where a column does not apply."""

    household_id: str
    outcome: Outcome
    destination_id: str = ""
    vr_code: str = ""
    gm_code: str = ""
    trip_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a household has no place: a code of `optimizer.plan.texts` and the figures and places that go with it."""

    code: str
    detail: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def detail_text(self) -> str:
        """`key=value;key=value,value`; what is special in it is written as %XX."""
        return ";".join(
            f"{key}={','.join(quote(value, safe=' /:') for value in values)}" for key, values in self.detail
        )

    @classmethod
    def parse(cls, code: str, detail_text: str) -> Reason:
        """The reason that `detail_text` was written from. ValueError: a part without `=`."""
        detail = []
        for part in filter(None, detail_text.split(";")):
            key, sign, values = part.partition("=")
            if not sign:
                raise ValueError(f"{part!r} is no key=value")
            detail.append((key, tuple(unquote(value) for value in values.split(","))))
        return cls(code, tuple(detail))


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A household without a place today, and why; `kind` is `asylum_seeker` or `status_holder`."""

    household_id: str
    kind: str
    persons: int
    reason: Reason


class Limit(StrEnum):
    """What present residents alone can already exceed (rule 6)."""

    SITE_PLACES = "site_places"
    TRANCHE_BASE = "tranche_base"
    TRANCHE_ADDITIONAL = "tranche_additional"
    STAFF = "staff"
    CARE_MINUTES = "care_minutes"


@dataclass(frozen=True, slots=True)
class Overload:
    """One exceeded limit: persons, staff or minutes `held` of `most`; `site_id` only where the limit is a site's."""

    limit: Limit
    held: str
    most: str
    site_id: str = ""

    def __str__(self) -> str:
        return f"{self.limit} {self.held}/{self.most}" + (f" {quote(self.site_id, safe='/:')}" if self.site_id else "")

    @classmethod
    def parse_all(cls, text: str) -> tuple[Overload, ...]:
        """The overloads of a cell of regions.csv, where `; ` stands between two. ValueError: it is no such cell."""
        found = []
        for part in filter(None, text.split("; ")):
            limit, figures, *site = part.split(" ")
            held, most = figures.split("/")
            found.append(cls(Limit(limit), held, most, unquote(site[0]) if site else ""))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Stop:
    """A bus stop of a trip; `arrives` in minutes after midnight of the planned day."""

    site_id: str
    arrives: int
    persons: int


@dataclass(frozen=True, slots=True)
class Trip:
    """From one origin to 1-3 stops; `departs` in minutes after midnight, `drive_minutes` to the last stop."""

    trip_id: str
    bus_id: str
    sequence: int
    origin_id: str
    departs: int
    drive_minutes: float
    persons: int
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class RegionTally:
    """A region after the plan; `overload` holds each `Overload` of its residents, with `; ` between two."""

    vr_code: str
    name: str
    places: int
    occupied_before: int
    arrivals: int
    occupied_after: int
    own_staff: float
    state_staff: int
    hired_staff: int
    care_minutes_used: float
    overload: str = ""


@dataclass(frozen=True, slots=True)
class SiteTally:
    """A site after the plan; `opened`: a can_open site that the plan opens."""

    site_id: str
    in_use: bool
    opened: bool
    places: int
    occupied_before: int
    arrivals: int
    occupied_after: int


@dataclass(frozen=True, slots=True)
class Level:
    """One of the five objectives. `bound` holds for the whole problem; None: no bound was proven."""

    name: str
    value: float
    bound: float | None
    gap: float | None
    seconds: float
    settled: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the whole plan; all but `households` are persons."""

    households: int
    persons: int
    sheltered: int
    housed: int
    stay: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan folder in memory; rows in the order they are written.

    With an `outlook` it plans several days: `levels` are those of all of them, everything else is of the first.
    """

    date: date
    version: str
    scenario_sha256: str
    status: Status
    seconds: float
    levels: tuple[Level, ...]
    counts: Counts
    buses_used: int
    overloads: tuple[str, ...]
    warnings: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    trips: tuple[Trip, ...]
    regions: tuple[RegionTally, ...]
    sites: tuple[SiteTally, ...]
    unplaced: tuple[Unplaced, ...] = ()
    outlook: Outlook | None = None
