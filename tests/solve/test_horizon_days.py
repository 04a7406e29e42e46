"""Generated scenarios of several days: every plan adds up, keeps every limit, and is no better than its bounds."""

from __future__ import annotations

import importlib.util
import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from generate_days import random_horizon

from optimizer.day import plan_scenario
from optimizer.model.horizon.housing import housing_of
from optimizer.model.horizon.setting import setting_of
from optimizer.plan.details.build import plan_details
from optimizer.plan.plan import Level, Plan, Status
from optimizer.plan.read import read_plan
from optimizer.plan.verify import verify
from optimizer.plan.write import write_tables
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve.horizon.housing import house_over_days
from optimizer.solve.horizon.plan import Relaxed, plan_horizon
from tests.generate import ROOM, Size, Tightness

KINDS: list[tuple[int, Size]] = [
    *((seed, "tiny") for seed in range(1, 97)),
    *((seed, "small") for seed in (2, 4, 7, 8)),
]
TIGHTNESS: tuple[Tightness, ...] = tuple(ROOM)
SECONDS = {"tiny": 3.0, "small": 15.0}


def scenario_of(seed: int, size: Size, folder: Path) -> Scenario:
    write_sample(random_horizon(seed, size, TIGHTNESS[seed % 3]), folder / "days")
    scenario = read_scenario(folder / "days")
    return replace(scenario, policy=replace(scenario.policy, time_limit_seconds=SECONDS[size]))


def planned(scenario: Scenario) -> Plan:
    return plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)


def people_add_up(plan: Plan) -> None:
    """Section 5's two sums, from the rows alone."""
    assert plan.outlook is not None
    flows: dict[date, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    before: dict[str, float] = {region.vr_code: region.occupied_before for region in plan.regions}
    for row in plan.outlook.regions:
        came = before[row.vr_code] + row.arrivals + row.moved_in - row.to_coa - row.moved_out
        assert row.occupied == pytest.approx(came, abs=1e-6)
        before[row.vr_code] = row.occupied
        flows[row.date]["arrivals"] += row.arrivals
        flows[row.date]["to_coa"] += row.to_coa
    waiting = 0.0
    for day in plan.outlook.country:
        from_waiting = day.to_coa - flows[day.date]["to_coa"]
        waiting += day.inflow - day.arrivals - from_waiting
        assert day.waiting == day.unsheltered == pytest.approx(waiting, abs=1e-5)
        assert day.arrivals == pytest.approx(flows[day.date]["arrivals"], abs=1e-6)


@pytest.mark.parametrize(("seed", "size"), KINDS)
def test_people_add_up_limits_hold_and_bounds_are_bounds(seed: int, size: Size, tmp_path: Path) -> None:
    scenario = scenario_of(seed, size, tmp_path)
    plan = planned(scenario)
    assert verify(scenario, plan, plan_details(plan, scenario)) == ()
    people_add_up(plan)
    assert all(level.bound is not None and level.bound <= level.value + 1e-6 for level in plan.levels)
    write_tables(plan, scenario, tmp_path)
    assert read_plan(tmp_path) == plan


def alone(plan: Plan) -> Plan:
    """The first day as a plan of one day."""
    assert plan.outlook is not None
    levels = [
        Level(level.name, value, None, None, 0.0, settled=False)
        for level, value in zip(plan.levels, plan.outlook.levels_today, strict=True)
    ]
    return replace(plan, outlook=None, levels=tuple(levels), status=Status.FEASIBLE)


@pytest.mark.shared
@pytest.mark.parametrize(("seed", "size"), KINDS)
def test_the_checker_finds_the_first_day_valid(seed: int, size: Size, shared: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("check_plan", shared / "tools" / "check_plan.py")
    assert spec is not None
    assert spec.loader is not None
    checker: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)
    scenario = scenario_of(seed, size, tmp_path)
    if any(change.day == scenario.date for change in scenario.horizon.region_changes):
        scenario = replace(scenario, horizon=replace(scenario.horizon, region_changes=()))
        tables = random_horizon(seed, size, TIGHTNESS[seed % 3])
        write_sample(tables | {"region_days": []}, tmp_path / "days", overwrite=True)
        scenario = replace(read_scenario(tmp_path / "days"), policy=scenario.policy)
    plan = planned(scenario)
    out = tmp_path / "plan"
    out.mkdir()
    write_tables(alone(plan), scenario, out)
    broken, *_ = checker.check(checker.Scenario(tmp_path / "days"), out, dict(scenario.region_of_municipality))
    assert broken == []


@pytest.mark.parametrize("seed", range(1, 10))
def test_a_horizon_of_one_day_is_the_day_s_plan(seed: int, tmp_path: Path) -> None:
    tables = random_horizon(seed, "tiny", TIGHTNESS[seed % 3])
    tables["policy"] = [row for row in tables["policy"] if row["key"] != "days"]
    write_sample(tables, tmp_path / "day")
    scenario = read_scenario(tmp_path / "day")
    day = planned(scenario)
    assert day.outlook is None
    horizon = plan_horizon(scenario, progress=lambda _: None, interrupted=lambda: False)  # as several days are planned
    assert horizon.outlook is not None
    assert horizon.outlook.levels_today == tuple(level.value for level in horizon.levels)
    assert [level.value for level in horizon.levels] == [level.value for level in day.levels]


# -- bounds against brute force: two days, two sites, people who need no bus

MONDAY = date(2026, 3, 2)


def two_days(today: int, tomorrow: int, small: int, large: int, folder: Path) -> Scenario:
    """SMALL serves everybody, LARGE nobody who needs care; who comes tomorrow needs it. Two thirds weigh double."""
    policy = [
        {"key": "date", "value": MONDAY},
        {"key": "days", "value": 2},
        {"key": "priority_weights", "value": [1.0, 2.0, 10.0]},
    ]
    place = {"lon": 6.9, "lat": 52.9, "vr_code": "VR03", "gm_code": "GM0114", "status": "open"}
    tables: dict[str, list[dict[str, Any]]] = {
        "policy": policy,
        "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}],
        "households": [
            {
                "household_id": f"H{n}",
                "kind": "asylum_seeker",
                "persons": 1,
                "origin_id": "TA",
                "transport": "own",
                "priority": int(n % 3 > 0),
            }
            for n in range(today)
        ],
        "sites": [
            {"site_id": "SMALL", "name": "Small", "places": small, "care_level": 1, **place},
            {"site_id": "LARGE", "name": "Large", "places": large, **place},
        ],
        "mix": [{"persons": 1, "care_level": 1, "share": 1.0}],
        "inflow": [{"date": MONDAY + timedelta(days=1), "origin_id": "TA", "persons": tomorrow}],
    }
    write_sample(tables, folder / "days")
    return read_scenario(folder / "days")


def least_outside(today: int, tomorrow: int, small: int, large: int) -> float:
    """Level 1 of the best plan, by trying all of them."""
    light = len([n for n in range(today) if n % 3 == 0])
    best = float("inf")
    for in_small, in_large in itertools.product(range(min(today, small) + 1), range(min(today, large) + 1)):
        out = today - in_small - in_large
        if out < 0:
            continue
        night = 2 * out - min(out, light)  # those who weigh least stay outside
        for later_small in range(min(tomorrow, small - in_small) + 1):
            for still in range(out + 1):
                if still < out - (large - in_large) - (small - in_small - later_small):
                    continue
                second = 2 * still - min(still, light) + (tomorrow - later_small)
                best = min(best, night + second)
    return float(best)


@pytest.mark.parametrize(
    ("today", "tomorrow", "small", "large"), [(3, 2, 2, 3), (5, 3, 2, 3), (4, 4, 3, 0), (6, 1, 1, 2), (2, 5, 4, 4)]
)
def test_the_bound_is_the_best_there_is(today: int, tomorrow: int, small: int, large: int, tmp_path: Path) -> None:
    scenario = two_days(today, tomorrow, small, large, tmp_path)
    best = least_outside(today, tomorrow, small, large)
    relaxed = Relaxed(setting_of(scenario), house_over_days(housing_of(scenario)))
    assert relaxed.unsheltered == pytest.approx(best, abs=1e-6)
    plan = planned(scenario)
    assert verify(scenario, plan) == ()
    assert plan.levels[0].value == pytest.approx(best, abs=1e-6)
