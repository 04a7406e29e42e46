"""The script that gives a scenario enough homes: then everybody who is ready is housed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from optimizer.day import plan_scenario
from optimizer.plan.outlook import Outlook
from optimizer.plan.verify import verify
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import SampleOptions, make_sample, write_sample

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "add_homes.py"


def planned(folder: Path) -> Outlook:
    scenario = read_scenario(folder)
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    assert verify(scenario, plan) == ()
    assert plan.outlook is not None
    return plan.outlook


def test_everybody_is_housed_once_the_homes_are_there(tmp_path: Path) -> None:
    options = SampleOptions(people=4, status_holders=80, sites=3, days=14, seed=4)
    write_sample(make_sample(options), tmp_path / "weeks")
    before = planned(tmp_path / "weeks")
    assert before.country[-1].ready > 0
    assert [row for row in before.shortages if row.week == 2] != []
    spec = importlib.util.spec_from_file_location("add_homes", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.main(tmp_path / "weeks", 2)
    after = planned(tmp_path / "weeks")
    assert after.country[-1].ready == 0
    assert [row for row in after.shortages if row.week == 2] == []
