"""Good readings: what a planner's files mean, however they were exported."""

from __future__ import annotations

import importlib.util
import io
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from optimizer.scenario.entities import (
    Bus,
    Effort,
    Household,
    Kind,
    Offer,
    OfferType,
    Policy,
    Scenario,
    SiteStatus,
    Tranche,
    Transport,
)
from optimizer.scenario.faults import InputError
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import SampleOptions, make_sample, write_sample

TODAY = date(2026, 11, 3)
FILES: Mapping[str, str] = {
    "scenario.toml": "date = 2026-11-03\n",
    "households.csv": "household_id,kind,persons,origin_id,linked_municipality\n"
    "007,asylum_seeker,3,TA,\nNA,status_holder,2,,GM0034\n",
    "origins.csv": "origin_id,name,lon,lat\nTA,Ter Apel,7.0667,52.875\n",
    "sites.csv": "site_id,name,vr_code,gm_code,lon,lat,tranche,places,occupied,status\n"
    "S1,Stadskade,VR25,GM0034,5.2141,52.3703,base,120,40,open\n",
    "housing.csv": "offer_id,gm_code,type,persons\nF1,GM0034,home,4\n",
}
Reading = Callable[..., Scenario]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Reads FILES with some of them replaced (None: left out)."""

    def read(files: Mapping[str, str | bytes | None] | None = None) -> Scenario:
        for name, content in {**FILES, **(files or {})}.items():
            if content is not None:
                (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return read_scenario(tmp_path)

    return read


def test_every_default(reading: Reading) -> None:
    scenario = reading()
    assert scenario.date == TODAY
    assert scenario.policy == Policy()
    assert scenario.households == (
        Household("007", Kind.ASYLUM_SEEKER, 3, origin_id="TA"),
        Household("NA", Kind.STATUS_HOLDER, 2, linked_municipality="GM0034", transport=Transport.OWN),
    )
    (site,) = scenario.sites
    assert (site.tranche, site.status, site.care_minutes_used) == (Tranche.BASE, SiteStatus.OPEN, 80.0)
    assert (site.open_cost, site.staff_fixed, site.minors, site.opens_on) == (240.0, 0.0, False, None)
    assert scenario.offers == (Offer("F1", "GM0034", OfferType.HOME, 4, 1, False),)
    assert [region.code for region in scenario.regions] == [f"VR{number:02d}" for number in range(1, 26)]
    assert {(r.base_places, r.additional_places, r.state_staff_max) for r in scenario.regions} == {(225, 225, 30)}
    assert {(r.own_staff, r.hired_staff_max, r.care_minutes) for r in scenario.regions} == {(0.0, 0, None)}
    assert scenario.buses == tuple(Bus(f"BUS{number:02d}", "TA", 50, 2) for number in range(1, 21))
    assert dict(scenario.travel_minutes) == {}
    assert scenario.region_of_municipality["GM0034"] == "VR25"
    assert scenario.warnings == ()
    assert len(scenario.sha256) == 64


def test_every_column(reading: Reading) -> None:
    scenario = reading(
        {
            "households.csv": "household_id,kind,persons,care_level,wheelchairs,minor_alone,priority,origin_id,"
            "arrived_on,linked_municipality,linked_on,ready_on,group_id,moves,pinned_to,not_to,transport\n"
            "H1,asylum_seeker,3,2,1,true,1,S1,2026-11-01,,,,G1,2,S1,F1 S1,own\n",
            "regions.csv": "vr_code,base_places,additional_places,own_staff,state_staff_max,hired_staff_max,"
            "care_minutes\nVR25,100,50,2.5,7,3,1000.5\n",
            "buses.csv": "bus_id,station_id,seats,wheelchair_positions\nB1,S1,,\nB2,TA,30,0\n",
            "travel_times.csv": "from_id,to_id,minutes\nTA,S1,95.5\n",
            "housing.csv": "offer_id,gm_code,type,persons,units,wheelchair,available_on,available_until\n"
            "F1,GM0034,interim,40,1,ja,2026-11-01,2026-12-01\n",
            "sites.csv": "site_id,vr_code,gm_code,lon,lat,tranche,places,occupied,care_level,care_minutes_used,"
            "wheelchair_places,minors,status,staff_fixed,open_cost,opens_on,closes_on\n"
            "S1,VR25,GM0034,5.2141,52.3703,additional,120,40,3,7.5,2,1,can_open,1.5,0,2026-11-01,2026-12-01\n",
        }
    )
    assert scenario.households == (
        Household(
            id="H1",
            kind=Kind.ASYLUM_SEEKER,
            persons=3,
            care_level=2,
            wheelchairs=1,
            minor_alone=True,
            priority=1,
            origin_id="S1",
            arrived_on=date(2026, 11, 1),
            group_id="G1",
            moves=2,
            pinned_to="S1",
            not_to=frozenset({"F1", "S1"}),
            transport=Transport.OWN,
        ),
    )
    region = scenario.regions[24]
    assert (region.base_places, region.additional_places, region.own_staff) == (100, 50, 2.5)
    assert (region.state_staff_max, region.hired_staff_max, region.care_minutes) == (7, 3, 1000.5)
    assert scenario.buses == (Bus("B1", "S1", 50, 2), Bus("B2", "TA", 30, 0))
    assert scenario.travel_minutes == {("TA", "S1"): 95.5}
    assert scenario.offers == (
        Offer("F1", "GM0034", OfferType.INTERIM, 40, 1, True, date(2026, 11, 1), date(2026, 12, 1)),
    )
    (site,) = scenario.sites
    assert (site.name, site.open_cost, site.care_minutes_used, site.care_level) == ("S1", 0.0, 7.5, 3)
    assert (site.wheelchair_places, site.minors, site.staff_fixed) == (2, True, 1.5)
    assert (site.opens_on, site.closes_on) == (date(2026, 11, 1), date(2026, 12, 1))


def test_every_policy_key(reading: Reading) -> None:
    settings = """
date = "2026-11-03"
days = 1
[policy]
base_places_per_region = 1
additional_places_per_region = 2
buses_per_day = 3
staff_per_region = 4
people_per_staff = 5
care_minutes = [1, 2, 3.5, 4]
interim_in_region = false
weeks_to_house = 6
priority_weights = [1, 2, 3]
max_drive_minutes = 7
max_duty_minutes = 8
load_minutes = 9
stop_minutes = 10
day_starts = "08:15"
max_household_persons = 11
tolerance = [0, 0, 0, 0, 1]
time_limit_seconds = 12
effort = { drive_minute = 1, own_minute = 2, state_staff = 3, hired_staff = 4, open_site = 5, relocation = 6 }
"""
    assert reading({"scenario.toml": settings}).policy == Policy(
        base_places_per_region=1,
        additional_places_per_region=2,
        buses_per_day=3,
        staff_per_region=4,
        people_per_staff=5.0,
        care_minutes=(1.0, 2.0, 3.5, 4.0),
        interim_in_region=False,
        weeks_to_house=6,
        priority_weights=(1.0, 2.0, 3.0),
        max_drive_minutes=7.0,
        max_duty_minutes=8.0,
        load_minutes=9.0,
        stop_minutes=10.0,
        day_starts=495,
        max_household_persons=11,
        tolerance=(0.0, 0.0, 0.0, 0.0, 1.0),
        time_limit_seconds=12.0,
        effort=Effort(1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
    )


def test_a_dutch_export(reading: Reading) -> None:
    sites = (
        "site_id;name;vr_code;gm_code;lon;lat;places;occupied;minors;staff_fixed;opens_on\r\n"
        '0012;"Café ""De Kade""; zuid";VR25;GM0034;5,2141;52,3703;1.170;40;ja;2,5;03-11-2026\r\n'
    ).encode("cp1252")
    scenario = reading({"sites.csv": sites})
    (site,) = scenario.sites
    assert (site.id, site.name) == ("0012", 'Café "De Kade"; zuid')
    assert (site.lon, site.lat, site.places, site.staff_fixed) == (5.2141, 52.3703, 1170, 2.5)
    assert (site.minors, site.opens_on) == (True, TODAY)
    assert any("Windows-1252" in warning for warning in scenario.warnings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(reading: Reading, encoding: str, separator: str) -> None:
    text = "origin_id,name,lon,lat\nTA,Súd,7.0667,52.875\n".replace(",", separator)
    (origin,) = reading({"origins.csv": text.encode(encoding)}).origins
    assert (origin.id, origin.name, origin.lon) == ("TA", "Súd", 7.0667)


def test_the_separator_line_of_excel_is_no_row(reading: Reading) -> None:
    with pytest.raises(InputError) as caught:
        reading({"origins.csv": "sep=;\norigin_id;lon;lat\nTA;7,0;52,8\nTB;x;52,8\n"})
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, "lon")]


def test_rows_are_counted_as_a_spreadsheet_shows_them(reading: Reading) -> None:
    origins = 'origin_id,name,lon,lat\nTA,"two\nlines",7.1,52.8\n\n,,,\nTB,,north,52.8\n\n\n'
    with pytest.raises(InputError) as caught:
        reading({"origins.csv": origins})
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(5, "lon")]


def test_empty_rows_between_others_are_named(reading: Reading) -> None:
    scenario = reading({"origins.csv": "origin_id,lon,lat\nTA,7.1,52.8\n\n,,\nTB,7.1,52.9\n\n"})
    assert len(scenario.origins) == 2
    assert scenario.warnings == ("origins.csv: empty rows between the others are not read (2: row 3, 4)",)


@pytest.mark.parametrize("households", ["", FILES["households.csv"].splitlines()[0]])
def test_an_empty_list_is_a_plan_of_nothing(reading: Reading, households: str) -> None:
    scenario = reading({"households.csv": households, "sites.csv": None, "origins.csv": None, "housing.csv": None})
    assert (scenario.households, scenario.sites, scenario.buses) == ((), (), ())
    assert "households.csv: has no households: a plan of nothing" in scenario.warnings


def test_status_holders_alone_need_no_sites_or_origins(reading: Reading) -> None:
    scenario = reading(
        {
            "households.csv": "household_id,kind,persons\nH1,status_holder,2\n",
            "sites.csv": None,
            "origins.csv": None,
            "housing.csv": None,
        }
    )
    assert scenario.households[0].linked_municipality is None
    assert scenario.warnings == (
        "households.csv: 1 status-holder households have no linked_municipality: no home for them",
        "housing.csv: there is no housing: status holders cannot be housed",
    )


def test_a_mistyped_optional_column_is_loud(reading: Reading) -> None:
    scenario = reading({"origins.csv": "origin_id,nam,lon,lat,colour\nTA,Ter Apel,7.1,52.8,red\n"})
    assert scenario.origins[0].name == "TA"
    hint = "did you mean 'name'? Without it, every row has its default"
    assert scenario.warnings == (
        f"origins.csv: column 'nam' is not known and is not used ({hint})",
        "origins.csv: column 'colour' is not known and is not used",
    )


def test_what_is_not_used_is_named(reading: Reading) -> None:
    scenario = reading(
        {
            "scenario.toml": 'date = 2026-11-03\nauthor = "Jo"\n',
            "site.csv": "x",
            "README.md": "# for people",
            "photo.jpg": b"\xff",
        }
    )
    assert scenario.warnings == (
        "photo.jpg: is no table of a scenario and is not used",
        "site.csv: is no table of a scenario and is not used (did you mean 'sites.csv'?)",
        "scenario.toml: key 'author' is not known and is not used",
    )


def test_assumptions_about_sites_and_fleet_are_named(reading: Reading) -> None:
    scenario = reading(
        {
            "sites.csv": "site_id,vr_code,gm_code,lon,lat,places\nS1,VR25,GM0034,5.2141,52.3703,120\n",
            "buses.csv": "bus_id,station_id\n",
            "housing.csv": "offer_id,gm_code,type,persons,units\nF1,GM0034,interim,4,2\n",
        }
    )
    assert len(scenario.buses) == 20
    assert scenario.warnings == (
        "housing.csv: 1 interim facilities have more than one unit; each counts units * persons",
        "sites.csv: 1 sites have no tranche: taken as base",
        "sites.csv: 1 sites have no status: taken as open",
        "buses.csv: has no rows: 20 usual buses at the first origin are used (for no bus, set buses_per_day to 0)",
    )


def test_as_many_digits_as_buses_need(reading: Reading) -> None:
    buses = reading({"scenario.toml": "date = 2026-11-03\n[policy]\nbuses_per_day = 120\n"}).buses
    assert (buses[0].id, buses[-1].id) == ("BUS001", "BUS120")


def test_the_hash_is_of_what_decides(reading: Reading) -> None:
    first = reading().sha256
    turned = "colour,lat,lon,name,origin_id\nred,52.8750,7.06670,Ter Apel,TA\n"
    spelled_out = "date = 2026-11-03\n[policy]\ncare_minutes = [2.0, 10, 25, 45]\nbuses_per_day = 20\n"
    assert reading({"origins.csv": turned}).sha256 == first
    assert reading({"scenario.toml": spelled_out}).sha256 == first
    assert reading({"scenario.toml": spelled_out.replace("45", "46")}).sha256 != first
    assert (
        reading({"origins.csv": turned.replace("7.0", "7.1"), "scenario.toml": FILES["scenario.toml"]}).sha256 != first
    )


FLAGS = (("households", "minor_alone"), ("sites", "minors"))
TYPED: Mapping[str, list[dict[str, object]]] = {
    "households": [
        {"household_id": "007", "kind": "asylum_seeker", "persons": 3, "origin_id": "TA", "minor_alone": True},
        {
            "household_id": "12",
            "kind": "status_holder",
            "persons": 2,
            "linked_municipality": "GM0034",
            "ready_on": TODAY,
        },
    ],
    "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.0667, "lat": 52.875}],
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
            "minors": False,
            "closes_on": date(2026, 12, 1),
        }
    ],
    "housing": [{"offer_id": "F1", "gm_code": "GM0034", "type": "home", "persons": 4}],
}


def workbook(tables: Mapping[str, list[dict[str, object]]], policy: list[tuple[str, object]]) -> bytes:
    """An Excel file with typed cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet("policy")
        for row, pair in enumerate([("key", "value"), *policy]):
            sheet.write_row(row, 0, pair)
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            sheet.write_row(0, 0, columns)
            for number, cells in enumerate(rows, start=1):
                for place, column in enumerate(columns):
                    if column in cells:
                        sheet.write(number, place, cells[column])
    return out.getvalue()


def test_folder_workbook_and_parquet_say_the_same(tmp_path: Path) -> None:
    folder, parquet, book = tmp_path / "csv", tmp_path / "parquet", tmp_path / "input.xlsx"
    for place in (folder, parquet):
        place.mkdir()
        (place / "scenario.toml").write_text('date = 2026-11-03\n[policy]\nday_starts = "06:30"\n')
    for name, rows in TYPED.items():
        frame = pd.DataFrame(rows)
        frame.to_csv(folder / f"{name}.csv", index=False)
        frame.to_parquet(parquet / f"{name}.parquet")
    book.write_bytes(workbook(TYPED, [("date", TODAY), ("policy.day_starts", "06:30"), ("buses_per_day", 20)]))
    read = [read_scenario(path) for path in (folder, parquet, book)]
    assert read[0] == read[1] == read[2]
    assert read[0].households[0].id == "007"


def test_a_workbook_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text("date = 2026-11-03\n")
    tables = {name: TYPED[name] for name in ("households", "sites", "housing")}
    (tmp_path / "origins.csv").write_text(FILES["origins.csv"])
    (tmp_path / "scenario.xlsx").write_bytes(workbook(tables | {"Uitleg": [{"a": 1}], "planning": [{"a": 1}]}, []))
    with pytest.raises(InputError, match=r"each table in one place \(scenario.toml has this one too\)"):
        read_scenario(tmp_path)
    (tmp_path / "scenario.toml").unlink()
    (tmp_path / "scenario.xlsx").write_bytes(
        workbook(tables | {"Uitleg": [{"a": 1}], "planning": [{"a": 1}]}, [("date", TODAY)])
    )
    scenario = read_scenario(tmp_path)
    assert len(scenario.households) == 2
    assert scenario.warnings == ("scenario.xlsx, sheet planning: is no table of a scenario and is not used",)


def test_cells_of_excel(tmp_path: Path) -> None:
    sites = [
        TYPED["sites"][0]
        | {"site_id": 12, "opens_on": 46329, "closes_on": "04-11-2026", "minors": "nee", "staff_fixed": "2,5"}
    ]
    (tmp_path / "a.xlsx").write_bytes(workbook({**TYPED, "sites": sites}, [("date", "03-11-2026"), ("days", 1)]))
    (site,) = read_scenario(tmp_path / "a.xlsx").sites
    assert (site.id, site.opens_on, site.closes_on) == ("12", TODAY, date(2026, 11, 4))
    assert (site.minors, site.staff_fixed) == (False, 2.5)


@pytest.mark.parametrize("written", ["[2, 10.5, 25, 45]", "2, 10.5, 25, 45", "2 10.5 25 45", "2; 10,5; 25; 45"])
def test_lists_in_a_sheet(tmp_path: Path, written: str) -> None:
    policy = [("date", TODAY), ("care_minutes", written), ("weeks_to_house", None), ("effort.own_minute", 0.5)]
    (tmp_path / "a.xlsx").write_bytes(workbook(TYPED, policy))
    read = read_scenario(tmp_path / "a.xlsx").policy
    assert read == replace(Policy(), care_minutes=(2.0, 10.5, 25.0, 45.0), effort=Effort(own_minute=0.5))


@pytest.mark.shared
def test_agrees_with_the_checker_on_every_cell_it_reads(tmp_path: Path, shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("check_plan", shared / "tools" / "check_plan.py")
    assert spec is not None
    assert spec.loader is not None
    checker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checker)
    write_sample(make_sample(SampleOptions(people=120, status_holders=150, sites=15)), tmp_path)
    ours, theirs = read_scenario(tmp_path), checker.Scenario(tmp_path)
    num, flag, day = checker.num, checker.flag, checker.day
    assert theirs.date == ours.date
    for household, row in zip(ours.households, theirs.households, strict=True):
        assert (household.id, household.kind) == (row["household_id"], row["kind"])
        assert (household.persons, household.care_level) == (num(row, "persons"), num(row, "care_level"))
        assert (household.wheelchairs, household.priority) == (num(row, "wheelchairs"), num(row, "priority"))
        assert (household.minor_alone, household.moves) == (flag(row, "minor_alone"), num(row, "moves"))
        assert (household.linked_on, household.ready_on) == (day(row, "linked_on"), day(row, "ready_on"))
        assert (household.linked_municipality or "", household.group_id or "") == (
            row["linked_municipality"],
            row["group_id"],
        )
    for site, row in zip(ours.sites, theirs.sites.values(), strict=True):
        assert (site.id, site.region, site.municipality) == (row["site_id"], row["vr_code"], row["gm_code"])
        assert (site.places, site.occupied, site.staff_fixed) == tuple(
            num(row, name) for name in ("places", "occupied", "staff_fixed")
        )
        assert site.care_minutes_used == num(row, "care_minutes_used", 2 * num(row, "occupied"))
        assert site.open_cost == num(row, "open_cost", theirs.effort["open_site"])
        assert (site.minors, site.opens_on, site.closes_on) == (
            flag(row, "minors"),
            day(row, "opens_on"),
            day(row, "closes_on"),
        )
    for region, row in zip(ours.regions, theirs.regions.values(), strict=True):
        assert region.own_staff == num(row, "own_staff")
        assert region.state_staff_max == num(row, "state_staff_max", theirs.p["staff_per_region"])
    for offer, row in zip(ours.offers, theirs.offers.values(), strict=True):
        assert (offer.persons, offer.units, offer.wheelchair) == (
            num(row, "persons"),
            num(row, "units", 1),
            flag(row, "wheelchair"),
        )
    assert {bus.id: (bus.station_id, bus.seats, bus.wheelchair_positions) for bus in ours.buses} == {
        name: theirs.bus(name) for name in (bus.id for bus in ours.buses)
    }
    assert ours.travel_minutes == theirs.times


def test_a_national_day_takes_well_under_a_second(tmp_path: Path) -> None:
    write_sample(make_sample(SampleOptions()), tmp_path)
    read_scenario(tmp_path)  # imports and caches
    started = time.process_time()
    scenario = read_scenario(tmp_path)
    assert time.process_time() - started < 1
    assert len(scenario.households) > 1000


def test_a_workbook_that_counts_days_from_1904_is_refused(tmp_path: Path) -> None:
    parts = zipfile.ZipFile(io.BytesIO(workbook(TYPED, [("date", TODAY)])))
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as book:
        for name in parts.namelist():
            book.writestr(name, parts.read(name).replace(b"<workbookPr ", b'<workbookPr date1904="1" '))
    with pytest.raises(InputError, match="counted from 1900"):
        read_scenario(tmp_path / "a.xlsx")
