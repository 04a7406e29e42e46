"""Ratios, verdicts, growth and the table, counted by hand; and one whole run on a small day."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.child import Run, run
from benchmarks.peers.stage import Stage
from benchmarks.plot import growth_svg
from benchmarks.results import (
    Level,
    Ours,
    Peer,
    exponent,
    first_difference,
    ratio,
    seconds_to_match,
    steepest,
)
from benchmarks.scenarios import DAYS, Day
from benchmarks.table import aligned, figure, growth_lines, level_table, main_table, percent
from optimizer.scenario.sample import SampleOptions

TOLERANCE = (0.0, 0.0, 0.001, 0.005, 0.05)
VALUES = (11.0, 40.0, 100.0, 1000.0, 200.0)
RUN = Run(seconds=10.0, busy=12.0, mib=300.0, code=0, told="")


def levels(*values: float) -> tuple[Level, ...]:
    return tuple(Level(v, v, 0.0, True, t) for v, t in zip(values or VALUES, TOLERANCE, strict=True))


def ours(seconds: float = 10.0) -> Ours:
    return Ours((replace(RUN, seconds=seconds),), levels(), 8.0)


def peer(*values: float, stages: tuple[Stage, ...] = (), broken: tuple[str, ...] = ()) -> Peer:
    return Peer(replace(RUN, seconds=60.0), 50.0, values or VALUES, broken, stages, 100.0)


def stages(*values: float) -> tuple[Stage, ...]:
    """Level n starts at 10 n seconds with twice its value and reaches it 5 seconds later."""
    return tuple(Stage(n, v, 0.0, ((10.0 * n, 2 * v), (10.0 * n + 5, v))) for n, v in enumerate(values, 1))


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        (VALUES, (0, 0)),
        ((11, 40, 100, 1005, 210), (0, 0)),  # within 0.5 % and 5 %: both count as settled
        ((11, 40, 100, 1006, 1), (4, 1)),  # worse at level 4, whatever level 5 is
        ((11, 40, 100, 1000, 211), (5, 1)),
        ((11, 40, 100, 994, 900), (4, -1)),
        ((10.9, 999, 999, 9999, 999), (1, -1)),
        ((12, 0, 0, 0, 0), (1, 1)),
    ],
)
def test_the_first_level_that_differs_decides(theirs: tuple[float, ...], found: tuple[int, int]) -> None:
    assert first_difference(levels(), theirs) == found


def test_a_plan_without_stages_matches_when_it_is_decided() -> None:
    assert seconds_to_match(levels(), peer()) == 50
    assert seconds_to_match(levels(), peer(12, 40, 100, 1000, 200)) is None


def test_a_model_matches_when_its_last_level_first_comes_near_ours() -> None:
    assert seconds_to_match(levels(), peer(stages=stages(*VALUES))) == 55
    near = (*stages(*VALUES)[:4], Stage(5, 190, 0, ((50.0, 400), (52.0, 209), (58.0, 190))))
    assert seconds_to_match(levels(), peer(stages=near)) == 52


def test_what_is_reached_after_the_limit_is_not_reached() -> None:
    late = peer(stages=stages(*VALUES))
    assert seconds_to_match(levels(), replace(late, limit=50.0)) == 55  # a tenth more is allowed
    assert seconds_to_match(levels(), replace(late, limit=49.0)) is None


def test_a_better_level_ends_the_comparison() -> None:
    better = (11, 39, 500, 5000, 900)
    assert seconds_to_match(levels(), peer(*better, stages=stages(*better))) == 25


def test_a_model_s_value_counts_only_if_its_plan_is_as_good_and_valid() -> None:
    assert seconds_to_match(levels(), peer(11, 41, 100, 1000, 200, stages=stages(*VALUES))) is None
    assert seconds_to_match(levels(), peer(stages=stages(*VALUES), broken=("rule 3: too full",))) is None
    failed = Peer(RUN, None, None, (), (), 100.0, "out of memory")
    assert seconds_to_match(levels(), failed) is None


def test_a_plan_that_is_better_than_its_model_counts_from_when_it_was_decided() -> None:
    assert seconds_to_match(levels(), peer(stages=stages(11, 40, 100, 1000, 300))) == 50
    assert seconds_to_match(levels(), peer(stages=stages(30, 40))) == 50


def test_a_ratio_is_of_whole_processes() -> None:
    assert ratio(ours(10), peer()) == 5
    assert ratio(ours(10), peer(12, 0, 0, 0, 0)) is None


def test_the_median_of_the_runs_counts() -> None:
    three = Ours(tuple(replace(RUN, seconds=s, mib=s) for s in (9.0, 30.0, 10.0)), levels(), 8.0)
    assert (three.seconds, three.mib) == (10, 30)


def test_an_exponent_is_the_slope_in_logarithms() -> None:
    assert exponent([(1, 5), (3, 15), (10, 50)]) == pytest.approx(1)
    assert exponent([(1, 2), (10, 200)]) == pytest.approx(2)
    assert exponent([(1, 1), (2, 2), (4, 16)]) == pytest.approx(2)  # 1 and 3, evenly spread
    assert steepest([(4, 16), (1, 1), (2, 2)]) == pytest.approx(3)


@pytest.mark.parametrize("points", [[], [(1, 5)], [(1, 5), (1, 6)], [(1, 0), (2, 5)]])
def test_no_exponent_without_two_sizes(points: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="two different sizes"):
        exponent(points)


def test_figures_are_not_rounded_to_a_claim() -> None:
    assert [figure(v) for v in (40.0, 0.25, 1e6)] == ["40", "0.2", "1000000"]
    assert [percent(g) for g in (None, 0.0, 1e-5, 0.26)] == ["no bound", "0", "0.001%", "26%"]


def test_the_table_has_a_row_a_scenario() -> None:
    open_level = replace(levels()[4], bound=150.0, gap=0.25, settled=False)
    mine = Ours((RUN,), (*levels()[:4], open_level), 8.0)
    measured = {"calm": (mine, {"highs": peer(), "first-come": peer(12, 0, 0, 0, 0)})}
    header, row = main_table(measured, ["first-come", "highs", "cp-sat"]).splitlines()
    assert header.split() == [
        *("scenario", "seconds", "solving", "MiB"),
        *["1", "unsheltered", "2", "unhoused", "3", "displaced", "4", "uneven", "5", "effort"],
        *["x", "first-come", "x", "highs", "x", "cp-sat"],
    ]
    assert " ".join(row.split()) == ("calm 10.0 8.0 300 11 (0) 40 (0) 100 (0) 1000 (0) 200 (25% open) never 5.0 -")


def test_the_level_table_tells_how_everybody_stands() -> None:
    failed = Peer(RUN, None, None, (), (), 100.0, "out of 8 GiB")
    better = peer(10, 40, 100, 1000, 200, stages=(Stage(1, 10, 9.5, ((1.0, 10),)),))
    theirs = {"first-come": peer(12, 0, 0, 0, 0), "highs": better, "cp-sat": failed}
    lines = level_table({"calm": (ours(), theirs)}, list(theirs)).splitlines()
    assert lines[2].endswith("worse at level 1")
    assert lines[3].endswith("better at level 1")
    assert "10 >= 9.5" in lines[3]
    assert lines[4].endswith("out of 8 GiB")
    broken = {"highs": peer(broken=("rule 3: too full", "rule 5: no minors"))}
    assert level_table({"calm": (ours(), broken)}, ["highs"]).endswith("breaks 2 rules")


@pytest.mark.parametrize(
    ("code", "told", "said"),
    [
        (-9, "", "killed after its time"),
        (1, "Traceback\nMemoryError", "out of 8 GiB"),
        (-6, "terminate called after throwing an instance of 'std::bad_alloc'", "out of 8 GiB"),
        (1, "Traceback\nValueError: x\n", "ended with 1: ValueError: x"),
        (-11, "", "ended with -11: "),
    ],
)
def test_a_peer_that_leaves_nothing_has_a_reason(code: int, told: str, said: str) -> None:
    assert command.why_nothing(code, told) == said


def test_columns_are_aligned() -> None:
    assert aligned([["a", "b"], ["long", "10"]]) == "a      b\nlong  10"


def test_growth_is_told_with_two_sizes_only() -> None:
    measured = {"national": (ours(10), {}), "growth-10x": (ours(100), {})}
    sizes = {"national": 1, "growth-10x": 10}
    assert "growth 1x to 10x: seconds ~ size^1.00 (steepest step 1.00)" in growth_lines(measured, sizes)
    assert growth_lines({"national": measured["national"]}, sizes) == ""


def test_the_plot_has_a_dot_and_a_figure_for_every_size() -> None:
    points = [(1.0, 25.0), (3.0, 90.0), (10.0, 410.0)]
    root = ET.fromstring(growth_svg(points, [(1.0, 400.0), (10.0, 3000.0)]))
    space = "{http://www.w3.org/2000/svg}"
    assert len(list(root.iter(f"{space}circle"))) == 5
    texts = {element.text for element in root.iter(f"{space}text")}
    assert {"25", "90", "410", "3e+03", "10x", "3x", "1x"} <= texts
    across = [float(circle.get("cx", "0")) for circle in root.iter(f"{space}circle")]
    assert across[:3] == sorted(across[:3])
    with pytest.raises(ValueError, match="above 0"):
        growth_svg([], points)


def test_a_child_s_time_and_memory_are_its_own(tmp_path: Path) -> None:
    large = run([sys.executable, "-c", "import time; x = bytearray(200 * 2**20); time.sleep(0.3)"], tmp_path)
    small = run([sys.executable, "-c", "pass"], tmp_path)
    assert large.code == small.code == 0
    assert large.seconds >= 0.3
    assert large.mib >= 200
    assert small.mib < 40  # this process has pandas in memory: that is not counted


def test_a_child_that_overstays_is_killed(tmp_path: Path) -> None:
    assert run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, kill_after=0.3).code == -9


def test_a_child_gets_no_more_memory_than_it_may(tmp_path: Path) -> None:
    done = run([sys.executable, "-c", "import time; time.sleep(0.5); bytearray(2**30)"], tmp_path, most_gib=0.5)
    assert done.code == 1
    assert "MemoryError" in done.told


def test_the_growth_days_are_multiples_of_the_national_day() -> None:
    national, large = DAYS["national"].options, DAYS["growth-10x"].options
    for name in ("people", "status_holders", "sites", "buses"):
        assert getattr(large, name) == 10 * getattr(national, name)
    assert (national.people, national.status_holders, national.sites, national.buses) == (900, 2000, 100, 20)
    assert DAYS["calm"].options.people == 300
    assert (DAYS["peak"].options.people, DAYS["peak"].options.buses) == (1400, 20)


def test_a_whole_run_on_a_small_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = SampleOptions(people=12, status_holders=10, sites=8, buses=3)
    monkeypatch.setitem(DAYS, "calm", Day(options, size=1, limit=10))
    monkeypatch.setattr(command, "keep_to_two_cores", lambda: None)
    files = ["--json", str(tmp_path / "all.json"), "--plot", str(tmp_path / "growth.svg"), "--keep", str(tmp_path)]
    code = command.main(["--only", "calm", "--peer", "first-come", "--peer", "highs", "--peer-limit", "20", *files])
    told = capsys.readouterr().out
    assert code == 0, told
    assert len([line for line in told.splitlines() if line.startswith("calm")]) == 4
    made = json.loads((tmp_path / "all.json").read_text())["calm"]
    assert made["cno plan"]["runs"][0]["code"] in (0, 3)
    assert set(made["peers"]) == {"first-come", "highs"}
    assert all(result["broken"] == [] and len(result["values"]) == 5 for result in made["peers"].values())
    assert (tmp_path / "growth.svg").read_text().startswith("<svg")
    assert (tmp_path / "calm" / "plan" / "summary.json").is_file()


def test_wrong_input_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "scenario").mkdir()
    with pytest.raises(command.NoPlanError, match="ended with 2 after"):
        command.ours_on(Day(SampleOptions()), tmp_path, 1)


def test_a_day_without_a_plan_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_plan(*_: object) -> Ours:
        raise command.NoPlanError("cno plan ended with 4 after 9 s.")

    monkeypatch.setitem(DAYS, "calm", Day(SampleOptions(people=5, status_holders=0, sites=3, buses=1)))
    monkeypatch.setattr(command, "keep_to_two_cores", lambda: None)
    monkeypatch.setattr(command, "ours_on", no_plan)
    assert command.main(["--only", "calm", "--no-peers", "--json", str(tmp_path / "all.json")]) == 1
    assert capsys.readouterr().out == "calm: cno plan ended with 4 after 9 s.\n"
