"""Expected arrivals from a yearly total: the season of 2022, sums that match, samples that continue each other."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from statistics import fmean, pstdev

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.cli import cno
from optimizer.scenario.dice import Dice
from optimizer.scenario.expected.forecast import (
    CONCENTRATION,
    MONTH_SHAPE,
    Forecast,
    mean_inflow,
    sampled_around,
    sampled_inflow,
)
from optimizer.scenario.expected.mix import BUILT_IN_MIX, MixPart
from optimizer.scenario.expected.season import MONTHS_2022, WEEKDAYS, YEAR_2022, year_weights
from optimizer.scenario.horizon import Inflow

TER_APEL = {"ter-apel": 1.0}
FIRST = date(2026, 11, 3)  # a Tuesday


def persons(inflow: tuple[Inflow, ...]) -> float:
    return sum(row.persons for row in inflow)


def by_month(inflow: tuple[Inflow, ...]) -> list[float]:
    months: Counter[int] = Counter()
    for row in inflow:
        months[row.day.month] += row.persons  # type: ignore[assignment]  # a Counter of persons, which are fractions
    return [months[month] for month in range(1, 13)]


# The season


def test_the_months_are_those_of_2022() -> None:
    assert sum(MONTHS_2022) == YEAR_2022 - 692
    assert min(MONTHS_2022) == MONTHS_2022[1]  # February
    assert max(MONTHS_2022) == MONTHS_2022[8]  # September
    first_of_may = 7_045 - 2_234 - 2_462  # the quarter less April and June
    others = {0: 1_962, 1: 1_601, 2: 2_921, 3: 2_234, 5: 2_462, 6: 2_641, 7: 3_717, 8: 4_324, 9: 3_965, 10: 4_072}
    later = sum(MONTHS_2022[month] - first for month, first in others.items()) + MONTHS_2022[11] - 2_595
    assert MONTHS_2022[4] == first_of_may + (10_927 + 1_529) - later


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_days_of_a_year_are_the_whole_of_it(year: int) -> None:
    weights = year_weights(year)
    assert len(weights) == 365 + (year == 2024)
    assert sum(weights.values()) == pytest.approx(1)


def test_weekdays_are_as_many_and_as_heavy_as_a_flat_week() -> None:
    assert (len(WEEKDAYS), sum(WEEKDAYS)) == (7, pytest.approx(7))
    assert min(WEEKDAYS[:2]) > max(WEEKDAYS[5:])  # Monday and Tuesday above the weekend: all that was published


def test_a_sample_s_months_spread_as_those_of_2022_did() -> None:
    # each month against the mean of its neighbours; a third of that variance is the neighbours' own
    ratios = [2 * b / (a + c) for a, b, c in zip(MONTHS_2022, MONTHS_2022[1:], MONTHS_2022[2:], strict=False)]
    measured = (fmean((ratio - 1) ** 2 for ratio in ratios) / 1.5) ** 0.5
    share = 1 / 12
    assert ((1 - share) / (share * (CONCENTRATION + 1))) ** 0.5 == pytest.approx(measured, abs=0.01)


# The mean


@pytest.mark.parametrize(("year", "total"), list(product([2026, 2028], [0, 1, 49_000, 67_000, 77_000])))
def test_a_calendar_year_adds_up_to_exactly_its_total(year: int, total: int) -> None:
    days = len(year_weights(year))
    asked = Forecast(total, date(year, 1, 1), days, {"ter-apel": 0.8, "budel": 0.2})
    assert round(persons(mean_inflow(asked)), 6) == total
    assert persons(sampled_inflow(asked, 3)) == total


def test_twelve_whole_months_of_two_years_add_up_to_the_total_too() -> None:
    inflow = mean_inflow(Forecast(49_000, date(2026, 7, 1), 365, TER_APEL))
    assert persons(inflow) == pytest.approx(49_000, abs=0.01)


def test_months_have_their_share_of_2022() -> None:
    inflow = mean_inflow(Forecast(YEAR_2022, date(2026, 1, 1), 365, TER_APEL))
    shares = [month / sum(MONTHS_2022) for month in MONTHS_2022]
    assert by_month(inflow) == pytest.approx([YEAR_2022 * share for share in shares], abs=0.02)


def test_one_week_by_hand() -> None:
    # November 2026 has 30 days: 5 Mondays, 5 Sundays, 4 of the rest; its weight is 4 * 7 + 1.15 + 0.85 = 30
    inflow = mean_inflow(Forecast(YEAR_2022, FIRST, 7, TER_APEL))
    november = YEAR_2022 * 4_584 / sum(MONTHS_2022)
    weights = [1.15, 1.0, 1.0, 1.0, 0.85, 0.85, 1.15]  # Tuesday to Monday
    assert [row.day for row in inflow] == [FIRST + timedelta(days=number) for number in range(7)]
    assert [row.persons for row in inflow] == pytest.approx([november * w / 30 for w in weights], abs=0.01)


def test_weekdays_of_one_s_own_and_origins_in_any_unit() -> None:
    asked = Forecast(36_500, FIRST, 14, {"a": 3, "b": 1}, weekdays=[1, 1, 1, 1, 1, 0, 0])
    inflow = mean_inflow(asked)
    assert all((row.persons == 0) == (row.day.weekday() >= 5) for row in inflow)
    at_a = sum(row.persons for row in inflow if row.origin_id == "a")
    assert at_a == pytest.approx(0.75 * persons(inflow), abs=0.05)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.dates(date(2000, 1, 1), date(2098, 12, 31)), st.integers(1, 60))
def test_no_sum_is_off_by_more_than_a_hundredth(total: int, first: date, days: int) -> None:
    asked = Forecast(total, first, days, {"a": 0.61, "b": 0.27, "c": 0.12})
    weights = {day: w for year in asked.years for day, w in year_weights(year).items()}
    inflow = mean_inflow(asked)
    exact = 0.0
    for number, day in enumerate(asked.dates, start=1):
        exact += total * weights[day]
        assert persons(inflow[: 3 * number]) == pytest.approx(exact, abs=0.0051)
    assert all(row.persons >= 0 for row in inflow)


# Samples


def test_the_same_seed_gives_the_same_days_and_another_seed_others() -> None:
    asked = Forecast(49_000, FIRST, 28, TER_APEL)
    assert sampled_inflow(asked, 1) == sampled_inflow(asked, 1)
    assert sampled_inflow(asked, 1) != sampled_inflow(asked, 2)


def test_a_later_forecast_continues_an_earlier_one() -> None:
    earlier = sampled_inflow(Forecast(49_000, date(2026, 12, 20), 28, TER_APEL), 5)
    later = sampled_inflow(Forecast(49_000, date(2026, 12, 27), 28, TER_APEL), 5)
    assert earlier[7:] == later[:21]


def test_samples_are_whole_persons_around_the_mean() -> None:
    asked = Forecast(49_000, FIRST, 14, TER_APEL)
    totals = []
    for seed in range(40):
        inflow = sampled_inflow(asked, seed)
        assert all(row.persons == int(row.persons) >= 0 for row in inflow)
        totals.append(persons(inflow))
    expected = persons(mean_inflow(asked))
    spread = pstdev(totals) / expected
    assert abs(fmean(totals) / expected - 1) < 4 * 0.16 / 40**0.5
    assert 0.10 < spread < 0.22  # 15 % of the month, and a little of single households


def test_a_sample_s_chance_is_pinned() -> None:
    dice = Dice("inflow", 1)
    assert [round(dice.gamma(40.0), 6) for _ in range(3)] == GAMMAS


GAMMAS = [40.449751, 46.36802, 48.498811]


def test_gamma_has_its_mean_and_spread() -> None:
    dice = Dice("gamma")
    drawn = [dice.gamma(25.0) for _ in range(4_000)]
    assert fmean(drawn) == pytest.approx(25, abs=4 * 5 / 4_000**0.5)
    assert pstdev(drawn) == pytest.approx(5, abs=0.3)
    with pytest.raises(ValueError, match="shape"):
        dice.gamma(0.5)


def test_households_arrive_together() -> None:
    sizes = {part.persons for part in BUILT_IN_MIX}
    alone = [sampled_inflow(Forecast(1, date(2026, 1, 1), 365, TER_APEL), seed) for seed in range(3)]
    assert all(persons(inflow) == 1 for inflow in alone)
    few = sampled_inflow(Forecast(40, date(2026, 1, 1), 365, TER_APEL), 1)
    assert {row.persons for row in few} & (sizes - {1})


# Samples around an expected inflow


def test_samples_around_an_inflow_keep_its_rows_and_its_mean() -> None:
    inflow = mean_inflow(Forecast(49_000, FIRST, 14, {"a": 0.8, "b": 0.2}))
    totals = []
    for seed in range(60):
        sampled = sampled_around(inflow, BUILT_IN_MIX, seed)
        assert [(row.day, row.origin_id) for row in sampled] == [(row.day, row.origin_id) for row in inflow]
        assert all(row.persons == int(row.persons) >= 0 for row in sampled)
        totals.append(persons(sampled))
    assert abs(fmean(totals) / persons(inflow) - 1) < 4 * 0.16 / 60**0.5
    assert 0.10 < pstdev(totals) / persons(inflow) < 0.22


def test_a_row_is_sampled_alike_whatever_stands_around_it() -> None:
    inflow = mean_inflow(Forecast(49_000, FIRST, 14, TER_APEL))
    assert sampled_around(inflow[5:], BUILT_IN_MIX, 7) == sampled_around(inflow, BUILT_IN_MIX, 7)[5:]
    assert sampled_around(inflow, BUILT_IN_MIX, 7) != sampled_around(inflow, BUILT_IN_MIX, 8)


def test_only_households_of_the_composition_come() -> None:
    pairs = (MixPart(4, 0, 0, False, 0, 1.0),)
    sampled = sampled_around(mean_inflow(Forecast(9_000, FIRST, 30, TER_APEL)), pairs, 1)
    assert persons(sampled) > 0
    assert all(row.persons % 4 == 0 for row in sampled)
    assert sampled_around([Inflow(FIRST, "a", 0.0)], pairs, 1) == (Inflow(FIRST, "a", 0.0),)


def test_months_of_a_sample_around_spread_as_those_of_a_sample() -> None:
    share = 1 / 12
    of_a_sample = (1 - share) / (share * (CONCENTRATION + 1))
    assert of_a_sample == pytest.approx(1 / MONTH_SHAPE, rel=0.01)


def test_poisson_has_its_mean_and_spread() -> None:
    dice = Dice("poisson")
    drawn = [dice.poisson(30.0) for _ in range(3_000)]
    assert fmean(drawn) == pytest.approx(30, abs=4 * 30**0.5 / 3_000**0.5)
    assert pstdev(drawn) == pytest.approx(30**0.5, abs=0.35)
    assert dice.poisson(0.0) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"year_total": -1}, "year total"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"origins": {}}, "origins"),
        ({"origins": {"a": -1.0, "b": 2.0}}, "origins"),
        ({"origins": {"a": 1e308, "b": 1e308}}, "origins"),
        ({"weekdays": [1.0] * 6}, "weekdays"),
        ({"weekdays": [0.0] * 7}, "weekdays"),
        ({"weekdays": [1.0] * 6 + [float("nan")]}, "weekdays"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], words: str) -> None:
    good: dict[str, object] = {"year_total": 10, "first": FIRST, "days": 7, "origins": TER_APEL}
    with pytest.raises(ValueError, match=words):
        Forecast(**{**good, **change})  # type: ignore[arg-type]  # one wrong value of several fields


# The command


def run(out: Path, *options: str) -> Result:
    given_options = ["--year-total", "49000", "--from", "2026-11-03", "--days", "14", "--out", str(out)]
    return CliRunner().invoke(cno, ["forecast", *given_options, *options])


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_the_command_writes_what_the_scenario_reads(tmp_path: Path) -> None:
    result = run(tmp_path / "inflow.csv", "--origin", "TA=0.9", "--origin", "BU=0.1")
    assert result.exit_code == 0, result.output
    rows = rows_of(tmp_path / "inflow.csv")
    expected = mean_inflow(Forecast(49_000, FIRST, 14, {"TA": 0.9, "BU": 0.1}))
    assert [(row["date"], row["origin_id"], float(row["persons"])) for row in rows] == [
        (row.day.isoformat(), row.origin_id, row.persons) for row in expected
    ]
    assert "14 days" in result.stdout


def test_every_option_of_forecast_changes_the_file(tmp_path: Path) -> None:
    written = set()
    options = [[], ["--sample"], ["--sample", "--seed", "2"], ["--weekdays", "1,1,1,1,1,1,1"], ["--origin", "TA"]]
    for number, extra in enumerate(options):
        assert run(tmp_path / f"{number}.csv", *extra).exit_code == 0
        written.add((tmp_path / f"{number}.csv").read_bytes())
    assert len(written) == len(options)
    assert run(tmp_path / "1.csv", "--sample", "--seed", "1").exit_code == 0
    assert (tmp_path / "1.csv").read_bytes() in written


@pytest.mark.parametrize(
    "options",
    [
        ["--seed", "2"],
        ["--days", "367"],
        ["--year-total", "-1"],
        ["--from", "1999-12-31"],
        ["--year-total", "1000001"],
        ["--weekdays", "1,1"],
        ["--weekdays", ""],
        ["--weekdays", "1,1,1,1,1,1,much"],
        ["--origin", "a=b"],
        ["--origin", "=1"],
        ["--origin", "a", "--origin", "a=2"],
    ],
)
def test_options_that_cannot_be_kept_are_2(tmp_path: Path, options: list[str]) -> None:
    result = run(tmp_path / "inflow.csv", *options)
    assert result.exit_code == 2, result.output
    assert not (tmp_path / "inflow.csv").exists()


def test_another_table_is_not_replaced(tmp_path: Path) -> None:
    assert run(tmp_path / "inflow.csv").exit_code == 0
    assert run(tmp_path / "inflow.csv", "--sample").exit_code == 0  # an older forecast is
    (tmp_path / "coa.csv").write_text("date,places\n", encoding="utf-8")
    assert run(tmp_path / "coa.csv").exit_code == 2
    assert (tmp_path / "coa.csv").read_text(encoding="utf-8") == "date,places\n"
