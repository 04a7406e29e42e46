"""The peers' plans keep every rule, and their model is right where it simplifies nothing."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks.peers.__main__ import main
from benchmarks.peers.by_household.run import by_household
from benchmarks.peers.engines import ENGINES, incumbents
from benchmarks.peers.first_come import first_come
from benchmarks.peers.judge import judge
from benchmarks.peers.rows import Rows, linear
from benchmarks.peers.stage import Stage
from benchmarks.peers.state import Fleet
from optimizer.plan.decision import BusTrip
from optimizer.scenario.entities import Bus, Household, Kind, Offer, OfferType, Scenario, Transport
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import DayKind, SampleOptions, make_sample, write_sample
from tests.generate import Size, Tightness, random_scenario
from tests.solve.brute_force import best_levels

TIGHTNESS: tuple[Tightness, ...] = ("loose", "mixed", "tight")
TODAY = date(2026, 3, 2)


@cache
def generated(seed: int, size: Size, tightness: Tightness) -> Scenario:
    with TemporaryDirectory(prefix="peers-") as folder:
        write_sample(random_scenario(seed, size, tightness), Path(folder) / "day")
        return read_scenario(Path(folder) / "day")


def all_by_themselves(scenario: Scenario) -> Scenario:
    """The day with everybody's own transport, and no level settled before it is exact."""
    households = tuple(replace(h, transport=Transport.OWN) for h in scenario.households)
    return replace(scenario, households=households, policy=replace(scenario.policy, tolerance=(0.0,) * 5))


def rounded(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(value, 6) for value in values)


# -- first come, first served --------------------------------------------------------------------------------------


@pytest.mark.parametrize("tightness", TIGHTNESS)
@pytest.mark.parametrize("seed", range(12))
def test_first_come_keeps_every_rule(seed: int, tightness: Tightness) -> None:
    scenario = generated(500 + seed, "small", tightness)
    assert judge(scenario, first_come(scenario)).violations == ()


@pytest.mark.parametrize("seed", range(20))
def test_first_come_is_never_better_than_the_best(seed: int) -> None:
    scenario = generated(700 + seed, "tiny", TIGHTNESS[seed % 3])
    judged = judge(scenario, first_come(scenario))
    assert judged.violations == ()
    assert rounded(judged.values) >= rounded(best_levels(scenario))


@pytest.mark.parametrize("kind", [DayKind.PEAK])
def test_first_come_keeps_every_rule_of_a_national_day(kind: DayKind, tmp_path: Path) -> None:
    write_sample(make_sample(SampleOptions.of_day(kind)), tmp_path / "day")
    scenario = read_scenario(tmp_path / "day")
    assert judge(scenario, first_come(scenario)).violations == ()


def site_row(site_id: str, lon: float, places: int, **rest: object) -> dict[str, object]:
    row = {"site_id": site_id, "vr_code": "VR01", "gm_code": "GM0014", "lon": lon, "lat": 53.0, "tranche": "base"}
    return {**row, "places": places, "status": "open", **rest}


def seeker(household_id: str, persons: int, arrived_on: date | None = None, **rest: object) -> dict[str, object]:
    row = {"household_id": household_id, "kind": "asylum_seeker", "persons": persons, "origin_id": "O"}
    return {**row, "arrived_on": arrived_on, **rest}


def day(tmp_path: Path, sites: list[dict[str, object]], households: list[dict[str, object]], seats: int) -> Scenario:
    """One origin, one bus there."""
    tables = {
        "policy": [{"key": "date", "value": TODAY}],
        "origins": [{"origin_id": "O", "name": "O", "lon": 7.0, "lat": 53.0}],
        "sites": sites,
        "households": households,
        "buses": [{"bus_id": "B", "station_id": "O", "seats": seats, "wheelchair_positions": 1}],
    }
    write_sample(tables, tmp_path / "day")
    return read_scenario(tmp_path / "day")


def test_who_was_registered_first_gets_the_near_place(tmp_path: Path) -> None:
    sites = [site_row("FAR", 6.0, 50), site_row("NEAR", 6.9, 2)]
    households = [seeker("LATE", 2, date(2026, 3, 2)), seeker("EARLY", 2, date(2026, 3, 1)), seeker("NODAY", 2)]
    decision = first_come(day(tmp_path, sites, households, seats=50))
    assert decision.destination == {"EARLY": "NEAR", "LATE": "FAR", "NODAY": "FAR"}
    assert decision.duties == {"B": (BusTrip("O", ("NEAR", "FAR"), (("EARLY",), ("LATE", "NODAY"))),)}


def test_a_bus_is_filled_before_the_next_trip(tmp_path: Path) -> None:
    households = [seeker(f"H{n}", 2, date(2026, 3, n)) for n in range(1, 5)]
    decision = first_come(day(tmp_path, [site_row("S", 6.9, 50)], households, seats=5))
    trips = (BusTrip("O", ("S",), (("H1", "H2"),)), BusTrip("O", ("S",), (("H3", "H4"),)))
    assert decision.duties == {"B": trips}


def test_a_site_that_has_to_be_opened_comes_last(tmp_path: Path) -> None:
    sites = [site_row("SHUT", 6.95, 50, status="can_open"), site_row("OPEN", 6.0, 2)]
    decision = first_come(day(tmp_path, sites, [seeker("H1", 2), seeker("H2", 2)], seats=50))
    assert decision.destination == {"H1": "OPEN", "H2": "SHUT"}


def test_who_fits_nowhere_is_left_out(tmp_path: Path) -> None:
    households = [seeker("H1", 3), seeker("H2", 2), seeker("WHEELS", 1, wheelchairs=1)]
    decision = first_come(day(tmp_path, [site_row("S", 6.9, 4)], households, seats=50))
    assert decision.destination == {"H1": "S"}


def test_what_a_planner_decided_goes_before(tmp_path: Path) -> None:
    households = [seeker("H1", 2, date(2026, 3, 1)), seeker("PIN", 2, date(2026, 3, 2), pinned_to="S")]
    decision = first_come(day(tmp_path, [site_row("S", 6.9, 2)], households, seats=50))
    assert decision.destination == {"PIN": "S"}


def test_homes_go_to_who_was_linked_first_and_an_own_home_before_an_interim_place(tmp_path: Path) -> None:
    base = day(tmp_path, [site_row("S", 6.9, 2)], [seeker("H", 1)], seats=50)
    holders = tuple(
        Household(name, Kind.STATUS_HOLDER, 2, linked_municipality="GM0014", linked_on=linked)
        for name, linked in (("LATER", date(2026, 2, 1)), ("SOONER", date(2026, 1, 1)), ("LAST", None))
    )
    offers = (
        Offer("INTERIM", "GM0014", OfferType.INTERIM, 3, 1, wheelchair=False),
        Offer("HOME", "GM0014", OfferType.HOME, 2, 1, wheelchair=False),
    )
    decision = first_come(replace(base, households=holders, offers=offers))
    assert decision.destination == {"SOONER": "HOME", "LATER": "INTERIM"}


def test_the_bus_that_drives_least_more_is_taken(tmp_path: Path) -> None:
    scenario = day(tmp_path, [site_row("S", 6.9, 9)], [seeker("H", 1)], seats=50)
    elsewhere = Bus("AWAY", "S", 50, 1)
    fleet = Fleet(replace(scenario, buses=(elsewhere, *scenario.buses)))
    assert fleet.bus_for(scenario.households[0], "S") == elsewhere  # S - O - S is as long as O - S - O: the first
    fleet = Fleet(replace(scenario, buses=(Bus("SMALL", "S", 50, 0), *scenario.buses)))
    wheels = replace(scenario.households[0], wheelchairs=1)
    found = fleet.bus_for(wheels, "S")
    assert found is not None
    assert found.id == "B"


# -- the model by household ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(8))
def test_without_buses_the_model_is_exact(engine: str, seed: int) -> None:
    scenario = all_by_themselves(generated(800 + seed, "tiny", TIGHTNESS[seed % 3]))
    decision, stages = by_household(scenario, ENGINES[engine], 60, time.monotonic())
    expected = rounded(best_levels(scenario))
    assert rounded(tuple(stage.value for stage in stages)) == expected
    judged = judge(scenario, decision)
    assert judged.violations == ()
    assert rounded(judged.values) == expected


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(6))
def test_with_buses_its_plan_keeps_every_rule(engine: str, seed: int) -> None:
    scenario = generated(900 + seed, "tiny", TIGHTNESS[seed % 3])
    decision, stages = by_household(scenario, ENGINES[engine], 60, time.monotonic())
    judged = judge(scenario, decision)
    assert [stage.level for stage in stages] == [1, 2, 3, 4, 5]
    assert judged.violations == ()
    assert rounded(judged.values) >= rounded(best_levels(scenario))


@pytest.mark.parametrize("seed", range(3))
def test_both_solvers_agree_on_the_model(seed: int) -> None:
    scenario = generated(950 + seed, "small", "loose")
    scenario = replace(scenario, policy=replace(scenario.policy, tolerance=(0.0,) * 5))
    found = [by_household(scenario, ENGINES[engine], 60, time.monotonic()) for engine in ("highs", "cp-sat")]
    one, other = ([stage.value for stage in stages[:4]] for _, stages in found)
    assert one == pytest.approx(other)
    for decision, _ in found:
        assert judge(scenario, decision).violations == ()


def test_a_trace_falls_to_the_value_that_is_told() -> None:
    scenario = generated(500, "small", "mixed")
    began = time.monotonic()
    _, stages = by_household(scenario, ENGINES["cp-sat"], 20, began)
    spent = time.monotonic() - began
    for stage in stages:
        times, values = zip(*stage.trace, strict=True)
        assert list(times) == sorted(times)
        assert 0 <= times[0] <= times[-1] <= spent
        assert values[-1] == pytest.approx(stage.value)
        assert stage.bound is None or stage.bound <= stage.value + 1e-6


def test_without_time_everybody_is_sent_by_the_desk() -> None:
    scenario = generated(500, "small", "mixed")
    decision, stages = by_household(scenario, ENGINES["highs"], 0.0, time.monotonic())
    assert stages == ()
    assert judge(scenario, decision).violations == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_minimise_a_small_knapsack(engine: str) -> None:
    rows = Rows()
    a, b, c = (rows.variable(1) for _ in range(3))
    rows.require(linear([(a, 3), (b, 4), (c, 2)]), low=5)
    goal = linear([(a, 5), (b, 6), (c, 4)], 10)  # a and c weigh 5 and cost 9; a and b, or b and c, cost more
    found = ENGINES[engine](rows, goal, 10, 0.0, None)
    assert found.solution == pytest.approx([1, 0, 1])
    assert found.bound == pytest.approx(19)
    assert found.trace[-1][1] == pytest.approx(19)


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_say_when_there_is_no_solution(engine: str) -> None:
    rows = Rows()
    a = rows.variable(1)
    rows.require(linear([(a, 1)]), low=2)
    assert ENGINES[engine](rows, linear([(a, 1)]), 10, 0.0, None).solution is None


def test_the_log_of_highs_tells_its_incumbents() -> None:
    counts = "Large        0      0      0         0     0.0s"
    lines = [
        "        Nodes      |    B&B Tree     |            Objective Bounds",
        "Src  Proc. InQueue |  Leaves   Expl. | BestBound       BestSol              Gap",
        f"         0       0         0   0.00%   -inf            inf                 {counts}",
        f" J       0       0         0   0.00%   -inf            50                 {counts}",
        f" L     203      56        72   0.00%   2412.73734      2380               {counts}",
        "  Primal bound      2380",
    ]
    assert incumbents(lines) == [50, 2380]


@pytest.mark.parametrize("peer", ["first-come", "cp-sat"])
def test_the_command_writes_what_a_peer_made(peer: str, tmp_path: Path) -> None:
    write_sample(random_scenario(500, "small", "mixed"), tmp_path / "day")
    out = tmp_path / "peer.json"
    assert main([peer, str(tmp_path / "day"), "--seconds", "20", "--out", str(out)]) == 0
    made = json.loads(out.read_text())
    assert len(made["values"]) == 5
    assert made["violations"] == []
    assert made["decided"] > 0
    levels = [Stage(**stage).level for stage in made["stages"]]
    assert levels == ([] if peer == "first-come" else [1, 2, 3, 4, 5])


@pytest.mark.parametrize("present", [0, 1])
def test_a_site_that_can_open_is_counted_when_somebody_goes_there(present: int, tmp_path: Path) -> None:
    sites = [site_row("SHUT", 6.9, 4, status="can_open", open_cost=33, occupied=present, staff_fixed=2)]
    scenario = all_by_themselves(day(tmp_path, sites, [seeker("H", 2)], seats=50))
    decision, stages = by_household(scenario, ENGINES["highs"], 30, time.monotonic())
    # 7 minutes by themselves at 0.2; 3 staff at 30: two for the site, and one for its two or three residents
    assert stages[4].value == pytest.approx(33 + 0.2 * 7 + 3 * 30)
    assert judge(scenario, decision).values[4] == pytest.approx(stages[4].value)
