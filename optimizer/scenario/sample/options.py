"""What kind of day is asked for, how large it is, and what sets such a day apart (docs/sample.md)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

from optimizer.scenario.horizon import MAX_DAYS

STATUS_HOLDERS = 2000
STATUS_HOLDERS_OF_DAYS = 8333  # of which 90 % are ready on the first day: the 7,500 of the agreement of 2022
PEOPLE = 900
BUSES = 20
SITES_NATIONAL = 100  # sites of a national day: four to a region, together near 25 times 450 places


class DayKind(StrEnum):
    """What binds on the day."""

    CALM = "calm"  # few people, places and buses to spare
    NATIONAL = "national"  # an ordinary busy day
    PEAK = "peak"  # 25 August 2022: hundreds outside at Ter Apel, half of the second tranche not yet open
    STAFF = "staff"  # regions run out of staff before places
    CARE = "care"  # care minutes and care levels bind


@dataclass(frozen=True, slots=True)
class Profile:
    """Size and tightness of a kind of day. Shares are in [0, 1]; ranges are (low, high)."""

    date: datetime.date
    people: int
    occupancy: tuple[float, float]  # load of an open site before the plan
    in_sites: float  # share of the people who are in a CNO site tonight
    at_main_origin: float  # share of first applications that wait at Ter Apel
    can_open: float  # share of the sites that are ready but not open
    full_sites: float  # share of the sites that hold as many as they can
    extra_beds: int  # most residents beyond the places of a full site: an overload
    staff_room: tuple[float, float]  # staff a region has beyond its present need, a 450-place region
    state_short: bool  # whether the state supplies less than 30, so that `staff_room` is all there is
    care_limited: float  # share of the regions that name a limit to care minutes
    care_room: tuple[float, float]  # care minutes left there, a 450-place region
    care_levels: tuple[float, float, float, float]  # share of households by care level 0..3


_NATIONAL = Profile(
    date=datetime.date(2023, 3, 6),  # a Monday; about 6,800 people were in 11,250 CNO places that month
    people=PEOPLE,
    occupancy=(0.55, 1.00),
    in_sites=0.12,
    at_main_origin=0.80,
    can_open=0.08,
    full_sites=0.02,
    extra_beds=0,
    staff_room=(8, 36),
    state_short=False,
    care_limited=0.4,
    care_room=(250, 800),
    care_levels=(0.86, 0.10, 0.03, 0.01),
)
PROFILES = {
    DayKind.CALM: replace(_NATIONAL, people=300, occupancy=(0.25, 0.75), can_open=0.05, staff_room=(18, 40)),
    DayKind.NATIONAL: _NATIONAL,
    DayKind.PEAK: replace(
        _NATIONAL,
        date=datetime.date(2022, 8, 25),
        people=1400,
        occupancy=(0.80, 1.00),
        in_sites=0.05,
        at_main_origin=0.93,
        can_open=0.20,
        full_sites=0.10,
        extra_beds=6,
        staff_room=(3, 24),
    ),
    DayKind.STAFF: replace(_NATIONAL, staff_room=(-1, 4), state_short=True),
    DayKind.CARE: replace(_NATIONAL, care_limited=1.0, care_room=(20, 160), care_levels=(0.66, 0.20, 0.10, 0.04)),
}


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """Sizes of a sample; without any, a national day. ValueError names an option that is out of range.

    `people` and `status_holders` are persons, exactly; `seed` picks one of the scenarios of these sizes.
    """

    kind: DayKind = DayKind.NATIONAL
    date: datetime.date = _NATIONAL.date
    people: int = _NATIONAL.people
    status_holders: int = STATUS_HOLDERS
    sites: int = SITES_NATIONAL
    buses: int = BUSES
    days: int = 1
    seed: int = 1

    def __post_init__(self) -> None:
        for name in ("people", "status_holders", "sites", "buses"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is {getattr(self, name)}, must be 0 or more")
        if not 1 <= self.days <= MAX_DAYS:
            raise ValueError(f"days is {self.days}, must be 1 to {MAX_DAYS}")

    @classmethod
    def of_day(
        cls,
        kind: DayKind,
        *,
        date: datetime.date | None = None,
        people: int | None = None,
        status_holders: int | None = None,
        sites: int | None = None,
        buses: int | None = None,
        days: int = 1,
        seed: int = 1,
    ) -> SampleOptions:
        """Options of a kind of day; None keeps what is usual on such a day."""
        usual = PROFILES[kind]
        if status_holders is None:
            status_holders = STATUS_HOLDERS if days == 1 else STATUS_HOLDERS_OF_DAYS
        return cls(
            kind=kind,
            date=usual.date if date is None else date,
            people=usual.people if people is None else people,
            status_holders=status_holders,
            sites=SITES_NATIONAL if sites is None else sites,
            buses=BUSES if buses is None else buses,
            days=days,
            seed=seed,
        )

    @property
    def profile(self) -> Profile:
        """What sets this kind of day apart."""
        return PROFILES[self.kind]

    @property
    def crowd(self) -> float:
        """How many times the people of a national day there are; arrivals and places of later days grow with it."""
        return self.people / PEOPLE

    @property
    def list_share(self) -> float:
        """How many times the status holders of several national days; targets and homes of later days grow with it."""
        return self.status_holders / STATUS_HOLDERS_OF_DAYS

    @property
    def scale(self) -> float:
        """How many times the national reception the sites make; regions' places, staff and care grow with it."""
        return max(1.0, self.sites / SITES_NATIONAL)
