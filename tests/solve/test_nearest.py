"""The plan to fall back on keeps every rule, and takes everybody to the nearest site with room and a seat."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.model.network import build_network
from optimizer.plan.decision import Decision
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve.answer import by_household
from optimizer.solve.nearest import nearest_first
from optimizer.solve.value import values
from tests.generate import Tightness, random_scenario
from tests.plan.greedy import ZERO_LEVELS, plan_of
from tests.plan.hand import Day


def fallen_back(scenario: Scenario) -> dict[str, str]:
    """Where each household goes, in a plan that breaks no rule; its levels are those of the answer."""
    network = build_network(scenario)
    answer = nearest_first(network)
    destination, duties = by_household(network, answer)
    plan = plan_of(scenario, Decision(destination, duties, ZERO_LEVELS))
    assert verify(scenario, plan) == ()
    assert plan.levels[0].value == pytest.approx(values(network, answer)[0])
    assert plan.levels[3].value == pytest.approx(values(network, answer)[2])
    assert plan.levels[4].value == pytest.approx(values(network, answer)[3])
    return destination


@pytest.mark.parametrize("tightness", ["loose", "mixed", "tight"])
@pytest.mark.parametrize("seed", range(1, 9))
def test_it_keeps_every_rule(seed: int, tightness: Tightness, tmp_path: Path) -> None:
    write_sample(random_scenario(seed, "small", tightness), tmp_path / "day")
    fallen_back(read_scenario(tmp_path / "day"))


def test_everybody_goes_to_the_nearest_site_that_suits() -> None:
    # the hall (1 hour) takes care, wheelchairs and minors, and has 9 places; the school (40 minutes) has 8
    assert fallen_back(Day().scenario) == {"A1": "S2", "A2": "S1", "A3": "S1", "A4": "S2"}


def test_who_finds_no_bus_takes_a_free_seat_of_one_that_drives() -> None:
    # one bus, one trip a day: to the hall, which is further; the family bound for the school goes along
    day = Day().policy(buses_per_day=1, max_duty_minutes=220)
    assert fallen_back(day.scenario) == {"A1": "S1", "A2": "S1", "A3": "S1", "A4": "S2"}


def test_who_counts_most_goes_first_then_who_has_least_choice() -> None:
    small = Day().set("sites", "S1", places=5).set("sites", "S2", places=3)  # 2 and 3 free; care and minors only in S1
    assert fallen_back(small.scenario) == {"A2": "S1", "A4": "S2"}
    assert fallen_back(small.set("households", "A3", priority=2).scenario) == {"A3": "S1", "A4": "S2"}
