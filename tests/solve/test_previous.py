"""From an earlier plan: what it told stays where nothing is better for it, and no level is ever worse for it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.cli import cno
from optimizer.model.network import build_network
from optimizer.plan.build import build_plan
from optimizer.plan.decision import Decision
from optimizer.plan.read import read_plan
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario, SiteStatus
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve import solve
from optimizer.solve.answer import by_household
from optimizer.solve.large.day import solve_large
from optimizer.solve.large.warm import stay_near
from optimizer.solve.previous import Previous, previous_of
from optimizer.solve.search import Limits
from optimizer.solve.value import values
from tests.generate import Size, Tightness, random_scenario

TIGHTNESS: tuple[Tightness, ...] = ("loose", "mixed", "tight")


def generated(folder: Path, seed: int, size: Size, tightness: Tightness) -> Scenario:
    write_sample(random_scenario(seed, size, tightness), folder / f"{size}-{seed}-{tightness}", overwrite=True)
    return read_scenario(folder / f"{size}-{seed}-{tightness}")


def earlier(scenario: Scenario, decision: Decision) -> Previous:
    return previous_of(build_plan(scenario, decision, 0.0), scenario)


def twins(**trait: object) -> dict[str, list[dict[str, Any]]]:
    """Four alike people, two alike sites at one place: nothing tells one plan from its mirror image."""
    at = {"vr_code": "VR03", "gm_code": "GM0114", "lon": 6.9, "lat": 52.9, "places": 2, "status": "open"}
    home = {"gm_code": "GM0114", "type": "home", "persons": 1}
    holder = {"kind": "status_holder", "persons": 1, "origin_id": "TA", "linked_municipality": "GM0114"}
    dates = {"linked_on": "2026-02-01", "ready_on": "2026-03-01"}
    return {
        "policy": [{"key": "date", "value": "2026-03-02"}],
        "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}],
        "households": [
            *({"household_id": f"A{i}", "kind": "asylum_seeker", "persons": 1, "origin_id": "TA"} for i in range(4)),
            *({"household_id": f"S{i}", **holder, **dates} for i in range(2)),
        ],
        "sites": [{"site_id": f"SITE{i}", "name": f"SITE{i}", **at, **(trait if i else {})} for i in range(2)],
        "housing": [{"offer_id": f"HOME{i}", **home} for i in range(2)],
    }


MIRRORED = {"A0": "SITE1", "A1": "SITE0", "A2": "SITE0", "A3": "SITE1", "S0": "HOME1", "S1": "HOME0"}


@pytest.mark.parametrize("mirrored", [False, True])
def test_what_was_told_stays_when_nothing_is_better(tmp_path: Path, mirrored: bool) -> None:
    write_sample(twins(), tmp_path / "day")
    told = {h: f"{p[:-1]}{1 - int(p[-1])}" if mirrored else p for h, p in MIRRORED.items()}
    assert solve(read_scenario(tmp_path / "day"), previous=Previous(told)).destination == told


def test_what_was_told_changes_for_a_better_level(tmp_path: Path) -> None:
    """A site that costs a drive is left for the near one, whoever was told otherwise."""
    asked = twins(lon=5.0)
    asked["households"] = asked["households"][:2]
    write_sample(asked, tmp_path / "day")
    free = solve(read_scenario(tmp_path / "day"))
    told = solve(read_scenario(tmp_path / "day"), previous=Previous({"A0": "SITE1", "A1": "SITE1"}))
    assert set(free.destination.values()) == set(told.destination.values()) == {"SITE0"}


@given(seed=st.integers(10_000, 99_999), tightness=st.sampled_from(TIGHTNESS))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_plan_started_from_itself_is_itself(
    tmp_path_factory: pytest.TempPathFactory, seed: int, tightness: Tightness
) -> None:
    scenario = generated(tmp_path_factory.mktemp("day"), seed, "tiny", tightness)
    first = solve(scenario)
    again = solve(scenario, previous=earlier(scenario, first))
    assert again.destination == first.destination
    assert [level.value for level in again.levels] == pytest.approx([level.value for level in first.levels])


@given(seed=st.integers(10_000, 99_999), other=st.integers(10_000, 99_999), tightness=st.sampled_from(TIGHTNESS))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_level_is_worse_for_any_earlier_plan(
    tmp_path_factory: pytest.TempPathFactory, seed: int, other: int, tightness: Tightness
) -> None:
    """Also not for one of a day that has little in common with this one but its ids."""
    folder = tmp_path_factory.mktemp("days")
    scenario, another = generated(folder, seed, "tiny", tightness), generated(folder, other, "tiny", "mixed")
    strange = previous_of(build_plan(another, solve(another), 0.0), scenario)
    with_it, without = solve(scenario, previous=strange), solve(scenario)
    assert [level.value for level in with_it.levels] == pytest.approx([level.value for level in without.levels])
    assert verify(scenario, build_plan(scenario, with_it, 0.0)) == ()


@pytest.mark.parametrize("seed", [14])
def test_the_way_of_large_days_starts_from_an_earlier_plan(tmp_path: Path, seed: int) -> None:
    """A site fewer than before: valid, and where it ends as good as before, hardly anybody goes elsewhere."""
    scenario = generated(tmp_path, seed, "mid", "loose")
    network, limits = build_network(scenario), Limits(time.monotonic() + 120)
    answer, proofs = solve_large(network, limits, lambda *_: None)
    destination, duties = by_household(network, answer)
    decision = Decision(destination, duties, ())
    before = earlier(scenario, decision)
    again, second = solve_large(network, limits, lambda *_: None, before)
    assert tuple(p.value for p in second) <= tuple(p.value + 1e-6 for p in proofs)
    stays = before.stays(network)
    kept = stay_near(network, again, stays, limits)
    assert values(network, kept) <= tuple(v + 1e-6 for v in values(network, again))
    assert away(kept.flow(), stays) <= away(again.flow(), stays)
    closed = max(scenario.sites, key=lambda site: sum(place == site.id for place in destination.values()))
    shut = replace(closed, status=SiteStatus.CLOSED)
    fewer = replace(scenario, sites=tuple(shut if site is closed else site for site in scenario.sites))
    plan = build_plan(fewer, solve(fewer, previous=earlier_in(fewer, scenario, decision)), 0.0)
    assert verify(fewer, plan) == ()
    assert closed.id not in {a.destination_id for a in plan.assignments}


def away(flow: dict[int, int], stays: dict[int, int]) -> int:
    return sum(max(0, count - flow.get(arc, 0)) for arc, count in stays.items())


def earlier_in(scenario: Scenario, before: Scenario, decision: Decision) -> Previous:
    return previous_of(build_plan(before, decision, 0.0), scenario)


def test_the_command_keeps_the_plan_byte_for_byte(tmp_path: Path) -> None:
    write_sample(random_scenario(31, "small", "mixed"), tmp_path / "day")
    for name, more in (("one", []), ("two", ["--from", str(tmp_path / "one")])):
        arguments = ["plan", str(tmp_path / "day"), "--out", str(tmp_path / name), "--quiet", "--no-pages", *more]
        assert CliRunner().invoke(cno, arguments).exit_code in (0, 3)
    for table in ("assignments.csv", "stops.csv"):
        assert (tmp_path / "two" / table).read_bytes() == (tmp_path / "one" / table).read_bytes()
    assert read_plan(tmp_path / "two").counts == read_plan(tmp_path / "one").counts


def test_a_folder_without_a_plan_is_refused(tmp_path: Path) -> None:
    write_sample(twins(), tmp_path / "day")
    (tmp_path / "empty").mkdir()
    arguments = ["plan", str(tmp_path / "day"), "--out", str(tmp_path / "out"), "--from", str(tmp_path / "empty")]
    done = CliRunner().invoke(cno, [*arguments, "--quiet"])
    assert done.exit_code == 2
    assert "summary.json" in done.stderr
    assert not (tmp_path / "out").exists()
