"""Status holders and homes over several days, as one transportation problem: who moves in where, and so when.

Nobody gains by waiting for a home that is free, so a household and an offer make a day: the first on which one is
ready and the other available. What it is worth is then known, and no day needs a variable. Only where that day is
today there is a second one, tomorrow: today households are whole, and a part of one may do better tomorrow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from optimizer.model.housing import accepts
from optimizer.model.linear import Floats
from optimizer.scenario.entities import Household, Kind, Offer, Scenario

EXPECTED = "expected"  # the id of households that are expected only


@dataclass(frozen=True, slots=True)
class Holders:
    """Alike households of status holders: `count` of them (expected ones may be a fraction), `ready` from a day on.

    `overdue` is the number of the first day on which they count twice (rule of level 2); `offers` by index.
    """

    persons: int
    wheelchair: bool
    linked: str
    ready: int
    overdue: int
    offers: tuple[int, ...]
    count: float
    members: tuple[str, ...]

    def unhoused(self, first: int, last: int) -> int:
        """What one household counts at level 2 for the days first .. last - 1 that it is not housed."""
        late = max(0, last - max(first, self.overdue))
        return self.persons * (max(0, last - first) + late)


@dataclass(frozen=True, slots=True)
class Trade:
    """At most so many persons, over all days, in these pairs: a limit of an exchange (docs/exchange.md)."""

    most: float
    pairs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Housing:
    """Holders, and pairs of holders and offer with the day on which they move in.

    `trades`: what an exchange between municipalities leaves, each with the pairs that are traded under it.
    """

    scenario: Scenario
    holders: tuple[Holders, ...]
    capacity: tuple[float, ...]  # of each offer: units, or persons where they are shared
    pair_holders: tuple[int, ...]
    pair_offer: tuple[int, ...]
    pair_day: tuple[int, ...]
    trades: tuple[Trade, ...] = ()

    @property
    def everyone(self) -> float:
        """Level 2 if nobody is ever housed."""
        days = self.scenario.horizon.days
        return sum(h.count * h.unhoused(h.ready, days) for h in self.holders)

    def saved(self) -> Floats:
        """What one household of each pair takes off level 2."""
        days = self.scenario.horizon.days
        pairs = zip(self.pair_holders, self.pair_day, strict=True)
        return np.array([self.holders[k].unhoused(day, days) for k, day in pairs], dtype=float)

    def person_days(self) -> Floats:
        """Persons of one household of each pair times the days that they are housed."""
        days = self.scenario.horizon.days
        pairs = zip(self.pair_holders, self.pair_day, strict=True)
        return np.array([self.holders[k].persons * (days - day) for k, day in pairs], dtype=float)

    def elsewhere(self) -> Floats:
        """What one household of each pair adds to level 3: its persons, when it is housed by another municipality."""
        offers = self.scenario.offers
        pairs = zip(self.pair_holders, self.pair_offer, strict=True)
        return np.array(
            [self.holders[k].persons if offers[f].municipality != self.holders[k].linked else 0 for k, f in pairs],
            dtype=float,
        )


def housing_of(scenario: Scenario, first: int = 0, placed: Mapping[str, str] | None = None) -> Housing:
    """Everybody who is ready on some day from day `first` on, and where they may live.

    `placed`: households that are housed before that day, with their offer; they are left out and their room is taken.
    """
    placed = placed or {}
    near, holders = _Near(scenario), _Pooled()
    traded: Counter[str] = Counter()  # persons before the first day, by limit
    capacity = [float(offer.capacity if offer.shared else offer.units) for offer in scenario.offers]
    index = {offer.id: f for f, offer in enumerate(scenario.offers)}
    for household in scenario.households:
        if household.kind is not Kind.STATUS_HOLDER:
            continue
        if household.id in placed:
            f = index[placed[household.id]]
            capacity[f] -= household.persons if scenario.offers[f].shared else 1
            for limit in near.limits(household.linked_municipality or "", f):
                traded[limit] += household.persons
        elif (ready := max(first, _day(scenario, household.ready_on))) < scenario.horizon.days:
            holders.add(_holders(scenario, near, household, ready), 1.0, household.id)
    sizes = expected_sizes(scenario)
    for row in scenario.horizon.status_inflow:
        for persons, share in sizes.items():
            expected = Household(
                EXPECTED, Kind.STATUS_HOLDER, persons, linked_municipality=row.municipality, linked_on=row.day
            )
            ready = (row.day - scenario.date).days
            holders.add(_holders(scenario, near, expected, ready), row.persons * share / persons)
    found = holders.found()
    pairs = _pairs(scenario, found)
    return Housing(scenario, found, tuple(capacity), *pairs, _trades(near, found, pairs, traded))


def _trades(
    near: _Near,
    holders: Sequence[Holders],
    pairs: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]],
    traded: Mapping[str, int],
) -> tuple[Trade, ...]:
    """What is left of each limit of an exchange, and the pairs that count against it."""
    under: dict[str, list[int]] = defaultdict(list)
    most: dict[str, int] = {}
    for i, (k, f) in enumerate(zip(pairs[0], pairs[1], strict=True)):
        for limit, persons in near.limits(holders[k].linked, f).items():
            under[limit].append(i)
            most[limit] = persons
    return tuple(Trade(max(0.0, most[limit] - traded.get(limit, 0)), tuple(mine)) for limit, mine in under.items())


def _pairs(scenario: Scenario, holders: Sequence[Holders]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Holders, offer and day of each pair that can be."""
    opens = [_day(scenario, offer.available_on) for offer in scenario.offers]
    ends = [
        scenario.horizon.days if offer.available_until is None else (offer.available_until - scenario.date).days
        for offer in scenario.offers
    ]
    pairs = [
        (k, f, day)
        for k, one in enumerate(holders)
        for f in one.offers
        for day in ((0, 1) if max(one.ready, opens[f]) == 0 else (max(one.ready, opens[f]),))
        if day < min(ends[f], scenario.horizon.days)
    ]
    if not pairs:
        return (), (), ()
    of_holders, of_offer, day = zip(*pairs, strict=True)
    return of_holders, of_offer, day


def expected_sizes(scenario: Scenario) -> dict[int, float]:
    """The sizes of households of status holders who are expected: the share of persons in each, as in the list."""
    sizes: Counter[int] = Counter()
    for household in scenario.households:
        if household.kind is Kind.STATUS_HOLDER:
            sizes[household.persons] += household.persons
    return {size: persons / sizes.total() for size, persons in sorted(sizes.items())} or {1: 1.0}


def _day(scenario: Scenario, day: date | None) -> int:
    """The number of a day, 0 where it is past or not given."""
    return max(0, (day - scenario.date).days) if day is not None else 0


def _holders(scenario: Scenario, near: _Near, household: Household, ready: int) -> Holders:
    never = scenario.horizon.days
    if household.linked_on is not None:
        first = household.linked_on + timedelta(weeks=scenario.policy.weeks_to_house, days=1)
        overdue = min(never, _day(scenario, first))
    else:
        overdue = never
    linked = household.linked_municipality or ""
    return Holders(
        household.persons,
        household.wheelchairs > 0,
        linked,
        ready,
        max(overdue, ready),
        near.offers(household),
        0.0,
        (),
    )


class _Pooled:
    """Holders with the same traits added up."""

    def __init__(self) -> None:
        self._count: dict[Holders, float] = {}
        self._members: dict[Holders, list[str]] = defaultdict(list)

    def add(self, traits: Holders, count: float, member: str | None = None) -> None:
        self._count[traits] = self._count.get(traits, 0.0) + count
        if member is not None:
            self._members[traits].append(member)

    def found(self) -> tuple[Holders, ...]:
        return tuple(
            replace(traits, count=count, members=tuple(self._members[traits])) for traits, count in self._count.items()
        )


class _Near:
    """The offers of a municipality, of its region (interim) and of an exchange, and which of them suit a household."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._at: dict[str, list[tuple[int, Offer]]] = defaultdict(list)
        self._known: dict[str, dict[int, Offer]] = {}
        for f, offer in enumerate(scenario.offers):
            self._at[offer.municipality].append((f, offer))
            region = scenario.region_of_municipality.get(offer.municipality)
            if offer.shared and scenario.policy.interim_in_region and region is not None:
                self._at["region " + region].append((f, offer))

    def offers(self, household: Household) -> tuple[int, ...]:
        """By index, in order."""
        linked = household.linked_municipality or ""
        found = dict(self._own(linked))
        for side in self._scenario.horizon.exchanges:
            if all(self._scenario.horizon.trade_limit(linked, side.municipality)):
                found |= dict(self._at.get(side.municipality, []))
        return tuple(sorted(f for f, offer in found.items() if accepts(offer, household)))

    def limits(self, linked: str, f: int) -> dict[str, int]:
        """The limits that count who is linked to a municipality and lives in an offer, and the persons of each."""
        town = self._scenario.offers[f].municipality
        if not self._scenario.horizon.exchanges or f in self._own(linked):
            return {}
        takes, gives = self._scenario.horizon.trade_limit(linked, town)
        return {f"takes {linked}": takes, f"gives {town}": gives}

    def _own(self, linked: str) -> dict[int, Offer]:
        """What rule 7 by itself lets those have who are linked to a municipality."""
        if linked not in self._known:
            region = self._scenario.region_of_municipality.get(linked)
            self._known[linked] = dict(self._at.get(linked, [])) | dict(self._at.get(f"region {region}", []))
        return self._known[linked]
