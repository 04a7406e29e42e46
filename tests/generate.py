"""Random scenarios for tests: small, mixed, valid input, and between them every feature of the contract.

`python -m tests.generate FOLDER --count 200 --seed 1` writes scenario folders of mixed size and tightness.
The realistic ones are `cno sample`'s; these are meant to find what is wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, get_args

from optimizer.scenario.dice import Dice, Wheel
from optimizer.scenario.entities import Effort, Policy
from optimizer.scenario.regions import MunicipalityFacts, municipality_facts
from optimizer.scenario.sample import SampleOptions, Tables, write_sample
from optimizer.scenario.sample.make import policy_rows
from optimizer.scenario.sample.places import PROCESS_CENTRES, Row

Size = Literal["tiny", "small", "mid"]
Tightness = Literal["loose", "mixed", "tight"]
DAYS = (date(2022, 8, 25), date(2023, 3, 6), date(2024, 2, 29))


@dataclass(frozen=True)
class Limits:
    """Least and most of everything of one size; `tiny` is small enough for brute force."""

    households: tuple[int, int]
    sites: tuple[int, int]
    places: tuple[int, int]
    regions: tuple[int, int]
    offers: tuple[int, int]
    buses: tuple[int, int]
    seats: tuple[int, ...]
    origins: int


LIMITS: dict[Size, Limits] = {
    "tiny": Limits((1, 6), (1, 4), (2, 12), (1, 3), (0, 3), (1, 2), (3, 6, 10), 2),
    "small": Limits((8, 28), (3, 9), (4, 30), (2, 5), (0, 8), (1, 5), (6, 10, 19, 50), 3),
    "mid": Limits((70, 150), (14, 30), (10, 100), (4, 10), (5, 30), (4, 10), (19, 50, 50, 62), 4),
}
ROOM: dict[Tightness, tuple[float, float]] = {"loose": (1.3, 2.5), "mixed": (0.6, 1.6), "tight": (0.3, 0.9)}


@dataclass
class _Case:
    """A scenario in the making."""

    dice: Dice
    limits: Limits
    room: float  # of every resource, against what the households would need
    today: date
    towns: list[MunicipalityFacts]
    tables: Tables = field(default_factory=dict)

    def day(self, earliest: int, latest: int) -> date:
        """A date so many days from today."""
        return self.today + timedelta(days=self.dice.whole(earliest, latest))

    def seekers(self) -> list[Row]:
        """The rows of asylum seekers."""
        return [h for h in self.tables["households"] if h["kind"] == "asylum_seeker"]

    def persons(self) -> int:
        """Asylum seekers, in persons."""
        return sum(int(str(h["persons"])) for h in self.seekers())


def random_scenario(seed: int, size: Size = "small", tightness: Tightness = "mixed") -> Tables:
    """The tables of one scenario (as `make_sample` gives them); the same seed gives the same tables.

    Every one is valid input. Not every one has every feature: what is rare for a planner is common here.
    """
    dice = Dice("test scenario", seed, size, tightness)
    limits = LIMITS[size]
    regions = dice.shuffled(sorted({m.region for m in municipality_facts()}))[: dice.whole(*limits.regions)]
    towns = [m for region in regions for m in dice.shuffled(_towns_of(region))[:2]]
    case = _Case(dice, limits, dice.between(*ROOM[tightness]), dice.pick(DAYS), towns)
    for add in (_add_policy, _add_origins, _add_sites, _add_households, _add_housing, _add_steering, _add_regions):
        add(case)
    _add_buses(case)
    _add_travel_times(case)
    _empty_something(case)
    return case.tables


def _towns_of(region: str) -> list[MunicipalityFacts]:
    return [m for m in municipality_facts() if m.region == region]


def _add_policy(case: _Case) -> None:
    """Half of the scenarios have values of their own, each key now and then."""
    dice, policy = case.dice, Policy()
    choices: dict[str, Callable[[], Any]] = {
        "base_places_per_region": lambda: dice.whole(5, 60),
        "additional_places_per_region": lambda: dice.whole(0, 60),
        "people_per_staff": lambda: dice.pick([1.5, 3.0, 4.5]),
        "staff_per_region": lambda: dice.whole(0, 12),
        "care_minutes": lambda: dice.pick([(1.0, 5.0, 20.0, 60.0), (0.0, 7.5, 15.0, 30.0)]),
        "interim_in_region": lambda: False,
        "weeks_to_house": lambda: dice.whole(0, 20),
        "priority_weights": lambda: dice.pick([(1.0, 1.0, 1.0), (1.0, 2.0, 4.5), (2.0, 5.0, 25.0)]),
        "max_drive_minutes": lambda: float(dice.whole(120, 700)),
        "max_duty_minutes": lambda: float(dice.whole(200, 900)),
        "load_minutes": lambda: float(dice.whole(0, 45)),
        "stop_minutes": lambda: dice.pick([0.0, 5.0, 12.5]),
        "day_starts": lambda: 30 * dice.whole(10, 22),
        "tolerance": lambda: dice.pick([(0.0,) * 5, (0.0, 0.0, 0.01, 0.02, 0.1)]),
        "effort": lambda: Effort(
            drive_minute=dice.pick([0.0, 0.5, 1.0]),
            own_minute=dice.pick([0.0, 0.2, 1.0]),
            state_staff=dice.pick([0.0, 10.0, 30.0]),
            hired_staff=dice.pick([5.0, 60.0]),
            open_site=dice.pick([0.0, 100.0]),
            relocation=dice.pick([0.0, 20.0]),
        ),
    }
    if dice.chance(0.5):
        policy = replace(policy, **{key: draw() for key, draw in choices.items() if dice.chance(0.3)})
    case.tables["policy"] = policy_rows(SampleOptions(date=case.today), policy)


def _policy(case: _Case, key: str) -> object:
    return next(row["value"] for row in case.tables["policy"] if row["key"] == key)


def _add_origins(case: _Case) -> None:
    chosen = case.dice.shuffled(PROCESS_CENTRES)[: case.dice.whole(1, case.limits.origins)]
    case.tables["origins"] = [{"origin_id": i, "name": name, "lon": x, "lat": y} for i, name, x, y in chosen]


def _add_sites(case: _Case) -> None:
    dice = case.dice
    case.tables["sites"] = []
    for number in range(dice.whole(*case.limits.sites)):
        town = dice.pick(case.towns)
        places = dice.whole(*case.limits.places)
        present = Wheel({0: 7, dice.whole(0, places): 5, places: 1, places + dice.whole(1, 5): 0.6}).spin(dice)
        row: Row = {
            "site_id": f"s{number + 1}",
            "name": dice.pick([f"Sporthal De Brug, {town.town}", f'=Hal "Oost", {town.town}', f"{town.town}; 'hal'"]),
            "vr_code": town.region,
            "gm_code": town.code,
            "lon": round(town.lon + dice.between(-0.05, 0.05), 5),
            "lat": round(town.lat + dice.between(-0.03, 0.03), 5),
            "tranche": dice.pick(["base", "base", "additional", None]),
            "places": places,
            "occupied": present,
            "care_level": Wheel({None: 1, 0: 1, 1: 3, 2: 2, 3: 4}).spin(dice),
            "care_minutes_used": round(present * dice.between(0, 6), 1) if dice.chance(0.3) else None,
            "wheelchair_places": dice.pick([None, 0, 1, 2, 5, 5]),
            "minors": dice.pick([None, False, True, True, True]),
            "status": Wheel({None: 2, "open": 6, "can_open": 3, "closed": 1}).spin(dice),
            "staff_fixed": dice.pick([None, None, 0, 0.5, 1, 2]),
            "open_cost": dice.pick([None, 0, 75, 480.5]),
            "opens_on": _perhaps(case, {-20: 2, 0: 2, 3: 1}),
            "closes_on": None,
        }
        if row["status"] in ("can_open", "closed") or row["opens_on"] == case.today + timedelta(days=3):
            row["occupied"] = dice.pick([0, 0, None])
            row["care_minutes_used"] = None
        if row["status"] != "can_open" and row["opens_on"] != case.today + timedelta(days=3):
            row["closes_on"] = _perhaps(case, {0: 3, 1: 1, 30: 1, -1: 0.3})
            if row["closes_on"] is not None and row["opens_on"] is not None:
                row["opens_on"] = case.today - timedelta(days=20)
        case.tables["sites"].append(row)


def _perhaps(case: _Case, days: dict[int, float]) -> date | None:
    """Mostly no date, else one so many days from today."""
    if case.dice.chance(0.65):
        return None
    return case.today + timedelta(days=Wheel(days).spin(case.dice))


def _add_households(case: _Case) -> None:
    dice = case.dice
    case.tables["households"] = rows = []
    homes = [s for s in case.tables["sites"] if s["status"] != "can_open"]
    status_share = dice.pick([0.0, 0.3, 0.3, 0.6])
    for number in range(dice.whole(*case.limits.households)):
        persons = Wheel({1: 50, 2: 15, 3: 12, 4: 10, 5: 7, 7: 3, 11: 1}).spin(dice)
        row: Row = {
            "household_id": f"h{number + 1}",
            "kind": "asylum_seeker",
            "persons": persons,
            "care_level": Wheel({None: 2, 0: 3, 1: 2, 2: 1, 3: 1}).spin(dice),
            "wheelchairs": dice.whole(1, min(persons, 2)) if dice.chance(0.15) else None,
            "minor_alone": True if persons <= 2 and dice.chance(0.2) else dice.pick([None, False]),
            "priority": Wheel({None: 3, 0: 2, 1: 2, 2: 1}).spin(dice),
            "origin_id": dice.pick(case.tables["origins"])["origin_id"],
            "arrived_on": case.day(-10, 0) if dice.chance(0.5) else None,
            "moves": dice.pick([None, 0, 1, 3]),
            "transport": dice.pick([None, None, "bus", "bus", "own"]),
        }
        if homes and dice.chance(0.25):
            row["origin_id"] = dice.pick(homes)["site_id"]
        if dice.chance(status_share):
            _make_status_holder(row, case)
        rows.append(row)


def _make_status_holder(row: Row, case: _Case) -> None:
    """Now and then without a municipality, not ready, or without any origin."""
    dice = case.dice
    town = dice.pick(case.towns)
    row |= {
        "kind": "status_holder",
        "minor_alone": None,
        "linked_municipality": None if dice.chance(0.07) else town.code,
        "linked_on": dice.pick([None, case.day(-250, -100), case.day(-97, -1), case.today - timedelta(weeks=14)]),
        "ready_on": dice.pick([None, case.day(-20, 0), case.today, case.day(1, 9)]),
        "origin_id": dice.pick([None, row["origin_id"]]),
        "transport": dice.pick([None, None, "own", "bus"]),
    }


def _add_housing(case: _Case) -> None:
    dice = case.dice
    case.tables["housing"] = []
    for number in range(round(dice.whole(*case.limits.offers) * min(case.room, 1.0))):
        kind = dice.pick(["home", "home", "flex", "transformation", "interim", "interim"])
        begins = _perhaps(case, {-5: 4, 0: 2, 2: 1})
        ends = _perhaps(case, {90: 4, 1: 1, 0: 1}) if begins != case.today + timedelta(days=2) else None
        case.tables["housing"].append(
            {
                "offer_id": f"w{number + 1}",
                "gm_code": dice.pick(case.towns).code,
                "type": kind,
                "persons": dice.whole(3, 12) if kind == "interim" else dice.whole(1, 6),
                "units": dice.pick([None, 1]) if kind == "interim" else dice.pick([None, 1, 2, 3, 0]),
                "wheelchair": dice.pick([None, False, True]),
                "available_on": begins,
                "available_until": ends,
            }
        )


def _add_steering(case: _Case) -> None:
    """Groups of asylum seekers; pins, possible or not; places that a household may not go to."""
    dice, sites, offers = case.dice, case.tables["sites"], case.tables["housing"]
    places = [s["site_id"] for s in sites] + [o["offer_id"] for o in offers]
    for row in case.tables["households"]:
        own = [o["offer_id"] for o in offers] if row["kind"] == "status_holder" else [s["site_id"] for s in sites]
        if row["kind"] == "asylum_seeker" and dice.chance(0.3):
            row["group_id"] = f"g{dice.whole(1, 1 + len(case.tables['households']) // 4)}"
        if dice.chance(0.08) and places:
            row["pinned_to"] = dice.pick(own if own and dice.chance(0.8) else places)
        if dice.chance(0.15) and places:
            row["not_to"] = " ".join(sorted({str(dice.pick(own or places)) for _ in range(dice.whole(1, 2))}))


def _add_regions(case: _Case) -> None:
    """Most of the regions with sites, around what their people would need; some are not listed at all."""
    dice, per_staff = case.dice, float(str(_policy(case, "people_per_staff")))
    case.tables["regions"] = rows = []
    for code in sorted({m.region for m in case.towns}):
        sites = [s for s in case.tables["sites"] if s["vr_code"] == code]
        present = sum(int(str(s["occupied"] or 0)) for s in sites)
        coming = case.persons() * case.room / len({m.region for m in case.towns})
        staff = (present + coming) / per_staff
        if dice.chance(0.15):
            continue
        rows.append(
            {
                "vr_code": code,
                "base_places": max(0, round(present * dice.between(0.3, 1.1) + coming)) if dice.chance(0.7) else None,
                "additional_places": round(present / 2 + coming * dice.between(0, 1)) if dice.chance(0.6) else None,
                "own_staff": round(staff * dice.between(0.2, 0.9), 1) if dice.chance(0.8) else None,
                "state_staff_max": round(staff * dice.between(0, 0.7)) if dice.chance(0.6) else None,
                "hired_staff_max": dice.pick([None, 0, 1, 4]),
                "care_minutes": round(present * 3 + coming * dice.between(3, 15), 1) if dice.chance(0.5) else None,
            }
        )


def _add_buses(case: _Case) -> None:
    """A fleet of its own in most scenarios; now and then more buses than may drive, or none at all."""
    dice = case.dice
    allowed = next(row for row in case.tables["policy"] if row["key"] == "buses_per_day")
    case.tables["buses"] = []
    if dice.chance(0.06):
        allowed["value"] = 0
    elif dice.chance(0.1):
        allowed["value"] = dice.whole(*case.limits.buses)  # the default fleet: 50 seats, at the first origin
        return
    stations = [o["origin_id"] for o in case.tables["origins"]] + [s["site_id"] for s in case.tables["sites"]]
    buses = dice.whole(*case.limits.buses)
    for number in range(buses):
        case.tables["buses"].append(
            {
                "bus_id": f"b{number + 1}",
                "station_id": dice.pick(stations[:1] if dice.chance(0.6) else stations),
                "seats": dice.pick([*case.limits.seats, None]),
                "wheelchair_positions": dice.pick([None, 0, 1, 2]),
            }
        )
    if allowed["value"] and dice.chance(0.2):
        allowed["value"] = max(1, buses - 1)


def _add_travel_times(case: _Case) -> None:
    """A few pairs, in one direction or in both with different times."""
    dice = case.dice
    ids = [o["origin_id"] for o in case.tables["origins"]] + [s["site_id"] for s in case.tables["sites"]]
    pairs = {(dice.pick(ids), dice.pick(ids)) for _ in range(dice.whole(0, len(ids)))}
    case.tables["travel_times"] = [
        {"from_id": one, "to_id": other, "minutes": dice.pick([1, 30, 45.5, 90, 135, 200, 270, 300])}
        for one, other in sorted(pairs, key=str)
        if one != other
    ]


def _empty_something(case: _Case) -> None:
    """Now and then no households at all, or no homes (and nobody who is to be in one), or no regions."""
    name = Wheel({None: 90, "households": 3, "housing": 4, "regions": 3}).spin(case.dice)
    if name is None:
        return
    gone = {row["offer_id"] for row in case.tables["housing"]} if name == "housing" else set()
    case.tables[name] = []
    for row in case.tables["households"]:
        row["pinned_to"] = None if row.get("pinned_to") in gone else row.get("pinned_to")
        row["not_to"] = " ".join(i for i in str(row.get("not_to") or "").split() if i not in gone) or None


def main() -> None:
    """Write scenarios of mixed size and tightness, one folder each, named by seed, size and tightness."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", choices=get_args(Size), help="default: mixed, few of them mid")
    asked = parser.parse_args()
    for seed in range(asked.seed, asked.seed + asked.count):
        dice = Dice("kind of test scenario", seed)
        size: Size = asked.size or Wheel[Size]({"tiny": 45, "small": 45, "mid": 10}).spin(dice)
        tightness: Tightness = dice.pick(get_args(Tightness))
        write_sample(random_scenario(seed, size, tightness), asked.folder / f"{seed:05d}-{size}-{tightness}")


if __name__ == "__main__":
    main()
