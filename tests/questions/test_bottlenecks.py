"""`cno bottlenecks`: what is tried is what binds, each gain is that of a plan, and the order is that of the levels."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_day import write_small_day

from optimizer.cli import cno
from optimizer.plan.plan import Level, Plan
from optimizer.questions import bottlenecks as module
from optimizer.questions.bottlenecks import Bottlenecks, bottlenecks, no_worse
from optimizer.questions.candidates import Candidate, Kind, candidates, choose
from optimizer.questions.compare import Verdict
from optimizer.questions.runs import NoAnswerError, planned
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import ScenarioFiles, read_scenario

REGIONS = "vr_code,base_places,own_staff,state_staff_max,care_minutes\n"
HOLDERS = (
    "household_id,kind,persons,origin_id,linked_municipality\n"
    "A1,asylum_seeker,2,TA,\nR1,status_holder,3,,GM0014\nR2,status_holder,1,,GM0037\nR3,status_holder,4,,\n"
)


def day(folder: Path, regions: str = "", policy: str = "", places: int = 20, **files: str) -> Path:
    """The small day: five people at Ter Apel, a hall with `places` in VR01 and a full school in VR03."""
    made = write_small_day(folder / "day", places=places, policy=policy, **files)
    if regions:
        (made / "regions.csv").write_text(REGIONS + regions, encoding="utf-8")
    return made


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cno, ["bottlenecks", *map(str, arguments)])


def candidates_of(path: Path) -> dict[tuple[Kind, str], Candidate]:
    scenario = read_scenario(path)
    return {(each.kind, each.where): each for each in candidates(scenario, planned(scenario))}


def level_one(found: dict[tuple[Kind, str], Candidate]) -> dict[tuple[Kind, str], float]:
    return {key: each.guess[0] for key, each in found.items() if each.guess[0]}


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        # five people, 4 beds in the hall; the school is full: who is outside lacks beds at either
        (lambda p: day(p, places=4), {(Kind.SITE_PLACES, "S1"): 1, (Kind.SITE_PLACES, "S2"): 1}),
        # beds enough, 4 agreed in VR01
        (
            lambda p: day(p, "VR01,4,0,30,\n"),
            {(Kind.REGION_PLACES, "VR01 base"): 1, (Kind.SITE_PLACES, "S2"): 1},
        ),
        # half a person of staff looks after 3.75 people: the family of four stays outside
        (lambda p: day(p, "VR01,225,0.5,0,\n"), {(Kind.STAFF, "VR01"): 4, (Kind.SITE_PLACES, "S2"): 4}),
        # two minutes a person: 9 are enough for four
        (lambda p: day(p, "VR01,225,0,30,9\n"), {(Kind.CARE, "VR01"): 1, (Kind.SITE_PLACES, "S2"): 1}),
        # nobody gets anywhere without a bus, whatever else there is
        (lambda p: day(p, policy="[policy]\nbuses_per_day = 0\n"), {(Kind.BUS, ""): 5}),
    ],
    ids=["beds", "agreed places", "staff", "care", "no bus"],
)
def test_what_is_tried_is_what_alone_keeps_people_back(
    tmp_path: Path, make: Callable[[Path], Path], expected: dict[tuple[Kind, str], float]
) -> None:
    assert level_one(candidates_of(make(tmp_path))) == expected


def test_a_bus_where_there_is_room_and_no_seat(tmp_path: Path) -> None:
    made = day(tmp_path, policy="[policy]\nmax_drive_minutes = 230\n")
    (made / "buses.csv").write_text("bus_id,station_id,seats\nB1,TA,4\n")
    (made / "travel_times.csv").write_text("from_id,to_id,minutes\nTA,S1,100\nS1,TA,100\n")
    bus = candidates_of(made)[Kind.BUS, ""]
    assert bus.guess[0] == 1
    assert [str(wish) for wish in bus.wishes] == ["--add buses.extra-bus-1=B1"]  # of 20 that may drive
    (best,) = [tried for tried in answer(made).tried if tried.candidate.kind is Kind.BUS]
    assert best.gains[0] == 1


def test_one_more_usual_bus_may_drive_too(tmp_path: Path) -> None:
    made = day(tmp_path, policy="[policy]\nbuses_per_day = 1\n")
    bus = candidates_of(made)[Kind.BUS, ""]
    assert [str(wish) for wish in bus.wishes] == ["--set buses_per_day=+1", "--add buses.extra-bus-1=BUS01"]


@pytest.mark.parametrize("listed", [False, True])
def test_a_bus_that_stands_idle_needs_only_leave_to_drive(tmp_path: Path, listed: bool) -> None:
    made = day(tmp_path, policy="[policy]\nbuses_per_day = 0\n")
    if listed:
        (made / "buses.csv").write_text("bus_id,station_id\nB1,TA\n")
    bus = candidates_of(made)[Kind.BUS, ""]
    assert [str(wish) for wish in bus.wishes] == ["--set buses_per_day=+1"]
    assert [tried.gains[0] for tried in answer(made, most=1).tried] == [5]


def test_an_interim_facility_where_most_wait(tmp_path: Path) -> None:
    # Groningen has 3 without a home, Stadskanaal 1, in one region; nobody can be housed for the unlinked
    (found,) = [c for c in candidates_of(day(tmp_path, households=HOLDERS)).values() if c.kind is Kind.INTERIM]
    assert (found.where, found.guess[1]) == ("GM0014", 4)
    (best,) = [tried for tried in answer(tmp_path / "day").tried if tried.candidate.kind is Kind.INTERIM]
    assert best.gains[:3] == (0, 4, -1)  # all four have a home, one of them elsewhere


def test_staff_from_outside_is_spared(tmp_path: Path) -> None:
    found = candidates_of(day(tmp_path))
    assert found[Kind.STAFF, "VR01"].guess == (0, 0, 30)  # one person of state staff looks after five
    (best,) = [tried for tried in answer(tmp_path / "day").tried if tried.candidate.where == "VR01"]
    assert best.gains == (0, 0, 0, 0, 30)


def answer(path: Path, most: int = 10, jobs: int = 1) -> Bottlenecks:
    return bottlenecks(ScenarioFiles(path), lambda scenario: scenario, most=most, jobs=jobs)


def test_the_ranking_is_by_level_and_says_what_was_not_tried(tmp_path: Path) -> None:
    result = ask(day(tmp_path, places=4), "--jobs", "1", "--most", "2")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    (header,) = [at for at, line in enumerate(lines) if line.split()[:2] == ["what", "unsheltered"]]
    assert lines[header + 1].split()[:8] == ["1", "50", "more", "places", "at", "S1", "-1", "0"]
    assert lines[header + 2].split()[1:4] == ["1", "more", "bus"]
    assert any(line.startswith("- 60 more care minutes: nobody is without") for line in lines)
    assert any(line.startswith("  1  cno whatif SCENARIO --set sites.S") for line in lines)
    assert "2 of 2 changes planned" in result.stderr


def test_every_gain_is_that_of_a_plan_and_processes_do_not_matter(tmp_path: Path) -> None:
    made = day(tmp_path, places=4)
    one = json.loads(ask(made, "--jobs", "1", "--json", "--most", "2").stdout)
    two = json.loads(ask(made, "--jobs", "2", "--json", "--most", "2").stdout)
    assert one == two
    for entry in one["ranking"]:
        options = [text for change in entry["changes"] for text in (change["option"], change["text"])]
        told = CliRunner().invoke(cno, ["whatif", str(made), *options, "--json", "--jobs", "1"])
        assert json.loads(told.stdout)["levels"] == entry["levels"]


def test_a_change_without_a_plan_is_said_and_the_others_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def attempt(scenario: Scenario) -> object:
        larger = any(site.id == "S1" and site.places > 4 for site in scenario.sites)
        return NoAnswerError("out of time", "no valid plan was found in 1 seconds") if larger else planned(scenario)

    monkeypatch.setattr(module, "attempted", attempt)
    found = answer(day(tmp_path, places=4))
    assert {tried.candidate.where for tried in found.tried} == {"", "S2", "VR01", "VR03"}
    assert ("50 more places at S1", "tried without an answer: no valid plan was found in 1 seconds") in {
        (each.what, each.why) for each in found.not_tried
    }


def test_no_plan_to_begin_with_is_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Scenario) -> None:
        raise NoAnswerError("out of time", "no valid plan was found")

    monkeypatch.setattr(module, "planned", fail)
    assert ask(day(tmp_path)).exit_code == 4


def test_several_days_are_ranked_by_the_levels_of_all_days(tmp_path: Path) -> None:
    made = write_small_day(tmp_path / "day", places=5, policy="days = 3\n")
    (made / "mix.csv").write_text("persons,share\n1,1\n")
    (made / "inflow.csv").write_text("date,origin_id,persons\n2026-03-03,TA,2\n")
    found = answer(made)  # two people wait for two nights, and nothing of it shows on the first day
    assert found.plan.levels[0].value == 4
    (best,) = [tried for tried in found.tried if tried.candidate.where == "S1"]
    assert best.gains[0] == 4
    for tried in found.tried:
        options = [text for wish in tried.candidate.wishes for text in (wish.option, wish.text)]
        told = CliRunner().invoke(cno, ["whatif", str(made), *options, "--json", "--jobs", "1"])
        values = [level["with"]["value"] for level in json.loads(told.stdout)["levels"]]
        assert [level.changed.value for level in tried.comparison.levels] == values


def candidate(kind: Kind, where: str, gain: float) -> Candidate:
    return Candidate(kind, where, (), (gain, 0, 0))


def test_each_kind_has_its_turn_before_a_second_of_any() -> None:
    every = [
        candidate(Kind.SITE_PLACES, "S1", 9),
        candidate(Kind.SITE_PLACES, "S2", 8),
        candidate(Kind.STAFF, "VR01", 7),
        candidate(Kind.STAFF, "VR02", 6),
    ]
    assert [each.where for each in choose(every, 3)] == ["S1", "VR01", "S2"]
    assert choose(every, 9) == [every[0], every[2], every[1], every[3]]


def test_a_plan_that_is_worse_than_the_old_one_does_not_count(tmp_path: Path) -> None:
    scenario = read_scenario(day(tmp_path, places=4))
    plan = planned(scenario)
    values = [level.value for level in plan.levels]  # 1 outside
    worse = [
        Level(name, *figures, None, 0.0, True)
        for name, figures in zip(
            (level.name for level in plan.levels), [(2, 0), (0, 0), (0, 0), (0, 0), (0, 0)], strict=True
        )
    ]
    kept = no_worse(plan, scenario, worse)
    assert [level.value for level in kept] == values
    assert kept[0].bound == 0  # what was proven of the changed day stays true of it
    assert [level.bound for level in kept[1:3]] == [0, 0]
    better = [Level(level.name, 0, 0, 0.0, 0.0, True) for level in plan.levels]
    assert no_worse(plan, scenario, better) == tuple(better)


def test_more_of_something_is_never_told_as_worse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unproven(scenario: Scenario) -> Plan:
        plan = planned(scenario)
        levels = tuple(replace(level, bound=0.0, gap=1.0, settled=False) for level in plan.levels)
        return replace(plan, levels=levels)

    monkeypatch.setattr(module, "planned", unproven)
    monkeypatch.setattr(module, "attempted", unproven)
    found = answer(day(tmp_path, places=4))
    staff = next(tried for tried in found.tried if tried.candidate.kind is Kind.STAFF)
    first = staff.comparison.levels[0]
    assert (first.at_least, first.at_most, first.verdict) == (-1, 0, Verdict.UNDECIDED)
    assert all(level.at_most is None or level.at_most >= 0 for level in staff.comparison.levels[1:])
