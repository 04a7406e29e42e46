"""`cno targets` and `cno forecast`: tables of what is to be reached and of what may be expected."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimizer.commands.shared import DAY, EXISTING_FILE, FILE, Said, targets_checked

if TYPE_CHECKING:
    from optimizer.scenario.horizon import Inflow, Target

PERSONS = click.IntRange(0, 1_000_000)
MAIN_ORIGIN = "ter-apel"  # as `cno sample` calls it


@click.command()
@click.option("--total", required=True, type=PERSONS, metavar="N", help="The national target, in persons.")
@click.option("--from", "first", required=True, type=DAY, help="First day of the period, mostly a half-year.")
@click.option("--until", "last", required=True, type=DAY, help="Last day of the period.")
@click.option(
    "--realised", type=EXISTING_FILE, metavar="FILE", help="Where municipalities are: gm_code, realised, backlog."
)
@click.option("--out", required=True, type=FILE, metavar="FILE", help="The targets.csv to write.")
def targets(*, total: int, first: datetime, last: datetime, realised: Path | None, out: Path) -> Said:
    """Divide a national target (taakstelling) over the municipalities in proportion to inhabitants."""
    from optimizer.scenario.csv_table import write_table
    from optimizer.scenario.expected.taakstelling import national_targets
    from optimizer.scenario.reading.realised import read_realised
    from optimizer.targets import check_table_target

    if last < first:
        raise click.UsageError(f"--until {last:%Y-%m-%d} is before --from {first:%Y-%m-%d}.")
    with targets_checked():
        check_table_target(out, "targets")
    found = read_realised(realised) if realised else None
    divided = national_targets(total, first.date(), last.date(), found.standing if found else None)
    rows = [
        {"gm_code": t.municipality, "from": t.first, "until": t.last, "target": t.persons, "realised": t.realised}
        for t in divided
    ]
    write_table("targets", rows, out)
    return Said(_targets_sentence(divided, total, out), found.warnings if found else ())


def _targets_sentence(divided: tuple[Target, ...], total: int, out: Path) -> str:
    asked, done = sum(target.persons for target in divided), sum(target.realised for target in divided)
    return (
        f"Written: {out}: {len(divided)} municipalities are to house {asked:,} persons (national target {total:,}, "
        f"each share rounded), {done:,} of them realised."
    )


@click.command()
@click.option("--year-total", required=True, type=PERSONS, metavar="N", help="Arrivals of a year, in persons.")
@click.option("--from", "first", required=True, type=DAY, help="First day.")
@click.option("--days", required=True, type=click.IntRange(1), metavar="N", help="Number of days.")
@click.option("--sample", is_flag=True, help="One of the ways such a year may go, instead of the mean.")
@click.option("--seed", type=int, metavar="K", help="Which of those ways.  [default: 1]")
@click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="ID[=SHARE]",
    help=f"Where they arrive; several with their shares.  [default: {MAIN_ORIGIN}]",
)
@click.option("--weekdays", metavar="W,...,W", help="Seven weights of the days of the week, Monday first.")
@click.option("--out", required=True, type=FILE, metavar="FILE", help="The inflow.csv to write.")
def forecast(
    *,
    year_total: int,
    first: datetime,
    days: int,
    sample: bool,
    seed: int | None,
    origins: tuple[str, ...],
    weekdays: str | None,
    out: Path,
) -> Said:
    """Write the expected arrivals of each day, from a yearly total and the season of 2022 (docs/forecast.md)."""
    from optimizer.scenario.csv_table import write_table
    from optimizer.scenario.expected.forecast import Forecast, mean_inflow, sampled_inflow
    from optimizer.scenario.expected.season import WEEKDAYS
    from optimizer.targets import check_table_target

    if seed is not None and not sample:
        raise click.UsageError("--seed picks a sample: add --sample, or leave it out.")
    try:
        shares, weights = _shares(origins), WEEKDAYS if weekdays is None else _weights(weekdays)
        asked = Forecast(year_total, first.date(), days, shares, weights)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with targets_checked():
        check_table_target(out, "inflow")
    inflow = sampled_inflow(asked, 1 if seed is None else seed) if sample else mean_inflow(asked)
    rows = [{"date": row.day, "origin_id": row.origin_id, "persons": row.persons} for row in inflow]
    write_table("inflow", rows, out)
    return Said(_forecast_sentence(inflow, asked.days, out))


def _shares(origins: tuple[str, ...]) -> dict[str, float]:
    """The share of each origin, from ID or ID=SHARE. ValueError: one is there twice or has a share that is none."""
    shares: dict[str, float] = {}
    for origin in origins or (MAIN_ORIGIN,):
        name, _, share = origin.rpartition("=") if "=" in origin else (origin, "", "1")
        if not name or name in shares:
            raise ValueError(f"--origin {origin}: each origin is named once, ID or ID=SHARE")
        shares[name] = _number(share, f"--origin {origin}")
    return shares


def _weights(text: str) -> list[float]:
    return [_number(weight, f"--weekdays {text}") for weight in text.split(",")]


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{where}: {text!r} is no number") from None


def _forecast_sentence(inflow: tuple[Inflow, ...], days: int, out: Path) -> str:
    persons = sum(row.persons for row in inflow)
    return f"Written: {out}: {persons:,.0f} persons in {days} days, {persons / days:,.1f} a day."
