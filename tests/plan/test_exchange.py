"""An exchange between municipalities: what the verifier allows and forbids, and what is told of it."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from optimizer.plan.build import build_plan
from optimizer.plan.decision import Decision
from optimizer.plan.details.build import plan_details
from optimizer.plan.details.read import read_details
from optimizer.plan.read import read_plan
from optimizer.plan.report import write_report
from optimizer.plan.verify import recompute_levels, verify
from optimizer.plan.write import write_plan
from optimizer.scenario.dice import Dice
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve import solve
from tests.generate import random_scenario
from tests.plan.hand import DECISION, TABLES, Day, plan
from tests.solve.brute_force import best_levels

# H2, three persons linked to Groningen (GM0014), goes to W3, a home in Stadskanaal (GM0037), in the same province.
TRADED = replace(DECISION, destination={**DECISION.destination, "H2": "W3"})


def day(takes: int | None = 3, gives: int | None = 3, home: str = "GM0037", exchange: bool = True) -> Day:
    """The hand-counted day with a home for three elsewhere; None: that municipality is not in the table."""
    rows = [{"gm_code": "GM0014", "takes_cno_places": takes}] if takes is not None else []
    rows += [{"gm_code": home, "gives_housing": gives}] if gives is not None else []
    made = Day({**TABLES, "exchange": rows}).set("housing", "W3", gm_code=home, type="home", persons=3)
    return made.policy(exchange=True) if exchange else made


def broken(scenario: Scenario, decision: Decision = TRADED) -> list[str]:
    made = plan(scenario, decision)
    return [str(found) for found in verify(scenario, made, plan_details(made, scenario))]


def test_a_trade_within_what_both_agreed_is_allowed() -> None:
    assert broken(day().scenario) == []


@pytest.mark.parametrize(
    ("forbidden", "words"),
    [
        (day(takes=2), "GM0014 takes 2 CNO places, others house 3 persons for it"),
        (day(gives=2), "GM0037 gives housing for 2 persons, it houses 3 for others"),
        (day(takes=None), "H2 is linked to GM0014 and housed in GM0037 (home)"),
        (day(gives=None), "H2 is linked to GM0014 and housed in GM0037 (home)"),
        (day(exchange=False), "H2 is linked to GM0014 and housed in GM0037 (home)"),
        (day(home="GM0114"), "H2 is linked to GM0014 and housed in GM0114 (home)"),  # Emmen is in Drenthe
    ],
)
def test_a_trade_beyond_it_is_forbidden(forbidden: Day, words: str) -> None:
    assert f"rule 7: {words}" in broken(forbidden.scenario)


def test_an_interim_facility_of_the_region_takes_no_trade() -> None:
    # W2 is an interim facility in Stadskanaal: rule 7 lets H2 go there, whatever is agreed
    scenario = day(takes=0, gives=0).scenario
    assert broken(scenario, DECISION) == []
    assert plan_details(plan(scenario, DECISION), scenario).exchanged == ()


def test_the_solver_trades_only_when_that_houses_more() -> None:
    # W2 is gone: H2 has a home only by trade, and is displaced then
    scenario = day().without("housing", "W2").scenario
    assert solve(scenario).destination["H2"] == "W3"
    assert [level.value for level in solve(scenario).levels[1:3]] == [0, 3]
    # a home in Groningen as well: nobody needs to go elsewhere
    own = day().without("housing", "W2").set("housing", "W4", gm_code="GM0014", type="home", persons=3).scenario
    assert solve(own).destination["H2"] == "W4"


@pytest.mark.parametrize("short", [day(takes=2), day(gives=2), day(takes=0), day(exchange=False)])
def test_the_solver_keeps_to_what_is_agreed(short: Day) -> None:
    decision = solve(short.without("housing", "W2").scenario)
    assert "H2" not in decision.destination
    assert decision.levels[1].value == 3


def test_limits_are_shared_by_all_who_are_traded() -> None:
    # two households of three want two homes in Stadskanaal, which houses five for others: one of them goes
    two = day(takes=9, gives=5).without("housing", "W2").set("housing", "W3", units=2)
    two = two.set("households", "H4", kind="status_holder", persons=3, linked_municipality="GM0014")
    decision = solve(two.scenario)
    assert [decision.destination.get(h) for h in ("H2", "H4")].count("W3") == 1
    assert decision.levels[1].bound == 3
    assert len([h for h in ("H2", "H4") if h in solve(day(6, 6).scenario).destination]) <= 1


def test_without_leave_nothing_changes() -> None:
    assert (
        solve(day(exchange=False).scenario).destination
        == solve(Day().set("housing", "W3", gm_code="GM0037", type="home", persons=3).scenario).destination
    )


def exchanging(seed: int) -> Scenario:
    """A tiny random day in which its municipalities may trade."""
    import tempfile

    tables, dice = random_scenario(seed, "tiny", "tight"), Dice("exchange", seed)
    towns = {str(row["linked_municipality"]) for row in tables["households"] if row.get("linked_municipality")}
    towns |= {str(row["gm_code"]) for row in tables["housing"]}
    rows = [
        {"gm_code": t, "takes_cno_places": dice.whole(0, 8), "gives_housing": dice.whole(0, 8)} for t in sorted(towns)
    ]
    tables["exchange"] = rows
    tables["policy"].append({"key": "exchange", "value": True})
    with tempfile.TemporaryDirectory() as folder:
        write_sample(tables, Path(folder) / "day")
        return read_scenario(Path(folder) / "day")


def test_levels_equal_brute_force_and_the_plan_is_valid() -> None:
    traded = 0
    for seed in range(60):
        scenario = exchanging(seed)
        decision = solve(scenario)
        made = build_plan(scenario, decision, 0.0)
        details = plan_details(made, scenario)
        assert verify(scenario, made, details) == (), seed
        expected = pytest.approx(best_levels(scenario), abs=1e-6)
        assert tuple(level.value for level in decision.levels) == expected, seed
        assert tuple(level.bound for level in decision.levels) == expected, seed
        assert tuple(recompute_levels(scenario, made).values()) == expected, seed
        traded += bool(details.exchanged)
    assert traded >= 3  # else this says nothing of a trade


def test_who_trades_what_is_told_read_back_and_checked(tmp_path: Path) -> None:
    scenario = day(takes=7, gives=5).scenario
    out = tmp_path / "plan"
    write_plan(plan(scenario, TRADED), scenario, out)
    with (out / "exchange_used.csv").open(newline="", encoding="utf-8") as stream:
        (row,) = csv.DictReader(stream)
    assert row == {
        "province": "Groningen",
        "linked_gm_code": "GM0014",
        "takes_cno_places": "7",
        "housed_gm_code": "GM0037",
        "gives_housing": "5",
        "households": "1",
        "persons": "3",
    }
    text = (out / "exchange_used.csv").read_text(encoding="utf-8")
    for wrong in (text.replace(",1,3\n", ",1,2\n"), text.splitlines()[0] + "\n"):
        (out / "exchange_used.csv").write_text(wrong, encoding="utf-8")
        assert "exchange_used.csv" in "".join(map(str, verify(scenario, read_plan(out), read_details(out))))
    (out / "exchange_used.csv").unlink()
    assert "there is no exchange_used.csv" in "".join(map(str, verify(scenario, read_plan(out), read_details(out))))


def test_a_day_without_exchange_has_no_such_table(tmp_path: Path) -> None:
    scenario = Day().scenario
    write_plan(plan(scenario), scenario, tmp_path / "plan")
    assert not (tmp_path / "plan" / "exchange_used.csv").exists()


@pytest.mark.parametrize(("lang", "name"), [("nl", "Uitruil"), ("en", "Exchange")])
def test_the_workbook_has_a_sheet_where_trade_is_allowed(tmp_path: Path, lang: str, name: str) -> None:
    assert lang in ("nl", "en")
    for scenario, there in ((day().scenario, True), (Day().scenario, False)):
        file = tmp_path / f"{there}.xlsx"
        write_report(plan(scenario, TRADED if there else DECISION), scenario, file, lang="nl" if lang == "nl" else "en")
        book = openpyxl.load_workbook(file)
        assert (name in book.sheetnames) is there
        if there:
            assert [cell.value for cell in book[name][2]] == ["Groningen", "Groningen", 3, "Stadskanaal", 3, 1, 3]
        first = book[book.sheetnames[0]]
        assert (name in {cell.value for row in first.iter_rows() for cell in row}) is there


@pytest.mark.parametrize(("gives", "levels", "rows"), [(5, [6, 3], (1, 3)), (6, [3, 6], (2, 6))])
def test_the_example_of_the_documents(gives: int, levels: list[int], rows: tuple[int, int]) -> None:
    made = day(takes=7, gives=gives).without("housing", "W1", "W2").without("households", "H1", "H3")
    made = made.set("housing", "W3", units=3)
    for family in ("H4", "H5"):
        made = made.set("households", family, kind="status_holder", persons=3, linked_municipality="GM0014")
    scenario = made.scenario
    decision = solve(scenario)
    assert [level.value for level in decision.levels[1:3]] == levels
    (pair,) = plan_details(build_plan(scenario, decision, 0.0), scenario).exchanged or ()
    assert (pair.households, pair.persons) == rows
    outside = [u.reason.code for u in build_plan(scenario, decision, 0.0).unplaced if u.kind == "status_holder"]
    assert outside == ["exchange_used_up"] * (3 - rows[0])


def test_promises_that_nothing_stands_behind_are_said() -> None:
    said = [text for text in day(takes=30, home="GM0114").scenario.warnings if "exchange" in text]
    assert said == [
        "exchange.csv: GM0014 takes 30 CNO places; its sites have 12",
        "exchange.csv: nobody in Drenthe takes CNO places, so nothing is traded there",
        "exchange.csv: nobody in Groningen gives housing, so nothing is traded there",
    ]
    assert not [text for text in day(takes=12).scenario.warnings if "exchange" in text]
