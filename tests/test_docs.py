"""The documents say what the program does: no command, option, key, column or exit code is missing; examples run."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from small_day import write_small_day

import optimizer
from optimizer.cli import Exit, cno
from optimizer.commands.sample import KINDS
from optimizer.plan.plan import Counts, Level
from optimizer.plan.read import read_plan
from optimizer.plan.rows import ALL_COLUMNS
from optimizer.plan.write import summary
from optimizer.scenario.entities import Effort, Policy
from optimizer.scenario.reading.settings import HORIZON_FIELDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES += sorted((ROOT / "examples").rglob("*.md"))
EUPL_SHA256 = "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"no section {title!r}"
    return found[1]


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    for part, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


@pytest.mark.parametrize(
    ("name", "command"), list(commands(cno, "cno")), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    under = section(text("docs/commands.md"), " ".join(name.split()[:2]))
    assert f"    {name}" in under
    for parameter in command.params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert f"`{option}" in under, f"{name} {option}"


def test_no_option_is_documented_that_is_not_there() -> None:
    real = {option for _, command in commands(cno, "cno") for parameter in command.params for option in parameter.opts}
    told = set(re.findall(r"^\| `(--[a-z-]+)", text("docs/commands.md"), re.MULTILINE))
    assert told - real == set()


def test_every_kind_of_day_is_documented() -> None:
    under = section(text("docs/commands.md"), "cno sample")
    assert all(f"`{kind}`:" in under for kind in KINDS)


@pytest.mark.parametrize("page", ["README.md", "docs/commands.md"])
def test_every_exit_code_is_documented(page: str) -> None:
    told = set(re.findall(r"^\| (\d+) \|", text(page), re.MULTILINE))
    assert {str(int(code)) for code in Exit} <= told


def test_every_policy_key_is_documented() -> None:
    dictionary = text("docs/data-dictionary.md")
    policy = [f"policy.{field.name}" for field in fields(Policy) if field.name != "effort"]
    policy += [f"policy.{key}" for key in HORIZON_FIELDS]
    keys = ["date", "days", *policy, *(f"policy.effort.{field.name}" for field in fields(Effort))]
    assert [key for key in keys if f"| `{key}` |" not in dictionary] == []


def test_every_file_and_column_of_the_plan_folder_is_documented() -> None:
    page = text("docs/plan-folder.md")
    for table, columns in ALL_COLUMNS.items():
        assert f"{table}.csv" in page
        assert [column for column in columns if f"`{column}`" not in page] == []


@pytest.fixture(scope="module")
def plan_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documented")
    arguments = ["plan", str(write_small_day(folder / "day", places=4)), "--out", str(folder / "plan"), "--quiet"]
    assert CliRunner().invoke(cno, arguments).exit_code == 3
    return folder / "plan"


def test_every_key_of_summary_json_is_documented(plan_folder: Path) -> None:
    under = section(text("docs/plan-folder.md"), "summary.json")
    keys = [*summary(read_plan(plan_folder)), *(f.name for f in fields(Level)), *(f.name for f in fields(Counts))]
    assert [key for key in keys if f"`{key}`" not in under] == []


def test_every_file_that_is_written_is_documented(plan_folder: Path) -> None:
    page = text("docs/plan-folder.md")
    assert [file.name for file in plan_folder.iterdir() if f"`{file.name}`" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_versions_agree() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert project["version"] == optimizer.__version__
    assert f'softwareVersion: "{optimizer.__version__}"' in text("publiccode.yml")
    assert "## [Unreleased]" in text("CHANGELOG.md") or f"## [{optimizer.__version__}]" in text("CHANGELOG.md")


def test_publiccode_descriptions_keep_the_standard_s_lengths() -> None:
    page = text("publiccode.yml")
    short = re.findall(r"shortDescription: (.+)", page)
    long = re.findall(r"longDescription: >\n((?:      .+\n)+)", page)
    assert len(short) == len(long) == 2
    assert all(len(words) <= 150 for words in short)
    assert all(150 <= len(" ".join(words.split())) <= 10_000 for words in long)


def test_the_licence_is_the_whole_official_text() -> None:
    # the text as SPDX has it; whoever changes a word of it changes the licence
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == EUPL_SHA256


def block(page: str, language: str, containing: str) -> str:
    """The one fenced example of a language that contains a text."""
    blocks = re.findall(rf"```{language}\n(.*?)```", text(page), re.DOTALL)
    (found,) = [example for example in blocks if containing in example]
    return str(found)


@pytest.mark.parametrize(
    ("code", "words"), [(0, "everybody"), (3, "outside"), (2, "wrong"), (4, "in time"), (1, "a fault")]
)
def test_the_unattended_script_acts_on_every_exit_code(tmp_path: Path, code: int, words: str) -> None:
    script = tmp_path / "plan-day"
    script.write_text(block("docs/running-unattended.md", "bash", "# plan-day"), encoding="utf-8")
    stub = tmp_path / "cno"
    stub.write_text(f"#!/bin/sh\n[ $1 = plan ] || exit 0\nexit {code}\n")
    stub.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", script, tmp_path / "day", tmp_path],
        capture_output=True,
        text=True,
        env={"PATH": path},
        timeout=30,
        check=False,
    )
    assert done.returncode == code
    assert words in done.stdout


def test_the_summary_reader_of_the_documents_runs(plan_folder: Path) -> None:
    example = block("docs/running-unattended.md", "bash", "json.load")
    script = example.split("<<'END'\n")[1].split("\nEND")[0]
    done = subprocess.run(
        [sys.executable, "-c", script, plan_folder / "summary.json"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_airflow_example_is_python() -> None:
    compile(block("docs/running-unattended.md", "python", "airflow"), "airflow", "exec")
