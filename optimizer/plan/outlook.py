"""The days after the first as a plan tells them: expected persons by region and day, and for the country.

All figures of people may be fractions. The first day is in it too, as the plan has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
class Outlook:
    """What a plan of several days expects; rows in order of day and region.

    `levels_today`: the five levels of the first day alone.
    """

    days: int
    levels_today: tuple[float, ...]
    regions: tuple[OutlookRow, ...]
    country: tuple[NationalRow, ...]
