"""Worlds of some days for the public pages: plan folders with few people, and the truth that the pages may not tell."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from maps.texts import Lang
from optimizer.pages import PageOptions, write_pages
from optimizer.plan.decision import Decision
from optimizer.plan.write import write_tables
from optimizer.scenario.regions import municipality_facts, region_facts
from tests.plan.greedy import ZERO_LEVELS
from tests.plan.hand import Day, plan

FIRST = date(2026, 3, 2)
REGIONS = tuple(facts.code for facts in region_facts())
TOWNS = {facts.region: facts for facts in municipality_facts()}
Households = tuple[int, ...]  # persons of each


@dataclass(frozen=True)
class Truth:
    """One day: residents before, households that come and that are housed by region, and who is without a place."""

    day: date
    before: dict[str, int]
    coming: dict[str, Households]
    housed: dict[str, Households]
    outside: Households
    names: str = "Hall"
    places: dict[str, int] = field(default_factory=lambda: dict.fromkeys(REGIONS, 450))

    @property
    def after(self) -> dict[str, int]:
        """Residents tonight."""
        return {code: self.before[code] + sum(self.coming[code]) for code in REGIONS}

    @property
    def next_day(self) -> date:
        return self.day + timedelta(days=1)


def households(dice: random.Random) -> Households:
    """Nobody, few or some; small and large ones, so that few households can be many people."""
    number = dice.choice((0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 9))
    return tuple(dice.choice((1, 1, 1, 2, 2, 3, 5, 8)) for _ in range(number))


Days = tuple[Truth, ...]


def days_in_a_row(seed: int, number: int = 2) -> Days:
    """Days of which each begins with the residents with whom the one before ends."""
    dice = random.Random(seed)
    days: list[Truth] = []
    for _ in range(number):
        coming, housed = ({code: households(dice) for code in REGIONS} for _ in range(2))
        when = days[-1].next_day if days else FIRST
        before = days[-1].after if days else {code: dice.choice((0, 3, 40, 90)) for code in REGIONS}
        days.append(Truth(when, before, coming, housed, households(dice)))
    return tuple(days)


def other_few(people: Households) -> Households:
    """Another number of people of as few households; those of five or more and nobody stay as they are."""
    if not 0 < len(people) < 5:
        return people
    return (people[0] + 1, *people[1:]) if sum(people) % 2 else (*people[1:], people[0] + 4)


def told_apart_by_nobody(days: Days) -> Days:
    """A world in which every count that is not told is another one, and so are residents and names of sites."""
    others: list[Truth] = []
    for truth in days:
        before = others[-1].after if others else {code: residents + 1 for code, residents in truth.before.items()}
        coming = {code: other_few(people) for code, people in truth.coming.items()}
        housed = {code: other_few(people) for code, people in truth.housed.items()}
        others.append(
            replace(
                truth, before=before, coming=coming, housed=housed, outside=other_few(truth.outside), names="School"
            )
        )
    return tuple(others)


def write_plan(truth: Truth, folder: Path) -> Path:
    """The plan folder of a day: one site and one facility in each region; everybody comes by their own means."""
    people: list[dict[str, object]] = []
    destination = {}
    for code in REGIONS:
        for kind, place, listed in (
            ("asylum_seeker", f"S-{code}", truth.coming[code]),
            ("status_holder", f"W-{code}", truth.housed[code]),
        ):
            for number, persons in enumerate(listed):
                household = f"{kind}-{code}-{number}"
                people.append(_household(household, kind, persons, TOWNS[code].code))
                destination[household] = place
    people += [_household(f"out-{i}", "asylum_seeker", persons, "") for i, persons in enumerate(truth.outside)]
    tables = {
        "policy": [{"key": "date", "value": truth.day}],
        "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}],
        "sites": [_site(code, truth) for code in REGIONS],
        "households": people,
        "housing": [
            {"offer_id": f"W-{code}", "gm_code": TOWNS[code].code, "type": "interim", "persons": 200}
            for code in REGIONS
        ],
        "regions": [{"vr_code": code, "base_places": truth.places[code], "additional_places": 0} for code in REGIONS],
    }
    scenario = Day(tables).scenario
    folder.mkdir(parents=True)
    write_tables(plan(scenario, Decision(destination, {}, ZERO_LEVELS)), scenario, folder)
    return folder


def _household(household: str, kind: str, persons: int, town: str) -> dict[str, object]:
    linked = {"linked_municipality": town} if kind == "status_holder" else {"origin_id": "TA", "transport": "own"}
    return {"household_id": household, "kind": kind, "persons": persons, **linked}


def _site(code: str, truth: Truth) -> dict[str, object]:
    town = TOWNS[code]
    return {
        "site_id": f"S-{code}",
        "name": f"{truth.names} {code}",
        "vr_code": code,
        "gm_code": town.code,
        "lon": town.lon,
        "lat": town.lat,
        "places": 450,
        "occupied": truth.before[code],
    }


def publish(truth: Truth, folder: Path, lang: Lang = "nl") -> Path:
    """The public folder of a day."""
    write_pages(write_plan(truth, folder), PageOptions(lang, profile="public"))
    return folder / "public"
