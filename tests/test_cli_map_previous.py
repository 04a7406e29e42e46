"""`cno map --previous`: every page of a plan folder, held against another plan."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from optimizer.cli import Exit, cno
from optimizer.plan.write import write_tables
from tests.plan.hand import DECISION, Day, plan, without


def plan_folder(folder: Path, *left_out: str, day: str = "2026-03-02") -> Path:
    scenario = Day().policy(date=day).set("households", "H3", ready_on="2026-03-09").scenario
    folder.mkdir()
    write_tables(plan(scenario, without(DECISION, *left_out)), scenario, folder)
    return folder


@pytest.fixture
def today(tmp_path: Path) -> Path:
    return plan_folder(tmp_path / "today")


def test_the_pages_say_what_changes(today: Path, tmp_path: Path) -> None:
    before = plan_folder(tmp_path / "before", "A1", day="2026-03-01")
    done = CliRunner().invoke(cno, ["map", str(today), "--previous", str(before)])
    assert done.exit_code == Exit.DONE, done.output
    page = (today / "regions" / "VR01.html").read_text(encoding="utf-8")
    assert "Wat is er anders dan in het plan van zondag 1 maart 2026?" in page
    assert "Er komen 4 mensen meer dan toen." in page
    assert len(list((today / "regions").iterdir())) == 25


def test_without_a_previous_plan_nothing_is_compared(today: Path) -> None:
    assert CliRunner().invoke(cno, ["map", str(today)]).exit_code == Exit.DONE
    assert "Wat is er anders" not in (today / "regions" / "VR01.html").read_text(encoding="utf-8")


def test_a_later_plan_is_refused_and_nothing_is_written(today: Path, tmp_path: Path) -> None:
    later = plan_folder(tmp_path / "later", day="2026-03-03")
    done = CliRunner().invoke(cno, ["map", str(today), "--previous", str(later)])
    assert done.exit_code == Exit.WRONG_INPUT
    assert (
        "later/summary.json, column date: '2026-03-03': expected a plan for 2026-03-02 or an earlier day" in done.output
    )
    assert not (today / "regions").exists()


def test_a_folder_that_is_no_plan_is_refused(today: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    done = CliRunner().invoke(cno, ["map", str(today), "--previous", str(tmp_path / "photos")])
    assert done.exit_code == Exit.WRONG_INPUT
    assert "photos/summary.json: expected the file" in done.output
