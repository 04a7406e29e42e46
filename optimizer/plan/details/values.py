"""Arrivals, housing and limits as values: counts only, never a household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from optimizer.scenario.entities import OfferType


class Bind(StrEnum):
    """What keeps the next person out of a region's sites in use."""

    NO_SITE = "no_site"
    SITE_PLACES = "site_places"
    TRANCHE_BASE = "tranche_base"
    TRANCHE_ADDITIONAL = "tranche_additional"
    STAFF = "staff"
    CARE_MINUTES = "care_minutes"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who comes to a site in one way: off a bus at one stop, by their own means from one place, or by staying.

    `trip_id` and `sequence` (the stop's place in the trip) are of the bus, empty and None without one; who stays in
    the site has it as `origin_id` too. `sizes`: households by persons; `care_levels`: persons by care level of their
    household. `wheelchairs`: persons; `minors_alone`: persons in households of unaccompanied minors; `relocated`:
    persons moved out of a site that stays open.
    """

    site_id: str
    vr_code: str
    trip_id: str
    sequence: int | None
    origin_id: str
    households: int
    persons: int
    sizes: Mapping[int, int]
    care_levels: Mapping[int, int]
    wheelchairs: int
    minors_alone: int
    relocated: int

    @property
    def by_bus(self) -> bool:
        """Whether a bus brings them."""
        return self.trip_id != ""

    @property
    def stays(self) -> bool:
        """Whether they are in the site already, and stay."""
        return self.origin_id == self.site_id


@dataclass(frozen=True, slots=True)
class Housed:
    """Housing of one type in a municipality today: units and persons (`offered`) available, and what of it is used.

    `linked_elsewhere`: those of `persons` who are linked to another municipality.
    """

    gm_code: str
    vr_code: str
    type: OfferType
    units: int
    offered: int
    units_used: int
    households: int
    persons: int
    linked_elsewhere: int


@dataclass(frozen=True, slots=True)
class RegionLimits:
    """What a region can bear and what of it the plan uses.

    Places and `…_used`: persons, tranche by tranche. Staff in persons: `staff_needed` is `staff_fixed` of the sites
    in use and one for every `people_per_staff` residents; `own_staff` is what is used of `own_staff_max`.
    `care_minutes_limit`: a day, None is unlimited. `room`: how many more people of care level 0 fit into the sites
    in use tonight under all limits; `binds`: what stops the next one after them.
    """

    vr_code: str
    base_places: int
    additional_places: int
    base_used: int
    additional_used: int
    own_staff: float
    own_staff_max: float
    state_staff_max: int
    hired_staff_max: int
    staff_needed: float
    staff_fixed: float
    people_per_staff: float
    care_minutes_limit: float | None
    room: int
    binds: tuple[Bind, ...]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Status holders linked to one municipality and housed by another of its province in exchange, with the limits.

    `takes_cno_places`: persons whom others may house for the linked one, in all; `gives_housing`: whom the housing
    one may house for others, in all.
    """

    province: str
    linked_gm_code: str
    takes_cno_places: int
    housed_gm_code: str
    gives_housing: int
    households: int
    persons: int


@dataclass(frozen=True, slots=True)
class Details:
    """All of them; None: the folder does not say it, as those of version 0.1 do not, or as nobody may trade."""

    arrivals: tuple[Arrivals, ...] | None
    housed: tuple[Housed, ...] | None
    limits: tuple[RegionLimits, ...] | None
    exchanged: tuple[Exchanged, ...] | None = None


def counted_text(counts: Mapping[int, int]) -> str:
    """`1:4;2:3`: how many of each, smallest first, those without any left out."""
    return ";".join(f"{key}:{count}" for key, count in sorted(counts.items()) if count)


def counted(text: str) -> Mapping[int, int]:
    """What `counted_text` wrote. ValueError: it is no such text, or a key stands in it twice."""
    pairs = [part.split(":") for part in text.split(";")] if text else []
    found = {int(key): int(count) for key, count in pairs}
    if len(found) < len(pairs) or min([*found, *found.values()], default=0) < 0:
        raise ValueError(text)
    return found
