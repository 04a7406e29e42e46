"""One day from question to verified plan folder; every step is another module's, the order is here."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from optimizer.interrupt import run_aside
from optimizer.pages import PageOptions, write_pages
from optimizer.plan.build import build_plan
from optimizer.plan.plan import Plan
from optimizer.plan.read import read_plan
from optimizer.plan.write import write_plan
from optimizer.scenario.entities import Kind, Scenario
from optimizer.solve import solve
from optimizer.solve.horizon.plan import plan_horizon
from optimizer.solve.previous import NOTHING, previous_of
from optimizer.solve.progress import Progress

Lang = Literal["nl", "en"]


def plan_scenario(
    scenario: Scenario,
    *,
    progress: Callable[[Progress], None],
    interrupted: Callable[[], bool],
    previous: Path | None = None,
) -> Plan:
    """The plan of a day or of several, not written yet and not verified; `previous` is an earlier plan's folder.

    OutOfTime: no valid plan was found. InputError: `previous` holds
    no plan (for several days: of several days).
    """
    if scenario.horizon.days > 1:
        return plan_horizon(scenario, progress=progress, interrupted=interrupted, previous=previous)
    started = time.monotonic()
    before = NOTHING if previous is None else previous_of(read_plan(previous), scenario)
    decision = solve(scenario, progress=progress, interrupted=interrupted, previous=before)
    return build_plan(scenario, decision, time.monotonic() - started)


def plan_day(
    scenario: Scenario,
    out: Path,
    *,
    lang: Lang,
    pages: PageOptions | None,
    progress: Callable[[Progress], None],
    interrupted: Callable[[], bool],
    previous: Path | None = None,
) -> Plan:
    """Plan the day and write the plan folder `out`, verified, whole or not at all; with `pages` its pages.

    `previous` and what is raised are as in `plan_scenario`; also PlanInvalidError: the plan breaks a rule. FolderError:
    `out` cannot take a plan. InputError: official boundaries are damaged. Whatever is raised, `out` is as it was.
    """

    def add_pages(folder: Path) -> None:
        if pages is not None:
            write_pages(folder, pages)

    plan = run_aside(lambda: plan_scenario(scenario, progress=progress, interrupted=interrupted, previous=previous))
    write_plan(plan, scenario, out, lang=lang, extras=[add_pages])
    return plan


def people_unsheltered(plan: Plan) -> int:
    """Asylum seekers without a place, in persons."""
    return sum(household.persons for household in plan.unplaced if household.kind == Kind.ASYLUM_SEEKER)
