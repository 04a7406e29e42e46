"""An exchange between municipalities over several days: one agreement for all of them, today's trades included."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from optimizer.day import plan_scenario
from optimizer.model.horizon.housing import housing_of
from optimizer.plan.details.build import plan_details
from optimizer.plan.plan import Plan
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario
from optimizer.solve.horizon.housing import house_over_days, parts
from tests.plan.hand import TABLES, Day

LATER = date(2026, 3, 3)


def days(takes: int, gives: int, homes: int = 9, *, exchange: bool = True, **first: Any) -> Scenario:
    """Three families of 3 linked to Groningen, ready today, tomorrow and the day after; homes in Stadskanaal only."""
    families = [
        {"household_id": f"F{n}", "kind": "status_holder", "persons": 3, "linked_municipality": "GM0014"}
        for n in range(3)
    ]
    families[1]["ready_on"], families[2]["ready_on"] = LATER, date(2026, 3, 4)
    trade = [{"gm_code": "GM0014", "takes_cno_places": takes}, {"gm_code": "GM0037", "gives_housing": gives}]
    tables = {**TABLES, "households": families, "exchange": trade, "buses": []}
    tables["housing"] = [{"offer_id": "W", "gm_code": "GM0037", "type": "home", "persons": 3, "units": homes, **first}]
    made = Day(tables).policy(days=3)
    return (made.policy(exchange=True) if exchange else made).scenario


def housed(plan: Plan) -> list[float]:
    assert plan.outlook is not None
    return [round(day.housed, 3) for day in plan.outlook.country]


def planned(scenario: Scenario) -> Plan:
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    assert verify(scenario, plan, plan_details(plan, scenario)) == ()
    return plan


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (days(9, 9), [3, 3, 3]),
        (days(6, 9), [3, 3, 0]),  # today's family and tomorrow's use up what Groningen takes
        (days(9, 6), [3, 3, 0]),
        (days(5, 9), [3, 2, 0]),  # two of three are expected: later days are in persons
        (days(9, 9, homes=1), [3, 0, 0]),
        (days(9, 0), [0, 0, 0]),
        (days(9, 9, exchange=False), [0, 0, 0]),
        (days(5, 5, available_on=LATER), [0, 5, 0]),
    ],
)
def test_what_is_agreed_is_for_all_days_together(scenario: Scenario, expected: list[float]) -> None:
    plan = planned(scenario)
    assert housed(plan) == expected
    assert plan.outlook is not None
    assert sum(row.displaced for row in plan.outlook.levels) == pytest.approx(sum(expected))  # housed elsewhere
    assert plan.levels[1].bound == pytest.approx(plan.levels[1].value)


def test_who_shares_an_agreement_is_worked_out_together() -> None:
    # two towns give homes to Groningen, which takes six places: the homes share nothing but that
    scenario = days(6, 9)
    assert len(parts(housing_of(scenario))) == 1
    tables = {**TABLES, "buses": [], "exchange": [
        {"gm_code": "GM0014", "takes_cno_places": 6},
        {"gm_code": "GM0037", "gives_housing": 9},
        {"gm_code": "GM0047", "gives_housing": 9},
    ]}  # fmt: skip
    tables["households"] = [
        {"household_id": f"F{n}", "kind": "status_holder", "persons": 3, "linked_municipality": "GM0014",
         "not_to": "W2" if n % 2 else "W1"}
        for n in range(4)
    ]  # fmt: skip
    tables["housing"] = [
        {"offer_id": "W1", "gm_code": "GM0037", "type": "home", "persons": 3, "units": 2},
        {"offer_id": "W2", "gm_code": "GM0047", "type": "home", "persons": 3, "units": 2},
    ]
    both = Day(tables).policy(days=2, exchange=True).scenario
    assert len(parts(housing_of(both))) == 1
    assert sum(house_over_days(housing_of(both)).housed()) == pytest.approx(6)
    assert sum(housed(planned(both))) == 6
