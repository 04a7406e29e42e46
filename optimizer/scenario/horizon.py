"""What is asked for the days after the first: what is expected, what changes, and what is to be reached."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from optimizer.scenario.expected.mix import BUILT_IN_MIX, MixPart

if TYPE_CHECKING:
    from optimizer.scenario.entities import Region

MAX_DAYS: Final = 366  # a year, the longest outlook


@dataclass(frozen=True, slots=True)
class Inflow:
    """Asylum seekers expected at an origin on a day; persons, fractions included."""

    day: date
    origin_id: str
    persons: float


@dataclass(frozen=True, slots=True)
class FreePlaces:
    """Places in regular reception that come free on a day, for people in the CNO or waiting for it."""

    day: date
    places: float


@dataclass(frozen=True, slots=True)
class StatusInflow:
    """Status holders linked to a municipality who become ready on a day; persons, fractions included."""

    day: date
    municipality: str
    persons: float


@dataclass(frozen=True, slots=True)
class RegionChange:
    """What a region brings from a day on; None leaves a figure as it is. Units as in `Region`."""

    region: str
    day: date
    base_places: int | None = None
    additional_places: int | None = None
    own_staff: float | None = None
    state_staff_max: int | None = None
    hired_staff_max: int | None = None
    care_minutes: float | None = None

    def applied_to(self, region: Region) -> Region:
        """The region with these figures."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("region", "day")}
        return replace(region, **{name: value for name, value in given.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Target:
    """Status holders a municipality is to house from `first` to `last` (both included), and has before the plan."""

    municipality: str
    first: date
    last: date
    persons: int
    realised: int = 0

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"target of {self.municipality}: it ends on {self.last}, before {self.first}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a municipality trades with others of its province; persons.

    One that takes CNO places for others has status holders housed by them; one that gives housing takes status
    holders who are linked to such a municipality.
    """

    municipality: str
    province: str
    takes_cno_places: int
    gives_housing: int


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days that are planned and all that is known of them; ValueError: a figure that cannot be.

    Everything lies within the days; tuples are in order of day and id, each pair once. `inflow` and `status_inflow`
    begin on the second day: who arrives or is ready on the first is among the households.
    """

    days: int = 1
    freed_per_housed: float = 1.0  # places in regular reception free the next day for each status holder housed
    tolerance: tuple[float, float, float, float, float] = (0.005, 0.005, 0.05, 0.05, 0.05)
    exchange: bool = False  # whether municipalities of one province may trade
    inflow: tuple[Inflow, ...] = ()
    mix: tuple[MixPart, ...] = field(default=BUILT_IN_MIX)  # shares of the expected households, together 1
    coa: tuple[FreePlaces, ...] = ()
    status_inflow: tuple[StatusInflow, ...] = ()
    region_changes: tuple[RegionChange, ...] = ()
    targets: tuple[Target, ...] = ()
    exchanges: tuple[Exchange, ...] = ()  # empty unless `exchange`

    def __post_init__(self) -> None:
        if not 1 <= self.days <= MAX_DAYS:
            raise ValueError(f"days is {self.days}, must be 1 to {MAX_DAYS}")
        if abs(sum(part.share for part in self.mix) - 1) > 1e-9:
            raise ValueError("mix: the shares do not add up to 1")

    @property
    def persons_per_household(self) -> float:
        """The mean size of an expected household: inflow in persons, divided by it, is inflow in households."""
        return sum(part.share * part.persons for part in self.mix)

    def trade_limit(self, linked: str, housed: str) -> tuple[int, int]:
        """How many persons `linked` may have housed by others, and `housed` may house for others; 0, 0: no trade.

        Both lie in one province; `linked` takes CNO places for others and `housed` gives housing.
        """
        trading = {exchange.municipality: exchange for exchange in self.exchanges}
        one, other = trading.get(linked), trading.get(housed)
        if one is None or other is None or one is other or one.province != other.province:
            return 0, 0
        return one.takes_cno_places, other.gives_housing

    def region_on(self, region: Region, day: date) -> Region:
        """What a region brings on a day: its figures of the first day with every change until then."""
        for change in self.region_changes:
            if change.region == region.code and change.day <= day:
                region = change.applied_to(region)
        return region
