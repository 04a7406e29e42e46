"""The days ahead under each inflow: its plan, samples round it, what runs out when, and what would prevent it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from optimizer.plan.plan import Plan
from optimizer.questions.candidates import choose
from optimizer.questions.cluster import Runner
from optimizer.questions.outlook.bands import Course
from optimizer.questions.outlook.expected import After, course_after, homes_after
from optimizer.questions.outlook.prevent import Prevention, outside, preventions
from optimizer.questions.runs import planned
from optimizer.scenario.changes import changed_scenario
from optimizer.scenario.entities import Scenario
from optimizer.scenario.expected.forecast import sampled_around
from optimizer.scenario.read import ScenarioFiles

MOST_SAMPLES: Final = 1_000
MOST_PREVENTIONS: Final = 6  # of an inflow
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Future:
    """One inflow: its scenario and plan, the expected course of the days, those of the samples, and what would help."""

    name: str
    scenario: Scenario
    plan: Plan
    expected: Course
    samples: tuple[Course, ...]
    prevented: tuple[Prevention, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How many samples round each inflow, from which seed, and the time that each plan of a first day may take."""

    samples: int
    seed: int
    limited: Callable[[Scenario], Scenario]


def look_ahead(inflows: Mapping[str, ScenarioFiles], asked: Asked, run: Runner, tell: Tell) -> tuple[Future, ...]:
    """The futures of the inflows, by name, in their order; the files have each inflow in the place of their own.

    The first day is planned once for each inflow; samples begin after it. NoAnswerError: an inflow has no plan.
    InputError: a scenario is faulty.
    """
    scenarios = {name: asked.limited(files.scenario()) for name, files in inflows.items()}
    plans = run(planned, list(scenarios.values()), _teller(tell, "inflows planned"))
    pairs = list(zip(scenarios.values(), plans, strict=True))
    homes = run(_homes, [After(scenario, plan) for scenario, plan in pairs], lambda *_: None)
    afters = [After(scenario, plan, known) for (scenario, plan), known in zip(pairs, homes, strict=True)]
    courses = [_course_of(plan) for plan in plans]
    samples = run(course_after, [s for after in afters for s in sampled(after, asked)], _teller(tell, "samples"))
    prevented = _prevented(inflows, afters, courses, asked, run, tell)
    return tuple(
        Future(
            name,
            afters[i].scenario,
            plans[i],
            courses[i],
            tuple(samples[i * asked.samples : (i + 1) * asked.samples]),
            prevented[i],
        )
        for i, name in enumerate(scenarios)
    )


def sampled(after: After, asked: Asked) -> list[After]:
    """The same first day, with the inflow of later days as it may come; the same seeds for every inflow."""
    horizon = after.scenario.horizon
    return [
        replace(after, scenario=replace(after.scenario, horizon=replace(horizon, inflow=inflow)))
        for number in range(asked.samples)
        for inflow in [sampled_around(horizon.inflow, horizon.mix, asked.seed * MOST_SAMPLES + number)]
    ]


def _homes(after: After) -> object:
    return homes_after(after.scenario, after.today)


def _course_of(plan: Plan) -> Course:
    assert plan.outlook is not None  # a plan of several days has one
    return Course.of(plan.outlook)


def _prevented(
    inflows: Mapping[str, ScenarioFiles],
    afters: Sequence[After],
    courses: Sequence[Course],
    asked: Asked,
    run: Runner,
    tell: Tell,
) -> list[tuple[Prevention, ...]]:
    """For each inflow the changes that were worked out, the most helpful first."""
    tasks, about = [], []
    for i, (files, after, course) in enumerate(zip(inflows.values(), afters, courses, strict=True)):
        every = preventions(after.scenario, after.today, course)
        for candidate in choose(every, MOST_PREVENTIONS):
            changed = asked.limited(changed_scenario(files, candidate.wishes))
            tasks.append(After(changed, after.today))
            about.append((i, candidate))
    found: list[list[Prevention]] = [[] for _ in courses]
    for (i, candidate), course in zip(about, run(course_after, tasks, _teller(tell, "changes")), strict=True):
        found[i].append(Prevention(candidate, outside(courses[i]), outside(course)))
    return [tuple(sorted(mine, key=lambda each: each.changed.person_nights)) for mine in found]


def _teller(tell: Tell, what: str) -> Callable[[int, int], None]:
    return lambda count, many: tell(f"{count} of {many} {what}")
