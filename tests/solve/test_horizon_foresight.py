"""A plan of several days does not regret its first day: small cases counted by hand, beside today planned alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from optimizer.day import plan_scenario
from optimizer.plan.plan import Plan
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample

MONDAY = date(2026, 3, 2)
Tables = dict[str, list[dict[str, Any]]]
NOBODY_FREED = {"key": "freed_per_housed", "value": 0.0}


def seekers(count: int, **needs: object) -> list[dict[str, Any]]:
    return [
        {"household_id": f"H{n}", "kind": "asylum_seeker", "persons": 1, "origin_id": "TA", **needs}
        for n in range(1, count + 1)
    ]


def site(site_id: str, region: str, town: str, lon: float, places: int, **traits: object) -> dict[str, Any]:
    return {
        "site_id": site_id,
        "name": site_id,
        "vr_code": region,
        "gm_code": town,
        "lon": lon,
        "lat": 52.9,
        "places": places,
        "status": "open",
        **traits,
    }


def days(tmp_path: Path, count: int, tables: Tables) -> Scenario:
    """A scenario of so many days from Ter Apel; `tables` hold the rest."""
    policy = [{"key": "date", "value": MONDAY}, {"key": "days", "value": count}, NOBODY_FREED]
    origins = [
        {"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87},
        {"origin_id": "ZV", "name": "Zevenaar", "lon": 6.08, "lat": 51.93},
    ]
    whole = {"policy": [*policy, *tables.pop("policy", [])], "origins": origins} | tables
    write_sample({name: whole.get(name, []) for name in {*whole, "households", "sites"}}, tmp_path / "days")
    return read_scenario(tmp_path / "days")


def planned(scenario: Scenario) -> Plan:
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    assert verify(scenario, plan) == ()
    return plan


def alone(scenario: Scenario) -> Plan:
    """The first day as it is planned when nothing is known of the others."""
    return planned(replace(scenario, horizon=replace(scenario.horizon, days=1)))


def where(plan: Plan) -> dict[str, str]:
    return {a.household_id: a.destination_id for a in plan.assignments}


def outside(plan: Plan) -> list[float]:
    assert plan.outlook is not None
    return [round(row.unsheltered, 3) for row in plan.outlook.country]


# Both sites have 4 places; the near one is the only one that takes what is expected on the third day.
NEAR, FAR = ("VR01", "GM0014", 6.9), ("VR03", "GM0114", 6.2)
SPECIAL: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "wheelchairs": ({"wheelchair_places": 4}, {"wheelchairs": 1}),
    "care": ({"care_level": 3}, {"care_level": 3}),
    "minors": ({"minors": True}, {"minor_alone": True}),
}


@pytest.mark.parametrize("need", SPECIAL)
def test_places_that_only_later_arrivals_need_are_kept_for_them(tmp_path: Path, need: str) -> None:
    offers, needs = SPECIAL[need]
    third = MONDAY + timedelta(days=2)
    scenario = days(
        tmp_path,
        4,
        {
            "households": seekers(4),
            "sites": [site("NEAR", *NEAR, 4, **offers), site("FAR", *FAR, 4)],
            "mix": [{"persons": 1, "share": 1.0, **needs}],
            "inflow": [{"date": third, "origin_id": "TA", "persons": 4}],
        },
    )
    assert set(where(alone(scenario)).values()) == {"NEAR"}  # less driving
    plan = planned(scenario)
    assert set(where(plan).values()) == {"FAR"}
    assert outside(plan) == [0, 0, 0, 0]
    assert plan.levels[0].value == plan.levels[0].bound == 0


def test_without_later_arrivals_the_day_is_as_it_would_be_alone(tmp_path: Path) -> None:
    scenario = days(
        tmp_path,
        4,
        {"households": seekers(4), "sites": [site("NEAR", *NEAR, 4, wheelchair_places=4), site("FAR", *FAR, 4)]},
    )
    plan = planned(scenario)
    assert where(plan) == where(alone(scenario))
    assert plan.outlook is not None
    assert plan.outlook.levels_today == tuple(level.value for level in alone(scenario).levels)


def test_a_site_near_tomorrow_s_origin_is_kept_where_buses_reach_no_further(tmp_path: Path) -> None:
    # Zevenaar is near SOUTH; from there NORTH is beyond what the one bus may drive in a day.
    policy = [{"key": "buses_per_day", "value": 1}, {"key": "max_drive_minutes", "value": 200.0}]
    buses = [{"bus_id": "B1", "station_id": "TA", "seats": 50}, {"bus_id": "B2", "station_id": "ZV", "seats": 50}]
    scenario = days(
        tmp_path,
        3,
        {
            "policy": policy,
            "buses": buses,
            "households": seekers(4, transport="own"),
            "sites": [
                site("NORTH", "VR01", "GM0014", 6.6, 4, opens_on=MONDAY),
                site("SOUTH", "VR07", "GM0299", 6.1, 4) | {"lat": 51.95},
            ],
            "travel_times": [
                {"from_id": "TA", "to_id": "SOUTH", "minutes": 5},
                {"from_id": "ZV", "to_id": "NORTH", "minutes": 300},
                {"from_id": "NORTH", "to_id": "ZV", "minutes": 300},
                {"from_id": "NORTH", "to_id": "SOUTH", "minutes": 300},
                {"from_id": "SOUTH", "to_id": "NORTH", "minutes": 300},
                {"from_id": "ZV", "to_id": "TA", "minutes": 300},
                {"from_id": "SOUTH", "to_id": "TA", "minutes": 300},
            ],
            "mix": [{"persons": 1, "share": 1.0}],
            "inflow": [{"date": MONDAY + timedelta(days=1), "origin_id": "ZV", "persons": 4}],
        },
    )
    assert set(where(alone(scenario)).values()) == {"SOUTH"}
    plan = planned(scenario)
    assert set(where(plan).values()) == {"NORTH"}
    assert outside(plan) == [0, 0, 0]


def test_care_minutes_are_kept_for_who_needs_them(tmp_path: Path) -> None:
    # 45 + 45 minutes fit either region; the near one alone takes care level 3, and has 100 minutes.
    scenario = days(
        tmp_path,
        3,
        {
            "households": seekers(8, care_level=1),
            "regions": [{"vr_code": "VR01", "care_minutes": 100.0}],
            "sites": [
                site("NEAR", *NEAR, 20, care_level=3),
                site("FAR", *FAR, 20, care_level=1),
            ],
            "mix": [{"persons": 1, "share": 1.0, "care_level": 3}],
            "inflow": [{"date": MONDAY + timedelta(days=1), "origin_id": "TA", "persons": 2}],
        },
    )
    assert set(where(alone(scenario)).values()) == {"NEAR"}
    plan = planned(scenario)
    assert sum(to == "NEAR" for to in where(plan).values()) <= 1
    assert outside(plan) == [0, 0, 0]


def test_a_home_that_only_a_later_family_fits_is_kept_for_it(tmp_path: Path) -> None:
    # One person may have the studio tomorrow or the large home today; the family of tomorrow fits the latter only.
    linked = {"kind": "status_holder", "linked_municipality": "GM0014"}
    tomorrow = MONDAY + timedelta(days=1)
    scenario = days(
        tmp_path,
        10,
        {
            "households": [
                {"household_id": "ONE", "persons": 1, **linked},
                {"household_id": "FAMILY", "persons": 6, "ready_on": tomorrow, **linked},
            ],
            "housing": [
                {"offer_id": "LARGE", "gm_code": "GM0014", "type": "home", "persons": 6},
                {"offer_id": "STUDIO", "gm_code": "GM0014", "type": "home", "persons": 1, "available_on": tomorrow},
            ],
        },
    )
    assert where(alone(scenario))["ONE"] == "LARGE"
    plan = planned(scenario)
    assert where(plan)["ONE"] == ""
    assert plan.levels[1].value == plan.levels[1].bound == 1  # one person, one day
    assert plan.outlook is not None
    assert [row.housed for row in plan.outlook.country] == [0, 7] + [0] * 8
