"""Published facility location instances become scenarios whose level 5 is their total cost."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.facility_location import textbook
from benchmarks.facility_location.__main__ import main
from benchmarks.facility_location.convert import facility_ids, scale_of, scenario_tables, total_of_plan
from benchmarks.facility_location.formats import READERS, decimal_text, read_instance, write_holmberg
from benchmarks.facility_location.instance import Instance, InstanceError
from benchmarks.facility_location.known import RECIPES, Recipe, planted
from benchmarks.facility_location.measure import Reference, Result, planned, verdict
from optimizer.plan.build import build_plan
from optimizer.plan.decision import Decision
from optimizer.plan.plan import LEVEL_NAMES, Level
from optimizer.plan.verify import recompute_levels, verify
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample


def fractions(*numbers: float | str) -> tuple[Fraction, ...]:
    return tuple(Fraction(str(number)) for number in numbers)


# Two facilities, three customers. Serving all from the second costs 20 + 4 + 5 + 1 = 30, but it holds 5 of 6;
# 1 and 2 from the first, 3 from the second costs 10 + 20 + 7.5 + 2 + 1 = 40.5; the first can hold all for 10 + 18.5.
SMALL = Instance(
    fractions(6, 5), fractions(10, 20), fractions(2, 1, 3), (fractions(7.5, 4), fractions(2, 5), fractions(9, 1))
)
TEXTS = {
    "or-library": "2 3\n6 10\n5. 20\n2\n 7.5 4\n1\n 2 5\n3\n9 1\n",
    "holmberg": "2 3\n6 10\n5 20.0\n2 1 3\n7.5 2 9\n4 5 1\n",
    "delmaire": "3 2\n7.5 4\n2 5\n9 1\n2 1 3\n10 20\n6 5\n",
    "tbed1": "2 3\n\n2 1 3\n\n6 5\n\n10 20\n\n7.5 2 9\n4 5 1\n",
}


@pytest.mark.parametrize("form", READERS)
def test_every_format_reads_the_same_instance(form: str) -> None:
    assert read_instance(TEXTS[form], form) == SMALL


WIDE = replace(SMALL, demand=fractions(2, 1, 3, 1), cost=(*SMALL.cost, fractions(6, 8)))
WIDE_TEXTS = {
    "or-library": "2 4\n6 10\n5. 20\n2\n 7.5 4\n1\n 2 5\n3\n9 1\n1\n6 8\n",
    "holmberg": "2 4\n6 10\n5 20.0\n2 1 3 1\n7.5 2 9 6\n4 5 1 8\n",
    "delmaire": "4 2\n7.5 4\n2 5\n9 1\n6 8\n2 1 3 1\n10 20\n6 5\n",
    "tbed1": "2 4\n\n2 1 3 1\n\n6 5\n\n10 20\n\n7.5 2 9 6\n4 5 1 8\n",
}


@pytest.mark.parametrize("form", READERS)
def test_the_lines_tell_the_format(form: str) -> None:
    assert read_instance(WIDE_TEXTS[form]) == WIDE


def test_long_lines_may_be_broken() -> None:
    assert read_instance(WIDE_TEXTS["holmberg"].replace("7.5 2 9 6", "7.5 2\n9 6")) == WIDE


def test_a_regular_break_tells_formats_apart_that_have_the_same_ends() -> None:
    # 10 facilities and 50 customers, ten numbers a line: the ends of a tbed1 file are there too, by chance
    pairs = "".join(f"{20 + j} {100 + j}\n" for j in range(10))
    tens = "".join(" ".join(str(1 + (r * 7 + c) % 9) for c in range(10)) + "\n" for r in range(55))
    instance = read_instance("10 50\n" + pairs + tens)
    assert instance == read_instance("10 50\n" + pairs + tens, "holmberg")
    assert instance.capacity[:2] == (20, 21)


def test_or_library_files_have_the_demand_on_a_line_of_its_own_or_not() -> None:
    joined = "2 4\n6 10\n5. 20\n2 7.5 4\n1 2 5\n3 9 1\n1 6 8\n"
    assert read_instance(joined) == WIDE


def written(form: str, instance: Instance, width: int) -> str:
    """The instance in a format, at most `width` numbers a line, each part on lines of its own."""
    by_facility = [list(column) for column in zip(*instance.cost, strict=True)]
    pairs = [[s, f] for s, f in zip(instance.capacity, instance.fixed, strict=True)]
    demand, size = list(instance.demand), [Fraction(len(instance.capacity)), Fraction(len(instance.demand))]
    parts = {
        "or-library": [size, *pairs, *(p for d, row in zip(demand, instance.cost, strict=True) for p in ([d], [*row]))],
        "holmberg": [size, *pairs, demand, *by_facility],
        "delmaire": [size[::-1], *map(list, instance.cost), demand, list(instance.fixed), list(instance.capacity)],
        "tbed1": [size, demand, list(instance.capacity), list(instance.fixed), *by_facility],
    }[form]
    lines = [part[at : at + width] for part in parts for at in range(0, len(part), width)]
    return "\n".join(" ".join(map(decimal_text, line)) for line in lines)


@given(
    form=st.sampled_from(sorted(READERS)),
    facilities=st.integers(1, 7),
    customers=st.integers(1, 9),
    width=st.integers(2, 12),
    seed=st.integers(0, 10**6),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_format_is_read_as_it_was_written_or_asked_for(
    form: str, facilities: int, customers: int, width: int, seed: int
) -> None:
    instance = textbook.drawn(facilities, customers, 2.0, seed)
    text = written(form, instance, width)
    assert read_instance(text, form) == instance
    told = told_by_itself(text)
    assert told == instance or (isinstance(told, str) and form in told)  # it fits, and so does another


def told_by_itself(text: str) -> Instance | str:
    """What is read without a format, or which ones are said to fit."""
    try:
        return read_instance(text)
    except InstanceError as error:
        return str(error)


def test_an_optimum_at_the_end_is_kept() -> None:
    assert read_instance(WIDE_TEXTS["holmberg"] + "34.5\n") == replace(WIDE, optimum=Fraction("34.5"))


def test_the_word_capacity_stands_for_a_number() -> None:
    text = TEXTS["or-library"].replace("\n6 10", "\ncapacity 10")
    assert read_instance(text, "or-library", capacity=Fraction(6)) == SMALL
    with pytest.raises(InstanceError, match="line 2 has the word"):
        read_instance(text, "or-library")


def test_costs_of_a_unit_are_multiplied_by_the_demand() -> None:
    rows = (fractions(15, 8), fractions(2, 5), fractions(27, 3))
    assert read_instance(TEXTS["holmberg"], "holmberg", unit_costs=True).cost == rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not even two numbers"),
        ("2 x", "line 1 has 'x'"),
        ("2.5 3\n1 1", "begins with 2.5"),
        (TEXTS["holmberg"].replace("\n", " "), "fit none of"),
        (WIDE_TEXTS["holmberg"].replace("6 10", "6 -10"), "negative"),
        (WIDE_TEXTS["holmberg"].replace("2 1 3", "2 0 3"), "customer 2 has no demand"),
    ],
)
def test_what_is_no_instance_is_refused(text: str, says: str) -> None:
    with pytest.raises(InstanceError, match=says):
        read_instance(text)


def test_lines_that_fit_two_formats_are_refused() -> None:
    with pytest.raises(InstanceError, match="fit or-library and holmberg"):
        read_instance(TEXTS["holmberg"])


def test_a_wrong_count_is_told() -> None:
    with pytest.raises(InstanceError, match=r"takes 13 numbers, there are 12"):
        read_instance("2 3\n6 10\n5 20\n2 1 3\n7.5 2 9\n4 5\n", "holmberg")


def test_what_is_written_reads_back() -> None:
    instance = replace(SMALL, optimum=Fraction("28.5"))
    assert read_instance(write_holmberg(instance), "holmberg") == instance


@pytest.mark.parametrize(("number", "text"), [("0", "0"), ("12", "12"), ("0.05", "0.05"), ("-3.5", "-3.5")])
def test_decimals_are_exact(number: str, text: str) -> None:
    assert decimal_text(Fraction(number)) == text


def test_endless_decimals_are_refused() -> None:
    with pytest.raises(InstanceError, match="1/3"):
        decimal_text(Fraction(1, 3))


def test_a_solution_is_counted_by_hand() -> None:
    assert SMALL.total([0, 0, 1]) == Fraction("40.5")
    assert SMALL.total([0, 0, 0]) == Fraction("28.5")
    with pytest.raises(InstanceError, match="facility 2 serves 6, its capacity is 5"):
        SMALL.total([1, 1, 1])


# -- as a scenario -------------------------------------------------------------------------------------------------


def scenario_of(instance: Instance, folder: Path) -> Scenario:
    write_sample(scenario_tables(instance), folder / "scenario")
    return read_scenario(folder / "scenario")


def levels_of(scenario: Scenario, destination: dict[str, str]) -> dict[str, float]:
    """The five levels by the verifier's arithmetic; the plan must be valid but for the levels that it says."""
    none = tuple(Level(name, 0.0, None, None, 0.0, settled=False) for name in LEVEL_NAMES)
    plan = build_plan(scenario, Decision(destination, {}, none), 0.0)
    values = recompute_levels(scenario, plan)
    plan = replace(plan, levels=tuple(replace(level, value=values[level.name]) for level in none))
    assert verify(scenario, plan) == ()
    return values


def test_level_5_is_the_total_and_level_4_idle_whatever_is_done(tmp_path: Path) -> None:
    scenario = scenario_of(SMALL, tmp_path)
    assert scenario.warnings == ()
    sites = facility_ids(SMALL)
    for facility_of in product(range(2), repeat=3):
        destination = {h.id: sites[j] for h, j in zip(scenario.households, facility_of, strict=True)}
        if facility_of == (1, 1, 1):
            continue  # over capacity
        values = levels_of(scenario, destination)
        assert [values[name] for name in LEVEL_NAMES[:4]] == [0, 0, 0, 0]
        assert values["effort"] == pytest.approx(float(SMALL.total(facility_of)))


def test_capacity_is_the_sites_places(tmp_path: Path) -> None:
    scenario = scenario_of(SMALL, tmp_path)
    none = tuple(Level(name, 0.0, None, None, 0.0, settled=False) for name in LEVEL_NAMES)
    plan = build_plan(scenario, Decision({h.id: "F2" for h in scenario.households}, {}, none), 0.0)
    assert any(violation.rule == "3" for violation in verify(scenario, plan))


def test_demands_become_the_fewest_whole_persons() -> None:
    halves = replace(SMALL, demand=fractions(1, 0.5, 1.5), capacity=fractions(3.2, 2.5))
    assert scale_of(halves).persons == 2
    sites = scenario_tables(halves)["sites"]
    assert [h["persons"] for h in scenario_tables(halves)["households"]] == [2, 1, 3]
    assert [site["places"] for site in sites] == [6, 5]  # of 3.2 the last fifth holds nobody
    assert scale_of(replace(SMALL, demand=fractions(20, 10, 30))).persons == Fraction(1, 10)


def test_costs_too_large_for_a_cell_are_told_in_tens(tmp_path: Path) -> None:
    dear = replace(SMALL, cost=(fractions("1415639.4", 4), fractions(2, 5), fractions(9, 1)))
    assert scale_of(dear).money == 10
    scenario = scenario_of(dear, tmp_path)
    values = levels_of(scenario, {"H1": "F1", "H2": "F1", "H3": "F1"})
    assert values["effort"] * 10 == pytest.approx(1415639.4 + 2 + 9 + 10)


def test_three_decimals_are_not_taken_for_thousands(tmp_path: Path) -> None:
    fine = replace(SMALL, cost=(fractions("739.725", "1.170"), fractions(2, 5), fractions(9, 1)))
    scenario = scenario_of(fine, tmp_path)
    assert scenario.travel_minutes["C1", "F1"] == 739.725
    assert scenario.travel_minutes["C1", "F2"] == 1.17


def test_more_persons_than_a_scenario_can_have_are_refused() -> None:
    with pytest.raises(InstanceError, match="200000 at most"):
        scenario_tables(replace(SMALL, demand=fractions(200_001, 1, 3)))


def test_the_total_of_a_plan_comes_from_its_destinations() -> None:
    assert total_of_plan(SMALL, {"H1": "F1", "H2": "F1", "H3": "F2"}) == Fraction("40.5")
    with pytest.raises(InstanceError, match="1 customers are not served: H2"):
        total_of_plan(SMALL, {"H1": "F1", "H2": "", "H3": "F2"})


def test_the_command_converts_and_tells_what_a_plan_costs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "small.txt"
    file.write_text(TEXTS["delmaire"])
    assert main([str(file), "--out", str(tmp_path / "day")]) == 0
    assert "2 facilities, 3 customers, demand 6 of capacity 11; total cost = level 5 x 1" in capsys.readouterr().out
    assert len(read_scenario(tmp_path / "day").households) == 3
    plan = tmp_path / "plan"
    plan.mkdir()
    (plan / "assignments.csv").write_text("household_id,destination_id\nH1,F1\nH2,F1\nH3,F1\n")
    assert main([str(file), "--plan", str(plan)]) == 0
    assert "total cost 28.5" in capsys.readouterr().out
    (plan / "assignments.csv").write_text("household_id,destination_id\nH1,F2\nH2,F2\nH3,F2\n")
    assert main([str(file), "--plan", str(plan)]) == 1
    assert "facility 2 serves 6" in capsys.readouterr().err


def test_the_command_refuses_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.txt"
    file.write_text("2 x")
    assert main([str(file), "--out", str(tmp_path / "day")]) == 2
    assert "bad.txt: line 1 has 'x', which is no number" in capsys.readouterr().err
    assert not (tmp_path / "day").exists()


# -- instances with a known optimum --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RECIPES)
def test_the_planted_solution_costs_the_optimum(name: str) -> None:
    instance, serves = planted(RECIPES[name])
    assert instance.total(serves) == instance.optimum


def cheapest(instance: Instance) -> Fraction:
    """The least total, by trying every customer at every facility."""
    best: Fraction | None = None
    for facility_of in product(range(len(instance.capacity)), repeat=len(instance.demand)):
        try:
            total = instance.total(facility_of)
        except InstanceError:
            continue
        best = total if best is None else min(best, total)
    assert best is not None
    return best


@pytest.mark.parametrize("tight", [False, True])
@pytest.mark.parametrize("gap", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_no_solution_is_below_the_planted_one(tight: bool, gap: bool, seed: int) -> None:
    instance, _ = planted(Recipe(3, 7, tight=tight, gap=gap, seed=seed))
    assert cheapest(instance) == instance.optimum


def test_a_gap_lies_below_the_planted_optimum() -> None:
    # the relaxation may use the units of capacity that no whole customer can
    instance, _ = planted(RECIPES["10x20-gap"])
    capacity = tuple(Fraction(int(c) // 3 * 3) for c in instance.capacity)
    assert capacity != instance.capacity
    assert replace(instance, capacity=capacity).total(planted(RECIPES["10x20-gap"])[1]) == instance.optimum


@pytest.mark.parametrize("name", ["5x10", "10x20-gap"])
def test_the_textbook_model_finds_the_planted_optimum(name: str) -> None:
    instance, _ = planted(RECIPES[name])
    answer = textbook.solve(instance, 20)
    assert answer.value == pytest.approx(float(instance.optimum or 0))
    assert answer.bound == pytest.approx(float(instance.optimum or 0))


@pytest.mark.parametrize("name", ["5x10", "5x10-tight", "10x20-gap", "10x50-tight"])
def test_cno_plan_reaches_the_planted_optimum(name: str, tmp_path: Path) -> None:
    instance, _ = planted(RECIPES[name])
    result = planned(instance, tmp_path, 30)
    assert result.value == instance.optimum
    assert result.bound == pytest.approx(float(instance.optimum or 0))


def test_cno_plan_is_as_good_as_the_textbook_model_on_a_drawn_instance(tmp_path: Path) -> None:
    instance = textbook.drawn(5, 12, 1.6, seed=3)
    best = textbook.solve(instance, 20)
    assert best.value == pytest.approx(best.bound)
    assert planned(instance, tmp_path, 30).value == pytest.approx(best.value)


@pytest.mark.parametrize(
    ("reference", "result", "said"),
    [
        (Reference(30, 30), Result(30.0, 30.0, 1), "optimum, proven"),
        (Reference(30, 30), Result(30.0, 20.0, 1), "optimum, not proven"),
        (Reference(30, 28), Result(30.0, 29.0, 1), "best known, not proven"),
        (Reference(30, 28), Result(29.0, 28.5, 1), "best known, not proven"),
        (Reference(30, 28), Result(31.0, 28.5, 1), "worse than known, not proven"),
        (Reference(30, 28), Result(27.0, 27.0, 1), "wrong: the value is below the least there can be"),
        (Reference(30, 28), Result(31.0, 31.0, 1), "wrong: the bound is above a solution"),
        (Reference(None, 28), Result(31.0, 31.0, 1), "optimum, proven"),
        (Reference(30, 28), Result(None, 0.0, 1), "no plan that serves everybody"),
    ],
)
def test_verdicts(reference: Reference, result: Result, said: str) -> None:
    assert verdict(reference, result) == said
