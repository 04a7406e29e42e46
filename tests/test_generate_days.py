"""The generator of scenarios of several days: valid, repeatable, and rich in what it must cover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from generate import ROOM, Size, Tightness
from generate_days import LONGEST, random_horizon

from optimizer.scenario.entities import Scenario
from optimizer.scenario.horizon import Horizon
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample

TIGHTNESS: tuple[Tightness, ...] = tuple(ROOM)
KINDS: list[tuple[int, Size, Tightness]] = [
    *((seed, "tiny", TIGHTNESS[seed % 3]) for seed in range(1, 41)),
    *((seed, "small", TIGHTNESS[seed % 3]) for seed in range(1, 41)),
    *((seed, "mid", TIGHTNESS[seed % 3]) for seed in range(1, 5)),
]


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    """All of them are read from disk, so that an invalid one fails here with its faults; every third trades."""
    folder = tmp_path_factory.mktemp("days")
    found = []
    for seed, size, tightness in KINDS:
        tables = random_horizon(seed, size, tightness, exchange=seed % 3 == 0)
        write_sample(tables, folder / f"{seed}-{size}")
        found.append(read_scenario(folder / f"{seed}-{size}"))
    return found


def test_same_seed_same_scenario() -> None:
    assert random_horizon(5, "mid", "tight") == random_horizon(5, "mid", "tight")
    assert random_horizon(5) != random_horizon(6)


def test_horizons_are_short(scenarios: list[Scenario]) -> None:
    assert {len(scenario.days) for scenario in scenarios} == set(range(2, LONGEST + 1))


def changes(scenario: Scenario, name: str) -> bool:
    """Whether a figure of a region is not on the last day what it was on the first."""
    pairs = zip(scenario.regions, scenario.regions_on(scenario.days[-1]), strict=True)
    return any(getattr(first, name) != getattr(last, name) for first, last in pairs)


def closes_with_residents(scenario: Scenario) -> bool:
    later = scenario.days[1:]
    return any(site.occupied and site.closes_on in later for site in scenario.sites)


FEATURES: dict[str, Callable[[Scenario], bool]] = {
    "arrivals": lambda s: len(s.horizon.inflow) > 1,
    "arrivals at several origins": lambda s: len({row.origin_id for row in s.horizon.inflow}) > 1,
    "fractions of arrivals": lambda s: any(row.persons % 1 for row in s.horizon.inflow),
    "no arrivals": lambda s: not s.horizon.inflow,
    "a day that is there twice": lambda s: any("added up" in warning for warning in s.warnings),
    "rows outside the days": lambda s: any("outside the days" in warning for warning in s.warnings),
    "arrivals of the first day": lambda s: any("of the first day" in warning for warning in s.warnings),
    "a composition of its own": lambda s: s.horizon.mix != Horizon().mix,
    "expected wheelchairs": lambda s: any(p.wheelchairs for p in s.horizon.mix) and s.horizon.mix != Horizon().mix,
    "places in regular reception": lambda s: bool(s.horizon.coa),
    "places on the first day": lambda s: any(row.day == s.date for row in s.horizon.coa),
    "no places in regular reception": lambda s: not s.horizon.coa,
    "status holders who become ready": lambda s: bool(s.horizon.status_inflow),
    "a region on the first day": lambda s: any(change.day == s.date for change in s.horizon.region_changes),
    "other places": lambda s: changes(s, "base_places") and changes(s, "additional_places"),
    "other staff": lambda s: changes(s, "own_staff") and changes(s, "state_staff_max"),
    "other care": lambda s: changes(s, "care_minutes"),
    "targets": lambda s: bool(s.horizon.targets),
    "targets of two periods": lambda s: (
        len(s.horizon.targets) > len({target.municipality for target in s.horizon.targets})
    ),
    "a site that closes with residents": closes_with_residents,
    "a site that opens": lambda s: any(site.opens_on in s.days[1:] for site in s.sites),
    "homes of later days": lambda s: any(offer.available_on in s.days[1:] for offer in s.offers),
    "no place freed": lambda s: s.horizon.freed_per_housed == 0,
    "tolerances of its own": lambda s: s.horizon.tolerance != Horizon().tolerance,
    "a trade": lambda s: len(s.horizon.exchanges) > 1,
    "a household that is ready later": lambda s: any(
        h.ready_on is not None and s.date < h.ready_on <= s.days[-1] for h in s.households
    ),
    "a household that becomes overdue": lambda s: any(
        not h.overdue(s.date, s.policy.weeks_to_house) and h.overdue(s.days[-1], s.policy.weeks_to_house)
        for h in s.households
    ),
    "a last day without a site": lambda s: bool(s.sites) and not any(site.usable(s.days[-1]) for site in s.sites),
}


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_of_several_days_occurs(feature: str, scenarios: list[Scenario]) -> None:
    assert sum(map(FEATURES[feature], scenarios)) >= 2


def test_everything_lies_within_the_days(scenarios: list[Scenario]) -> None:
    for scenario in scenarios:
        horizon, second = scenario.horizon, scenario.date + timedelta(days=1)
        last = scenario.days[-1]
        later = [row.day for row in horizon.inflow] + [row.day for row in horizon.status_inflow]
        assert all(second <= day <= last for day in later)
        days = [row.day for row in horizon.coa] + [change.day for change in horizon.region_changes]
        assert all(scenario.date <= day <= last for day in days)
        assert all(target.first <= last and target.last >= scenario.date for target in horizon.targets)


def test_the_first_day_is_the_day_s(scenarios: list[Scenario], tmp_path: Path) -> None:
    scenario = next(s for s in scenarios if not s.horizon.region_changes)
    assert scenario.regions_on(scenario.date) == scenario.regions
