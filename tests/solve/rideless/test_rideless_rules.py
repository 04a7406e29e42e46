"""When a day is a location problem: for each rule the smallest day that is, and the smallest that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.model.network import build_network
from optimizer.plan.build import build_plan
from optimizer.plan.verify import recompute_levels, verify
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve import solve
from optimizer.solve.rideless.rules import LocationDay, location_day
from tests.generate import random_scenario
from tests.solve.brute_force import best_levels

HOME = {"H1": "C1", "H2": "C2"}


def day(
    folder: Path,
    *,
    policy: str = "",
    households: dict[str, dict[str, object]] | None = None,
    sites: dict[str, dict[str, object]] | None = None,
    regions: str = "",
    minutes: dict[tuple[str, str], float] | None = None,
) -> Scenario:
    """Two couples with transport of their own, two empty sites of four places in Groningen that can open."""
    people = {h: {"kind": "asylum_seeker", "persons": 2, "origin_id": c, "transport": "own"} for h, c in HOME.items()}
    places: dict[str, dict[str, object]] = {
        s: {"vr_code": "VR01", "gm_code": "GM0014", "lon": 6.567, "lat": 53.219, "tranche": "base", "places": 4}
        | {"status": "can_open", "open_cost": 10}
        for s in ("S1", "S2")
    }
    tables = {
        "households": [{"household_id": h} | row | (households or {}).get(h, {}) for h, row in people.items()],
        "sites": [{"site_id": s, "name": s} | row | (sites or {}).get(s, {}) for s, row in places.items()],
        "origins": [{"origin_id": c, "name": c, "lon": 6.5, "lat": 53.2} for c in HOME.values()],
        "travel_times": [
            {"from_id": c, "to_id": s, "minutes": (minutes or {}).get((c, s), 5)} for c in HOME.values() for s in places
        ],
    }
    folder.mkdir()
    (folder / "scenario.toml").write_text(f"date = 2023-03-06\n{policy}", encoding="utf-8")
    if regions:
        (folder / "regions.csv").write_text(regions, encoding="utf-8")
    for name, rows in tables.items():
        columns = list(dict.fromkeys(c for row in rows for c in row))
        lines = [",".join(columns), *(",".join(str(row.get(c, "")) for c in columns) for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_scenario(folder)


def located(scenario: Scenario) -> LocationDay | None:
    return location_day(build_network(scenario))


ELSEWHERE: dict[str, dict[str, object]] = {"S2": {"vr_code": "VR03", "gm_code": "GM0114"}}
STAFFED = "vr_code,own_staff\nVR01,9\nVR03,9\n"
TOGETHER: dict[str, dict[str, object]] = {h: {"group_id": "G"} for h in HOME}
CHAIRS: dict[str, dict[str, object]] = {h: {"wheelchairs": 1} for h in HOME}

# name: a day that is a location problem, and one that by a hair is not
EDGES: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "buses": ({}, {"households": {"H1": {"transport": "bus"}}}),
    "somebody has no site": ({}, {"households": {"H1": {"persons": 5}}}),
    "staff by region": ({"sites": ELSEWHERE, "regions": STAFFED}, {"sites": ELSEWHERE}),
    "fixed staff": (
        {"sites": {"S1": {"staff_fixed": 1}}, "regions": STAFFED},
        {"sites": {"S1": {"staff_fixed": 1}}},
    ),
    "enough staff": (
        {"regions": "vr_code,state_staff_max\nVR01,1\n"},
        {"regions": "vr_code,state_staff_max\nVR01,1\n", "policy": "[policy]\npeople_per_staff = 3.9\n"},
    ),
    "care": (
        {"regions": "vr_code,care_minutes\nVR01,8\n"},
        {"regions": "vr_code,care_minutes\nVR01,7\n"},
    ),
    "wheelchairs": (
        {"households": CHAIRS, "sites": {s: {"wheelchair_places": 2} for s in ("S1", "S2")}},
        {"households": CHAIRS, "sites": {s: {"wheelchair_places": 1} for s in ("S1", "S2")}},
    ),
    "tranche": (
        {"regions": "vr_code,base_places\nVR01,4\n"},
        {"regions": "vr_code,base_places\nVR01,3\n"},
    ),
    "load": (
        {"sites": ELSEWHERE, "regions": "vr_code,own_staff,base_places,additional_places\nVR01,9,40,0\nVR03,9,40,0\n"},
        {"sites": ELSEWHERE, "regions": "vr_code,own_staff,base_places,additional_places\nVR01,9,40,0\nVR03,9,39,0\n"},
    ),
    "groups": (
        {"households": TOGETHER},
        {"households": TOGETHER, "sites": ELSEWHERE, "regions": STAFFED},
    ),
}


@pytest.mark.parametrize("rule", EDGES)
def test_a_rule_that_cannot_bind_is_left_out_and_one_that_may_is_not(rule: str, tmp_path: Path) -> None:
    idle, binding = EDGES[rule]
    assert located(day(tmp_path / "idle", **idle)) is not None  # type: ignore[arg-type]  # keywords of `day`
    assert located(day(tmp_path / "binding", **binding)) is None  # type: ignore[arg-type]  # likewise


def test_a_load_that_no_plan_can_change_is_left_out(tmp_path: Path) -> None:
    scenario = day(tmp_path / "day", regions="vr_code,base_places,additional_places\nVR01,5,0\n")
    assert located(scenario) is not None
    levels = solve(scenario).levels
    assert levels[3].value == levels[3].bound == 70  # half a person a tenth: 0.5 * (0 + 1 + 4 + ... + 49)


def test_costs_are_minutes_and_openings_in_whole_units(tmp_path: Path) -> None:
    found = located(day(tmp_path / "day", minutes={("C1", "S2"): 7.25}))
    assert found is not None
    assert found.factor == 20  # 0.2 * 7.25 = 1.45
    assert found.location.cost.tolist() == [[20, 29], [20, 20]]
    assert found.location.opening.tolist() == [200, 200]
    assert found.location.persons.tolist() == [1, 1]
    assert found.location.room.tolist() == [2, 2]
    assert found.rounding == 0


def test_costs_too_fine_to_count_are_rounded_and_the_bound_says_so(tmp_path: Path) -> None:
    scenario = day(tmp_path / "day", minutes={("C1", "S1"): 1.2345678, ("C2", "S2"): 3.1415926})
    found = located(scenario)
    assert found is not None
    assert found.rounding > 0
    effort = solve(scenario).levels[4]
    assert effort.value == pytest.approx(30 + 10 + 0.2 * (1.2345678 + 5))
    assert effort.value - 1e-4 < effort.bound < effort.value


def test_open_sites_cost_nothing_to_use(tmp_path: Path) -> None:
    found = located(day(tmp_path / "day", sites={"S1": {"status": "open"}}))
    assert found is not None
    assert found.location.opening.tolist() == [0, 10]


def test_the_whole_day_counted_by_hand(tmp_path: Path) -> None:
    # one site for both: 10 + 0.2 * (5 + 5) and one person of state staff, 30; two sites would cost 10 more
    scenario = day(tmp_path / "day", minutes={("C1", "S1"): 6, ("C2", "S1"): 6})
    decision = solve(scenario)
    assert [(level.value, level.bound) for level in decision.levels][4] == (42, 42)
    assert decision.destination == {"H1": "S2", "H2": "S2"}
    assert verify(scenario, build_plan(scenario, decision, 0.0)) == ()


@pytest.mark.parametrize("seed", range(500, 540))
def test_days_on_which_nobody_rides_equal_brute_force(seed: int, tmp_path: Path) -> None:
    """Whether or not other rules bind; the generator's days have all of them."""
    tables = random_scenario(seed, "tiny", "mixed")
    for row in tables["households"]:
        row["transport"] = "own"
    write_sample(tables, tmp_path / "day")
    scenario = read_scenario(tmp_path / "day")
    decision = solve(scenario)
    expected = pytest.approx(best_levels(scenario), abs=1e-6)
    assert tuple(level.value for level in decision.levels) == expected
    assert tuple(level.bound for level in decision.levels) == expected
    plan = build_plan(scenario, decision, 0.0)
    assert verify(scenario, plan) == ()
    assert tuple(recompute_levels(scenario, plan).values()) == expected
