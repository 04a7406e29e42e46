"""`cno whatif` and `cno bottlenecks`: questions that are answered by planning again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from optimizer.commands.shared import (
    EXISTING,
    FOLDER,
    BrokenPlanError,
    EndedError,
    NoPlanInTimeError,
    Said,
    targets_checked,
)

if TYPE_CHECKING:
    from optimizer.questions.bottlenecks import Bottlenecks
    from optimizer.questions.compare import Difference
    from optimizer.questions.whatif import Answer
    from optimizer.scenario.changes import Wish
    from optimizer.scenario.changes.wish import Option
    from optimizer.scenario.entities import Scenario

ENDINGS: Final[dict[str, type[click.ClickException]]] = {  # of NoAnswerError
    "out of time": NoPlanInTimeError,
    "invalid": BrokenPlanError,
    "not planned": click.UsageError,
    "ended": EndedError,
}
MOST_LINES: Final = 12  # of what was not tried
Tell = Callable[[str], None]

time_limit_option = click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True, max=1_000_000),
    metavar="SECONDS",
    help="Time for each plan, instead of the scenario's time_limit_seconds.",
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Plans made at once, each in a process.  [default: the cores]"
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")


@contextmanager
def answers_expected() -> Iterator[None]:
    """A question without an answer ends the program with the exit code of its reason."""
    from optimizer.questions.runs import NoAnswerError

    try:
        yield
    except NoAnswerError as error:
        raise ENDINGS[error.ending](f"No answer: {error}") from error


def limited(scenario: Scenario, seconds: float | None) -> Scenario:
    """The scenario with another time limit, where one is given."""
    if seconds is None:
        return scenario
    return replace(scenario, policy=replace(scenario.policy, time_limit_seconds=seconds))


@click.command()
@click.argument("scenario", type=EXISTING)
@click.option(
    "--set", "sets", multiple=True, metavar="KEY=VALUE", help="A policy key, or TABLE.ID.COLUMN; +N and -N too."
)
@click.option("--add", "adds", multiple=True, metavar="TABLE.NEW[=LIKE]", help="One more row, like an existing one.")
@click.option("--open", "opens", multiple=True, metavar="SITE", help="A site that is open.")
@click.option("--close", "closes", multiple=True, metavar="SITE", help="A site that is closed.")
@click.option("--out", type=FOLDER, metavar="DIR", help="Keep both plans, the changed scenario and the comparison.")
@json_option
@jobs_option
@time_limit_option
@click.pass_obj
def whatif(
    tell: Tell,
    *,
    scenario: Path,
    sets: tuple[str, ...],
    adds: tuple[str, ...],
    opens: tuple[str, ...],
    closes: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    jobs: int | None,
    time_limit: float | None,
) -> Said:
    """Plan SCENARIO as it is and with changes, and say what differs and what of that is proven."""
    from optimizer.questions.folder import check_answer_target
    from optimizer.questions.runs import default_jobs
    from optimizer.questions.whatif import FILES, what_if, write_answer
    from optimizer.questions.whatif import as_json as json_of
    from optimizer.scenario.changes import changed_scenario
    from optimizer.scenario.read import ScenarioFiles

    wishes = _wishes({"--set": sets, "--add": adds, "--open": opens, "--close": closes})
    if not wishes:
        raise click.UsageError("Nothing is asked: give --set, --add, --open or --close.")
    with targets_checked():
        if out is not None:
            check_answer_target(out, FILES)
    files = ScenarioFiles(scenario)
    pair = limited(files.scenario(), time_limit), limited(changed_scenario(files, wishes), time_limit)
    with answers_expected():
        answer = what_if(
            *pair, wishes, jobs=jobs or default_jobs(), done=lambda count, many: tell(f"{count} of {many} plans made")
        )
    if out is not None:
        with targets_checked():
            write_answer(answer, out)
    warnings = tuple(dict.fromkeys(warning for plan in answer.plans for warning in plan.warnings))
    if as_json:
        return Said(json.dumps(json_of(answer), indent=2, ensure_ascii=False))
    return Said(_whatif_text(answer, out), warnings)


@click.command()
@click.argument("scenario", type=EXISTING)
@click.option(
    "--most", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="How many changes are tried."
)
@json_option
@jobs_option
@time_limit_option
@click.pass_obj
def bottlenecks(
    tell: Tell, *, scenario: Path, most: int, as_json: bool, jobs: int | None, time_limit: float | None
) -> Said:
    """Rank what would help SCENARIO most: a bus, staff, places, care, an interim facility; each is planned."""
    from optimizer.questions.bottlenecks import as_json as json_of
    from optimizer.questions.bottlenecks import bottlenecks as find
    from optimizer.questions.runs import default_jobs
    from optimizer.scenario.read import ScenarioFiles

    files = ScenarioFiles(scenario)
    with answers_expected():
        found = find(
            files,
            lambda asked: limited(asked, time_limit),
            most=most,
            jobs=jobs or default_jobs(),
            done=lambda count, many: tell(f"{count} of {many} changes planned"),
        )
    if as_json:
        return Said(json.dumps(json_of(found), indent=2, ensure_ascii=False))
    return Said(_ranking_text(found), found.plan.warnings)


def _ranking_text(found: Bottlenecks) -> str:
    from optimizer.commands.tables import text_table
    from optimizer.terminal import level_sentence

    header = ("", "what", *(level.name for level in found.plan.levels), "proven")
    rows, asked = [], []
    for number, each in enumerate(found.tried, 1):
        gains = (_signed(level.found) for level in each.comparison.levels)
        rows.append((str(number), each.candidate.text, *gains, _decision(each.comparison.decisive)))
        asked.append(f"{number:>3}  cno whatif SCENARIO {' '.join(map(str, each.candidate.wishes))}")
    levels = "; ".join(map(level_sentence, found.plan.levels))
    parts = [f"{found.scenario.date:%d-%m-%Y}, as it is: {levels}."]
    parts += [text_table(header, rows), "\n".join(["To look closer:", *asked])] if rows else ["Nothing was tried."]
    lines = [f"- {each.what}: {each.why}" for each in found.not_tried]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"- and {len(lines) - MOST_LINES} more (--json names all)"]
    if lines:
        parts.append("\n".join(["Not tried:", *lines]))
    return "\n\n".join(parts)


def _decision(decisive: Difference | None) -> str:
    if decisive is None:
        return "no difference"
    return f"{decisive.verdict}: {decisive.name} {proven_range(decisive)}"


def _wishes(given: dict[Option, tuple[str, ...]]) -> tuple[Wish, ...]:
    from optimizer.scenario.changes import Wish

    return tuple(Wish(option, text) for option, texts in given.items() for text in texts)


def _whatif_text(answer: Answer, out: Path | None) -> str:
    from optimizer.commands.tables import text_table
    from optimizer.terminal import number

    comparison = answer.comparison
    rows, decided = [], False
    for level in comparison.levels:
        values = (_proven_value(side.value, side.bound, number) for side in (level.without, level.changed))
        verdict = f"({level.verdict})" if decided else str(level.verdict)
        rows.append((level.name, *values, _signed(level.found), proven_range(level), verdict))
        decided |= level is comparison.decisive
    header = ("level", "without (bound)", "with (bound)", "difference", "proven", "so it is")
    persons = [
        (f"persons {name}" if name != "persons" else name, number(a), number(b), _signed(b - a))
        for name, (a, b) in answer.persons().items()
    ]
    several = any(scenario.horizon.days > 1 for scenario in answer.scenarios)
    found = "of the plans found, today" if several else "of the plans found"
    parts = [
        f"{answer.scenarios[0].date:%d-%m-%Y}, without and with {' '.join(map(str, answer.wishes))}",
        text_table(header, rows),
        text_table((found, "without", "with", "difference"), persons),
        sentence(comparison.decisive),
    ]
    return "\n\n".join([*parts, *([f"Written: {out}"] if out is not None else [])])


def sentence(decisive: Difference | None) -> str:
    """What is proven of the whole."""
    from optimizer.plan.plan import LEVEL_NAMES

    if decisive is None:
        return "Nothing changes: every level is proven the same."
    before = "" if decisive.name == LEVEL_NAMES[0] else "; every level before it is proven the same"
    if decisive.verdict == "undecided":
        return f"Undecided: {decisive.name} changes {proven_range(decisive)}, for better or worse{before}."
    return f"It is {decisive.verdict}: {decisive.name} changes {proven_range(decisive, 'by ')}{before}."


def proven_range(level: Difference, by: str = "") -> str:
    """`-8` (after `by`), or `between -12 and +3`, or what is proven on one side."""
    low, high = level.at_least, level.at_most
    if low is None and high is None:
        return "nothing proven"
    if low is None or high is None:
        return f"at most {_signed(high)}" if low is None and high is not None else f"at least {_signed(low or 0.0)}"
    return by + _signed(low) if low == high else f"between {_signed(low)} and {_signed(high)}"


def _proven_value(value: float, bound: float | None, number: Callable[[float | None], str]) -> str:
    return number(value) if bound == value else f"{number(value)} ({number(bound)})"


def _signed(value: float) -> str:
    from optimizer.terminal import number

    return f"+{number(value)}" if value > 0 else number(value)
