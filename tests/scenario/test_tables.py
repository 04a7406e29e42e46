"""The data dictionary in code and on paper agree, with each other and with the entities."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from optimizer.scenario.dictionary import data_dictionary
from optimizer.scenario.entities import Effort, Policy
from optimizer.scenario.expected.mix import BUILT_IN_MIX
from optimizer.scenario.reading.settings import HORIZON_FIELDS, SETTINGS
from optimizer.scenario.tables import DAY_TABLES, HORIZON_TABLES, TABLES, expectation

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == data_dictionary(), "run python scripts/write_data_dictionary.py"


def test_every_policy_field_can_be_set() -> None:
    effort = {f"effort.{field.name}" for field in fields(Effort)}
    policy = {field.name for field in fields(Policy) if field.name != "effort"}
    assert set(SETTINGS) == policy | effort | set(HORIZON_FIELDS)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_it_is(table: str) -> None:
    for name, column in TABLES[table].to_schema().columns.items():
        assert column.description, name
        assert expectation(column), name
        assert column.nullable is not column.metadata["required"], name


@pytest.mark.shared
def test_every_column_of_the_contract_is_known(shared: Path) -> None:
    contract = (shared / "contract.md").read_text("utf-8")
    section = contract.split("## 1.")[1].split("## 2.")[0]
    for table in DAY_TABLES:
        words = section.split(f"### {table}.csv")[1].split("###")[0]
        for column in TABLES[table].to_schema().columns:
            assert f"`{column}`" in words, (table, column)
    for key in SETTINGS.keys() - HORIZON_FIELDS.keys():
        assert f"`{key.removeprefix('effort.')}`" in section or key.removeprefix("effort.") in section, key


@pytest.mark.shared
def test_the_tables_of_several_days_are_the_contract_s(shared: Path) -> None:
    section = (shared / "contract.md").read_text("utf-8").split("## 5.")[1].split("Output:")[0]
    for table in HORIZON_TABLES.keys() - {"exchange"}:  # exchange.csv came after the contract
        columns = ",".join(TABLES[table].to_schema().columns)
        assert f"`{table}.csv`: `{columns}`" in section, table
    assert "`[policy] freed_per_housed` = 1.0" in section
    assert "`[policy] horizon_tolerance` = [0.005, 0.005, 0.05, 0.05, 0.05]" in section


def test_the_page_has_a_line_for_every_column_and_key() -> None:
    rows = [line for line in data_dictionary().splitlines() if line.startswith("| `")]
    columns = sum(len(model.to_schema().columns) for model in TABLES.values())
    assert len(rows) == columns + len(SETTINGS) + 2


def test_the_page_has_the_built_in_composition() -> None:
    section = data_dictionary().split("## The built-in composition")[1].split("##")[0]
    assert len([line for line in section.splitlines() if line.startswith("|")]) == len(BUILT_IN_MIX) + 2
