"""The people who are to be placed: asylum seekers at origins and in CNO sites, status holders with a municipality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from optimizer.scenario.dice import Dice, Wheel
from optimizer.scenario.regions import municipality_facts
from optimizer.scenario.sample.options import SampleOptions
from optimizer.scenario.sample.places import BUDEL, MARNEWAARD, REGULAR_CENTRES, TER_APEL, ZEVENAAR, Row

# Inflow of 2022 in persons, by stream (IND).
STREAMS = {"first": 35_535, "family": 10_927, "repeat": 1_529}
# A hundred persons of first applications: 11.8 unaccompanied minors, 14.2 children with a parent (26 under 18 in
# all), the rest adults; families and couples by assumption, singles what is left. In households.
FIRST = {"minor": 9.66, "minor pair": 1.07, "family": 6.04, "couple": 2.5, "single": 59.3}
FAMILY_SIZES = Wheel({2: 15, 3: 27, 4: 27, 5: 17, 6: 9, 7: 3, 8: 2})  # mean 3.95
REUNION_SIZES = Wheel({1: 20, 2: 25, 3: 22, 4: 16, 5: 9, 6: 5, 7: 2, 8: 1})  # mean 2.97
MEAN_PERSONS = {"first": 1.272, "family": 2.97, "repeat": 1.44}  # of a household, by stream
STATUS_SIZES = Wheel({1: 66, 2: 8, 3: 9, 4: 8, 5: 5, 6: 2.5, 7: 1, 8: 0.5})  # two thirds one person
FAMILY_ORIGINS = {ZEVENAAR: 45, TER_APEL: 45, BUDEL: 10}
WHEELCHAIR_SHARE = 0.008  # of persons
NOT_READY = 0.10  # of status holders: linked, but papers or a bank account still missing


@dataclass(frozen=True, slots=True)
class Party:
    """A household before it has a place: how many, whether a minor alone, and by which stream it came."""

    persons: int
    stream: str
    minor_alone: bool


def make_households(options: SampleOptions, sites: list[Row]) -> list[Row]:
    """All households, asylum seekers first; persons add up to exactly what the options ask."""
    seekers = _seekers(options, sites)
    _group_and_steer(seekers, options, sites)
    return seekers + _status_holders(options)


def _parties(persons: int, dice: Dice) -> Iterator[Party]:
    """Households until `persons` are there; the last one is as small as it must be."""
    streams = Wheel({stream: people / MEAN_PERSONS[stream] for stream, people in STREAMS.items()})
    first = Wheel(FIRST)
    while persons > 0:
        stream = streams.spin(dice)
        if stream == "family":
            kind, size = stream, REUNION_SIZES.spin(dice)
        else:
            kind = first.spin(dice) if stream == "first" else "family" if dice.chance(0.15) else "single"
            size = FAMILY_SIZES.spin(dice) if kind == "family" else 1 + (kind in ("couple", "minor pair"))
        size = min(size, persons)
        persons -= size
        yield Party(size, stream, kind.startswith("minor"))


def _seekers(options: SampleOptions, sites: list[Row]) -> list[Row]:
    dice = Dice(options.seed, "asylum seekers")
    rows: list[Row] = []
    width = max(4, len(str(options.people)))
    beds = _Beds(options, sites, dice)
    for number, party in enumerate(_parties(options.people, dice), start=1):
        row = _seeker(f"A{number:0{width}d}", party, options, dice)
        _put(row, party, beds, options, dice)
        rows.append(row)
    return rows


def _seeker(household_id: str, party: Party, options: SampleOptions, dice: Dice) -> Row:
    """What does not depend on where the household is."""
    wheelchairs = int(dice.chance(min(1.0, WHEELCHAIR_SHARE * party.persons)))
    care = Wheel(dict(enumerate(options.profile.care_levels))).spin(dice)
    care = max(care, wheelchairs)
    return {
        "household_id": household_id,
        "kind": "asylum_seeker",
        "persons": party.persons,
        "care_level": care,
        "wheelchairs": wheelchairs,
        "minor_alone": party.minor_alone,
        "priority": _priority(party, care, wheelchairs, dice),
        "origin_id": None,
        "arrived_on": None,
        "linked_municipality": None,
        "linked_on": None,
        "ready_on": None,
        "group_id": None,
        "moves": 0,
        "pinned_to": None,
        "not_to": None,
        "transport": "own" if not party.minor_alone and not wheelchairs and dice.chance(0.03) else "bus",
    }


def _priority(party: Party, care: int, wheelchairs: int, dice: Dice) -> int:
    """2: highest care or a wheelchair; 1: much care, some minors alone and some families; assumptions."""
    if care == 3 or wheelchairs:
        return 2
    if care == 2:
        return 1
    return int(dice.chance(0.25 if party.minor_alone else 0.15 if party.persons >= 3 else 0.0))


class _Beds:
    """Which of the people are in a CNO site tonight: all of a closing site, a few of sites that stay open."""

    def __init__(self, options: SampleOptions, sites: list[Row], dice: Dice) -> None:
        open_sites = [s for s in sites if s["status"] == "open"]
        closing = [s for s in open_sites if s["closes_on"] == options.date]
        staying = [s for s in open_sites if s["occupied"]]
        self._free = {s["site_id"]: s["places"] - s["occupied"] for s in closing + staying}
        self._closing: list[str] = [s["site_id"] for s in closing]
        self._staying: list[str] = dice.shuffled(s["site_id"] for s in staying)[: max(1, len(sites) // 20)]
        self._left = round(options.profile.in_sites * options.people)

    def take(self, persons: int, dice: Dice) -> str | None:
        """The site the next household is in, or None when it is not in one."""
        if persons > self._left:
            return None
        choice = self._staying if dice.chance(0.2) or not self._closing else self._closing
        fitting = [site for site in choice if self._free[site] >= persons]
        if not fitting:
            return None
        site = dice.pick(fitting)
        self._free[site] -= persons
        self._left -= persons
        return site


def _put(row: Row, party: Party, beds: _Beds, options: SampleOptions, dice: Dice) -> None:
    """Where the household is, since when, and how often it was moved."""
    site = beds.take(party.persons, dice)
    if site is not None:
        row["origin_id"], row["moves"] = site, Wheel({1: 60, 2: 25, 3: 10, 4: 5}).spin(dice)
        row["arrived_on"] = options.date - timedelta(days=dice.whole(10, 120))
        return
    row["origin_id"] = _origin(party, options, dice)
    row["arrived_on"] = options.date - timedelta(days=Wheel({0: 45, 1: 25, 2: 15, 3: 8, 4: 5, 5: 2}).spin(dice))


def _origin(party: Party, options: SampleOptions, dice: Dice) -> str:
    """Families that join a status holder may register in Zevenaar, everybody else in Ter Apel or Budel."""
    if party.stream == "family":
        return Wheel(FAMILY_ORIGINS).spin(dice)
    main = options.profile.at_main_origin
    return Wheel({TER_APEL: main, BUDEL: (1 - main) * 0.7, MARNEWAARD: (1 - main) * 0.3}).spin(dice)


def _group_and_steer(seekers: list[Row], options: SampleOptions, sites: list[Row]) -> None:
    """Small shares of the households that travel together, were promised a site, or may not go to one."""
    dice = Dice(options.seed, "steering")
    groups = count(1)
    for first, second in zip(seekers[::2], seekers[1::2], strict=False):
        if first["origin_id"] == second["origin_id"] and dice.chance(0.03):
            first["group_id"] = second["group_id"] = f"G{next(groups):03d}"
    usable = [s for s in sites if s["status"] == "open" and s["occupied"]]
    if not usable:
        return
    for row in seekers:
        if row["group_id"] is None and dice.chance(0.01):
            row["pinned_to"] = _promise(row, usable, dice)
        elif dice.chance(0.01):
            row["not_to"] = " ".join(sorted({dice.pick(usable)["site_id"] for _ in range(dice.whole(1, 2))}))


def _promise(row: Row, usable: list[Row], dice: Dice) -> str | None:
    """A site that serves the household and had room when the planner promised it."""

    fitting = [
        site
        for site in usable
        if site["places"] - site["occupied"] >= 8 + row["persons"]
        and site["care_level"] >= row["care_level"]
        and site["wheelchair_places"] >= row["wheelchairs"]
        and (site["minors"] or not row["minor_alone"])
    ]
    return str(dice.pick(fitting)["site_id"]) if fitting else None


def _status_holders(options: SampleOptions) -> list[Row]:
    """Linked in proportion to inhabitants (the taakstelling) times how far behind the municipality is."""
    dice = Dice(options.seed, "status holders")
    linked = linked_municipalities(dice)
    rows: list[Row] = []
    persons, width = options.status_holders, max(4, len(str(options.status_holders)))
    while persons > 0:
        size = min(STATUS_SIZES.spin(dice), persons)
        persons -= size
        rows.append(_status_holder(f"V{len(rows) + 1:0{width}d}", size, linked.spin(dice), options, dice))
    return rows


def linked_municipalities(dice: Dice) -> Wheel[str]:
    """Draws the municipality a household is linked to; the same dice make the same wheel."""
    return Wheel({m.code: m.inhabitants * _behind(dice) for m in municipality_facts()})


def _behind(dice: Dice) -> float:
    """Of 344 municipalities 186 were behind, 136 ahead and the rest exact after the first half of 2022."""
    return dice.between(1.0, 1.6) if dice.chance(186 / 346) else dice.between(0.5, 1.0)


def _status_holder(household_id: str, persons: int, municipality: str, options: SampleOptions, dice: Dice) -> Row:
    """Half of those who wait do so for more than 14 weeks."""
    weeks = dice.whole(0, 13) if dice.chance(0.5) else dice.whole(14, 45)
    linked_on = options.date - timedelta(days=7 * weeks + dice.whole(1, 7))
    ready_in = dice.whole(1, 28) if dice.chance(NOT_READY) else -min(7 * weeks, dice.whole(0, 60))
    return {
        "household_id": household_id,
        "kind": "status_holder",
        "persons": persons,
        "care_level": 0,
        "wheelchairs": int(dice.chance(min(1.0, WHEELCHAIR_SHARE * persons))),
        "minor_alone": False,
        "priority": 0,
        "origin_id": dice.pick(REGULAR_CENTRES)[0],
        "arrived_on": linked_on - timedelta(days=dice.whole(60, 400)),
        "linked_municipality": municipality,
        "linked_on": linked_on,
        "ready_on": options.date + timedelta(days=ready_in),
        "group_id": None,
        "moves": dice.whole(0, 3),
        "pinned_to": None,
        "not_to": None,
        "transport": "own",
    }
