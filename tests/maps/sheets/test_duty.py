"""Each bus's day: its trips, who rides to which stop, and where its list stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from plan_folders import HOSTILE, rewrite

from maps.sheets.duty import page_of
from optimizer.plan.folder import PLAN_FOLDERS
from optimizer.scenario.faults import InputError


def test_a_bus_has_its_trips_and_who_rides_to_each_stop(busy) -> None:
    first, second = busy.duties
    assert (first.bus_id, first.persons, first.departs, first.arrives) == ("B1", 9, 7 * 60 + 20, 9 * 60)
    (trip,) = first.trips
    assert (trip.trip.persons, trip.households, trip.wheelchairs) == (9, 4, 1)
    stops = [
        (s.site.place.place_id, s.arrives, s.counts.households, s.counts.persons, s.aboard_after) for s in trip.stops
    ]
    assert stops == [("S1", 8 * 60 + 20, 3, 7, 2), ("S2", 9 * 60, 1, 2, 0)]
    assert [dict(stop.counts.sizes) for stop in trip.stops] == [{1: 1, 2: 1, 4: 1}, {2: 1}]
    assert (second.bus_id, second.persons, second.departs, second.arrives) == ("B2", 1, 7 * 60 + 20, 8 * 60)


def test_trips_of_a_bus_are_in_driving_order(small: Path, read_folder) -> None:
    rewrite(small, "trips.csv", lambda rows: rows[::-1])
    duties = {duty.bus_id: duty for duty in read_folder(small).duties}
    assert [trip.trip.trip_id for trip in duties["B01"].trips] == ["T001", "T002"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda rows: [row for row in rows if row["trip_id"] != "T002"],
        lambda rows: [
            {**row, "persons": "12", "care_levels": "0:12"} if row["trip_id"] == "T002" else row for row in rows
        ],
    ],
    ids=["missing", "another number"],
)
def test_arrivals_that_do_not_fit_the_stops_are_refused(small: Path, read_folder, edit) -> None:
    rewrite(small, "arrivals.csv", edit)
    with pytest.raises(InputError, match="T002"):
        read_folder(small)


@pytest.mark.parametrize("bus_id", [*HOSTILE, "../../etc/passwd", "", " ", "Bus 7", "автобус", "CON", ".", "-x"])
def test_a_file_name_is_never_the_id_itself(bus_id: str) -> None:
    folder, name = page_of(bus_id).split("/")
    assert folder == "buses"
    assert PLAN_FOLDERS["buses"].fullmatch(name)
    assert len(name) <= 40
    assert not name.startswith("-")


def test_ids_that_look_alike_have_files_of_their_own() -> None:
    alike = ["Bus 7", "bus-7", "BUS 7", "bus_7", "bús 7", "w" * 100, "w" * 101]
    assert len({page_of(bus_id) for bus_id in alike}) == len(alike)
    assert page_of("Bus 7").startswith("buses/bus-7-")
