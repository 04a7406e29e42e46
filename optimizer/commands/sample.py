"""`cno sample`: a realistic scenario, or the empty workbook to fill in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from optimizer.commands.shared import DAY, FOLDER, Said, targets_checked

# The kinds of day a sample can be, as optimizer.scenario.sample has them (which takes too long to import for --help).
KINDS = ("calm", "national", "peak", "staff", "care")


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--kind", type=click.Choice(KINDS), help="The kind of day.  [default: national]")
@click.option("--date", type=DAY, help="The day that is planned.")
@click.option("--people", type=click.IntRange(0), help="Asylum seekers to be placed, in persons.")
@click.option("--status-holders", type=click.IntRange(0), help="Status holders, in persons.")
@click.option("--sites", type=click.IntRange(0), help="CNO sites.")
@click.option("--buses", type=click.IntRange(0), help="Buses.")
@click.option("--days", type=click.IntRange(1), help="Days of the horizon.  [default: 1]")
@click.option("--seed", type=int, help="Which of the scenarios of these sizes.  [default: 1]")
@click.option("--xlsx", is_flag=True, help="Write one workbook, DIR/scenario.xlsx, instead of CSV files.")
@click.option("--template", is_flag=True, help="Write the empty workbook, to be filled in.")
@click.option("--overwrite", is_flag=True, help="Replace the scenario in DIR.")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language of the workbook.  [default: nl]")
def sample(
    *,
    folder: Path,
    kind: str | None,
    date: datetime | None,
    xlsx: bool,
    template: bool,
    overwrite: bool,
    lang: Literal["nl", "en"] | None,
    **sizes: int | None,
) -> Said:
    """Write a realistic synthetic scenario on the real regions into DIR (docs/sample.md says how realistic)."""
    given = {name: value for name, value in sizes.items() if value is not None}
    if template and (given or kind or date):
        raise click.UsageError("--template is the empty workbook: it has no kind, date, sizes or seed.")
    if lang and not (xlsx or template):
        raise click.UsageError("--lang is the workbook's: add --xlsx or --template, or leave it out.")
    from optimizer.scenario.sample import DayKind, SampleOptions, make_sample, write_sample
    from optimizer.scenario.workbook import write_template, write_workbook
    from optimizer.targets import WORKBOOK, check_scenario_target, workbook_in

    with targets_checked():
        check_scenario_target(folder, overwrite=overwrite)
    try:
        options = SampleOptions.of_day(DayKind(kind or "national"), date=date.date() if date else None, **given)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if template:
        write_template(workbook_in(folder), lang=lang or "nl")
    elif xlsx:
        write_workbook(make_sample(options), workbook_in(folder), lang=lang or "nl")
    else:
        write_sample(make_sample(options), folder, overwrite=overwrite)
    return Said(f"Written: {folder / WORKBOOK if xlsx or template else folder}")
