"""The command `cno`: the only module that prints or exits. Exit codes are the contract's (docs/commands.md).

Whatever takes long to import is imported inside the command that needs it, so that `cno --help` is quick.
"""

from __future__ import annotations

import json
import sys
import traceback
from dataclasses import asdict
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

import optimizer

if TYPE_CHECKING:
    from optimizer.scenario.entities import Scenario
    from optimizer.scenario.faults import InputError


class Exit(IntEnum):
    """What the shell is told."""

    DONE = 0
    PROGRAM_FAULT = 1
    WRONG_INPUT = 2
    SHORTAGE = 3
    OUT_OF_TIME = 4


EXISTING = click.Path(exists=True, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
LANG = click.Choice(["nl", "en"])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(optimizer.__version__, prog_name="cno")
def cno() -> None:
    """Plan where people in Dutch crisis emergency reception (CNO) sleep tonight.

    A day: check the input (validate), plan it (plan), look at map.html and report.xlsx in the plan folder.
    """


@cno.command()
@click.argument("scenario", type=EXISTING)
@click.option("--json", "as_json", is_flag=True, help="Print the faults and warnings as one JSON object.")
def validate(scenario: Path, as_json: bool) -> None:
    """Check SCENARIO (a folder or a workbook) and name every fault in it. Exit 0: usable; 2: not."""
    from optimizer.scenario.faults import InputError
    from optimizer.scenario.read import read_scenario

    try:
        read = read_scenario(scenario)
    except InputError as error:
        if not as_json:
            _refuse(scenario, error)
        click.echo(json.dumps({"valid": False, "faults": [asdict(f) for f in error.faults], "warnings": []}, indent=2))
        sys.exit(Exit.WRONG_INPUT)
    if as_json:
        click.echo(json.dumps({"valid": True, "faults": [], "warnings": list(read.warnings)}, indent=2))
        return
    _warn(read.warnings)
    click.echo(
        f"{scenario}: usable for {read.date:%d-%m-%Y}: {len(read.households):,} households, {len(read.sites):,} sites, "
        f"{len(read.offers):,} housing offers, {len(read.buses):,} buses."
    )


@cno.command()
@click.argument("scenario", type=EXISTING)
@click.argument("plan_folder", metavar="DIR", type=EXISTING_FOLDER)
def verify(scenario: Path, plan_folder: Path) -> None:
    """Hold the plan in DIR against SCENARIO, rule by rule. Exit 0: valid; 1: it breaks rules; 2: unreadable."""
    from optimizer import terminal
    from optimizer.plan.read import read_plan
    from optimizer.plan.verify import verify as broken_rules_of

    asked = _read(scenario)
    plan = read_plan(plan_folder)
    violations = broken_rules_of(asked, plan)
    if violations:
        click.echo(f"{plan_folder}: {terminal.count(len(violations), 'broken rule')}:", err=True)
        click.echo(terminal.broken_rules(violations), err=True)
        sys.exit(Exit.PROGRAM_FAULT)
    click.echo(f"{plan_folder}: valid. Recomputed: {'; '.join(map(terminal.level_sentence, plan.levels))}.")


def _read(path: Path) -> Scenario:
    """The scenario at `path`, or every fault in it and exit 2."""
    from optimizer.scenario.faults import InputError
    from optimizer.scenario.read import read_scenario

    try:
        return read_scenario(path)
    except InputError as error:
        _refuse(path, error)


def _refuse(path: Path, error: InputError) -> NoReturn:
    """Say on stderr what is wrong with the input, every fault, and exit 2."""
    from optimizer import terminal

    click.echo(f"{path} cannot be used: {terminal.count(len(error.faults), 'fault')}. Nothing was written.", err=True)
    if sys.stderr.isatty():
        from rich.console import Console

        Console(stderr=True).print(terminal.faults_table(error.faults))
    else:
        for fault in error.faults:
            click.echo(str(fault), err=True)
    sys.exit(Exit.WRONG_INPUT)


def _warn(warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)


def main() -> None:
    """Run `cno`; a fault that no command expects is the program's: exit 1, with what is needed to report it."""
    try:
        cno()
    except Exception:
        traceback.print_exc()
        click.echo(f"This is a fault of the program (cno {optimizer.__version__}), not of your input.", err=True)
        sys.exit(Exit.PROGRAM_FAULT)


if __name__ == "__main__":
    main()
