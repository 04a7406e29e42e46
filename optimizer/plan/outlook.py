"""The days after the first as a plan tells them: expected persons by region and day, and for the country.

All figures of people may be fractions. The first day is in it too, as the plan has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from optimizer.plan.causes import Cause


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """A region's day. occupied = occupied the day before + arrivals + moved_in - to_coa - moved_out.

    `places` is both tranches together; staff are persons, care in minutes; `to_coa` leave for regular reception,
    `moved_out` for another site because theirs closes, `moved_in` come from such a site.
    """

    date: date
    vr_code: str
    places: float
    occupied: float
    arrivals: float
    to_coa: float
    moved_in: float
    moved_out: float
    state_staff: float
    hired_staff: float
    care_minutes_used: float


@dataclass(frozen=True, slots=True)
class NationalRow:
    """The country's day.

    `waiting` at its end, all of whom are `unsheltered` that night; `arrivals` into sites; `to_coa` from sites and from
    waiting; `ready` status holders who are ready and not housed at its end, `housed` that day; `coa_places_left` free
    in regular reception at its end.
    """

    date: date
    inflow: float
    waiting: float
    arrivals: float
    unsheltered: float
    to_coa: float
    ready: float
    housed: float
    coa_places_left: float
    buses_used: float


@dataclass(frozen=True, slots=True)
class LevelsRow:
    """The five levels of one day; those of the plan are their sums."""

    date: date
    unsheltered: float
    unhoused: float
    displaced: float
    uneven: float
    effort: float

    @property
    def values(self) -> tuple[float, float, float, float, float]:
        """In the order of LEVEL_NAMES."""
        return self.unsheltered, self.unhoused, self.displaced, self.uneven, self.effort


@dataclass(frozen=True, slots=True)
class TargetRow:
    """How far a municipality comes with its target (taakstelling); persons, `behind` negative where it is ahead."""

    gm_code: str
    name: str
    vr_code: str
    target: int
    realised: int
    planned: float
    expected: float
    behind: float


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """Status holders linked to a municipality who are ready and have no home when a week ends.

    `week` 1 is the first; `until` its last day; households of `size` persons, with a wheelchair or without.
    """

    week: int
    until: date
    gm_code: str
    vr_code: str
    size: int
    wheelchair: bool
    households: float
    persons: float


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Arrivals of a region and day that an earlier plan told otherwise, and what made them change."""

    date: date
    vr_code: str
    before: float
    after: float
    why: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan of several days expects; rows in order of day and region or municipality.

    `changes` is None where the plan keeps to no earlier one.
    """

    regions: tuple[OutlookRow, ...]
    country: tuple[NationalRow, ...]
    levels: tuple[LevelsRow, ...]
    targets: tuple[TargetRow, ...] = ()
    shortages: tuple[ShortageRow, ...] = ()
    changes: tuple[ChangeRow, ...] | None = None

    @property
    def days(self) -> int:
        """How many days are planned, the first included."""
        return len(self.country)

    @property
    def levels_today(self) -> tuple[float, float, float, float, float]:
        """The five levels of the first day alone."""
        return self.levels[0].values
