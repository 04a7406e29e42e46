"""The files of a plan folder: what they say, that they read back, and what is wrong with broken ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.plan.plan import Plan
from optimizer.plan.read import COLUMNS, read_plan
from optimizer.plan.verify import PlanInvalidError
from optimizer.plan.write import write_plan, write_tables
from optimizer.scenario.faults import InputError
from tests.plan.hand import DECISION, Day, plan, without

DAY = Day()
TABLES = ("assignments", "trips", "stops", "regions", "sites")


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tables of the day counted by hand, with A4 unplaced and a break in the bus's night."""
    day = DAY.set("travel_times", "TA", minutes=271).policy(day_starts="20:00")
    write_tables(plan(day.scenario, without(DECISION, "A4")), day.scenario, tmp_path)
    return tmp_path


def test_tables_as_the_contract_has_them(folder: Path) -> None:
    assert lines(folder / "assignments.csv") == [
        "household_id,outcome,destination_id,vr_code,gm_code,trip_id,reason",
        "A1,site,S1,VR01,GM0014,T001,",
        "A2,site,S1,VR01,GM0014,T001,",
        "A3,site,S1,VR01,GM0014,T001,",
        'A4,unplaced,,,,,"Not placed though there is room at S2: the search ended earlier, or it counts for nothing."',
        "H1,home,W1,VR01,GM0014,,",
        "H2,home,W2,VR01,GM0037,,",
        "H3,stay,,,,,",
    ]
    assert lines(folder / "trips.csv")[1:] == ["T001,B1,1,TA,20:20,271,7"]
    assert lines(folder / "stops.csv")[1:] == ["T001,1,S1,25:36,7"]
    assert lines(folder / "sites.csv")[1:] == ["S1,true,false,12,3,7,10", "S2,false,false,8,0,0,0"]
    assert lines(folder / "regions.csv")[1] == "VR01,Groningen,10,3,7,10,0.5,1,1,66,"
    assert len(lines(folder / "regions.csv")) == 26
    for name in TABLES:
        assert lines(folder / f"{name}.csv")[0] == ",".join(COLUMNS[name])


def test_tables_beyond_the_contract(folder: Path) -> None:
    assert lines(folder / "unplaced.csv")[1:] == ["A4,asylum_seeker,3,room_left,room_at=S2"]
    assert lines(folder / "places.csv")[1:] == [
        "TA,origin,Ter Apel,,,7.06,52.87,,,,,,,,10,3",
        "S1,site,Hall,VR01,GM0014,6.567,53.219,open,base,2,true,1,,,0,0",
        "S2,site,School,VR03,GM0114,6.907,52.779,can_open,additional,0,false,0,,,0,0",
    ]
    assert lines(folder / "municipalities.csv")[1:] == [
        "GM0014,Groningen,VR01,2,2,0,0",
        "GM0037,Stadskanaal,VR01,4,3,0,0",
    ]


def test_municipalities_count_who_waits(tmp_path: Path) -> None:
    scenario = DAY.set("households", "H1", linked_on="2025-01-01").scenario
    write_tables(plan(scenario, without(DECISION, "H1", "H2")), scenario, tmp_path)
    assert lines(tmp_path / "municipalities.csv")[1:] == [
        "GM0014,Groningen,VR01,2,0,5,2",
        "GM0037,Stadskanaal,VR01,4,0,0,0",
    ]


def test_summary(folder: Path) -> None:
    said = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    keys = "status date version scenario_sha256 seconds levels counts buses_used overloads warnings"
    assert list(said) == keys.split()
    assert list(said["counts"]) == ["households", "persons", "sheltered", "housed", "stay", "unplaced"]
    assert list(said["levels"][0]) == ["name", "value", "bound", "gap", "seconds", "settled"]
    assert (said["status"], said["date"], said["buses_used"]) == ("feasible", "2026-03-02", 1)


def test_names_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    scenario = DAY.set("sites", "S1", name='=HYPERLINK("http://x")').set("origins", "TA", name="@SUM(A1)").scenario
    write_tables(plan(scenario), scenario, tmp_path)
    places = lines(tmp_path / "places.csv")
    assert places[1].startswith("TA,origin,'@SUM(A1),")
    assert places[2].startswith('S1,site,"\'=HYPERLINK(""http://x"")",')


def test_ids_stay_as_they_are(tmp_path: Path) -> None:
    day = Day()
    day.tables["sites"][0]["site_id"] = "=S;1,%"
    for row in day.tables["travel_times"]:
        row |= {key: "=S;1,%" for key, value in row.items() if value == "S1"}
    trip = replace(DECISION.duties["B1"][0], stops=("=S;1,%",))
    destination = {h: "=S;1,%" if place == "S1" else place for h, place in DECISION.destination.items()}
    made = plan(day.scenario, replace(DECISION, destination=destination, duties={"B1": (trip,)}))
    write_tables(made, day.scenario, tmp_path)
    assert lines(tmp_path / "assignments.csv")[1] == 'A1,site,"=S;1,%",VR01,GM0014,T001,'
    assert read_plan(tmp_path) == made


def edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


BROKEN = {
    "no file": (lambda folder: (folder / "trips.csv").unlink(), "trips.csv: expected the file in the plan folder"),
    "no summary": (lambda folder: (folder / "summary.json").unlink(), "summary.json: expected the file"),
    "columns": (edit("trips.csv", "bus_id", "bus"), "trips.csv, row 1: 'trip_id,bus,"),
    "cells": (edit("trips.csv", ",271,7", ",271"), "trips.csv, row 2: 'T001,B1,1,TA,20:20,271': expected 7 cells"),
    "outcome": (edit("assignments.csv", "A1,site", "A1,tent"), "row 2, column outcome: 'tent': expected site or home"),
    "clock": (edit("trips.csv", "20:20", "8:20 pm"), "row 2, column departs: '8:20 pm': expected a time HH:MM"),
    "whole": (edit("stops.csv", "25:36,7", "25:36,7.5"), "stops.csv, row 2, column persons: '7.5'"),
    "number": (edit("trips.csv", "271", "nan"), "trips.csv, row 2, column drive_minutes: 'nan': expected a number"),
    "flag": (edit("sites.csv", "true", "ja"), "sites.csv, row 2, column in_use: 'ja': expected true or false"),
    "stop order": (edit("stops.csv", "T001,1", "T001,2"), "stops.csv, row 2, column sequence: '2': expected 1"),
    "stop of no trip": (edit("stops.csv", "T001", "T009"), "stops.csv, row 2, column trip_id: 'T009'"),
    "detail": (edit("unplaced.csv", "room_at=S2", "S2"), "unplaced.csv, row 2, column detail: 'S2'"),
    "no utf-8": (lambda folder: (folder / "sites.csv").write_bytes(b"\xff\xfe"), "a CSV file in UTF-8"),
    "no json": (lambda folder: (folder / "summary.json").write_text("{"), "summary.json"),
    "no object": (lambda folder: (folder / "summary.json").write_text("[]"), "summary.json"),
    "no key": (edit("summary.json", "buses_used", "buses"), "summary.json, column buses_used"),
    "no status": (edit("summary.json", "feasible", "perfect"), "'perfect' is not a valid Status"),
    "no level": (edit("summary.json", '"name": "effort"', '"name": "fun"'), "levels are"),
}


@pytest.mark.parametrize("change", BROKEN)
def test_broken_files_are_named(change: str, folder: Path) -> None:
    damage, said = BROKEN[change]
    damage(folder)
    with pytest.raises(InputError) as error:
        read_plan(folder)
    assert said in str(error.value)


def test_every_fault_is_named_at_once(folder: Path) -> None:
    for change in ("outcome", "clock", "flag", "no key"):
        BROKEN[change][0](folder)
    with pytest.raises(InputError) as error:
        read_plan(folder)
    assert len(error.value.faults) == 4


def test_unplaced_csv_may_be_missing(folder: Path) -> None:
    whole = read_plan(folder)
    (folder / "unplaced.csv").unlink()
    assert read_plan(folder) == replace(whole, unplaced=())


def made_twice(tmp_path: Path, change: Callable[[Plan], Plan] = lambda made: made) -> tuple[Path, Path]:
    scenario = DAY.scenario
    for name in ("one", "two"):
        write_plan(change(plan(scenario)), scenario, tmp_path / name, extras=[add_page])
    return tmp_path / "one", tmp_path / "two"


def add_page(folder: Path) -> None:
    (folder / "map.html").write_text(f"{len(read_plan(folder).trips)} trips")


def test_whole_folder_the_same_bytes_twice(tmp_path: Path) -> None:
    one, two = made_twice(tmp_path)
    names = sorted(file.name for file in one.iterdir())
    assert names == sorted(
        [f"{name}.csv" for name in COLUMNS if name != "exchange_used"]  # nobody may trade
        + ["summary.json", "map.html", "report.xlsx", "plan.gpkg"]
    )
    assert [name for name in names if (one / name).read_bytes() != (two / name).read_bytes()] == []
    assert (one / "map.html").read_text() == "1 trips"


def test_a_plan_that_breaks_a_rule_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(PlanInvalidError, match="buses_used is 7"):
        made_twice(tmp_path, lambda made: replace(made, buses_used=7))
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        raise RuntimeError("no map")

    with pytest.raises(RuntimeError, match="no map"):
        write_plan(plan(DAY.scenario), DAY.scenario, tmp_path / "plan", extras=[fail])
    assert list(tmp_path.iterdir()) == []
