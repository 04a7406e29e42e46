"""Targets of municipalities: divided by inhabitants, settled with what was done, and how far each comes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from optimizer.cli import cno
from optimizer.scenario.expected.taakstelling import (
    Standing,
    TargetProgress,
    national_targets,
    rounded_share,
    target_progress,
)
from optimizer.scenario.horizon import Target
from optimizer.scenario.regions import municipality_facts

FIRST, LAST = date(2023, 1, 1), date(2023, 6, 30)
TODAY = date(2023, 3, 6)
ALMERE, UTRECHT = "GM0034", "GM0344"


def persons(targets: tuple[Target, ...], code: str) -> int:
    return next(target.persons for target in targets if target.municipality == code)


@pytest.mark.parametrize(
    ("total", "part", "whole", "share"),
    [(10, 1, 4, 3), (10, 3, 4, 8), (10, 1, 3, 3), (10, 2, 3, 7), (0, 1, 3, 0), (5, 0, 3, 0), (1, 1, 2, 1)],
)
def test_shares_are_rounded_half_up(total: int, part: int, whole: int, share: int) -> None:
    assert rounded_share(total, part, whole) == share


@given(st.integers(0, 10**6), st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_share_is_the_exact_one_rounded(total: int, part: int, whole: int) -> None:
    assert rounded_share(total, part, whole) == floor(Fraction(total * part, whole) + Fraction(1, 2))


def test_every_municipality_has_its_share_by_inhabitants() -> None:
    targets = national_targets(21_200, FIRST, LAST)
    assert [target.municipality for target in targets] == [fact.code for fact in municipality_facts()]
    assert all((target.first, target.last, target.realised) == (FIRST, LAST, 0) for target in targets)
    nation = sum(fact.inhabitants for fact in municipality_facts())
    for fact, target in zip(municipality_facts(), targets, strict=True):
        assert abs(target.persons - 21_200 * fact.inhabitants / nation) <= 0.5
    assert abs(sum(target.persons for target in targets) - 21_200) <= len(targets) / 2


def test_the_published_targets_are_met() -> None:
    # Zeeland, first half of 2023: the formula gives 466; Zaanstreek-Waterland, all of 2023 (38,500): 746
    def of(total: int, **place: str) -> int:
        (key, value), targets = next(iter(place.items())), national_targets(total, FIRST, LAST)
        return sum(persons(targets, m.code) for m in municipality_facts() if getattr(m, key) == value)

    assert of(21_200, province="Zeeland") == pytest.approx(466, abs=3)
    assert of(38_500, region="VR11") == pytest.approx(746, abs=3)


@pytest.mark.parametrize(
    ("standing", "target", "realised"),
    [
        (Standing(40, 0), 0, 40),
        (Standing(40, 25), 25, 40),
        (Standing(40, -25), -25, 40),
        (Standing(), 0, 0),
    ],
)
def test_backlog_comes_on_top_and_a_lead_is_taken_off(standing: Standing, target: int, realised: int) -> None:
    share = persons(national_targets(21_200, FIRST, LAST), ALMERE)
    settled = national_targets(21_200, FIRST, LAST, {ALMERE: standing})
    own = next(t for t in settled if t.municipality == ALMERE)
    assert (own.persons, own.realised) == (share + target, realised)
    assert persons(settled, UTRECHT) == persons(national_targets(21_200, FIRST, LAST), UTRECHT)


@given(st.integers(0, 500), st.integers(-2000, 2000), st.integers(0, 40_000))
def test_what_is_left_is_share_and_backlog_less_realised(done: int, backlog: int, total: int) -> None:
    own = next(
        t for t in national_targets(total, FIRST, LAST, {ALMERE: Standing(done, backlog)}) if t.municipality == ALMERE
    )
    share = persons(national_targets(total, FIRST, LAST), ALMERE)
    assert own.persons >= 0
    assert own.persons - own.realised == share + backlog - done


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="GM0035"):
        national_targets(100, FIRST, LAST, {"GM0035": Standing()})
    with pytest.raises(ValueError, match="-1"):
        national_targets(-1, FIRST, LAST)
    with pytest.raises(ValueError, match="realised"):
        Standing(-1)


# How far a municipality comes


def test_planned_and_expected_count_towards_the_target() -> None:
    targets = [Target(ALMERE, FIRST, LAST, 120, 80), Target(UTRECHT, FIRST, LAST, 200)]
    tomorrow = TODAY + timedelta(days=1)
    expected = {(tomorrow, ALMERE): 3.5, (tomorrow + timedelta(days=1), ALMERE): 2.0, (tomorrow, "GM0014"): 9.0}
    rows = target_progress(targets, TODAY, {ALMERE: 10, "GM0014": 4}, expected)
    assert rows == (TargetProgress(ALMERE, 120, 80, 10, 5.5), TargetProgress(UTRECHT, 200, 0, 0.0, 0.0))
    assert [row.behind for row in rows] == [24.5, 200.0]


def test_more_than_was_asked_is_behind_by_less_than_nothing() -> None:
    (row,) = target_progress([Target(ALMERE, FIRST, LAST, 10, 8)], TODAY, {ALMERE: 5}, {})
    assert row.behind == -3


@pytest.mark.parametrize(("day", "counts"), [(FIRST, True), (LAST, True), (LAST + timedelta(days=1), False)])
def test_a_day_counts_within_the_period_only(day: date, counts: bool) -> None:
    (row,) = target_progress([Target(ALMERE, FIRST, LAST, 10)], day, {ALMERE: 5}, {(day, ALMERE): 2.0})
    assert (row.planned, row.expected) == ((5, 2.0) if counts else (0.0, 0.0))


def test_periods_that_follow_each_other_are_one_row() -> None:
    later = Target(ALMERE, LAST + timedelta(days=1), date(2023, 12, 31), 140)
    (row,) = target_progress(
        [later, Target(ALMERE, FIRST, LAST, 120, 100)], LAST, {ALMERE: 5}, {(later.first, ALMERE): 7.0}
    )
    assert row == TargetProgress(ALMERE, 260, 100, 5, 7.0)


@given(
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from([ALMERE, UTRECHT]), st.floats(0, 50)), max_size=20),
)
def test_nobody_counts_twice_or_gets_lost(housed: list[tuple[int, str, float]]) -> None:
    targets = [Target(ALMERE, FIRST, LAST, 10), Target(ALMERE, LAST, LAST + timedelta(days=500), 10)]
    expected: dict[tuple[date, str], float] = {}
    for number, code, count in housed:
        key = (FIRST + timedelta(days=number), code)
        expected[key] = expected.get(key, 0.0) + count
    (row,) = target_progress(targets, FIRST, {}, expected)
    assert row.expected == pytest.approx(sum(count for (_, code), count in expected.items() if code == ALMERE))


# The command


def run(out: Path, *options: str) -> Result:
    given_options = ["--total", "21200", "--from", "2023-01-01", "--until", "2023-06-30", "--out", str(out)]
    return CliRunner().invoke(cno, ["targets", *given_options, *options])


def rows_of(file: Path) -> Mapping[str, dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as stream:
        return {row["gm_code"]: row for row in csv.DictReader(stream)}


def test_the_command_writes_the_table(tmp_path: Path) -> None:
    result = run(tmp_path / "targets.csv")
    assert result.exit_code == 0, result.output
    assert "342 municipalities" in result.stdout
    rows = rows_of(tmp_path / "targets.csv")
    expected = persons(national_targets(21_200, FIRST, LAST), ALMERE)
    assert rows[ALMERE] == {
        "gm_code": ALMERE,
        "from": "2023-01-01",
        "until": "2023-06-30",
        "target": str(expected),
        "realised": "0",
    }
    first = (tmp_path / "targets.csv").read_bytes()
    assert run(tmp_path / "targets.csv").exit_code == 0
    assert (tmp_path / "targets.csv").read_bytes() == first


def test_the_command_settles_what_was_realised(tmp_path: Path) -> None:
    realised = tmp_path / "realised.csv"
    realised.write_text("gm_code;realised;backlog;name\nGM0034;40;-12;Almere\nGM0344;;30;Utrecht\n", encoding="utf-8")
    result = run(tmp_path / "targets.csv", "--realised", str(realised))
    assert result.exit_code == 0, result.output
    assert "warning: realised.csv: column 'name' is not known" in result.stderr
    share = national_targets(21_200, FIRST, LAST)
    rows = rows_of(tmp_path / "targets.csv")
    assert (rows[ALMERE]["target"], rows[ALMERE]["realised"]) == (str(persons(share, ALMERE) - 12), "40")
    assert (rows[UTRECHT]["target"], rows[UTRECHT]["realised"]) == (str(persons(share, UTRECHT) + 30), "0")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("gm_code,realised\nGM0035,4\n", ["row 2", "GM0034"]),
        ("gm_code,realised\nGM0756,4\n", ["merged into it"]),
        ("gm_code,realised\nGM0034,4\nGM0034,5\nGM0344,-1\n", ["row 3", "row 4"]),
        ("municipality,realised\nGM0034,4\n", ["gm_code"]),
        ("gm_code,backlog\nGM0034,much\n", ["a whole number"]),
    ],
)
def test_a_wrong_file_is_2_with_every_fault(tmp_path: Path, content: str, words: list[str]) -> None:
    realised = tmp_path / "realised.csv"
    realised.write_text(content, encoding="utf-8")
    result = run(tmp_path / "targets.csv", "--realised", str(realised))
    assert result.exit_code == 2
    assert all(word in result.stderr for word in ["realised.csv", *words])
    assert not (tmp_path / "targets.csv").exists()


def test_a_period_that_ends_before_it_begins_is_2(tmp_path: Path) -> None:
    assert run(tmp_path / "targets.csv", "--until", "2022-12-31").exit_code == 2
    assert not (tmp_path / "targets.csv").exists()


@pytest.mark.parametrize("name", ["budget.csv", "targets.txt", "nowhere/targets.csv"])
def test_nothing_else_is_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "budget.csv").write_text("gm_code,euros\n", encoding="utf-8")
    result = run(tmp_path / name)
    assert result.exit_code == 2
    assert (tmp_path / "budget.csv").read_text(encoding="utf-8") == "gm_code,euros\n"
    assert [file.name for file in tmp_path.iterdir()] == ["budget.csv"]
