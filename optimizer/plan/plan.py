"""The plan as values: who goes where, which bus drives what, and what each region and site then holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

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
    """A region after the plan; `overload` names the limits the present residents already exceed."""

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
    """A whole plan folder in memory; rows in the order they are written."""

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
