"""The days after a first day that is decided: one linear programme in expected persons, no plan of a day anew."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.model.horizon.housing import housing_of
from optimizer.model.horizon.setting import setting_of
from optimizer.plan.plan import Outcome, Plan
from optimizer.questions.outlook.bands import Course
from optimizer.questions.runs import OUT_OF_TIME, NoAnswerError
from optimizer.scenario.entities import Scenario
from optimizer.solve.horizon.homes import Homes, homes_of
from optimizer.solve.horizon.housing import house_over_days
from optimizer.solve.horizon.later import expect, start_after
from optimizer.solve.horizon.outlook import outlook_rows
from optimizer.solve.progress import OutOfTime


@dataclass(frozen=True, slots=True)
class After:
    """A scenario of several days whose first day is `today`; `homes` where they are worked out already."""

    scenario: Scenario
    today: Plan
    homes: Homes | None = None


def homes_after(scenario: Scenario, today: Plan) -> Homes:
    """Who is housed on the later days; the inflow of asylum seekers has no part in it."""
    placed = {a.household_id: a.destination_id for a in today.assignments if a.outcome is Outcome.HOME}
    return homes_of(scenario, today, house_over_days(housing_of(scenario, 1, placed)))


def course_after(after: After) -> Course:
    """What is to be expected. NoAnswerError: a linear programme was not solved within an hour."""
    setting = setting_of(after.scenario)
    try:
        homes = after.homes or homes_after(after.scenario, after.today)
        found = expect(setting, start_after(setting, after.today, homes.housed))
    except OutOfTime as error:
        raise NoAnswerError(OUT_OF_TIME, str(error)) from error
    rows = outlook_rows(setting, after.today, found, homes)
    return Course(rows.regions, rows.country)
