"""The workbook of several days: a sheet for each table, with what the tables say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from optimizer.cli import cno
from optimizer.plan.read import read_plan
from optimizer.scenario.sample import write_sample

MONDAY = date(2026, 3, 2)
NOBODY_FREED = {"key": "freed_per_housed", "value": 0.0}


def tables() -> dict[str, list[dict[str, Any]]]:
    linked = {"kind": "status_holder", "linked_municipality": "GM0014"}
    place = {"vr_code": "VR03", "gm_code": "GM0114", "lon": 6.9, "lat": 52.9, "status": "open"}
    return {
        "policy": [{"key": "date", "value": MONDAY}, {"key": "days", "value": 9}, NOBODY_FREED],
        "mix": [{"persons": 1, "share": 1.0}],
        "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}],
        "households": [
            {"household_id": "A", "kind": "asylum_seeker", "persons": 3, "origin_id": "TA"},
            {"household_id": "B", "persons": 2, **linked},
            {"household_id": "C", "persons": 5, "wheelchairs": 1, **linked},
        ],
        "sites": [{"site_id": "S", "name": "Hall", "places": 40, **place}],
        "housing": [{"offer_id": "W", "gm_code": "GM0014", "type": "home", "persons": 2}],
        "inflow": [{"date": MONDAY + timedelta(days=n), "origin_id": "TA", "persons": 2.5} for n in (1, 4)],
        "targets": [{"gm_code": "GM0014", "from": MONDAY, "until": MONDAY, "target": 9}],
    }


def sheet_rows(book: Any, name: str) -> list[list[object]]:
    """Rows below the header, down to the first empty one."""
    found = []
    for row in list(book[name].iter_rows(values_only=True))[1:]:
        if row[0] is None:
            break
        found.append(list(row))
    return found


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan that keeps to one of fewer arrivals."""
    folder = tmp_path_factory.mktemp("ahead")
    for name, inflow in (("first", 1.0), ("second", 2.5)):
        asked = tables()
        for row in asked["inflow"]:
            row["persons"] = inflow
        write_sample(asked, folder / name)
        arguments = ["plan", str(folder / name), "--out", str(folder / f"plan-{name}"), "--quiet", "--no-pages"]
        arguments += ["--from", str(folder / "plan-first")] if name == "second" else []
        done = CliRunner().invoke(cno, arguments)
        assert done.exit_code == 0, done.output
    return folder / "plan-second"


def test_every_table_of_several_days_is_a_sheet(plan: Path) -> None:
    book, outlook = openpyxl.load_workbook(plan / "report.xlsx"), read_plan(plan).outlook
    assert outlook is not None
    added = ["Vooruitblik land", "Vooruitblik regio's", "Taakstelling", "Ontbrekende woningen", "Wijzigingen"]
    assert [name for name in book.sheetnames if name in added] == added
    assert len(sheet_rows(book, "Vooruitblik land")) == 9
    assert len(sheet_rows(book, "Vooruitblik regio's")) == 9 * 25
    arrivals = [row[3] for row in sheet_rows(book, "Vooruitblik land")]
    assert arrivals == [row.arrivals for row in outlook.country]
    assert sheet_rows(book, "Taakstelling") == [["GM0014", "Groningen", "Groningen", 9, 0, 2, 0, 7]]
    assert [row[5:] for row in sheet_rows(book, "Ontbrekende woningen")] == [[5, "ja", 1, 5]] * 2
    changed = sheet_rows(book, "Wijzigingen")
    assert [row[1:4] for row in changed] == [["VR03 Drenthe", 1, 2.5]] * 2
    assert all(str(row[4]).startswith("Instroom in het land die dag: 2,5 (was 1); ") for row in changed)


def test_the_summary_says_that_goals_are_of_all_days(plan: Path) -> None:
    book = openpyxl.load_workbook(plan / "report.xlsx")
    texts = [str(cell.value) for row in book["Samenvatting"].iter_rows() for cell in row if cell.value]
    assert any("opgeteld over alle 9 dagen" in text for text in texts)
    rows, outlook = list(book["Samenvatting"].iter_rows(values_only=True)), read_plan(plan).outlook
    assert outlook is not None
    first = 1 + next(at for at, row in enumerate(rows) if row[0] == "Dezelfde doelen, van vandaag alleen")
    assert [row[1] for row in rows[first : first + 5]] == list(outlook.levels_today)
    assert [str(row[0])[:2] for row in rows[first : first + 5]] == ["1.", "2.", "3.", "4.", "5."]
    assert "Vooruitblik land" in texts
