"""The checker of the outlook: a plan of several days that is right, and everything that can be wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from optimizer.day import plan_scenario
from optimizer.plan.outlook import Outlook
from optimizer.plan.plan import Plan
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample

MONDAY = date(2026, 3, 2)
DAYS = 5


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def site(site_id: str, region: str, town: str, lon: float, places: int, **traits: object) -> dict[str, Any]:
    where = {"site_id": site_id, "name": site_id, "vr_code": region, "gm_code": town, "lon": lon, "lat": 52.9}
    return {**where, "places": places, "status": "open", **traits}


def tables() -> dict[str, list[dict[str, Any]]]:
    """Something of everything: arrivals, a site that closes with residents, regular reception, homes, a run-down."""
    linked = {"kind": "status_holder", "linked_municipality": "GM0014"}
    seeker = {"kind": "asylum_seeker", "origin_id": "TA"}
    return {
        "policy": [{"key": "date", "value": MONDAY}, {"key": "days", "value": DAYS}],
        "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}],
        "households": [
            *({"household_id": f"A{n}", "persons": n, **seeker} for n in range(1, 5)),
            {"household_id": "B1", "persons": 2, **linked},
            {"household_id": "B2", "persons": 3, "ready_on": day(2), **linked},
            {"household_id": "B3", "persons": 6, **linked},
        ],
        "sites": [
            site("OLD", "VR01", "GM0014", 6.6, 10, occupied=8, closes_on=day(2)),
            site("NEAR", "VR03", "GM0114", 6.9, 30, occupied=5, care_level=3, wheelchair_places=4, minors=True),
            site("MORE", "VR01", "GM0014", 6.5, 20, opens_on=day(2)),
        ],
        "regions": [{"vr_code": "VR03", "own_staff": 1.0, "state_staff_max": 5, "care_minutes": 300.0}],
        "region_days": [{"vr_code": "VR03", "from": day(3), "base_places": 12}],
        "housing": [
            {"offer_id": "W1", "gm_code": "GM0014", "type": "home", "persons": 2},
            {"offer_id": "W2", "gm_code": "GM0014", "type": "home", "persons": 3, "available_on": day(3)},
        ],
        "inflow": [{"date": day(n), "origin_id": "TA", "persons": 6.5} for n in (1, 2, 4)],
        "mix": [{"persons": 1, "share": 1.0}],
        "coa": [{"date": day(n), "places": 2.0} for n in (0, 3)],
        "status_inflow": [{"date": day(2), "gm_code": "GM0014", "persons": 1.5}],
        "targets": [{"gm_code": "GM0014", "from": day(-60), "until": day(60), "target": 9, "realised": 2}],
    }


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("outlook") / "days"
    write_sample(tables(), folder)
    return read_scenario(folder)


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> Plan:
    return plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)


def test_a_right_plan_is_found_right_and_has_something_of_everything(scenario: Scenario, plan: Plan) -> None:
    assert verify(scenario, plan) == ()
    assert plan.outlook is not None
    assert any(row.moved_out for row in plan.outlook.regions)
    assert any(row.to_coa for row in plan.outlook.regions)
    assert sum(row.housed for row in plan.outlook.country) == 5
    assert [row.behind for row in plan.outlook.targets] == [9 - 2 - 2 - 3]
    assert {row.size for row in plan.outlook.shortages} == {1, 2, 3, 6} - {1} or plan.outlook.shortages


Change = Callable[[Outlook], Outlook]


def region(number: int, code: str, **more: float) -> Change:
    """The outlook with so much more in a region's row of a day."""

    def change(outlook: Outlook) -> Outlook:
        rows = [
            replace(row, **{name: getattr(row, name) + add for name, add in more.items()})
            if (row.date, row.vr_code) == (day(number), code)
            else row
            for row in outlook.regions
        ]
        return replace(outlook, regions=tuple(rows))

    return change


def country(number: int, **more: float) -> Change:
    def change(outlook: Outlook) -> Outlook:
        rows = list(outlook.country)
        rows[number] = replace(rows[number], **{name: getattr(rows[number], name) + add for name, add in more.items()})
        return replace(outlook, country=tuple(rows))

    return change


def levels(number: int, **more: float) -> Change:
    def change(outlook: Outlook) -> Outlook:
        rows = list(outlook.levels)
        rows[number] = replace(rows[number], **{name: getattr(rows[number], name) + add for name, add in more.items()})
        return replace(outlook, levels=tuple(rows))

    return change


def target(**more: float) -> Change:
    def change(outlook: Outlook) -> Outlook:
        row = outlook.targets[0]
        changed = replace(row, **{name: getattr(row, name) + add for name, add in more.items()})
        return replace(outlook, targets=(changed,))

    return change


def both(*changes: Change) -> Change:
    def change(outlook: Outlook) -> Outlook:
        for one in changes:
            outlook = one(outlook)
        return outlook

    return change


WRONG: dict[str, tuple[Change, str]] = {
    "a day is missing": (lambda o: replace(o, country=o.country[1:]), "not every day"),
    "a region is missing": (lambda o: replace(o, regions=o.regions[1:]), "not every day"),
    "levels of a day are missing": (lambda o: replace(o, levels=o.levels[:-1]), "not every day"),
    "less than nobody": (region(1, "VR05", arrivals=-1.0, to_coa=-1.0), "is -1"),
    "no number": (region(1, "VR05", places=float("nan")), "places is nan"),
    "another first day": (region(0, "VR03", arrivals=1.0), "not what regions.csv says"),
    "people leave on the first day": (region(0, "VR03", to_coa=1.0), "not what regions.csv says"),
    "others wait on the first day": (country(0, waiting=1.0, unsheltered=1.0), "waiting is"),
    "other buses on the first day": (country(0, buses_used=1.0), "buses_used is"),
    "somebody appears in a region": (region(1, "VR03", occupied=1.0), "what came and went makes it"),
    "somebody vanishes from a region": (region(4, "VR03", to_coa=1.0), "what came and went makes it"),
    "other places": (region(2, "VR07", places=1.0), "places are"),
    "too many for the sites": (region(1, "VR07", arrivals=1.0, occupied=1.0), "take 0 at most"),
    "too many for a lowered tranche": (region(3, "VR03", arrivals=2.0, occupied=2.0), ""),
    "too much care": (region(1, "VR03", care_minutes_used=999.0), "care minutes"),
    "too much staff sent": (region(1, "VR03", state_staff=9.0), "more than it can have"),
    "too little staff": (region(1, "VR03", state_staff=-99.0, hired_staff=0.0), ""),
    "waiting and unsheltered differ": (country(2, unsheltered=1.0), "wait, and"),
    "arrivals are not the regions'": (country(2, arrivals=1.0), "in the regions"),
    "other people arrive than are expected": (country(1, inflow=1.0, waiting=1.0, unsheltered=1.0), "inflow is"),
    "somebody waits who did not come": (country(1, waiting=1.0, unsheltered=1.0), "the flows make it"),
    "somebody is housed without being ready": (country(3, housed=1.0), "the flows make it"),
    "a place in regular reception appears": (country(3, coa_places_left=1.0), "coa_places_left is"),
    "a place in regular reception is used twice": (country(3, to_coa=1.0), "the flows make it"),
    "more buses than there are": (country(2, buses_used=99.0), "buses of"),
    "another level of a day": (levels(2, uneven=5.0), "uneven is"),
    "unsheltered that nobody is": (levels(2, unsheltered=5.0), "what is expected allows"),
    "unhoused that nobody is": (levels(2, unhoused=50.0), "what is expected allows"),
    "displaced who are not housed": (levels(1, displaced=5.0), "what is expected allows"),
    "staff that costs nothing": (both(region(1, "VR03", state_staff=0.001), levels(1, effort=-1e4)), ""),
    "a first day of other levels": (levels(0, effort=1.0), "effort"),
    "a target that is not asked": (target(target=1, behind=1), "it should be"),
    "a target that was not reached": (target(expected=1.0), "behind is"),
    "no targets": (lambda o: replace(o, targets=()), "not every municipality"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_found(wrong: str, scenario: Scenario, plan: Plan) -> None:
    change, words = WRONG[wrong]
    assert plan.outlook is not None
    found = verify(scenario, replace(plan, outlook=change(plan.outlook)))
    assert any(words in violation.text for violation in found)


def test_several_days_have_an_outlook_and_one_day_has_none(scenario: Scenario, plan: Plan) -> None:
    assert any("no outlook" in v.text for v in verify(scenario, replace(plan, outlook=None)))
    one = replace(scenario, horizon=replace(scenario.horizon, days=1))
    assert any("an outlook" in v.text for v in verify(one, plan))


def test_rounding_is_no_fault(scenario: Scenario, plan: Plan) -> None:
    assert plan.outlook is not None
    almost = country(3, coa_places_left=1e-6)(plan.outlook)
    assert verify(scenario, replace(plan, outlook=almost)) == ()


def test_who_finds_no_place_when_a_site_closes_waits(tmp_path: Path) -> None:
    full = tables()
    full["sites"] = full["sites"][:1]  # OLD alone, and it closes on the third day
    full["coa"] = full["inflow"] = []
    full["policy"].append({"key": "freed_per_housed", "value": 0.0})
    write_sample(full, tmp_path / "days")
    scenario = read_scenario(tmp_path / "days")
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    assert verify(scenario, plan) == ()
    assert plan.outlook is not None
    outside = plan.outlook.country[0].unsheltered
    assert [row.unsheltered for row in plan.outlook.country] == [outside, outside, 18, 18, 18]
    assert plan.outlook.country[2].inflow == 18 - outside


def test_an_empty_site_that_closes_takes_no_place_in_regular_reception(tmp_path: Path) -> None:
    empty = tables()
    empty["sites"] = [site("EMPTY", "VR01", "GM0014", 6.6, 10, closes_on=day(1))]
    empty["households"] = empty["inflow"] = empty["status_inflow"] = empty["housing"] = []
    empty["coa"] = [{"date": day(1), "places": 5.0}]
    write_sample(empty, tmp_path / "days")
    scenario = read_scenario(tmp_path / "days")
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    assert verify(scenario, plan) == ()
    assert plan.outlook is not None
    assert [row.coa_places_left for row in plan.outlook.country] == [0, 5, 5, 5, 5]
    assert [row.to_coa for row in plan.outlook.country] == [0] * 5


@pytest.mark.parametrize("opens", [day(0), day(1)])
def test_the_site_next_to_an_overfull_one_may_be_filled(opens: date, tmp_path: Path) -> None:
    crowded = tables()
    crowded["sites"] = [
        site("OVER", "VR01", "GM0014", 6.6, 5, occupied=8),
        site("ROOM", "VR01", "GM0014", 6.5, 10, opens_on=opens),
    ]
    crowded["coa"] = crowded["housing"] = crowded["region_days"] = []
    write_sample(crowded, tmp_path / "days")
    scenario = read_scenario(tmp_path / "days")
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    assert verify(scenario, plan) == ()
    assert plan.outlook is not None
    here = [row.occupied for row in plan.outlook.regions if row.vr_code == "VR01"]
    assert here[-1] == 18  # three more than there are places, as many as were there too many
    one_more = replace(plan, outlook=region(len(here) - 1, "VR01", occupied=1.0)(plan.outlook))
    assert any("there never was room" in fault.text for fault in verify(scenario, one_more))
