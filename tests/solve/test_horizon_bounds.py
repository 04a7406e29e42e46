"""Bounds over several days: of who is housed when, of short staff, and what happens without time for them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from generate_days import random_horizon

from optimizer.day import plan_scenario
from optimizer.model.horizon.housing import housing_of
from optimizer.model.horizon.programme import Programme
from optimizer.model.horizon.setting import Setting, setting_of
from optimizer.model.horizon.shortage import Shortage, add_shortage
from optimizer.model.horizon.start import MostHoused, start_of
from optimizer.model.interior import bound_interior, minimize_interior
from optimizer.model.linear import Ending, Expression, LinearModel, expression
from optimizer.plan.plan import Plan
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve.horizon import plan as horizon_plan
from optimizer.solve.horizon.housed import Bounds
from optimizer.solve.horizon.housing import HousingPlan, house_over_days, house_today, parts
from optimizer.solve.horizon.later import expect
from optimizer.solve.horizon.plan import Relaxed
from optimizer.solve.lexicographic import INTERRUPTED
from optimizer.solve.search import Limits

MONDAY, DAY = date(2026, 3, 2), timedelta(days=1)
TOWN = "GM0114"


def planned(scenario: Scenario) -> Plan:
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    assert verify(scenario, plan) == ()
    return plan


def days(folder: Path, count: int, tables: dict[str, list[dict[str, Any]]]) -> Scenario:
    policy = [{"key": "date", "value": MONDAY}, {"key": "days", "value": count}, *tables.pop("policy", [])]
    origins = [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}]
    write_sample({"policy": policy, "origins": origins, "households": [], "sites": [], **tables}, folder / "days")
    return read_scenario(folder / "days")


def holder(number: int, persons: int) -> dict[str, Any]:
    return {
        "household_id": f"W{number}",
        "kind": "status_holder",
        "persons": persons,
        "linked_municipality": TOWN,
        "linked_on": MONDAY,
    }


def shared_home(persons: int, **when: date) -> dict[str, Any]:
    return {"offer_id": "F1", "gm_code": TOWN, "type": "interim", "persons": persons, "units": 1, **when}


# -- interior point


def test_the_interior_point_method_ends_at_a_corner() -> None:
    model = LinearModel()
    x = model.variables(2, 0.0, 4.0, integer=False)
    model.row(expression(x), low=6.0)
    found = minimize_interior(model, expression(x, [1.0, 2.0]), seconds=10)
    assert (found.ending, found.value) == (Ending.OPTIMAL, pytest.approx(8.0))
    assert found.solution == pytest.approx([4.0, 2.0])
    model.row(expression(x), high=5.0)
    assert minimize_interior(model, expression(x), seconds=10).ending is Ending.INFEASIBLE


def test_a_bound_without_a_corner_is_the_optimum_nearly() -> None:
    model = LinearModel()
    x = model.variables(2, 0.0, [4.0, float("inf")], integer=False)
    model.row(expression(x), low=6.0)
    dear = expression(x, [1.0, 2.0])
    bound = bound_interior(model, dear, seconds=10, most=100.0)
    assert bound == pytest.approx(8.0, rel=1e-5)
    assert bound <= 8.0 + 1e-12
    model.row(expression(x), high=5.0)
    assert bound_interior(model, dear, seconds=10, most=100.0) is None


@pytest.mark.parametrize("seed", range(20))
def test_any_prices_give_a_bound_that_is_true(seed: int) -> None:
    draw = np.random.default_rng(seed)
    model = LinearModel()
    x = model.variables(6, 0.0, [3.0, 3.0, 3.0, float("inf"), float("inf"), float("inf")], integer=False)
    weights, inside = draw.uniform(-2, 5, (5, 6)), draw.uniform(0, 3, 6)
    for kind, row in enumerate(weights):  # equations, rows with one side and rows with two
        value = float(row @ inside)
        model.row(expression(x, list(row)), low=value - (kind % 3), high=value if kind < 4 else float("inf"))
    model.row(expression(x), high=18.0)
    objective = Expression(x, draw.uniform(-1, 4, 6), 7.0)
    best = model.minimize(objective, relax=True)
    assert best.ending is Ending.OPTIMAL
    assert model.bound_at(objective, best.duals, 18.0) == pytest.approx(best.value)
    for _ in range(20):
        prices = best.duals + draw.normal(0, 1, len(best.duals))
        assert model.bound_at(objective, prices, 18.0) <= best.value + 1e-9


@pytest.mark.parametrize("seed", range(1, 7))
def test_no_quantity_of_a_day_is_more_than_the_most(seed: int, tmp_path: Path) -> None:
    write_sample(random_horizon(seed, "tiny", "tight"), tmp_path / "days")
    setting = setting_of(read_scenario(tmp_path / "days"))
    programme = Programme(setting, start_of(setting, MostHoused((50.0,) * setting.days)))
    most = programme.most()
    free = [column for column, high in enumerate(programme.linear.high) if high == float("inf")]
    for column in free[:: max(1, len(free) // 40)]:
        found = programme.linear.minimize(expression([column], -1.0), relax=True)
        assert found.ending is Ending.OPTIMAL  # so it has a most
        assert -found.value <= most + 1e-6


# -- homes


def test_today_s_households_are_whole_and_a_part_of_one_may_wait_for_tomorrow(tmp_path: Path) -> None:
    # Room for 3, two households of 2: one today, and of the other a half tomorrow.
    scenario = days(tmp_path, 3, {"households": [holder(1, 2), holder(2, 2)], "housing": [shared_home(3)]})
    housing = housing_of(scenario)
    assert list(housing.pair_day) == [0, 1]
    assert len(house_today(housing)) == 1
    plan = planned(scenario)
    assert plan.outlook is not None
    assert [row.housed for row in plan.outlook.country] == pytest.approx([2, 1, 0])
    # 2 people three days, of whom 3 of 6 person-days at once and the rest a day later: 2 + 1 + 1
    assert plan.levels[1].value == pytest.approx(2 + 1 + 1)


def test_a_home_that_is_gone_tomorrow_is_not_waited_for(tmp_path: Path) -> None:
    gone = shared_home(3, available_until=MONDAY + timedelta(days=1))
    scenario = days(tmp_path, 3, {"households": [holder(1, 2), holder(2, 2)], "housing": [gone]})
    assert list(housing_of(scenario).pair_day) == [0]


def test_whole_households_have_a_bound_of_their_own(tmp_path: Path) -> None:
    scenario = days(tmp_path, 3, {"households": [holder(1, 2), holder(2, 2)], "housing": [shared_home(3)]})
    (part,) = parts(housing_of(scenario))
    weights = -housing_of(scenario).person_days()
    assert weights @ part.least(weights) == pytest.approx(-9)  # 3 people, three days
    found = part.least_whole(weights, gap=0.0, nodes=None)
    assert (found.value, found.bound) == (pytest.approx(-8), pytest.approx(-8))  # 2 people three days, 1 two days


def test_person_days_are_bounded_with_whole_households_at_every_sixth_of_the_days(tmp_path: Path) -> None:
    scenario = days(tmp_path, 12, {"households": [holder(1, 2), holder(2, 2)], "housing": [shared_home(3)]})
    everything = house_over_days(housing_of(scenario))
    unhoused = planned(scenario).levels[1].value
    most = Bounds(everything).most_housed(unhoused)
    # 2 people on the first evening, 3 on every later one; parts of households would be 3 on the first one too
    expected = {last: 2 + 3 * last for last in (11, 9, 7, 5, 3, 1)}
    assert dict(most.person_days) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("count", [3, 12])
def test_a_level_2_told_in_millionths_leaves_room_for_the_plan_that_has_it(count: int, tmp_path: Path) -> None:
    scenario = days(tmp_path, count, {"households": [holder(1, 2), holder(2, 2)], "housing": [shared_home(3)]})
    everything = house_over_days(housing_of(scenario))
    told_too_low = everything.unhoused - 4e-7
    most = Bounds(everything).most_housed(told_too_low)
    by_end = list(accumulate(accumulate(everything.housed())))
    whole = [persons - 1 for persons in by_end]  # one of the two households moves in today, not one and a half
    assert all(whole[last] <= bound + 1e-6 for last, bound in most.person_days)


@pytest.mark.parametrize("seed", range(1, 13))
def test_no_plan_houses_sooner_than_its_bound(seed: int, tmp_path: Path) -> None:
    write_sample(random_horizon(seed, "tiny", "tight"), tmp_path / "days")
    scenario = read_scenario(tmp_path / "days")
    scenario = replace(scenario, policy=replace(scenario.policy, time_limit_seconds=3.0))
    plan = planned(scenario)
    assert plan.outlook is not None
    bounds = Bounds(house_over_days(housing_of(scenario)))
    most = bounds.most_housed(plan.levels[1].value)
    by_day = list(accumulate(row.housed for row in plan.outlook.country))
    assert all(value <= bound + 1e-5 for value, bound in zip(by_day, most.by_day, strict=True))
    person_days = list(accumulate(by_day))
    assert all(person_days[last] <= bound + 1e-4 for last, bound in most.person_days)
    assert bounds.least_displaced(plan.levels[1].value) <= plan.levels[2].value + 1e-5


def test_person_days_bound_what_is_housed_by_the_end_of_each_day(tmp_path: Path) -> None:
    scenario = days(tmp_path, 3, {"sites": []})
    programme = Programme(
        setting_of(scenario), start_of(setting_of(scenario), MostHoused((1.0, 4.0, 4.0), ((2, 7.0),)))
    )
    housed = expression([day.housed for day in programme.days])
    found = minimize_interior(programme.linear, housed.times(-1.0), seconds=10)
    assert found.value == pytest.approx(-7)  # 1 + 4 + 4 without that bound


# -- a region that is short of staff


@pytest.mark.parametrize(("need", "cost"), [(8.0, 6.0), (10.0, 8.0), (12.0, 8.0), (11.0, 8.0)])
def test_a_short_region_pays_for_all_its_staff(need: float, cost: float) -> None:
    """Two of its own, eight from the state; twelve once were enough. Everybody needs one."""
    model = LinearModel()
    state, arrive = (int(x) for x in model.variables(2, 0.0, [8.0, 20.0], integer=False))
    bands = model.variables(2, 0.0, [5.0, float("inf")], integer=False)
    model.row(expression(bands), low=need, high=need)
    here = Shortage(10.0, 12.0, expression(bands), ((state, 8.0),), tuple(bands.tolist()), (1.0, 1.0), (arrive,))
    short, is_short = add_shortage(model, here, None)
    model.row(expression(bands) + expression([state, short], -1.0), high=2.0)
    whole = LinearModel(model.low, model.high, list(model.integer), model.rows)
    whole.integer[is_short] = True
    found = whole.minimize(expression([state]), seconds=10)
    assert found.value == pytest.approx(cost)
    if need > 10:  # then nobody comes
        most = whole.minimize(expression([arrive], -1.0), seconds=10)
        assert most.value == pytest.approx(0.0)
    relaxed = minimize_interior(model, expression([state]), seconds=10)
    assert relaxed.value <= cost + 1e-6


# -- running down


def test_regular_reception_takes_residents_even_where_no_level_gains_by_it(tmp_path: Path) -> None:
    # 9 residents of 450 places are even and need no staff but the region's own: no level counts them.
    hall = {"vr_code": "VR03", "gm_code": TOWN, "lon": 6.9, "lat": 52.9, "status": "open"}
    scenario = days(
        tmp_path,
        4,
        {
            "sites": [{"site_id": "S", "name": "S", "places": 90, "occupied": 9, **hall}],
            "regions": [{"vr_code": "VR03", "own_staff": 20}],
            "coa": [{"date": MONDAY + timedelta(days=n), "places": 4} for n in range(4)],
        },
    )
    plan = planned(scenario)
    assert plan.outlook is not None
    occupied = [row.occupied for row in plan.outlook.regions if row.vr_code == "VR03"]
    assert occupied == pytest.approx([9, 1, 0, 0])  # 4 of the first day and 4 of the second, then 1
    assert [level.value for level in plan.levels] == [0, 0, 0, 0, 0]


# -- no time


def test_without_time_the_days_after_the_first_keep_level_1_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"vr_code": "VR03", "gm_code": TOWN, "lon": 6.9, "lat": 52.9, "status": "open"}
    scenario = days(
        tmp_path,
        3,
        {
            "sites": [{"site_id": "S", "name": "S", "places": 4, **place}],
            "inflow": [{"date": MONDAY + timedelta(days=1), "origin_id": "TA", "persons": 5}],
            "mix": [{"persons": 1, "share": 1.0}],
        },
    )
    with_time = planned(scenario)
    assert horizon_plan.CUT not in with_time.warnings
    assert with_time.levels[0].bound == pytest.approx(2)

    def no_time(*arguments: Any) -> Any:
        return expect(*arguments[:-1], Limits(time.monotonic() - 1.0))

    monkeypatch.setattr(horizon_plan, "expect", no_time)
    plan = planned(scenario)
    assert plan.levels[0].value == with_time.levels[0].value == pytest.approx(2)  # the fifth person, two nights
    assert plan.warnings == (*with_time.warnings, horizon_plan.CUT)


@pytest.mark.parametrize("during", ["solve", "expect"])
def test_an_interruption_is_told_once_whenever_it_comes(
    during: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = days(tmp_path, 3, {"households": [holder(1, 2)], "housing": [shared_home(3)]})
    asked: list[str] = []
    real = getattr(horizon_plan, during)

    def stopped(*arguments: Any, **options: Any) -> Any:
        asked.append(during)
        return real(*arguments, **options)

    monkeypatch.setattr(horizon_plan, during, stopped)
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: bool(asked))
    assert verify(scenario, plan) == ()
    assert plan.warnings.count(INTERRUPTED) == 1


def test_bounds_without_time_are_0_and_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = days(tmp_path, 3, {"households": [holder(1, 2)], "housing": [shared_home(3)]})

    def no_time(setting: Setting, everything: HousingPlan, _: Limits) -> Relaxed:
        return Relaxed(setting, everything, Limits(time.monotonic() - 1.0))

    monkeypatch.setattr(horizon_plan, "Relaxed", no_time)
    plan = planned(scenario)
    assert [level.bound for level in plan.levels] == [0, 0, 0, 0, 0]
    assert plan.warnings[-1] == horizon_plan.NO_BOUNDS


def test_an_overfull_site_needs_its_fixed_staff_once(tmp_path: Path) -> None:
    """Five live where two fit: 5 / 5 staff and one more for the site, two in all, on each of two days."""
    hall = {"vr_code": "VR03", "gm_code": TOWN, "lon": 6.9, "lat": 52.9, "status": "open", "staff_fixed": 1}
    tables = {
        "policy": [{"key": "people_per_staff", "value": 5.0}],
        "sites": [{"site_id": "S", "name": "S", "places": 2, "occupied": 5, **hall}],
        "regions": [{"vr_code": "VR03", "own_staff": 0}],
    }
    effort = planned(days(tmp_path, 2, tables)).levels[-1]
    assert effort.value == pytest.approx(2 * 2 * 30)
    assert effort.bound == pytest.approx(effort.value, abs=1e-2)


def test_nobody_moves_into_a_region_that_no_bus_reaches_from_a_closing_site(tmp_path: Path) -> None:
    """Ten leave a site that closes; the far region's site is hours further than a bus may drive."""
    near = {"vr_code": "VR03", "gm_code": TOWN, "lon": 6.9, "lat": 52.9, "status": "open"}
    far = {"vr_code": "VR22", "gm_code": "GM0772", "lon": 5.5, "lat": 51.4, "status": "open"}
    scenario = days(
        tmp_path,
        2,
        {
            "sites": [
                {"site_id": "S", "name": "S", "places": 10, "occupied": 10, "closes_on": MONDAY + DAY, **near},
                {"site_id": "N", "name": "N", "places": 4, **near},
                {"site_id": "F", "name": "F", "places": 30, **far},
            ],
            "buses": [{"bus_id": "B", "station_id": "TA", "seats": 50}],
            "travel_times": [
                {"from_id": begin, "to_id": end, "minutes": 400}
                for place in ("S", "N", "TA")
                for begin, end in ((place, "F"), ("F", place))
            ],
        },
    )
    programme = Programme(setting_of(scenario), start_of(setting_of(scenario), MostHoused((0.0, 0.0))))
    into_far = [x for g, x in programme.days[1].move_in.items() if programme.setting.pools[g].sites == (2,)]
    assert not into_far
    into = expression(list(programme.days[1].move_in.values()))
    assert minimize_interior(programme.linear, into.times(-1.0), seconds=10).value == pytest.approx(-4)
