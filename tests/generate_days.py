"""Random scenarios of several days for tests: small, valid, and between them every table of section 5.

The first day is `random_scenario`'s; this adds what is known of the days after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from generate import Size, Tightness, random_scenario

from optimizer.scenario.dice import Dice
from optimizer.scenario.regions import municipality_facts
from optimizer.scenario.sample import Tables
from optimizer.scenario.sample.places import Row

LONGEST = 9


@dataclass
class _Case:
    """A scenario whose days are being filled in."""

    dice: Dice
    tables: Tables
    first: date
    days: int

    def later(self) -> list[date]:
        """The days after the first."""
        return [self.first + timedelta(days=number) for number in range(1, self.days)]

    def any_day(self) -> date:
        """Mostly a day of the horizon, now and then one before or after it."""
        return self.first + timedelta(days=self.dice.whole(-1, self.days))

    def towns(self) -> list[str]:
        """Municipalities that people are linked to or homes stand in, and one that nobody heard of."""
        linked = {row.get("linked_municipality") for row in self.tables["households"]}
        homes = {row["gm_code"] for row in self.tables["housing"]}
        return sorted({code for code in linked | homes if code} | {"GM1992"})


def random_horizon(
    seed: int, size: Size = "small", tightness: Tightness = "mixed", *, exchange: bool = False
) -> Tables:
    """The tables of one scenario of 2 to 9 days; the same seed gives the same. `exchange`: with a trade or two."""
    tables = random_scenario(seed, size, tightness)
    dice = Dice("test horizon", seed, size, tightness)
    settings = {row["key"]: row for row in tables["policy"]}
    case = _Case(dice, tables, settings["date"]["value"], dice.whole(2, LONGEST))
    settings["days"]["value"] = case.days
    for add in (_add_policy, _add_inflow, _add_mix, _add_coa, _add_status_inflow, _add_region_days, _add_targets):
        add(case)
    _change_sites(case)
    _add_homes(case)
    if exchange:
        _add_exchange(case)
    return tables


def _add_policy(case: _Case) -> None:
    dice = case.dice
    if dice.chance(0.3):
        case.tables["policy"].append({"key": "freed_per_housed", "value": dice.pick([0.0, 0.5, 1.0, 1.5])})
    if dice.chance(0.3):
        case.tables["policy"].append({"key": "horizon_tolerance", "value": [0.0, 0.0, 0.01, 0.02, 0.1]})


def _add_inflow(case: _Case) -> None:
    """Around as many a day as wait on the first; on some days nobody, on some at several origins, or twice."""
    dice = case.dice
    waiting = sum(row["persons"] for row in case.tables["households"] if row["kind"] == "asylum_seeker")
    case.tables["inflow"] = [
        {
            "date": case.any_day() if dice.chance(0.1) else day,
            "origin_id": dice.pick(case.tables["origins"])["origin_id"],
            "persons": dice.pick([dice.whole(0, 6), round(dice.between(0, 0.5 * waiting + 1), 2)]),
        }
        for day in case.later()
        for _ in range(dice.pick([0, 1, 1, 1, 2]))
    ]


def _add_mix(case: _Case) -> None:
    """In half of the scenarios a composition of a few kinds of households."""
    dice = case.dice
    if dice.chance(0.5):
        return
    kinds: list[Row] = []
    for _ in range(dice.whole(1, 6)):
        persons = dice.pick([1, 1, 2, 3, 5])
        kinds.append(
            {
                "persons": persons,
                "care_level": dice.pick([None, 0, 1, 2, 3]),
                "wheelchairs": dice.pick([None, None, 1]),
                "minor_alone": True if persons <= 2 and dice.chance(0.3) else None,
                "priority": dice.pick([None, 0, 1, 2]),
                "share": dice.whole(1, 9),
            }
        )
    whole = sum(row["share"] for row in kinds)
    case.tables["mix"] = [row | {"share": row["share"] / whole} for row in kinds]


def _add_coa(case: _Case) -> None:
    """A few places on some days; now and then none at all."""
    dice = case.dice
    if dice.chance(0.8):
        days = [case.first, *case.later()]
        case.tables["coa"] = [{"date": day, "places": dice.whole(0, 8)} for day in days if dice.chance(0.6)]


def _add_status_inflow(case: _Case) -> None:
    dice = case.dice
    case.tables["status_inflow"] = [
        {
            "date": day,
            "gm_code": dice.pick(case.towns()),
            "persons": dice.pick([1, 2, round(dice.between(0, 5), 1)]),
        }
        for day in case.later()
        for _ in range(dice.pick([0, 0, 1, 3]))
    ]


def _add_region_days(case: _Case) -> None:
    """Some regions get more or less of something on some days, the first day among them."""
    regions = sorted({site["vr_code"] for site in case.tables["sites"]})
    case.tables["region_days"] = [
        {"vr_code": code, "from": day} | _figures(case.dice)
        for code in regions
        for day in [case.first, *case.later()]
        if case.dice.chance(0.2)
    ]


def _figures(dice: Dice) -> Row:
    """Any of a region's figures; most stay as they are."""
    return {
        "base_places": dice.pick([None, None, 0, dice.whole(0, 90)]),
        "additional_places": dice.pick([None, None, dice.whole(0, 60)]),
        "own_staff": dice.pick([None, 0, round(dice.between(0, 12), 1)]),
        "state_staff_max": dice.pick([None, None, dice.whole(0, 9)]),
        "hired_staff_max": dice.pick([None, None, 0, 3]),
        "care_minutes": dice.pick([None, None, round(dice.between(50, 900), 1)]),
    }


def _add_targets(case: _Case) -> None:
    """For most towns a half-year that is going on; for some one that ends within the days, and the next."""
    dice = case.dice
    rows: list[Row] = []
    for code in case.towns():
        ends = case.first + timedelta(days=dice.pick([-1, 0, 2, 90]))
        periods = [(ends - timedelta(days=180), ends), (ends + timedelta(days=1), ends + timedelta(days=181))]
        for begins, last in periods[: dice.pick([0, 1, 2])]:
            realised = dice.pick([None, 0, 4])
            rows.append(
                {"gm_code": code, "from": begins, "until": last, "target": dice.whole(0, 12), "realised": realised}
            )
    case.tables["targets"] = rows


def _change_sites(case: _Case) -> None:
    """Let some sites close, and some that have nobody open, in the course of the days."""
    for site in case.tables["sites"]:
        if site["closes_on"] is not None:
            continue
        if (site["opens_on"] or case.first) <= case.first and case.dice.chance(0.25):
            site["closes_on"] = case.dice.pick(case.later())
        elif not site["occupied"] and site["opens_on"] is None and case.dice.chance(0.2):
            site["opens_on"] = case.dice.pick(case.later())


def _add_homes(case: _Case) -> None:
    """New homes on some of the days."""
    dice = case.dice
    for number, day in enumerate(case.later(), start=1):
        if dice.chance(0.4):
            home = {"offer_id": f"later{number}", "gm_code": dice.pick(case.towns()), "available_on": day}
            kind = dice.pick(["home", "flex", "interim"])
            case.tables["housing"].append(home | {"type": kind, "persons": dice.whole(1, 8), "wheelchair": True})


def _add_exchange(case: _Case) -> None:
    """One municipality of a province takes CNO places, others of it may house for it."""
    dice, facts = case.dice, {fact.code: fact for fact in municipality_facts()}
    taker = dice.pick(case.towns())
    others = [code for code in facts if facts[code].province == facts[taker].province and code != taker]
    case.tables["policy"].append({"key": "exchange", "value": True})
    case.tables["exchange"] = [{"gm_code": taker, "takes_cno_places": dice.whole(1, 40)}] + [
        {"gm_code": code, "gives_housing": dice.whole(0, 9), "province": facts[code].province}
        for code in dice.shuffled(others)[:2]
    ]
