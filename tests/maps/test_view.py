"""What a plan folder says, and what is wrong with one that cannot be shown."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from outlook_files import look_ahead
from plan_folders import SMALL, rewrite

from maps.view.day import DayView, Leg, SiteState, legs, site_state
from maps.view.read import read_view
from optimizer.plan.outlook import TargetRow
from optimizer.plan.plan import SiteTally, Stop, Trip
from optimizer.scenario.entities import SiteStatus
from optimizer.scenario.faults import InputError

TODAY = date(2022, 8, 25)
USED, EMPTY = SiteTally("s", True, False, 50, 10, 0, 10), SiteTally("s", False, False, 50, 0, 0, 0)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_a_plan_folder_is_read_whole() -> None:
    view = read_view(SMALL)
    assert (view.date, len(view.regions), len(view.sites), len(view.trips)) == (TODAY, 25, 8, 3)
    assert [origin.name for origin in view.origins] == ["Ter Apel", "Budel"]
    assert (view.needing, view.unsheltered, view.counts.sheltered) == (115, 12, 103)
    assert view.municipalities[0].overdue == 2
    assert [site.state for site in view.sites] == [
        SiteState.IN_USE,
        SiteState.OPENED,
        SiteState.CLOSING,
        SiteState.EMPTY,
        SiteState.CAN_OPEN,
        SiteState.LATER,
        SiteState.CLOSED,
        SiteState.IN_USE,
    ]


def test_no_household_gets_into_the_view() -> None:
    assert {"assignments", "unplaced"} & {field.name for field in fields(DayView)} == set()
    assert "h1" not in repr(read_view(SMALL))


@pytest.mark.parametrize(
    ("status", "tally", "opens", "closes", "state"),
    [
        (SiteStatus.OPEN, USED, None, None, SiteState.IN_USE),
        (SiteStatus.OPEN, EMPTY, None, None, SiteState.EMPTY),
        (SiteStatus.OPEN, USED, None, days(7), SiteState.CLOSING),
        (SiteStatus.OPEN, USED, None, days(8), SiteState.IN_USE),
        (SiteStatus.OPEN, USED, None, days(1), SiteState.CLOSING),
        (SiteStatus.OPEN, USED, None, days(0), SiteState.CLOSED),
        (SiteStatus.OPEN, EMPTY, days(1), None, SiteState.LATER),
        (SiteStatus.OPEN, USED, days(0), None, SiteState.IN_USE),
        (SiteStatus.CAN_OPEN, EMPTY, None, None, SiteState.CAN_OPEN),
        (SiteStatus.CAN_OPEN, replace(USED, opened=True), None, None, SiteState.OPENED),
        (SiteStatus.CAN_OPEN, EMPTY, None, days(3), SiteState.CAN_OPEN),
        (SiteStatus.CLOSED, USED, None, None, SiteState.CLOSED),
    ],
)
def test_site_states(
    status: SiteStatus, tally: SiteTally, opens: date | None, closes: date | None, state: SiteState
) -> None:
    assert site_state(status, tally, TODAY, opens, closes) is state


def test_free_beds_are_those_of_open_sites_within_the_agreed_places() -> None:
    view = read_view(SMALL)
    beds = {code: view.free_beds(code) for code in ("VR01", "VR03", "VR04", "VR14", "VR17", "VR19", "VR20", "VR22")}
    # 150 places with 142 residents; 239 free beds but 39 agreed places; 5 free beds but 4 places; an empty church;
    # a closed school; a site that is too full; one that could open; one that opens later.
    assert beds == {"VR01": 8, "VR03": 39, "VR04": 4, "VR14": 25, "VR17": 0, "VR19": 0, "VR20": 0, "VR22": 0}


def test_legs_hold_who_is_still_aboard() -> None:
    first = Trip("T1", "B1", 1, "o", 420, 60, 50, (Stop("a", 480, 20), Stop("b", 500, 30)))
    second = Trip("T2", "B2", 1, "o", 420, 60, 11, (Stop("a", 480, 11),))
    assert legs((first, second)) == (Leg("o", "a", 61, 2), Leg("a", "b", 30, 1))


def test_a_spreadsheet_guard_is_no_part_of_a_name(small: Path) -> None:
    rewrite(small, "places.csv", lambda rows: [{**row, "name": "'=1+1"} for row in rows])
    assert read_view(small).origins[0].name == "=1+1"
    rewrite(small, "places.csv", lambda rows: [{**row, "name": "'t Zand"} for row in rows])
    assert read_view(small).origins[0].name == "'t Zand"


@pytest.mark.parametrize(
    ("file", "column", "value", "named"),
    [
        ("places.csv", "lon", "east", "places.csv, row 2, column lon: 'east'"),
        ("places.csv", "lat", "nan", "places.csv, row 2, column lat: 'nan'"),
        ("places.csv", "persons_waiting", "many", "column persons_waiting: 'many'"),
        ("municipalities.csv", "used", "1.5", "municipalities.csv, row 2, column used"),
        ("sites.csv", "site_id", "elsewhere", "column place_id: 'sporthal-zuid'"),
        ("trips.csv", "origin_id", "elsewhere", "trips.csv, column origin_id: 'elsewhere'"),
        ("stops.csv", "site_id", "elsewhere", "stops.csv, column site_id: 'elsewhere'"),
        ("regions.csv", "overload", "too much", "regions.csv, column overload: 'too much'"),
        ("region_limits.csv", "vr_code", "VR02", "region_limits.csv, column vr_code"),
        ("regions.csv", "overload", "staff nan/3", "regions.csv, column overload: 'staff nan/3'"),
    ],
)
def test_a_wrong_cell_is_named(small: Path, file: str, column: str, value: str, named: str) -> None:
    rewrite(small, file, lambda rows: [{**rows[0], column: value}, *rows[1:]])
    with pytest.raises(InputError) as caught:
        read_view(small)
    assert named in str(caught.value)


@pytest.mark.parametrize("column", ["status", "closes_on"])
def test_a_wrong_cell_of_a_site_is_named(small: Path, column: str) -> None:
    rewrite(small, "places.csv", lambda rows: [{**row, column: "soon"} for row in rows])
    with pytest.raises(InputError, match=f"row 4, column {column}: 'soon'"):
        read_view(small)


@pytest.mark.parametrize(
    "file", ["places.csv", "municipalities.csv", "regions.csv", "region_limits.csv", "summary.json"]
)
def test_a_missing_file_is_named(small: Path, file: str) -> None:
    (small / file).unlink()
    with pytest.raises(InputError, match=file):
        read_view(small)


def test_a_broken_line_is_named(small: Path) -> None:
    with (small / "places.csv").open("a") as stream:
        stream.write("half a line\n")
    with pytest.raises(InputError, match=r"places\.csv, row 12"):
        read_view(small)
    (small / "places.csv").write_text("name\n")
    with pytest.raises(InputError, match=r"places\.csv, row 1"):
        read_view(small)


def test_targets_are_read_where_there_are_any(small: Path) -> None:
    assert read_view(small).targets == ()
    look_ahead(small, days=2)
    assert read_view(small).targets[0] == TargetRow("GM0014", "Groningen", "VR01", 120, 70, 4, 80.5, -34.5)
    rewrite(small, "taakstelling.csv", lambda rows: [{**row, "target": "many"} for row in rows[:1]])
    with pytest.raises(InputError, match=r"taakstelling\.csv, row 2, column target: 'many'"):
        read_view(small)
