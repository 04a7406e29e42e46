"""The command `cno`: the only module that prints or exits. Exit codes are the contract's (docs/commands.md).

Whatever takes long to import is imported inside the command that needs it, so that `cno --help` is quick.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict, replace
from enum import IntEnum
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

import optimizer
from optimizer.commands.ahead import outlook
from optimizer.commands.expected import forecast, targets
from optimizer.commands.questions import bottlenecks, whatif
from optimizer.commands.regions import regions
from optimizer.commands.sample import sample
from optimizer.commands.shared import (
    EXISTING,
    EXISTING_FILE,
    EXISTING_FOLDER,
    FOLDER,
    Said,
    house_of,
    profile_option,
    targets_checked,
)

if TYPE_CHECKING:
    from optimizer.pages import PageOptions, Profile
    from optimizer.plan.plan import Plan
    from optimizer.scenario.entities import Scenario
    from optimizer.scenario.faults import Fault
    from optimizer.teller import LogFormat, Teller


class Exit(IntEnum):
    """What the shell is told; a second request to stop adds 128 + the number of the signal."""

    DONE = 0
    PROGRAM_FAULT = 1
    WRONG_INPUT = 2
    SHORTAGE = 3
    OUT_OF_TIME = 4


ORIGIN = f"cno {optimizer.__version__}"
Lang = Literal["nl", "en"]
lang_option = click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of pages and workbook."
)
style_option = click.option(
    "--style", type=EXISTING_FILE, metavar="FILE", help="House style of the pages: other values for the tokens."
)


class _Cno(click.Group):
    """Prints what a command of `optimizer.commands` returns, and names every fault of wrong input it raises."""

    def invoke(self, ctx: click.Context) -> None:
        """Run the command that was asked for."""
        from optimizer.scenario.faults import InputError

        ctx.obj = _tell
        try:
            said = super().invoke(ctx)
        except InputError as error:
            _refuse(Path(error.faults[0].file), error.faults)
        if isinstance(said, Said):
            for warning in said.warnings:
                click.echo(f"warning: {warning}", err=True)
            click.echo(said.text)


def _tell(text: str) -> None:
    """How far a command is."""
    click.echo(text, err=True)


@click.group(cls=_Cno, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(optimizer.__version__, prog_name="cno")
def cno() -> None:
    """Plan where people in Dutch crisis emergency reception (CNO) sleep tonight.

    A day: check the input (validate), plan it (plan), look at index.html and report.xlsx in the plan folder.

    Exit codes: 0 done; 3 a plan with people outside or a limit overloaded; 2 wrong input; 4 no plan in time;
    1 a fault of the program, or a plan that breaks a rule.
    """


@cno.command()
@click.argument("scenario", type=EXISTING)
@click.option("--out", required=True, type=FOLDER, metavar="DIR", help="The plan folder to write.")
@lang_option
@style_option
@profile_option
@click.option(
    "--from",
    "previous",
    type=EXISTING_FOLDER,
    metavar="DIR",
    help="An earlier plan folder to start from: what it told changes only where something is better by it.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Time for the solver, instead of the scenario's time_limit_seconds.",
)
@click.option("--no-pages", is_flag=True, help="Leave out the pages.")
@click.option("--quiet", is_flag=True, help="Tell no progress.")
@click.option(
    "--log-format",
    type=click.Choice(["auto", "text", "json"]),
    default="auto",
    show_default=True,
    help="How progress is told; auto: a table on a terminal, JSON lines elsewhere.",
)
def plan(
    *,
    scenario: Path,
    out: Path,
    lang: Lang,
    style: Path | None,
    profile: Profile,
    previous: Path | None,
    time_limit: float | None,
    no_pages: bool,
    quiet: bool,
    log_format: LogFormat,
) -> None:
    """Plan the day of SCENARIO (a folder or a workbook) and write the plan folder DIR.

    Ctrl-C stops with the best valid plan so far, if there is one; a second Ctrl-C ends at once.
    """
    from optimizer.interrupt import EndNow
    from optimizer.pages import PageOptions
    from optimizer.teller import Teller

    if no_pages and style is not None:
        raise click.UsageError("--style is the pages': leave out --no-pages.")
    if no_pages and profile == "public":
        raise click.UsageError("--profile is the pages': leave out --no-pages.")
    pages = None if no_pages else PageOptions(lang, house_of(style), profile=profile)
    teller = Teller(sys.stderr, scenario.name, log_format, quiet=quiet)
    try:
        _plan(scenario, out, lang, time_limit, pages, teller, previous)
    except EndNow as ending:
        click.echo(f"Ended at once; {out} is whole, as it was or new.", err=True)
        sys.stderr.flush()
        os._exit(128 + ending.signum)  # the solver's thread is in native code and cannot be waited for


def _plan(
    path: Path,
    out: Path,
    lang: Lang,
    time_limit: float | None,
    pages: PageOptions | None,
    teller: Teller,
    previous: Path | None,
) -> None:
    from optimizer.targets import check_plan_target

    if time_limit is not None and not isfinite(time_limit):
        raise click.UsageError(f"--time-limit is {time_limit}, must be a number of seconds.")
    with targets_checked():
        check_plan_target(out)
    asked = _read(path)
    if time_limit is not None:
        note = f"the time limit is {time_limit:g} s, given on the command line"
        policy = replace(asked.policy, time_limit_seconds=time_limit)
        asked = replace(asked, policy=policy, warnings=(*asked.warnings, note))
    teller.warn(asked.warnings)
    teller.log("read", "usable", households=len(asked.households), scenario_sha256=asked.sha256)
    made = _plan_or_exit(asked, out, lang, pages, teller, previous)
    from optimizer import terminal
    from optimizer.day import people_unsheltered

    unsheltered = people_unsheltered(made)
    code = Exit.SHORTAGE if unsheltered or made.overloads else Exit.DONE
    teller.log("plan", "written", exit_code=int(code), status=str(made.status), unsheltered=unsheltered)
    click.echo(terminal.result_paragraph(made, unsheltered, str(out)))
    sys.exit(code)


def _plan_or_exit(
    asked: Scenario, out: Path, lang: Lang, pages: PageOptions | None, teller: Teller, previous: Path | None
) -> Plan:
    """The written plan; whatever else can come of it is said and ends the program."""
    from optimizer import terminal
    from optimizer.day import plan_day
    from optimizer.interrupt import Interruption
    from optimizer.plan.folder import FolderError
    from optimizer.plan.verify import PlanInvalidError
    from optimizer.scenario.faults import InputError
    from optimizer.solve.progress import OutOfTime

    try:
        with teller, Interruption(teller.stopping) as interrupted:
            return plan_day(
                asked,
                out,
                lang=lang,
                pages=pages,
                progress=teller.progress,
                interrupted=interrupted,
                previous=previous,
            )
    except OutOfTime:
        when = "before it was stopped" if interrupted() else f"in {asked.policy.time_limit_seconds:g} seconds"
        remedy = "" if interrupted() else " Give more time with --time-limit."
        _no_plan(teller, Exit.OUT_OF_TIME, f"No valid plan was found {when}. Nothing was written.{remedy}")
    except PlanInvalidError as error:
        broken = terminal.broken_rules(error.violations)
        _no_plan(
            teller, Exit.PROGRAM_FAULT, f"The plan breaks rules, so nothing was written. Please report this:\n{broken}"
        )
    except InputError as error:  # the earlier plan's, or official boundaries that were damaged
        _refuse(previous or out, error.faults)
    except FolderError as error:
        _no_plan(teller, Exit.WRONG_INPUT, f"{error} Nothing was written.")


def _no_plan(teller: Teller, code: Exit, text: str) -> NoReturn:
    teller.log("plan", "nothing written", exit_code=int(code))
    click.echo(text, err=True)
    sys.exit(code)


@cno.command()
@click.argument("scenario", type=EXISTING)
@click.argument("plan_folder", metavar="DIR", type=EXISTING_FOLDER)
def verify(scenario: Path, plan_folder: Path) -> None:
    """Hold the plan in DIR against SCENARIO, rule by rule.

    Exit 0: valid; 1: it breaks rules, each is named; 2: SCENARIO or DIR cannot be read.
    """
    from optimizer import terminal
    from optimizer.plan.details.read import read_details
    from optimizer.plan.read import read_plan
    from optimizer.plan.verify import verify as broken_rules_of
    from optimizer.scenario.faults import InputError

    asked = _read(scenario)
    try:
        made, details = read_plan(plan_folder), read_details(plan_folder)
    except InputError as error:
        _refuse(plan_folder, error.faults)
    if violations := broken_rules_of(asked, made, details):
        click.echo(f"{plan_folder}: {terminal.count(len(violations), 'broken rule')}.", err=True)
        click.echo(terminal.broken_rules(violations), err=True)
        sys.exit(Exit.PROGRAM_FAULT)
    levels = "; ".join(map(terminal.level_sentence, made.levels))
    click.echo(f"{plan_folder}: valid; every rule holds and every figure was recomputed: {levels}.")


@cno.command()
@click.argument("scenario", type=EXISTING)
@click.option("--json", "as_json", is_flag=True, help="Print the faults and warnings as one JSON object.")
def validate(scenario: Path, as_json: bool) -> None:
    """Check SCENARIO (a folder or a workbook) and name every fault in it. Exit 0: usable; 2: not."""
    from optimizer.scenario.faults import InputError
    from optimizer.scenario.read import read_scenario

    try:
        asked = read_scenario(scenario)
    except InputError as error:
        if not as_json:
            _refuse(scenario, error.faults)
        _echo_json(valid=False, faults=[asdict(fault) for fault in error.faults], warnings=[])
        sys.exit(Exit.WRONG_INPUT)
    if as_json:
        _echo_json(valid=True, faults=[], warnings=list(asked.warnings))
        return
    for warning in asked.warnings:
        click.echo(f"warning: {warning}", err=True)
    until = f" to {asked.days[-1]:%d-%m-%Y}" if len(asked.days) > 1 else ""
    click.echo(
        f"{scenario}: usable for {asked.date:%d-%m-%Y}{until}: {len(asked.households):,} households, "
        f"{len(asked.sites):,} sites, {len(asked.offers):,} housing offers, {len(asked.buses):,} buses."
    )


def _echo_json(**content: object) -> None:
    click.echo(json.dumps(content, indent=2, ensure_ascii=False))


@cno.command("map")
@click.argument("folder", metavar="DIR", type=EXISTING_FOLDER)
@click.option(
    "--previous", type=EXISTING_FOLDER, metavar="DIR", help="The plan folder to compare with, of this day or before."
)
@lang_option
@style_option
@profile_option
@click.option("--outlook", type=EXISTING_FOLDER, metavar="DIR", help="A folder of cno outlook, whose bands are drawn.")
def map_pages(
    folder: Path, previous: Path | None, outlook: Path | None, lang: Lang, style: Path | None, profile: Profile
) -> None:
    """Write the pages of the plan folder DIR again, from the folder alone."""
    from optimizer.pages import PUBLIC, PageOptions, write_pages
    from optimizer.plan.folder import FolderError
    from optimizer.scenario.faults import InputError

    if previous is not None and profile == "public":
        raise click.UsageError("--previous compares what is not published: leave it out, or --profile public.")
    if outlook is not None and profile == "public":
        raise click.UsageError("--outlook draws what is not published: leave it out, or --profile public.")
    options = PageOptions(lang, house_of(style), previous, outlook, profile)
    try:
        pages = write_pages(folder, options)
    except InputError as error:
        _refuse(folder, error.faults)
    except FolderError as error:
        raise click.UsageError(str(error)) from error
    begin = folder / (PUBLIC if profile == "public" else "") / "index.html"
    click.echo(f"Written: {len(pages)} files; begin with {begin}")


for command in (sample, whatif, bottlenecks, outlook, targets, forecast, regions):
    cno.add_command(command)


def _read(path: Path) -> Scenario:
    """The scenario at `path`, or every fault in it and exit 2."""
    from optimizer.scenario.faults import InputError
    from optimizer.scenario.read import read_scenario

    try:
        return read_scenario(path)
    except InputError as error:
        _refuse(path, error.faults)


def _refuse(path: Path, faults: Sequence[Fault]) -> NoReturn:
    """Say on stderr what is wrong with the input, every fault, and exit 2."""
    from optimizer import terminal

    click.echo(f"{path} cannot be used: {terminal.count(len(faults), 'fault')}. Nothing was written.", err=True)
    if sys.stderr.isatty():
        from rich.console import Console

        Console(stderr=True).print(terminal.faults_table(faults))
    else:
        for fault in faults:
            click.echo(str(fault), err=True)
    sys.exit(Exit.WRONG_INPUT)


def main() -> None:
    """Run `cno`; a fault that no command expects is the program's: exit 1, with what is needed to report it."""
    try:
        code = cno(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        click.echo("Ended. Nothing was written.", err=True)
        code = 128 + signal.SIGINT
    except Exception:
        traceback.print_exc()
        click.echo(
            f"This is a fault of the program ({ORIGIN}), not of your input. Please report the lines above.", err=True
        )
        code = Exit.PROGRAM_FAULT
    sys.exit(code)


if __name__ == "__main__":
    main()
