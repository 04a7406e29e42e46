"""Quantiles and the days on which things run out, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.plan.outlook import NationalRow, OutlookRow
from optimizer.questions.outlook.bands import Course, band, country_bands, quantile, region_bands
from optimizer.questions.outlook.shortfalls import Resource, capacity, first_days
from optimizer.scenario.entities import Scenario, SiteStatus, Tranche
from optimizer.scenario.horizon import RegionChange
from tests.plan.hand import TODAY, Day

DAYS = [TODAY + timedelta(days=n) for n in range(3)]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7], 0.1, 7),
        ([1, 2], 0.5, 1.5),
        ([3, 1, 2], 0.5, 2),
        ([0, 10], 0.9, 9),
        (list(range(21)), 0.1, 2),
        (list(range(20)), 0.9, 17.1),  # place 0.9 * 19
    ],
)
def test_a_quantile_by_hand(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected)


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.sampled_from([0.1, 0.5, 0.9]))
def test_it_is_numpy_s_own_definition(values: list[float], share: float) -> None:
    assert isclose(quantile(values, share), float(np.quantile(values, share)), rel_tol=1e-9, abs_tol=1e-5)


def test_no_values_have_none_and_no_samples_no_band() -> None:
    with pytest.raises(ValueError, match="no quantile"):
        quantile([], 0.5)
    assert band(3.0, []).cells == (3.0, None, None, None)


def region(day: date, code: str = "VR01", **figures: float) -> OutlookRow:
    row = OutlookRow(day, code, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return replace(row, **figures)


def country(day: date, **figures: float) -> NationalRow:
    return replace(NationalRow(day, 0, 0, 0, 0, 0, 0, 0, 0, 0), **figures)


def test_bands_are_of_each_figure_region_and_day() -> None:
    def course(n: float) -> Course:
        rows = tuple(region(day, occupied=n + i) for i, day in enumerate(DAYS))
        return Course(rows, tuple(country(day, waiting=2 * n) for day in DAYS))

    samples = [course(n) for n in (4, 0, 2)]
    found = [bands["occupied"].cells for _, bands in region_bands(course(9), samples)]
    assert found == [(9, 0.4, 2, 3.6), (10, 1.4, 3, 4.6), (11, 2.4, 4, 5.6)]
    assert [bands["waiting"].cells for _, bands in country_bands(course(9), samples)] == [(18, 0.8, 4, 7.2)] * 3


@pytest.fixture
def scenario() -> Scenario:
    """Hall S1: 12 beds, 10 agreed in VR01's first tranche; school S2 (VR03) may open: 8 beds; two buses, 20 allowed."""
    return Day().policy(days=3).scenario


def test_a_region_holds_the_lesser_of_what_is_agreed_and_beds(scenario: Scenario) -> None:
    one, three = scenario.regions[0], scenario.regions[2]
    assert capacity(scenario, one, TODAY) == 10
    assert capacity(scenario, replace(one, base_places=99), TODAY) == 12
    assert capacity(scenario, three, TODAY) == 8
    closing = replace(scenario.sites[1], closes_on=DAYS[1])
    later = replace(scenario, sites=(scenario.sites[0], closing))
    assert (capacity(later, three, TODAY), capacity(later, three, DAYS[1])) == (8, 0)
    closed = replace(scenario, sites=(replace(scenario.sites[0], status=SiteStatus.CLOSED), scenario.sites[1]))
    assert capacity(closed, one, TODAY) == 0
    other = replace(scenario, sites=(replace(scenario.sites[0], tranche=Tranche.ADDITIONAL),))
    assert capacity(other, one, TODAY) == 0  # nothing is agreed in the second tranche


def first(scenario: Scenario, regions: list[OutlookRow], days: list[NationalRow]) -> dict[tuple[str, str], date]:
    found = first_days(scenario, Course(tuple(regions), tuple(days)))
    return {(resource.name, code): day for (resource, code), day in found.items()}


def quiet() -> list[NationalRow]:
    return [country(day) for day in DAYS]


def test_places_are_out_when_less_than_a_person_fits(scenario: Scenario) -> None:
    rows = [
        region(day, code, occupied=held)
        for day, one, three in zip(DAYS, (9, 9.1, 10), (3, 3, 7.5), strict=True)
        for code, held in (("VR01", one), ("VR03", three))
    ]
    found = first(scenario, rows, quiet())
    assert found == {("PLACES", "VR01"): DAYS[1], ("PLACES", "VR03"): DAYS[2], ("PLACES", ""): DAYS[2]}


def test_a_region_that_has_no_places_does_not_run_out_of_them(scenario: Scenario) -> None:
    rows = [region(day, code, occupied=held) for day in DAYS for code, held in (("VR01", 2), ("VR13", 0), ("VR03", 0))]
    assert first(scenario, rows, quiet()) == {}


def test_staff_is_out_when_all_that_can_be_sent_is(scenario: Scenario) -> None:
    # VR01 can have 1 state and 2 hired
    rows = [region(day, state_staff=1, hired_staff=hired) for day, hired in zip(DAYS, (1, 1.8, 1.95), strict=True)]
    assert first(scenario, rows, quiet()) == {("STAFF", "VR01"): DAYS[2], ("STAFF", ""): DAYS[2]}
    # later nobody is sent: half a person of its own looks after 3.75
    alone = replace(
        scenario,
        horizon=replace(
            scenario.horizon, region_changes=(RegionChange("VR01", DAYS[1], state_staff_max=0, hired_staff_max=0),)
        ),
    )
    rows = [region(day, occupied=held) for day, held in zip(DAYS, (3, 2.9, 3.2), strict=True)]
    assert first(alone, rows, quiet())["STAFF", "VR01"] == DAYS[2]


def test_care_buses_and_people_outside(scenario: Scenario) -> None:
    rows = [region(day, care_minutes_used=used) for day, used in zip(DAYS, (70, 78, 78.5), strict=True)]
    days = [
        country(day, buses_used=buses, unsheltered=outside)
        for day, buses, outside in zip(DAYS, (1.8, 1.95, 2), (0, 0.4, 0.5), strict=True)
    ]
    assert first(scenario, rows, days) == {  # 80 minutes, two a person; two buses
        ("CARE", "VR01"): DAYS[2],
        ("CARE", ""): DAYS[2],
        ("BUSES", ""): DAYS[1],
        ("OUTSIDE", ""): DAYS[2],
    }
    assert Resource.OUTSIDE == "somebody is outside"
