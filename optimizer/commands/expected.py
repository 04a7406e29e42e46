"""`cno targets` and `cno forecast`: tables of what is to be reached and of what may be expected."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimizer.commands.shared import DAY, EXISTING_FILE, FILE, Said, targets_checked

if TYPE_CHECKING:
    from optimizer.scenario.horizon import Target


@click.command()
@click.option("--total", required=True, type=click.IntRange(0), metavar="N", help="The national target, in persons.")
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
