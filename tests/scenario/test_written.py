"""A scenario written out and read again is the same scenario."""

from __future__ import annotations

from pathlib import Path

import pytest
from generate import random_scenario
from generate_days import random_horizon

from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import Tables, write_sample
from optimizer.scenario.written import scenario_tables


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("make", [random_scenario, random_horizon], ids=["one day", "several days"])
def test_what_is_written_is_read_the_same(tmp_path: Path, make: object, seed: int) -> None:
    assert callable(make)
    tables: Tables = make(seed)
    write_sample(tables, tmp_path / "one")
    scenario = read_scenario(tmp_path / "one")
    write_sample(scenario_tables(scenario), tmp_path / "two")
    again = read_scenario(tmp_path / "two")
    assert again.sha256 == scenario.sha256
    assert (again.households, again.horizon) == (scenario.households, scenario.horizon)
