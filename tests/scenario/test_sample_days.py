"""A sample of several days: valid, the same on every machine, and as busy as a national scenario is to be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.scenario.entities import Scenario
from optimizer.scenario.horizon import Horizon
from optimizer.scenario.read import read_scenario
from optimizer.scenario.regions import municipality_facts
from optimizer.scenario.sample import DayKind, SampleOptions, make_sample, write_sample
from optimizer.scenario.tables import DAY_TABLES, HORIZON_TABLES
from optimizer.scenario.workbook import write_workbook

SIX_WEEKS = SampleOptions.of_day(DayKind.NATIONAL, days=42)


def read(options: SampleOptions, folder: Path) -> Scenario:
    write_sample(make_sample(options), folder / "sample")
    return read_scenario(folder / "sample")


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return read(SIX_WEEKS, tmp_path_factory.mktemp("national"))


def test_it_is_of_national_size(national: Scenario) -> None:
    waiting = sum(h.persons for h in national.households if h.seeks_asylum)
    ready = sum(h.persons for h in national.households if not h.seeks_asylum and h.ready(national.date))
    assert (waiting, len(national.sites), len(national.days)) == (900, 100, 42)
    assert ready == pytest.approx(7_500, rel=0.02)
    assert sum(row.persons for row in national.horizon.inflow) / 41 == pytest.approx(130, abs=0.1)
    assert national.warnings == ()


def test_every_table_but_mix_and_exchange_says_something(national: Scenario) -> None:
    horizon = national.horizon
    assert all((horizon.inflow, horizon.coa, horizon.status_inflow, horizon.region_changes, horizon.targets))
    assert horizon.mix == Horizon().mix
    assert set(make_sample(SIX_WEEKS)) == {"policy", *DAY_TABLES, *HORIZON_TABLES} - {"mix", "exchange"}


def test_homes_come_day_by_day_and_are_too_few_for_all(national: Scenario) -> None:
    def persons(offers: list[Any]) -> int:
        return sum(offer.persons * offer.units for offer in offers)

    first = [offer for offer in national.offers if offer.available(national.date)]
    begins = {offer.available_on for offer in national.offers}
    assert persons(first) == pytest.approx(810, rel=0.1)  # 45 % of a list of 2,000, a tenth of it later
    assert persons(list(national.offers)) == pytest.approx(900 + 29 * 7 / 5 * 150, rel=0.05)  # 29 working days
    assert sum(day in begins for day in national.days) >= 25


def test_regular_reception_grows_as_in_2022_and_by_a_large_facility(national: Scenario) -> None:
    coa = national.horizon.coa
    opening = [row for row in coa if row.places > 200]
    assert len(opening) == 4
    assert (opening[0].day - national.date).days >= 21
    usual = sum(row.places for row in coa) - 1_000
    assert usual / 42 == pytest.approx(27, abs=4)  # COA grew by 27 places a day in the second half of 2022


def test_targets_are_the_published_ones_by_inhabitants(national: Scenario) -> None:
    targets = national.horizon.targets
    assert len(targets) == len(municipality_facts())
    assert sum(target.persons for target in targets) == pytest.approx(21_200, abs=60)
    assert all((target.first, target.last) == (date(2023, 1, 1), date(2023, 6, 30)) for target in targets)
    gone = 64 / 181  # of the half-year, on 6 March
    assert sum(t.realised for t in targets) == pytest.approx(21_200 * gone * 0.9, rel=0.1)


def test_a_new_half_year_has_targets_of_its_own(tmp_path: Path) -> None:
    options = SampleOptions.of_day(DayKind.NATIONAL, people=9, status_holders=8_333, date=date(2022, 6, 25), days=14)
    targets = read(options, tmp_path).horizon.targets
    sums = {t.first: 0 for t in targets}
    for target in targets:
        sums[target.first] += target.persons
    assert sums == {date(2022, 1, 1): pytest.approx(10_000, abs=60), date(2022, 7, 1): pytest.approx(13_500, abs=60)}
    assert not any(target.realised for target in targets if target.first == date(2022, 7, 1))


def test_regions_build_up_and_run_down(national: Scenario) -> None:
    first = {region.code: region for region in national.regions_on(national.days[0])}
    last = {region.code: region for region in national.regions_on(national.days[-1])}
    grown = [code for code in first if last[code].places > first[code].places]
    shrunk = [code for code in first if last[code].places < first[code].places]
    assert len(grown) > len(shrunk) > 0
    assert all(last[code].own_staff > first[code].own_staff for code in grown)


def test_more_days_leave_the_first_as_it_is(national: Scenario, tmp_path: Path) -> None:
    options = SampleOptions.of_day(DayKind.NATIONAL, status_holders=8_333)
    day = read(options, tmp_path)
    assert (day.households[:500], day.sites, day.regions) == (
        national.households[:500],
        national.sites,
        national.regions,
    )


@pytest.mark.parametrize("kind", list(DayKind))
def test_every_kind_of_days_is_read_without_fault_or_warning(kind: DayKind, tmp_path: Path) -> None:
    options = SampleOptions.of_day(kind, status_holders=300, sites=30, days=14)
    assert read(options, tmp_path).warnings == ()


@settings(max_examples=15, deadline=None)
@given(
    people=st.integers(0, 60),
    status_holders=st.integers(0, 60),
    sites=st.integers(0, 8),
    days=st.sampled_from([2, 3, 9, 30, 366]),
    seed=st.integers(0, 99),
)
def test_any_sizes_are_valid(
    tmp_path_factory: pytest.TempPathFactory, people: int, status_holders: int, sites: int, days: int, seed: int
) -> None:
    options = SampleOptions(people=people, status_holders=status_holders, sites=sites, days=days, seed=seed)
    scenario = read(options, tmp_path_factory.mktemp("any"))
    assert len(scenario.days) == days
    arrivals = sum(row.persons for row in scenario.horizon.inflow)
    assert arrivals == pytest.approx(130 * people / 900 * (days - 1), abs=1)


def test_same_options_same_tables_and_another_seed_others() -> None:
    small = SampleOptions(people=30, status_holders=40, sites=6, days=9)
    assert make_sample(small) == make_sample(small)
    other = make_sample(SampleOptions(people=30, status_holders=40, sites=6, days=9, seed=2))
    assert all(other[name] != make_sample(small)[name] for name in ("coa", "status_inflow", "targets"))


def test_the_workbook_is_read_as_the_folder_is(tmp_path: Path) -> None:
    tables = make_sample(SampleOptions(people=30, status_holders=40, sites=6, days=9))
    write_sample(tables, tmp_path / "days")
    write_workbook(tables, tmp_path / "days.xlsx")
    assert read_scenario(tmp_path / "days.xlsx") == read_scenario(tmp_path / "days")
