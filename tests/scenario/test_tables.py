"""The data dictionary in code and on paper agree, with each other and with the entities."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from optimizer.scenario.dictionary import data_dictionary
from optimizer.scenario.entities import Effort, Policy
from optimizer.scenario.reading.settings import SETTINGS
from optimizer.scenario.tables import TABLES, expectation

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == data_dictionary(), "run python scripts/write_data_dictionary.py"


def test_every_policy_field_can_be_set() -> None:
    effort = {f"effort.{field.name}" for field in fields(Effort)}
    assert set(SETTINGS) == {field.name for field in fields(Policy) if field.name != "effort"} | effort


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
    for table in TABLES:
        words = section.split(f"### {table}.csv")[1].split("###")[0]
        for column in TABLES[table].to_schema().columns:
            assert f"`{column}`" in words, (table, column)
    for key in SETTINGS:
        assert f"`{key.removeprefix('effort.')}`" in section or key.removeprefix("effort.") in section, key


def test_the_page_has_a_line_for_every_column_and_key() -> None:
    rows = [line for line in data_dictionary().splitlines() if line.startswith("| `")]
    columns = sum(len(model.to_schema().columns) for model in TABLES.values())
    assert len(rows) == columns + len(SETTINGS) + 2
