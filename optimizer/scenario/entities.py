"""The planner's question as immutable values; every field is checked and defaulted before it gets here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from optimizer.scenario.horizon import Horizon

Day = date  # by another name where a field is called date
CARE_LEVELS = (0, 1, 2, 3)
PRIORITIES = (0, 1, 2)


class Kind(StrEnum):
    """Whether a household has a residence permit."""

    ASYLUM_SEEKER = "asylum_seeker"
    STATUS_HOLDER = "status_holder"


class Transport(StrEnum):
    """How a household travels to its site."""

    BUS = "bus"
    OWN = "own"


class Tranche(StrEnum):
    """Which of a region's two times 225 places a site counts against."""

    BASE = "base"
    ADDITIONAL = "additional"


class SiteStatus(StrEnum):
    """Whether a site takes people, could, or does not."""

    OPEN = "open"
    CAN_OPEN = "can_open"
    CLOSED = "closed"


class OfferType(StrEnum):
    """Homes hold one household a unit; an interim facility is shared."""

    HOME = "home"
    FLEX = "flex"
    TRANSFORMATION = "transformation"
    INTERIM = "interim"


@dataclass(frozen=True, slots=True)
class Effort:
    """Weights of level 5. Minutes, staff persons, sites and person-moves each cost this much."""

    drive_minute: float = 1.0
    own_minute: float = 0.2
    state_staff: float = 30.0
    hired_staff: float = 60.0
    open_site: float = 240.0
    relocation: float = 60.0


@dataclass(frozen=True, slots=True)
class Policy:
    """The agreements in force; section 1 of the contract gives meaning and default of each."""

    base_places_per_region: int = 225
    additional_places_per_region: int = 225
    buses_per_day: int = 20
    staff_per_region: int = 30
    people_per_staff: float = 7.5
    care_minutes: tuple[float, float, float, float] = (2.0, 10.0, 25.0, 45.0)
    interim_in_region: bool = True
    weeks_to_house: int = 14
    priority_weights: tuple[float, float, float] = (1.0, 3.0, 10.0)
    max_drive_minutes: float = 540.0
    max_duty_minutes: float = 780.0
    load_minutes: float = 20.0
    stop_minutes: float = 10.0
    day_starts: int = 420  # minutes after midnight
    max_household_persons: int = 30
    tolerance: tuple[float, float, float, float, float] = (0.0, 0.0, 0.001, 0.005, 0.05)
    time_limit_seconds: float = 300.0
    effort: Effort = field(default_factory=Effort)


@dataclass(frozen=True, slots=True)
class Household:
    """People who are placed together, never split; `persons` counts all of them, babies included."""

    id: str
    kind: Kind
    persons: int
    care_level: int = 0
    wheelchairs: int = 0
    minor_alone: bool = False
    priority: int = 0
    origin_id: str = ""
    arrived_on: date | None = None
    linked_municipality: str | None = None
    linked_on: date | None = None
    ready_on: date | None = None
    group_id: str | None = None
    moves: int = 0
    pinned_to: str | None = None
    not_to: frozenset[str] = frozenset()
    transport: Transport = Transport.BUS

    @property
    def seeks_asylum(self) -> bool:
        """Whether the household goes to a CNO site (else to housing)."""
        return self.kind is Kind.ASYLUM_SEEKER

    def ready(self, today: date) -> bool:
        """Whether a status holder may be housed on `today` (an empty `ready_on` is ready)."""
        return self.ready_on is None or self.ready_on <= today

    def overdue(self, today: date, weeks_to_house: int) -> bool:
        """Whether the linked municipality's time to house has passed."""
        return self.linked_on is not None and today > self.linked_on + timedelta(weeks=weeks_to_house)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where people wait: a registration centre or another place; degrees, WGS 84."""

    id: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Site:
    """A CNO location; `occupied` are the residents of tonight who are not in the household list."""

    id: str
    name: str
    region: str
    municipality: str
    lon: float
    lat: float
    tranche: Tranche
    places: int
    occupied: int
    care_level: int
    care_minutes_used: float
    wheelchair_places: int
    minors: bool
    status: SiteStatus
    staff_fixed: float
    open_cost: float
    opens_on: date | None = None
    closes_on: date | None = None

    def usable(self, today: date) -> bool:
        """Whether people may be placed here on `today` (rule 2; a `can_open` site if the plan opens it)."""
        return (
            self.status is not SiteStatus.CLOSED
            and (self.opens_on is None or self.opens_on <= today)
            and (self.closes_on is None or today < self.closes_on)
        )

    def closing(self, today: date) -> bool:
        """Whether whoever is here has to leave, so that moving them is no relocation of level 5."""
        return self.status is SiteStatus.CLOSED or (self.closes_on is not None and today >= self.closes_on)


@dataclass(frozen=True, slots=True)
class Region:
    """A safety region and what it brings; staff in persons, care in minutes a day (None: unlimited)."""

    code: str
    name: str
    base_places: int
    additional_places: int
    own_staff: float
    state_staff_max: int
    hired_staff_max: int
    care_minutes: float | None

    @property
    def places(self) -> int:
        """Both tranches together: K of level 4."""
        return self.base_places + self.additional_places


@dataclass(frozen=True, slots=True)
class Offer:
    """Homes of one kind (`units` of them, one household each) or one shared interim facility."""

    id: str
    municipality: str
    type: OfferType
    persons: int
    units: int
    wheelchair: bool
    available_on: date | None = None
    available_until: date | None = None

    def available(self, today: date) -> bool:
        """Whether people may move in on `today`; `available_until` is the first day without."""
        return (self.available_on is None or self.available_on <= today) and (
            self.available_until is None or today < self.available_until
        )

    @property
    def shared(self) -> bool:
        """Whether households share the offer's persons (interim) instead of a unit each."""
        return self.type is OfferType.INTERIM

    @property
    def capacity(self) -> int:
        """Persons a shared offer takes altogether."""
        return self.persons * self.units


@dataclass(frozen=True, slots=True)
class Bus:
    """A bus with driver that starts and ends the day at `station_id` (an origin or a site)."""

    id: str
    station_id: str
    seats: int
    wheelchair_positions: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """A day's question, whole, with what is known of the days after it in `horizon`.

    Tuples keep the order of the input; ids are unique in each. `regions` are as they are on `date`.
    """

    date: date
    policy: Policy
    households: tuple[Household, ...]
    origins: tuple[Origin, ...]
    sites: tuple[Site, ...]
    regions: tuple[Region, ...]  # all 25, VR01 first
    offers: tuple[Offer, ...]
    buses: tuple[Bus, ...]  # the default fleet is filled in
    travel_minutes: Mapping[tuple[str, str], float]  # only the listed pairs
    region_of_municipality: Mapping[str, str]
    horizon: Horizon = field(default_factory=Horizon)
    sha256: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[Day, ...]:
        """The days that are planned, `date` first."""
        return tuple(self.date + timedelta(days=number) for number in range(self.horizon.days))

    def regions_on(self, day: Day) -> tuple[Region, ...]:
        """All 25 regions as they are on a day of the horizon, VR01 first."""
        return tuple(self.horizon.region_on(region, day) for region in self.regions)
