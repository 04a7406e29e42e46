"""The job of the agreement, small: house the ready status holders within six weeks, so that the CNO runs down."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from optimizer.day import plan_scenario
from optimizer.plan.outlook import Outlook
from optimizer.plan.verify import verify
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample

MONDAY = date(2026, 3, 2)
WEEKS = 6
SIZES = (1, 1, 2, 4)  # of the households of a town
TOWNS = ("GM0014", "GM0114")
READY = len(TOWNS) * 5 * sum(SIZES)  # five times those households in each town


def outlook(folder: Path, units: int) -> Outlook:
    """80 people ready, 60 in a site; each week so many homes for 2 and half as many for 4 in each town."""
    homes = [
        {
            "offer_id": f"{town}-{week}-{size}",
            "gm_code": town,
            "type": "home",
            "persons": size,
            "units": number,
            "available_on": MONDAY + timedelta(weeks=week),
        }
        for town in TOWNS
        for week in range(WEEKS)
        for size, number in ((2, units), (4, (units + 1) // 2))
        if number
    ]
    tables: dict[str, list[dict[str, Any]]] = {
        "policy": [{"key": "date", "value": MONDAY}, {"key": "days", "value": 7 * WEEKS}],
        "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}],
        "households": [
            {
                "household_id": f"{town}-{again}-{n}",
                "kind": "status_holder",
                "persons": persons,
                "linked_municipality": town,
            }
            for town in TOWNS
            for again in range(5)
            for n, persons in enumerate(SIZES)
        ],
        "sites": [
            {
                "site_id": "S",
                "name": "Hall",
                "vr_code": "VR03",
                "gm_code": "GM0114",
                "lon": 6.9,
                "lat": 52.9,
                "places": 60,
                "occupied": 60,
                "status": "open",
            }
        ],
        "housing": homes,
    }
    write_sample(tables, folder / "days")
    scenario = read_scenario(folder / "days")
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    assert verify(scenario, plan) == ()
    assert plan.outlook is not None
    return plan.outlook


def test_with_enough_homes_it_is_done_and_the_cno_runs_down(tmp_path: Path) -> None:
    found = outlook(tmp_path, 4)
    assert sum(row.housed for row in found.country) == READY
    assert found.country[-1].ready == 0
    assert [row for row in found.shortages if row.week == WEEKS] == []
    occupied = [row.occupied for row in found.regions if row.vr_code == "VR03"]
    assert occupied[0] == 60
    assert occupied == sorted(occupied, reverse=True)
    assert occupied[-1] == 0  # each of the 80 who are housed frees a place


def test_with_too_few_it_says_which_homes_are_missing_week_by_week(tmp_path: Path) -> None:
    found = outlook(tmp_path, 1)
    missing: Counter[int] = Counter()
    for row in found.shortages:
        missing[row.week] += row.persons  # type: ignore[assignment]  # a Counter adds fractions just as well
    by_day = {row.date: row.ready for row in found.country}
    for week in range(1, WEEKS + 1):
        end = MONDAY + timedelta(days=7 * week - 1)
        assert missing[week] == pytest.approx(by_day[end])
    last = {(row.gm_code, row.size): row.households for row in found.shortages if row.week == WEEKS}
    # A town has 20 households: ten of 1, five of 2, five of 4; it gets six homes for 2 and six for 4.
    assert {town for town, _ in last} == set(TOWNS)
    assert [last.get((town, 4), 0) for town in TOWNS] == [0, 0]  # the large homes went to the families
    assert sum(last.values()) == pytest.approx(2 * (20 - 12))


def test_no_home_at_all_houses_nobody(tmp_path: Path) -> None:
    found = outlook(tmp_path, 0)
    assert sum(row.housed for row in found.country) == 0
    assert sum(row.persons for row in found.shortages if row.week == WEEKS) == READY
