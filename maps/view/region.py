"""One region's day as its page sees it: who comes, when and with what needs, what is there, and what it can bear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from maps.view.day import SOON, DayView, MunicipalityView, PlaceView, SiteState, SiteView, up_to_a_tenth
from maps.view.outlook import RunsOut
from optimizer.plan.details.values import Arrivals, Housed, RegionLimits
from optimizer.plan.outlook import ChangeRow, OutlookRow, ShortageRow, TargetRow
from optimizer.plan.plan import RegionTally, Trip
from optimizer.scenario.entities import OfferType

_NOT_THERE = {SiteState.CLOSED, SiteState.LATER}
_NOT_IN_USE = {SiteState.EMPTY, SiteState.CAN_OPEN}


@dataclass(frozen=True, slots=True)
class Coming:
    """People who come in one way: `counts` says how many with which needs, `trip` is None where no bus brings them."""

    counts: Arrivals
    start: PlaceView
    start_is_site: bool
    site: SiteView
    trip: Trip | None

    @property
    def arrives(self) -> int | None:
        """Minutes after midnight of the planned day; None: nobody knows, as no bus brings them."""
        if self.trip is None or self.counts.sequence is None:
            return None
        return self.trip.stops[self.counts.sequence - 1].arrives


@dataclass(frozen=True, slots=True)
class Needs:
    """Counts of several ways of coming together, as in `Arrivals`."""

    households: int
    persons: int
    sizes: Counter[int]
    care_levels: Counter[int]
    wheelchairs: int
    minors_alone: int
    relocated: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A region across the border; `to_open` are beds in its sites that could be used today and are not."""

    tally: RegionTally
    limits: RegionLimits
    to_open: int


@dataclass(frozen=True, slots=True)
class HousingView:
    """Status holders of a municipality, and persons housed there today by type of housing."""

    municipality: MunicipalityView
    persons: Counter[OfferType]
    linked_elsewhere: int


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region's day; `coming` by time of arrival, then who comes without a bus, then who stays where they are.

    `ahead`: the planned day and those after it, where the plan looks ahead; `bands` are lowest and highest residents of
    each, where they were worked out; `targets` are those of its municipalities. `told`: what comes on another day than
    an earlier plan told, where this one keeps to one. `shortages`: homes that are missing in its municipalities when
    each week ends; `runs_out`: what does, where it was worked out. `earlier`: the region in the plan that this one is
    held against.
    """

    day: DayView
    tally: RegionTally
    limits: RegionLimits
    sites: tuple[SiteView, ...]
    coming: tuple[Coming, ...]
    housing: tuple[HousingView, ...]
    neighbours: tuple[Neighbour, ...]
    ahead: tuple[OutlookRow, ...] = ()
    bands: tuple[tuple[float, float], ...] = ()
    targets: tuple[TargetRow, ...] = ()
    told: tuple[ChangeRow, ...] | None = None
    shortages: tuple[ShortageRow, ...] = ()
    runs_out: tuple[RunsOut, ...] | None = None
    earlier: RegionView | None = None

    @property
    def code(self) -> str:
        """VR01..VR25."""
        return self.tally.vr_code

    @property
    def newcomers(self) -> tuple[Coming, ...]:
        """Those who come from elsewhere."""
        return tuple(coming for coming in self.coming if not coming.counts.stays)

    @property
    def by_bus(self) -> tuple[Coming, ...]:
        """Those whom a bus brings."""
        return tuple(coming for coming in self.coming if coming.trip is not None)

    @property
    def kept_by_site(self) -> Counter[str]:
        """Persons of the household list who stay in the site they are in, by site."""
        return Counter({one.counts.site_id: one.counts.persons for one in self.coming if one.counts.stays})

    @property
    def kept(self) -> int:
        """Persons of the household list who stay in the site they are in."""
        return self.kept_by_site.total()

    @property
    def buses(self) -> int:
        """Buses that call in the region, each once."""
        return len({coming.trip.bus_id for coming in self.coming if coming.trip is not None})

    @property
    def closing(self) -> tuple[SiteView, ...]:
        """Sites that close within a week, and are not closed yet; the first to close first."""
        there = [s for s in self.sites if s.state not in _NOT_THERE and s.closes_on is not None]
        soon = [s for s in there if s.closes_on is not None and s.closes_on <= self.day.date + SOON]
        return tuple(sorted(soon, key=lambda site: (site.closes_on, site.place.place_id)))

    @property
    def to_open(self) -> int:
        """Beds in sites that could be used today and are not."""
        return beds_to_open(self.sites)

    @property
    def staff_needed(self) -> float:
        """Staff that the residents of tonight take, rounded up to a tenth."""
        return up_to_a_tenth(self.limits.staff_needed)

    @property
    def staff_there(self) -> float:
        """Staff that is there today: all of the region's own, and state and hired staff that the plan sends."""
        return self.limits.own_staff_max + self.tally.state_staff + self.tally.hired_staff

    @property
    def staff_most(self) -> float:
        """The most staff the region can have."""
        return self.limits.own_staff_max + self.limits.state_staff_max + self.limits.hired_staff_max

    @property
    def short_of_staff(self) -> bool:
        """Whether the residents of tonight take more staff than is there."""
        return self.limits.staff_needed > self.staff_there + 1e-6

    @property
    def beds(self) -> int:
        """Beds of the sites that people are in tonight, or could be at once."""
        return sum(site.tally.places for site in self.sites if site.state not in _NOT_THERE | {SiteState.CAN_OPEN})


def together(coming: Iterable[Coming]) -> Needs:
    """Everybody who comes, added up."""
    rows = [one.counts for one in coming]
    sizes, care = Counter[int](), Counter[int]()
    for row in rows:
        sizes.update(row.sizes)
        care.update(row.care_levels)
    return Needs(
        households=sum(row.households for row in rows),
        persons=sum(row.persons for row in rows),
        sizes=sizes,
        care_levels=care,
        wheelchairs=sum(row.wheelchairs for row in rows),
        minors_alone=sum(row.minors_alone for row in rows),
        relocated=sum(row.relocated for row in rows),
    )


def beds_to_open(sites: Iterable[SiteView]) -> int:
    """Beds in sites that could be used today and are not."""
    return sum(site.tally.places for site in sites if site.state in _NOT_IN_USE)


def housing_view(municipality: MunicipalityView, housed: Iterable[Housed]) -> HousingView:
    """A municipality with what is housed there by type; `housed` are the rows about it."""
    rows = list(housed)
    persons = Counter({row.type: row.persons for row in rows})
    return HousingView(municipality, persons, sum(row.linked_elsewhere for row in rows))
