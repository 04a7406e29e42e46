"""What the tables of several days mean; their faults are folders of tests/data/faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.scenario.entities import Region, Scenario
from optimizer.scenario.expected.mix import BUILT_IN_MIX, MixPart
from optimizer.scenario.horizon import (
    Exchange,
    FreePlaces,
    Horizon,
    Inflow,
    RegionChange,
    StatusInflow,
    Target,
)
from optimizer.scenario.read import read_scenario
from optimizer.scenario.reading.settings import SETTINGS
from optimizer.scenario.sample import write_sample
from optimizer.scenario.sample.households import WHEELCHAIR_SHARE
from optimizer.scenario.sample.options import DayKind, SampleOptions
from optimizer.scenario.tables import HORIZON_TABLES
from optimizer.scenario.workbook import write_workbook

FIRST = date(2026, 11, 3)
SECOND, THIRD, LAST = (FIRST + timedelta(days=number) for number in (1, 2, 13))
FILES: Mapping[str, str] = {
    "scenario.toml": "date = 2026-11-03\ndays = 14\n",
    "households.csv": "household_id,kind,persons,origin_id\nH1,asylum_seeker,3,TA\n",
    "origins.csv": "origin_id,lon,lat\nTA,7.0667,52.875\nBU,5.576,51.2717\n",
    "sites.csv": "site_id,vr_code,gm_code,lon,lat,tranche,places,status\nS1,VR25,GM0034,5.2141,52.3703,base,120,open\n",
    "inflow.csv": "date,origin_id,persons\n2026-11-04,TA,130.5\n",
}
Reading = Callable[[Mapping[str, str]], Scenario]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Reads FILES with some of them replaced or added."""

    def read(files: Mapping[str, str]) -> Scenario:
        for name, content in {**FILES, **files}.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        return read_scenario(tmp_path)

    return read


def test_a_day_alone_has_a_horizon_of_itself(reading: Reading) -> None:
    scenario = reading({"scenario.toml": "date = 2026-11-03\n", "inflow.csv": FILES["inflow.csv"].splitlines()[0]})
    assert scenario.horizon == Horizon()
    assert scenario.days == (FIRST,)
    assert scenario.warnings == ()


def test_the_days_and_what_the_policy_says_of_them(reading: Reading) -> None:
    keys = "freed_per_housed = 0.8\nhorizon_tolerance = [0, 0, 0.1, 0.2, 0.3]\nexchange = false\n"
    scenario = reading({"scenario.toml": f"{FILES['scenario.toml']}[policy]\n{keys}"})
    assert scenario.days == tuple(FIRST + timedelta(days=number) for number in range(14))
    horizon = scenario.horizon
    assert (horizon.days, horizon.freed_per_housed, horizon.exchange) == (14, 0.8, False)
    assert horizon.tolerance == (0.0, 0.0, 0.1, 0.2, 0.3)
    assert horizon.mix == BUILT_IN_MIX
    assert scenario.warnings == ()


def test_every_table_and_column(reading: Reading) -> None:
    horizon = reading(
        {
            "scenario.toml": FILES["scenario.toml"] + "[policy]\nexchange = true\n",
            "inflow.csv": "date,origin_id,persons\n2026-11-05,TA,130.5\n2026-11-04,TA,7\n2026-11-04,BU,2\n",
            "mix.csv": "persons,care_level,wheelchairs,minor_alone,priority,share\n1,0,0,ja,0,0.75\n4,2,1,,1,0.25\n",
            "coa.csv": "date,places\n2026-11-03,40\n2026-11-16,1000\n",
            "status_inflow.csv": "date,gm_code,persons\n2026-11-04,GM0034,3.5\n2026-11-04,GM0014,1\n",
            "region_days.csv": "vr_code,from,base_places,additional_places,own_staff,state_staff_max,hired_staff_max,"
            "care_minutes\nVR01,2026-11-10,300,100,5.5,20,4,900\nVR25,2026-11-05,,50,,,,\n",
            "targets.csv": "gm_code,from,until,target,realised\nGM0034,2026-07-01,2026-12-31,120,80\n",
            "exchange.csv": "gm_code,takes_cno_places,gives_housing,province\nGM0995,50,,flevoland\nGM0034,,20,\n",
        }
    ).horizon
    assert horizon.inflow == (Inflow(SECOND, "BU", 2.0), Inflow(SECOND, "TA", 7.0), Inflow(THIRD, "TA", 130.5))
    assert horizon.mix == (MixPart(1, 0, 0, True, 0, 0.75), MixPart(4, 2, 1, False, 1, 0.25))
    assert horizon.persons_per_household == 1.75
    assert horizon.coa == (FreePlaces(FIRST, 40.0), FreePlaces(LAST, 1000.0))
    assert horizon.status_inflow == (StatusInflow(SECOND, "GM0014", 1.0), StatusInflow(SECOND, "GM0034", 3.5))
    assert horizon.region_changes == (
        RegionChange("VR25", THIRD, additional_places=50),
        RegionChange("VR01", date(2026, 11, 10), 300, 100, 5.5, 20, 4, 900.0),
    )
    assert horizon.targets == (Target("GM0034", date(2026, 7, 1), date(2026, 12, 31), 120, 80),)
    assert horizon.exchange
    assert horizon.exchanges == (Exchange("GM0034", "Flevoland", 0, 20), Exchange("GM0995", "Flevoland", 50, 0))


def test_a_region_keeps_its_figures_until_they_change(reading: Reading) -> None:
    changes = "VR25,2026-11-05,50,\nVR25,2026-11-10,,12.5\nVR25,2026-11-12,60,\n"
    scenario = reading({"region_days.csv": f"vr_code,from,additional_places,own_staff\n{changes}"})

    def almere(number: int) -> Region:
        return scenario.regions_on(FIRST + timedelta(days=number))[24]

    assert [almere(number).additional_places for number in (0, 1, 2, 8, 9, 13)] == [225, 225, 50, 50, 60, 60]
    assert [almere(number).own_staff for number in (6, 7, 13)] == [0.0, 12.5, 12.5]
    assert scenario.regions_on(LAST)[:24] == scenario.regions[:24]


def test_a_change_on_the_first_day_holds_for_the_first_day(reading: Reading) -> None:
    row = "vr_code,from,base_places\nVR25,2026-11-03,150\n"
    assert reading({"region_days.csv": row}).regions[24].base_places == 150
    one_day = {"scenario.toml": "date = 2026-11-03\n", "region_days.csv": row, "inflow.csv": ""}
    assert reading(one_day).regions[24].base_places == 150


@pytest.mark.parametrize(
    ("name", "header", "rest"),
    [
        ("coa", "date,places", ",5"),
        ("inflow", "date,origin_id,persons", ",TA,5"),
        ("status_inflow", "date,gm_code,persons", ",GM0034,5"),
        ("region_days", "from,vr_code,own_staff", ",VR25,5"),
    ],
)
def test_only_what_lies_within_the_days_is_used(reading: Reading, name: str, header: str, rest: str) -> None:
    rows = "\n".join(f"{day}{rest}" for day in ("2026-11-02", "2026-11-04", "2026-11-16", "2026-11-17", "2027-11-04"))
    scenario = reading({f"{name}.csv": f"{header}\n{rows}\n"})
    attribute = "region_changes" if name == "region_days" else name
    assert [row.day for row in getattr(scenario.horizon, attribute)] == [SECOND, LAST]
    expected = "3 rows are not used: outside the days that are planned (03-11-2026 to 16-11-2026)"
    assert scenario.warnings == (f"{name}.csv: {expected}",)


def test_who_arrives_on_the_first_day_is_among_the_households(reading: Reading) -> None:
    rows = "date,origin_id,persons\n2026-11-03,TA,130\n2026-11-03,BU,9\n2026-11-04,TA,120\n"
    scenario = reading({"inflow.csv": rows})
    assert scenario.horizon.inflow == (Inflow(SECOND, "TA", 120.0),)
    (warning,) = scenario.warnings
    assert warning.startswith("inflow.csv: 2 rows of the first day, 03-11-2026, are not used")
    assert warning.endswith("households.csv")


@pytest.mark.parametrize(
    ("name", "rows", "total"),
    [
        ("coa", "date,places\n2026-11-04,40\n2026-11-05,1\n2026-11-04,2.5\n", FreePlaces(SECOND, 42.5)),
        ("inflow", "date,origin_id,persons\n2026-11-04,TA,40\n2026-11-04,BU,1\n2026-11-04,BU,2\n", None),
    ],
)
def test_a_day_that_is_there_twice_adds_up(reading: Reading, name: str, rows: str, total: FreePlaces | None) -> None:
    scenario = reading({f"{name}.csv": rows})
    found = getattr(scenario.horizon, name)
    assert found[0] == (total or Inflow(SECOND, "BU", 3.0))
    assert len(found) == 2
    assert "1 rows repeat a date" in scenario.warnings[0]


def test_shares_that_do_not_add_up_are_divided_by_their_sum(reading: Reading) -> None:
    percent = reading({"mix.csv": "persons,share\n1,60\n3,30\n1,10\n5,0\n"})
    assert percent.horizon.mix == (MixPart(1, 0, 0, False, 0, 0.7), MixPart(3, 0, 0, False, 0, 0.3))
    assert percent.warnings == ("mix.csv: the shares add up to 100, not to 1; each is divided by 100",)
    assert reading({"mix.csv": "persons,share\n1,0.333\n2,0.333\n3,0.333\n"}).warnings == ()


@pytest.mark.parametrize(
    ("first", "last", "used"),
    [("2026-05-01", "2026-11-02", False), ("2026-05-01", "2026-11-03", True), ("2026-11-16", "2027-01-01", True)],
)
def test_targets_of_periods_that_share_a_day(reading: Reading, first: str, last: str, used: bool) -> None:
    scenario = reading({"targets.csv": f"gm_code,from,until,target\nGM0034,{first},{last},9\n"})
    assert bool(scenario.horizon.targets) is used
    assert bool(scenario.warnings) is not used


def test_exchange_takes_the_policy_s_leave(reading: Reading) -> None:
    rows = {"exchange.csv": "gm_code,gives_housing\nGM0034,20\n"}
    refused = reading(rows)
    assert refused.horizon.exchanges == ()
    assert refused.warnings == ("exchange.csv: is not used: the policy has no exchange = true",)
    lonely = reading({"scenario.toml": FILES["scenario.toml"] + "[policy]\nexchange = true\n", "exchange.csv": ""})
    assert any("nobody offers any" in warning for warning in lonely.warnings)


def test_tables_of_no_use_to_one_day_are_named(reading: Reading) -> None:
    one_day = {"scenario.toml": "date = 2026-11-03\n", "inflow.csv": "", "mix.csv": "persons,share\n1,1\n"}
    assert "mix.csv: says something of later days only, and one day is planned" in reading(one_day).warnings


def test_several_days_without_arrivals_are_named(reading: Reading) -> None:
    warnings = reading({"inflow.csv": "date,origin_id,persons\n"}).warnings
    assert warnings == ("inflow.csv: has no rows: nobody is expected to arrive after the first day",)


def test_the_hash_covers_the_horizon(reading: Reading) -> None:
    one_day = {"scenario.toml": "date = 2026-11-03\n", "inflow.csv": ""}
    alone = reading(one_day).sha256
    hashes = {alone, reading({}).sha256}
    hashes.add(reading({"inflow.csv": "date,origin_id,persons\n2026-11-04,TA,131\n"}).sha256)
    hashes.add(reading({"scenario.toml": FILES["scenario.toml"].replace("14", "15")}).sha256)
    hashes.add(reading({"coa.csv": "date,places\n2026-11-04,1\n"}).sha256)
    hashes.add(reading({"region_days.csv": "vr_code,from,own_staff\nVR25,2026-11-05,1\n"}).sha256)
    assert len(hashes) == 6


def test_the_hash_of_a_day_is_what_it_was_before_there_were_horizons(reading: Reading) -> None:
    # computed by the version before; a plan that was made then still belongs to its scenario
    files = {"scenario.toml": "date = 2026-11-03\n", "inflow.csv": ""}
    assert reading(files).sha256 == "c759fcda6b0ff99f64c779e0437cc8753cd17851f4606dac3478330ffd9d6d5b"


def tables_of_several_days() -> dict[str, list[dict[str, object]]]:
    """A scenario of fourteen days, as `make_sample` gives its tables."""
    policy = [{"key": "date", "value": FIRST}, {"key": "days", "value": 14}, {"key": "exchange", "value": True}]
    return {
        "policy": policy,
        "households": [{"household_id": "H1", "kind": "asylum_seeker", "persons": 3, "origin_id": "TA"}],
        "origins": [{"origin_id": "TA", "lon": 7.0667, "lat": 52.875}],
        "sites": [
            {
                "site_id": "S1",
                "vr_code": "VR25",
                "gm_code": "GM0034",
                "lon": 5.2141,
                "lat": 52.3703,
                "tranche": "base",
                "places": 120,
                "status": "open",
            }
        ],
        "inflow": [{"date": SECOND, "origin_id": "TA", "persons": 130.5}],
        "mix": [{"persons": 2, "minor_alone": True, "share": 0.25}, {"persons": 1, "care_level": 1, "share": 0.75}],
        "coa": [{"date": THIRD, "places": 40.0}],
        "status_inflow": [{"date": LAST, "gm_code": "GM0034", "persons": 2.0}],
        "region_days": [{"vr_code": "VR25", "from": THIRD, "own_staff": 2.5, "hired_staff_max": 3}],
        "targets": [{"gm_code": "GM0034", "from": FIRST, "until": LAST, "target": 12, "realised": 3}],
        "exchange": [{"gm_code": "GM0034", "takes_cno_places": 50, "province": "Flevoland"}],
    }


def test_folder_workbook_and_parquet_say_the_same(tmp_path: Path) -> None:
    tables = tables_of_several_days()
    write_sample(tables, tmp_path / "csv")
    write_workbook(tables, tmp_path / "days.xlsx")
    write_sample(tables, tmp_path / "parquet")
    for name in HORIZON_TABLES:
        (tmp_path / "parquet" / f"{name}.csv").unlink()
        pd.DataFrame(tables[name]).to_parquet(tmp_path / "parquet" / f"{name}.parquet")
    csv, workbook, parquet = (read_scenario(tmp_path / name) for name in ("csv", "days.xlsx", "parquet"))
    assert all(getattr(csv.horizon, f.name) for f in fields(Horizon)), "a table of the test says nothing"
    assert csv.horizon == workbook.horizon == parquet.horizon
    assert csv.sha256 == workbook.sha256 == parquet.sha256


def test_every_key_of_the_horizon_has_its_default(reading: Reading) -> None:
    assert Horizon().freed_per_housed == 1.0
    assert Horizon().tolerance == (0.005, 0.005, 0.05, 0.05, 0.05)
    assert not Horizon().exchange
    assert {"freed_per_housed", "horizon_tolerance", "exchange"} <= set(SETTINGS)


@pytest.mark.parametrize("days", [0, 367])
def test_a_horizon_of_no_day_or_too_many_is_not_born(days: int) -> None:
    with pytest.raises(ValueError, match="days"):
        Horizon(days=days)


def test_figures_that_cannot_be_are_not_born() -> None:
    with pytest.raises(ValueError, match="shares"):
        Horizon(mix=(MixPart(1, 0, 0, False, 0, 0.5),))
    with pytest.raises(ValueError, match="wheelchairs"):
        MixPart(1, 0, 2, False, 0, 0.5)
    with pytest.raises(ValueError, match="share of 0"):
        MixPart(1, 0, 0, False, 0, 0.0)
    with pytest.raises(ValueError, match="before"):
        Target("GM0034", LAST, FIRST, 9)


# The built-in composition, against the figures it is made from.


def share_of_persons(parts: list[MixPart]) -> float:
    return sum(part.share * part.persons for part in parts) / Horizon().persons_per_household


def test_the_built_in_mix_has_the_measured_minors_and_sizes() -> None:
    minors = [part for part in BUILT_IN_MIX if part.minor_alone]
    assert share_of_persons(minors) == pytest.approx(0.118 * 35_535 / 47_991, abs=0.002)
    assert all(part.persons <= 2 for part in minors)
    persons = {"first": 35_535, "family": 10_927, "repeat": 1_529}
    households = persons["first"] / 1.272 + persons["family"] / 2.97 + persons["repeat"] / 1.44
    assert Horizon().persons_per_household == pytest.approx(47_991 / households, abs=0.02)


def test_the_built_in_mix_has_the_sample_s_care_and_wheelchairs() -> None:
    levels = SampleOptions.of_day(DayKind.NATIONAL).profile.care_levels
    for level in (2, 3):
        assert sum(p.share for p in BUILT_IN_MIX if p.care_level == level) == pytest.approx(levels[level], abs=0.001)
    in_wheelchair = sum(p.share * p.wheelchairs for p in BUILT_IN_MIX) / Horizon().persons_per_household
    assert in_wheelchair == pytest.approx(WHEELCHAIR_SHARE, abs=0.0005)
    assert all(part.priority == 2 for part in BUILT_IN_MIX if part.wheelchairs or part.care_level == 3)


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0.001, 1000)), min_size=1, max_size=12))
def test_any_shares_make_a_composition(kinds: list[tuple[int, float]]) -> None:
    total = sum(share for _, share in kinds)
    horizon = Horizon(mix=tuple(MixPart(persons, 0, 0, False, 0, share / total) for persons, share in kinds))
    mean = sum(persons * share for persons, share in kinds) / total
    assert horizon.persons_per_household == pytest.approx(mean)
