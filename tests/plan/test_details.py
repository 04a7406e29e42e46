"""Arrivals, housing and limits: counted by hand, read back, and every wrong cell found by the verifier."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from optimizer.plan.details.build import plan_details
from optimizer.plan.details.read import read_details
from optimizer.plan.details.values import Arrivals, Bind, Details, Housed, RegionLimits, counted, counted_text
from optimizer.plan.read import read_plan
from optimizer.plan.verify import verify
from optimizer.plan.write import write_tables
from optimizer.scenario.entities import OfferType
from optimizer.scenario.faults import InputError
from tests.generate import Size, Tightness, random_scenario
from tests.plan.greedy import greedy_plan
from tests.plan.hand import DECISION, Day, plan, without

DAY = Day()
KINDS: list[tuple[Size, Tightness]] = [
    (size, tightness) for size in ("tiny", "small", "mid") for tightness in ("loose", "mixed", "tight")
]


def details(day: Day) -> Details:
    return plan_details(plan(day.scenario), day.scenario)


def limits(day: Day, code: str = "VR01") -> RegionLimits:
    found = details(day).limits
    assert found is not None
    return next(row for row in found if row.vr_code == code)


def test_arrivals_by_stop_and_by_own_means() -> None:
    by_bus, own = details(DAY).arrivals or ()
    assert by_bus == Arrivals("S1", "VR01", "T001", 1, "TA", 3, 7, {1: 1, 2: 1, 4: 1}, {0: 5, 2: 2}, 1, 1, 0)
    assert own == Arrivals("S2", "VR03", "", None, "TA", 1, 3, {3: 1}, {0: 3}, 0, 0, 0)
    assert (by_bus.by_bus, by_bus.stays, own.by_bus, own.stays) == (True, False, False, False)


def test_who_stays_in_the_site_comes_from_it() -> None:
    (_, kept) = details(DAY.set("households", "A4", origin_id="S2")).arrivals or ()
    assert (kept.site_id, kept.origin_id, kept.stays, kept.relocated) == ("S2", "S2", True, 0)


@pytest.mark.parametrize(("closes_on", "relocated"), [(None, 3), (date(2026, 3, 3), 3), (date(2026, 3, 2), 0)])
def test_relocated_are_those_who_leave_a_site_that_stays_open(closes_on: date | None, relocated: int) -> None:
    third = {"name": "Inn", "vr_code": "VR03", "gm_code": "GM0114", "lon": 6.9, "lat": 52.8, "places": 9}
    day = DAY.set("sites", "S3", **third, closes_on=closes_on).set("households", "A4", origin_id="S3")
    (_, moved) = details(day).arrivals or ()
    assert (moved.origin_id, moved.persons, moved.relocated) == ("S3", 3, relocated)


def test_housing_by_municipality_and_type() -> None:
    day = DAY.set("housing", "W3", gm_code="GM0014", type="flex", persons=3, units=2)
    day = day.set("housing", "W4", gm_code="GM0014", type="home", persons=9, available_on=date(2026, 3, 3))
    assert details(day).housed == (
        Housed("GM0014", "VR01", OfferType.HOME, 1, 2, 1, 1, 2, 0),
        Housed("GM0014", "VR01", OfferType.FLEX, 2, 6, 0, 0, 0, 0),
        Housed("GM0037", "VR01", OfferType.INTERIM, 1, 4, 1, 1, 3, 3),
    )


def test_limits_of_a_region() -> None:
    assert limits(DAY) == RegionLimits(
        vr_code="VR01",
        base_places=10,
        additional_places=0,
        base_used=10,
        additional_used=0,
        own_staff=0.5,
        own_staff_max=0.5,
        state_staff_max=1,
        hired_staff_max=2,
        staff_needed=2.333333,  # 1 fixed and 10 residents / 7.5
        staff_fixed=1,
        people_per_staff=7.5,
        care_minutes_limit=80,
        room=0,
        binds=(Bind.TRANCHE_BASE,),
    )


@pytest.mark.parametrize(
    ("cells", "places", "room", "binds"),
    [
        ({"base_places": 10}, 12, 0, [Bind.TRANCHE_BASE]),
        ({"base_places": 11}, 12, 1, [Bind.TRANCHE_BASE]),
        ({"base_places": 12}, 12, 2, [Bind.SITE_PLACES, Bind.TRANCHE_BASE]),
        ({"base_places": 13}, 12, 2, [Bind.SITE_PLACES]),
        ({"base_places": 20}, 20, 7, [Bind.CARE_MINUTES]),  # 14 of 80 minutes left, 2 each
        ({"base_places": 20, "care_minutes": 81}, 20, 7, [Bind.CARE_MINUTES]),
        ({"base_places": 20, "care_minutes": 82}, 20, 8, [Bind.STAFF, Bind.CARE_MINUTES]),
        ({"base_places": 20, "care_minutes": None}, 20, 8, [Bind.STAFF]),  # 18 / 7.5 + 1 = 3.4 of 3.5
        ({"base_places": 20, "care_minutes": None, "hired_staff_max": 1}, 20, 1, [Bind.STAFF]),
    ],
)
def test_what_stops_the_next_one(cells: dict[str, object], places: int, room: int, binds: list[Bind]) -> None:
    found = limits(DAY.set("regions", "VR01", **cells).set("sites", "S1", places=places))
    assert (found.room, list(found.binds)) == (room, binds)


def test_what_stops_the_next_one_where_minutes_cost_nothing() -> None:
    day = DAY.policy(care_minutes=[0, 10, 25, 45]).set("sites", "S1", care_minutes_used=0).set("sites", "S1", places=99)
    assert limits(day.set("regions", "VR01", base_places=11)).binds == (Bind.TRANCHE_BASE,)
    over = day.set("sites", "S1", care_minutes_used=90).set("regions", "VR01", base_places=99)
    nobody = plan(over.scenario, without(DECISION, "A1", "A2", "A3"))
    (first, *_) = plan_details(nobody, over.scenario).limits or ()
    assert (first.room, first.binds) == (0, (Bind.CARE_MINUTES,))


def test_a_region_without_a_site_in_use() -> None:
    assert limits(DAY, "VR25").binds == (Bind.NO_SITE,)
    assert limits(DAY, "VR25").care_minutes_limit is None


def test_both_tranches_add_up() -> None:
    other = {"name": "Inn", "vr_code": "VR01", "gm_code": "GM0014", "lon": 6.6, "lat": 53.2, "tranche": "additional"}
    day = DAY.set("sites", "S3", **other, places=6, occupied=2)
    day = day.set("regions", "VR01", base_places=11, additional_places=9, care_minutes=None, own_staff=30)
    found = limits(day)
    assert (found.base_used, found.additional_used, found.room) == (10, 2, 5)
    assert found.binds == (Bind.SITE_PLACES, Bind.TRANCHE_BASE)


@pytest.mark.parametrize("seed", range(27))
def test_generated_plans_are_told_right_and_read_back(seed: int, tmp_path: Path) -> None:
    size, tightness = KINDS[seed % len(KINDS)]
    folder = Day(random_scenario(seed, size, tightness))  # the tables of a scenario
    scenario = folder.scenario
    made = greedy_plan(scenario)
    told = plan_details(made, scenario)
    assert verify(scenario, made, told) == ()
    write_tables(made, scenario, tmp_path)
    assert read_details(tmp_path) == told
    by_site = {tally.site_id: 0 for tally in made.sites}
    for row in told.arrivals or ():
        by_site[row.site_id] += row.persons
        assert row.persons == sum(size * count for size, count in row.sizes.items()) == sum(row.care_levels.values())
    assert by_site == {tally.site_id: tally.arrivals for tally in made.sites}


WRONG = {
    int: lambda value: value + 1,
    float: lambda value: value + 0.5,
    str: lambda value: f"{value}X",
    dict: lambda value: {**value, 9: 1},
    tuple: lambda value: (*value, Bind.NO_SITE),
    OfferType: lambda value: OfferType.TRANSFORMATION,
    type(None): lambda value: 1,
}


def with_wrong_cell(told: Details, table: str, name: str) -> Details:
    first, *rest = getattr(told, table)
    value = getattr(first, name)
    return replace(told, **{table: (replace(first, **{name: WRONG[type(value)](value)}), *rest)})


CELLS = [
    *(("arrivals", field.name) for field in fields(Arrivals)),
    *(("housed", field.name) for field in fields(Housed)),
    *(("limits", field.name) for field in fields(RegionLimits)),
]


@pytest.mark.parametrize(("table", "name"), CELLS)
def test_every_wrong_cell_is_found(table: str, name: str) -> None:
    made = plan(DAY.scenario)
    wrong = with_wrong_cell(details(DAY), table, name)
    found = verify(DAY.scenario, made, wrong)
    assert {violation.rule for violation in found} == {"tally"}
    file = "region_limits.csv" if table == "limits" else f"{table}.csv"
    assert all(violation.text.startswith(file) for violation in found)


def test_a_wrong_cell_is_named() -> None:
    made = plan(DAY.scenario)
    for table, name, said in (
        (
            "arrivals",
            "sizes",
            "arrivals.csv to S1 from TA by T001: sizes is '1:1;2:1;4:1;9:1', the plan makes it '1:1;2:1;4:1'",
        ),
        ("housed", "units", "housed.csv for GM0014 home: units is 2, the plan makes it 1"),
        ("limits", "own_staff_max", "region_limits.csv gives VR01 own_staff_max 1.0, it is 0.5"),
    ):
        assert [v.text for v in verify(DAY.scenario, made, with_wrong_cell(details(DAY), table, name))] == [said]


@pytest.mark.parametrize("table", ["arrivals", "housed", "limits"])
@pytest.mark.parametrize("times", [0, 2])
def test_every_row_stands_once(table: str, times: int) -> None:
    told = details(DAY)
    first, *rest = getattr(told, table)
    assert verify(DAY.scenario, plan(DAY.scenario), replace(told, **{table: (*[first] * times, *rest)}))


def test_too_little_room_is_found_too() -> None:
    day = DAY.set("regions", "VR01", base_places=12)
    told = details(day)
    first, *rest = told.limits or ()
    wrong = replace(told, limits=(replace(first, room=1, binds=(Bind.TRANCHE_BASE,)), *rest))
    (found,) = verify(day.scenario, plan(day.scenario), wrong)
    assert found.text == "region_limits.csv gives VR01 room for 1, and there is more"


def test_a_folder_without_these_tables_says_nothing(tmp_path: Path) -> None:
    write_tables(plan(DAY.scenario), DAY.scenario, tmp_path)
    for name in ("arrivals", "housed", "region_limits"):
        (tmp_path / f"{name}.csv").unlink()
    assert read_details(tmp_path) == Details(None, None, None)
    assert verify(DAY.scenario, read_plan(tmp_path), read_details(tmp_path)) == ()


def test_tables_as_they_are_written(tmp_path: Path) -> None:
    write_tables(plan(DAY.scenario), DAY.scenario, tmp_path)
    assert (tmp_path / "arrivals.csv").read_text().splitlines()[1:] == [
        "S1,VR01,T001,1,TA,3,7,1:1;2:1;4:1,0:5;2:2,1,1,0",
        "S2,VR03,,,TA,1,3,3:1,0:3,0,0,0",
    ]
    assert (tmp_path / "housed.csv").read_text().splitlines()[1:] == [
        "GM0014,VR01,home,1,2,1,1,2,0",
        "GM0037,VR01,interim,1,4,1,1,3,3",
    ]
    lines = (tmp_path / "region_limits.csv").read_text().splitlines()
    assert lines[1] == "VR01,10,0,10,0,0.5,0.5,1,2,2.333333,1,7.5,80,0,tranche_base"
    assert lines[2] == "VR02,225,225,0,0,0,0,30,0,0,0,7.5,,0,no_site"
    assert len(lines) == 26


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("arrivals.csv", "1:1;2:1;4:1", "1:1;1:1", "arrivals.csv, row 2, column sizes: '1:1;1:1'"),
        ("arrivals.csv", "0:5;2:2", "0:-5", "arrivals.csv, row 2, column care_levels"),
        ("arrivals.csv", "0:5;2:2", "0", "arrivals.csv, row 2, column care_levels"),
        ("housed.csv", "home", "tent", "housed.csv, row 2, column type: 'tent'"),
        ("region_limits.csv", "tranche_base", "love", "region_limits.csv, row 2, column binds: 'love'"),
        ("region_limits.csv", ",80,", ",many,", "region_limits.csv, row 2, column care_minutes_limit: 'many'"),
    ],
)
def test_broken_cells_are_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    write_tables(plan(DAY.scenario), DAY.scenario, tmp_path)
    text = (tmp_path / file).read_text()
    (tmp_path / file).write_text(text.replace(old, new, 1))
    with pytest.raises(InputError) as error:
        read_details(tmp_path)
    assert said in str(error.value)


def test_counts_as_text() -> None:
    assert counted_text({4: 1, 1: 2, 3: 0}) == "1:2;4:1"
    assert counted("1:2;4:1") == {1: 2, 4: 1}
    assert (counted_text({}), counted("")) == ("", {})
