"""What the public may know of a day; the public pages are made from this and from nothing else.

No figure is a part, sum, difference or ratio of others, of this day or of any other: it is told how many come, and
never how many are there, leave, wait or could still come. So no second figure has to be kept back to protect a first
one, and totals are added up from what is told. A figure of people of 1 to 4 households is not told: neither a count
of 1 to 4 people nor the size of a household can then be read off it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from maps.texts import Few
from maps.view.day import DayView
from optimizer.plan.details.values import Details
from optimizer.plan.plan import Counts, Status, Unplaced
from optimizer.scenario.entities import Kind
from optimizer.scenario.regions import region_facts

LEAST: Final = 5  # households that a figure of people stands for, or places, from which on it is told
FEW: Final = Few(LEAST)

Told: TypeAlias = int | Few


@dataclass(frozen=True, slots=True)
class Total:
    """Regions added up from what is told of them: `least` people, exactly so many where `exact`.

    A region of which nothing is told counts as one person: so the total says nothing that the regions do not say.
    """

    least: int
    exact: bool


@dataclass(frozen=True, slots=True)
class PublicRegion:
    """A region: agreed places, asylum seekers who come to its sites today, status holders who are housed there today.

    `coming` and `housed` are persons; `name` is the official one.
    """

    code: str
    name: str
    places: Told
    coming: Told
    housed: Told


@dataclass(frozen=True, slots=True)
class PublicDay:
    """All that is published of a day: every region in the order of its code, and persons without a place tonight."""

    date: date
    version: str
    regions: tuple[PublicRegion, ...]
    unsheltered: Told

    @property
    def coming(self) -> Total:
        """Asylum seekers who come to a site today."""
        return total(region.coming for region in self.regions)

    @property
    def housed(self) -> Total:
        """Status holders who are housed today."""
        return total(region.housed for region in self.regions)


def public_day(view: DayView, details: Details, unplaced: Sequence[Unplaced]) -> PublicDay:
    """What may be told of a day, of which `details` and `unplaced` are the counts and who is left out."""
    coming = [row for row in details.arrivals or () if not row.stays]
    housed, places = details.housed or (), {region.vr_code: region.places for region in view.regions}
    outside = [one for one in unplaced if one.kind == Kind.ASYLUM_SEEKER]
    return PublicDay(
        date=view.date,
        version=view.version,
        regions=tuple(
            PublicRegion(
                code=facts.code,
                name=facts.name,
                places=_capacity(places.get(facts.code, 0)),
                coming=told((row.persons, row.households) for row in coming if row.vr_code == facts.code),
                housed=told((row.persons, row.households) for row in housed if row.vr_code == facts.code),
            )
            for facts in region_facts()
        ),
        unsheltered=told((one.persons, 1) for one in outside),
    )


def told(people: Iterable[tuple[int, int]]) -> Told:
    """Persons of several (persons, households) together; not told when they are of 1 to 4 households."""
    counted = list(people)
    households = sum(each for _, each in counted)
    return FEW if 0 < households < LEAST else sum(persons for persons, _ in counted)


def _capacity(places: int) -> Told:
    """Places say how many people there can be at most: 1 to 4 of them are not told either."""
    return FEW if 0 < places < LEAST else places


def total(figures: Iterable[Told]) -> Total:
    """Regions together."""
    counted = list(figures)
    hidden = sum(isinstance(figure, Few) for figure in counted)
    return Total(hidden + sum(figure for figure in counted if isinstance(figure, int)), exact=not hidden)


def withheld(day: PublicDay) -> DayView:
    """A day of which pages can tell no more than its date and the program's version: nothing else is in it."""
    return DayView(
        date=day.date,
        version=day.version,
        scenario_sha256="",
        status=Status.FEASIBLE,
        levels=(),
        counts=Counts(households=0, persons=0, sheltered=0, housed=0, stay=0, unplaced=0),
        buses_used=0,
        warnings=(),
        regions=(),
        limits=(),
        origins=(),
        sites=(),
        trips=(),
        municipalities=(),
    )
