"""What if: the day as it is and with changes, planned side by side and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from optimizer.day import people_unsheltered
from optimizer.plan.plan import Plan
from optimizer.plan.write import write_plan
from optimizer.questions.compare import Comparison, Difference, compare
from optimizer.questions.folder import answer_folder, write_csv
from optimizer.questions.runs import Told, planned, run_all
from optimizer.scenario.changes import Wish
from optimizer.scenario.entities import Scenario
from optimizer.scenario.sample import write_sample
from optimizer.scenario.written import scenario_tables

FILES: Final = ("comparison.csv", "without", "with", "scenario")  # of a folder with an answer
COLUMNS: Final = (
    "figure",
    "without",
    "without_bound",
    "without_settled",
    "with",
    "with_bound",
    "with_settled",
    "difference",
    "at_least",
    "at_most",
    "verdict",
)
PERSONS: Final = ("persons", "sheltered", "unsheltered", "housed", "unplaced")


@dataclass(frozen=True, slots=True)
class Answer:
    """Both scenarios and their plans, what was asked, and what came of it."""

    wishes: tuple[Wish, ...]
    scenarios: tuple[Scenario, Scenario]
    plans: tuple[Plan, Plan]

    @property
    def comparison(self) -> Comparison:
        """The levels of the two plans."""
        return compare(*self.plans)

    def persons(self) -> dict[str, tuple[int, int]]:
        """Persons of the two plans that were found, by `PERSONS`; of these nothing is proven."""
        without, changed = map(_persons, self.plans)
        return {name: (without[name], changed[name]) for name in PERSONS}


def _persons(plan: Plan) -> dict[str, int]:
    counts = plan.counts
    return {
        "persons": counts.persons,
        "sheltered": counts.sheltered,
        "unsheltered": people_unsheltered(plan),
        "housed": counts.housed,
        "unplaced": counts.unplaced,
    }


def what_if(
    scenario: Scenario, changed: Scenario, wishes: Sequence[Wish], *, jobs: int, done: Told = lambda _, __: None
) -> Answer:
    """Plan both, side by side. NoAnswerError: one of them has no plan."""
    without, other = run_all(planned, (scenario, changed), jobs, done)
    return Answer(tuple(wishes), (scenario, changed), (without, other))


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer for programs (docs/commands.md says what each key means)."""
    comparison = answer.comparison
    decisive = comparison.decisive
    return {
        "date": answer.scenarios[0].date.isoformat(),
        "changes": [{"option": wish.option, "text": wish.text} for wish in answer.wishes],
        "levels": [level_json(level) for level in comparison.levels],
        "persons": {name: {"without": a, "with": b} for name, (a, b) in answer.persons().items()},
        "decided_by": decisive.name if decisive else None,
        "verdict": str(comparison.verdict),
        "warnings": {"without": list(answer.plans[0].warnings), "with": list(answer.plans[1].warnings)},
    }


def level_json(level: Difference) -> dict[str, Any]:
    """One level of a comparison."""

    def side(of: Any) -> dict[str, Any]:
        return {"value": of.value, "bound": of.bound, "settled": of.settled}

    return {
        "name": level.name,
        "without": side(level.without),
        "with": side(level.changed),
        "difference": level.found,
        "at_least": level.at_least,
        "at_most": level.at_most,
        "verdict": str(level.verdict),
    }


def write_answer(answer: Answer, out: Path) -> None:
    """`without` and `with` as plan folders, `scenario` as it was changed, and comparison.csv, whole or not at all.

    TargetError: `out` holds something that is no earlier answer.
    """
    with answer_folder(out, FILES) as folder:
        for name, plan, scenario in zip(("without", "with"), answer.plans, answer.scenarios, strict=True):
            write_plan(plan, scenario, folder / name)
        write_sample(scenario_tables(answer.scenarios[1]), folder / "scenario")
        write_csv(folder / FILES[0], COLUMNS, _rows(answer))


def _rows(answer: Answer) -> Iterator[Sequence[object]]:
    for level in answer.comparison.levels:
        without, changed = level.without, level.changed
        yield (
            *(level.name, without.value, without.bound, without.settled, changed.value, changed.bound, changed.settled),
            *(level.found, level.at_least, level.at_most, str(level.verdict)),
        )
    for name, (before, after) in answer.persons().items():
        figure = name if name == "persons" else f"persons_{name}"
        yield (figure, before, None, None, after, None, None, after - before, None, None, None)
