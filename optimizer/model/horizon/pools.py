"""What the outlook cannot tell apart: sites of a region become pools, people classes, origins departures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, TypeVar

from optimizer.model.network import exact
from optimizer.scenario.entities import Scenario, Site, SiteStatus, Tranche, Transport

Key = tuple[object, ...]
T = TypeVar("T")


class _Index(Generic[T]):
    """Numbers things in the order in which they are first asked for."""

    def __init__(self) -> None:
        self.found: dict[T, int] = {}

    def of(self, what: T) -> int:
        return self.found.setdefault(what, len(self.found))


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What a site can serve: its highest care level, unaccompanied minors, wheelchairs."""

    care_level: int
    minors: bool
    wheelchairs: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """Sites of a region and tranche that the outlook's rules cannot tell apart.

    `places`: by day, of the sites that are usable then. `closes`: the number of the day from which on nobody may live
    there, None beyond the horizon. `fixed_per_place` staff, `open_per_place` of level 5 for those not open yet.
    """

    region: int
    tranche: Tranche
    kind: Kind
    sites: tuple[int, ...]
    occupied: int
    care_minutes: float
    wheelchair_places: tuple[int, ...]
    places: tuple[int, ...]
    closes: int | None
    fixed_per_place: float
    open_per_place: float


def pools_of(scenario: Scenario) -> tuple[Pool, ...]:
    """The sites pooled, in the order in which each pool first appears; sites that nobody can be in are left out."""
    region = {r.code: v for v, r in enumerate(scenario.regions)}
    members: dict[Key, list[int]] = defaultdict(list)
    for j, site in enumerate(scenario.sites):
        if site.occupied or any(site.usable(day) for day in scenario.days):
            members[_likeness(site, scenario.days)].append(j)
    return tuple(_pool(scenario, region, sites) for sites in members.values())


def _likeness(site: Site, days: tuple[date, ...]) -> Key:
    opens, most = site.status is SiteStatus.CAN_OPEN, _most(site)
    return (
        site.region,
        site.tranche,
        _kind(site),
        opens,
        _closes(site, days),
        site.occupied > site.places,
        Fraction(exact(site.staff_fixed), most) if most else None,
        Fraction(exact(site.open_cost), most) if opens and most else None,
    )


def _most(site: Site) -> int:
    """More than which nobody is ever there: its places, or who was there already."""
    return max(site.places, site.occupied)


def _kind(site: Site) -> Kind:
    return Kind(site.care_level, site.minors, site.wheelchair_places > 0)


def _closes(site: Site, days: tuple[date, ...]) -> int | None:
    """The first day without residents; who is in a site that is closed already can leave on the second day."""
    if site.status is SiteStatus.CLOSED:
        return 1
    if site.closes_on is None or site.closes_on > days[-1]:
        return None
    return max(1, (site.closes_on - days[0]).days) if site.occupied else max(0, (site.closes_on - days[0]).days)


def _pool(scenario: Scenario, region: dict[str, int], members: list[int]) -> Pool:
    sites = [scenario.sites[j] for j in members]
    first, most = sites[0], sum(_most(site) for site in sites)
    usable = [[site for site in sites if site.usable(day)] for day in scenario.days]
    opens = sum(site.open_cost for site in sites if site.status is SiteStatus.CAN_OPEN)
    return Pool(
        region=region[first.region],
        tranche=first.tranche,
        kind=_kind(first),
        sites=tuple(members),
        occupied=sum(site.occupied for site in sites),
        care_minutes=sum(site.care_minutes_used for site in sites),
        wheelchair_places=tuple(sum(site.wheelchair_places for site in here) for here in usable),
        places=tuple(sum(site.places for site in here) for here in usable),
        closes=_closes(first, scenario.days),
        fixed_per_place=sum(site.staff_fixed for site in sites) / most if most else 0.0,
        open_per_place=opens / most if most else 0.0,
    )


@dataclass(frozen=True, slots=True)
class PersonClass:
    """Expected persons with the same needs. `wheelchairs` is the share of them who need a wheelchair place."""

    care_level: int
    wheelchairs: Fraction
    minor_alone: bool
    priority: int

    def fits(self, kind: Kind) -> bool:
        """Whether they may live in sites of a kind (rule 5)."""
        return (
            self.care_level <= kind.care_level
            and (kind.minors or not self.minor_alone)
            and (kind.wheelchairs or not self.wheelchairs)
        )


RESIDENT = PersonClass(0, Fraction(0), minor_alone=False, priority=0)  # what is known of the needs of present residents


@dataclass(frozen=True, slots=True)
class Departure:
    """Where people wait: an origin, or the sites of a region together; by bus or by their own means.

    `largest` household among them, in persons.
    """

    places: tuple[str, ...]
    own: bool
    largest: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is to be sheltered: classes, departures, and how many of each on which day."""

    classes: tuple[PersonClass, ...]
    departures: tuple[Departure, ...]
    by_class: tuple[tuple[float, ...], ...]  # persons by day and class, the households of the first day included
    by_departure: tuple[tuple[float, ...], ...]
    class_of: dict[str, int]  # household id -> class
    departure_of: dict[str, int]


def crowd_of(scenario: Scenario) -> Crowd:
    """The households of the first day and the expected ones of the days after it."""
    classes, departures = _Index[PersonClass](), _Index[tuple[str, bool]]()
    site_region = {site.id: site.region for site in scenario.sites}
    class_of, departure_of = {}, {}
    largest: dict[int, int] = defaultdict(int)
    members: dict[int, set[str]] = defaultdict(set)
    today: list[tuple[int, int, int]] = []
    classes.of(RESIDENT)
    for row in scenario.horizon.inflow:
        members[departures.of((row.origin_id, False))].add(row.origin_id)
    for h in scenario.households:
        if h.seeks_asylum:
            person = PersonClass(h.care_level, Fraction(h.wheelchairs, h.persons), h.minor_alone, h.priority)
            place = site_region.get(h.origin_id)
            p = departures.of((f"sites {place}" if place else h.origin_id, h.transport is Transport.OWN))
            members[p].add(h.origin_id)
            largest[p] = max(largest[p], h.persons)
            class_of[h.id], departure_of[h.id] = classes.of(person), p
            today.append((class_of[h.id], p, h.persons))
    shares: dict[int, float] = defaultdict(float)
    mean = scenario.horizon.persons_per_household
    for part in scenario.horizon.mix:
        person = PersonClass(part.care_level, Fraction(part.wheelchairs, part.persons), part.minor_alone, part.priority)
        shares[classes.of(person)] += part.share * part.persons / mean
    by_class = [[0.0] * len(classes.found) for _ in scenario.days]
    by_departure = [[0.0] * len(departures.found) for _ in scenario.days]
    for c, p, persons in today:
        by_class[0][c] += persons
        by_departure[0][p] += persons
    for row in scenario.horizon.inflow:
        d = (row.day - scenario.date).days
        by_departure[d][departures.of((row.origin_id, False))] += row.persons
        for c, share in shares.items():
            by_class[d][c] += share * row.persons
    return Crowd(
        tuple(classes.found),
        tuple(
            Departure(tuple(sorted(members[p])), own, largest[p] or 1) for p, (_, own) in enumerate(departures.found)
        ),
        tuple(map(tuple, by_class)),
        tuple(map(tuple, by_departure)),
        class_of,
        departure_of,
    )
