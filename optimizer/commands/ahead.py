"""`cno outlook`: the days ahead under several inflows, and samples round each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimizer.commands.questions import Tell, answers_expected, jobs_option, limited, time_limit_option
from optimizer.commands.shared import EXISTING, EXISTING_FILE, FOLDER, Said, targets_checked

if TYPE_CHECKING:
    from optimizer.questions.cluster import Runner
    from optimizer.questions.outlook.ahead import Future
    from optimizer.scenario.read import ScenarioFiles


@click.command()
@click.argument("scenario", type=EXISTING)
@click.option(
    "--inflow",
    "inflows",
    required=True,
    multiple=True,
    type=EXISTING_FILE,
    metavar="FILE ...",
    help="The expected inflow, a table as inflow.csv; several after each other.",
)
@click.argument("more", nargs=-1, type=EXISTING_FILE, metavar="[FILE ...]")
@click.option("--samples", type=click.IntRange(0, 1_000), default=20, show_default=True, metavar="K")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Which samples.")
@click.option("--out", required=True, type=FOLDER, metavar="DIR", help="The folder to write.")
@click.option("--dask", metavar="ADDRESS", help="Work on this Dask cluster instead of in processes here.")
@jobs_option
@time_limit_option
@click.pass_obj
def outlook(
    tell: Tell,
    *,
    scenario: Path,
    inflows: tuple[Path, ...],
    more: tuple[Path, ...],
    samples: int,
    seed: int,
    out: Path,
    dask: str | None,
    jobs: int | None,
    time_limit: float | None,
) -> Said:
    """Plan the days of SCENARIO under each inflow, and say what is likely, what runs out when, and what would help."""
    from optimizer.questions.folder import check_answer_target
    from optimizer.questions.outlook.ahead import Asked, look_ahead
    from optimizer.questions.outlook.write import FILES, write_outlook

    if dask is not None and jobs is not None:
        raise click.UsageError("--jobs is of processes here, and --dask works elsewhere: leave one out.")
    with targets_checked():
        check_answer_target(out, FILES)
    files = _inflows(scenario, (*inflows, *more))
    asked = Asked(samples, seed, lambda each: limited(each, time_limit))
    with answers_expected(), _runner(dask, jobs) as run:
        futures = look_ahead(files, asked, run, tell)
    with targets_checked():
        write_outlook(futures, asked, out)
    warnings = tuple(dict.fromkeys(warning for future in futures for warning in future.plan.warnings))
    return Said(_text(futures, out), warnings)


def _inflows(scenario: Path, files: Sequence[Path]) -> dict[str, ScenarioFiles]:
    """The scenario with each inflow in the place of its own, by the file's name without its ending."""
    from optimizer.scenario.read import ScenarioFiles

    names = [file.stem for file in files]
    if double := sorted({name for name in names if names.count(name) > 1}):
        raise click.UsageError(f"Two inflows are called {double[0]}: give each file a name of its own.")
    base = ScenarioFiles(scenario)
    if base.scenario().horizon.days == 1:
        raise click.UsageError("The scenario is of one day: set days in scenario.toml to look ahead.")
    return {file.stem: base.with_table("inflow", file) for file in files}


@contextmanager
def _runner(dask: str | None, jobs: int | None) -> Iterator[Runner]:
    from optimizer.questions.cluster import ClusterError, in_processes, on_dask
    from optimizer.questions.runs import default_jobs

    if dask is None:
        yield in_processes(jobs or default_jobs())
        return
    try:
        with on_dask(dask) as run:
            yield run
    except ClusterError as error:
        raise click.UsageError(str(error)) from error


def _text(futures: Sequence[Future], out: Path) -> str:
    from optimizer.commands.tables import text_table
    from optimizer.questions.outlook.write import runs_out_rows

    header = ("inflow", "what", "expected", "in samples", "10 %", "median", "90 %")
    rows = []
    for future in futures:
        for name, what, region, expected, share, *days in runs_out_rows(future):
            if not region:
                likely = "-" if share is None else f"{100 * float(str(share)):.0f} %"
                rows.append((str(name), _words(str(what)), _day(expected), likely, *map(_day, days)))
    parts = [text_table(header, rows)]
    for future in futures:
        if future.prevented:
            best = future.prevented[0]
            parts.append(
                f"{future.name}: {best.candidate.text} would bring {best.without.person_nights:,.0f} person-nights "
                f"outside down to {best.changed.person_nights:,.0f} "
                f"({' '.join(map(str, best.candidate.wishes))}); others in prevents.csv."
            )
    return "\n\n".join([*parts, f"Written: {out}"])


def _words(what: str) -> str:
    return what if what.startswith("somebody") else f"{what} out everywhere" if what != "buses" else "all buses drive"


def _day(day: object) -> str:
    return "-" if day is None else f"{day:%d-%m-%Y}"
