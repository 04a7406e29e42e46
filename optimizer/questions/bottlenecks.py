"""What would help most: candidates from what binds in the plan, each verified by planning again, ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from optimizer.plan.plan import Level, Plan
from optimizer.plan.verify import recompute_levels
from optimizer.questions.candidates import NONE_KEPT_BACK, WHAT, Candidate, Kind, candidates, choose
from optimizer.questions.compare import SLACK, Comparison, Difference, Verdict, differences
from optimizer.questions.outlook.bands import Course
from optimizer.questions.outlook.prevent import preventions
from optimizer.questions.runs import NoAnswerError, Told, attempted, planned, run_all
from optimizer.scenario.changes import changed_scenario
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import ScenarioFiles


@dataclass(frozen=True, slots=True)
class Tried:
    """A candidate and what planning with it gave."""

    candidate: Candidate
    comparison: Comparison

    @property
    def gains(self) -> tuple[float, ...]:
        """Level by level, how much lower the plan with the change is."""
        return tuple(0.0 - level.found for level in self.comparison.levels)


@dataclass(frozen=True, slots=True)
class NotTried:
    """What was not planned again, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Bottlenecks:
    """The plan as it is, the changes in order of what they gain, and what was not tried."""

    scenario: Scenario
    plan: Plan
    tried: tuple[Tried, ...]
    not_tried: tuple[NotTried, ...]


def bottlenecks(
    files: ScenarioFiles,
    limited: Callable[[Scenario], Scenario],
    *,
    most: int,
    jobs: int,
    done: Told = lambda _, __: None,
) -> Bottlenecks:
    """Plan the scenario of `files`, then the `most` most promising changes of it, at most `jobs` at once.

    `limited` gives each scenario the time it may take. NoAnswerError: there is no plan to begin with.
    """
    base = limited(files.scenario())
    (plan,) = run_all(planned, [base], 1)
    every = _every(base, plan)
    chosen = choose(every, most)
    scenarios = [limited(changed_scenario(files, candidate.wishes)) for candidate in chosen]
    results = run_all(attempted, scenarios, jobs, done)
    tried, failed = [], []
    for candidate, scenario, result in zip(chosen, scenarios, results, strict=True):
        if isinstance(result, NoAnswerError):
            failed.append(NotTried(candidate.text, f"tried without an answer: {result}"))
        else:
            levels = no_worse(plan, scenario, result.levels)
            tried.append(Tried(candidate, Comparison(_of_more(differences(plan.levels, levels)))))
    return Bottlenecks(base, plan, tuple(_ranked(tried)), (*failed, *_left_out(every, chosen)))


def _of_more(levels: Sequence[Difference]) -> tuple[Difference, ...]:
    """The levels of a change that only gives more: as every plan stays valid and costs no more at any level, the first
    that is not proven the same cannot be worse.
    """
    found, same = [], True
    for level in levels:
        found.append(replace(level, never_more=same))
        same = same and found[-1].verdict is Verdict.SAME
    return tuple(found)


def _every(scenario: Scenario, plan: Plan) -> list[Candidate]:
    """What may help today, and of several days what may help later, the most promising first; each change once."""
    later = [] if plan.outlook is None else preventions(scenario, plan, Course.of(plan.outlook))
    found = {candidate.wishes: candidate for candidate in (*candidates(scenario, plan), *later)}
    return sorted(found.values(), key=lambda each: (*(-gain for gain in each.guess), each.kind, each.where))


def no_worse(plan: Plan, scenario: Scenario, levels: Sequence[Level]) -> tuple[Level, ...]:
    """The levels of the better of two plans for a changed day: the one made for it, or `plan`, which still holds.

    A change that only gives more leaves every plan valid. Where the old plan is better, a bound of the new one holds
    as long as the old one is no worse at the levels before. The later days of a plan of several cannot be counted
    anew without planning them, so there the new plan stands, whatever it is.
    """
    if plan.outlook is not None:
        return tuple(levels)
    old = recompute_levels(scenario, plan)
    values = [old[level.name] for level in levels]
    if [round(value, 6) for value in values] >= [round(level.value, 6) for level in levels]:
        return tuple(levels)
    better, holds = [], True
    for level, value in zip(levels, values, strict=True):
        bound = min(level.bound, value) if holds and level.bound is not None else None
        gap = None if bound is None else (value - bound) / max(1.0, value)
        settled = level.settled and holds and value <= level.value + SLACK
        better.append(replace(level, value=value, bound=bound, gap=gap, settled=settled))
        holds = holds and value <= level.value + SLACK
    return tuple(better)


def _ranked(tried: Sequence[Tried]) -> list[Tried]:
    """Most gain first, level before level; of equals as they were."""
    return sorted(tried, key=lambda each: tuple(-round(gain, 6) for gain in each.gains))


def _left_out(every: Sequence[Candidate], chosen: Sequence[Candidate]) -> Iterator[NotTried]:
    """Candidates beyond the number asked for, one by one, and kinds without any."""
    for candidate in every:
        if candidate not in chosen:
            unsheltered, unhoused, effort = candidate.guess
            guess = f"a guess: {unsheltered:g} unsheltered, {unhoused:g} unhoused, {effort:g} effort"
            yield NotTried(candidate.text, f"less promising ({guess}); raise --most")
    for kind in Kind:
        if not any(candidate.kind is kind for candidate in every):
            yield NotTried(WHAT[kind], NONE_KEPT_BACK[kind])


def as_json(found: Bottlenecks) -> dict[str, Any]:
    """The ranking for programs (docs/commands.md says what each key means)."""
    from optimizer.questions.whatif import level_json

    return {
        "date": found.scenario.date.isoformat(),
        "levels": [{"name": level.name, "value": level.value, "bound": level.bound} for level in found.plan.levels],
        "ranking": [
            {
                "what": tried.candidate.text,
                "kind": str(tried.candidate.kind),
                "where": tried.candidate.where,
                "changes": [{"option": wish.option, "text": wish.text} for wish in tried.candidate.wishes],
                "levels": [level_json(level) for level in tried.comparison.levels],
                "decided_by": decisive.name if (decisive := tried.comparison.decisive) else None,
                "verdict": str(tried.comparison.verdict),
            }
            for tried in found.tried
        ],
        "not_tried": [{"what": each.what, "why": each.why} for each in found.not_tried],
        "warnings": list(found.plan.warnings),
    }
