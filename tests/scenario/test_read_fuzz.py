"""Whatever the files hold, reading ends in a Scenario or in an InputError that names the place."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.scenario.entities import Scenario
from optimizer.scenario.faults import InputError
from optimizer.scenario.read import read_scenario

FAULTS = Path(__file__).parents[1] / "data" / "faults"
FILES = {
    "scenario.toml": "date = 2026-11-03\ndays = 14\n[policy]\nexchange = true\n"
    'care_minutes = [2, 10, 25, 45]\nday_starts = "07:00"\n',
    "households.csv": "household_id,kind,persons,wheelchairs,origin_id,linked_municipality,linked_on,pinned_to,not_to\n"
    "H1,asylum_seeker,3,1,TA,,,S1,\nH2,status_holder,2,,,GM0034,2026-09-01,,F1 S1\n",
    "origins.csv": "origin_id,name,lon,lat\nTA,Ter Apel,7.0667,52.875\n",
    "sites.csv": "site_id,vr_code,gm_code,lon,lat,places,occupied,minors,status,opens_on,closes_on\n"
    "S1,VR25,GM0034,5.2141,52.3703,120,40,true,open,2026-11-01,2026-12-01\n",
    "regions.csv": "vr_code,own_staff,state_staff_max\nVR25,2.5,7\n",
    "housing.csv": "offer_id,gm_code,type,persons,units\nF1,GM0034,home,4,2\n",
    "buses.csv": "bus_id,station_id,seats\nB1,TA,50\n",
    "travel_times.csv": "from_id,to_id,minutes\nTA,S1,95\n",
    "inflow.csv": "date,origin_id,persons\n2026-11-04,TA,130.5\n2026-11-04,TA,2\n",
    "mix.csv": "persons,care_level,wheelchairs,minor_alone,priority,share\n1,0,0,true,0,0.6\n4,2,1,,1,0.4\n",
    "coa.csv": "date,places\n2026-11-04,40\n",
    "status_inflow.csv": "date,gm_code,persons\n2026-11-05,GM0034,3\n",
    "region_days.csv": "vr_code,from,base_places,own_staff\nVR25,2026-11-05,300,\nVR25,2026-11-09,,2.5\n",
    "targets.csv": "gm_code,from,until,target,realised\nGM0034,2026-07-01,2026-12-31,120,80\n"
    "GM0034,2027-01-01,2027-06-30,90,\n",
    "exchange.csv": "gm_code,takes_cno_places,gives_housing,province\nGM0034,50,,Flevoland\nGM0995,,20,\n",
}
SCRAPS = st.sampled_from(
    [
        *(
            b",",
            b";",
            b"\t",
            b'"',
            b"\n",
            b"\r",
            b"\r\n",
            b"\0",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"\x81",
            b" ",
            b"-",
            b".",
        ),
        *(b"1.170", b"0", b"-1", b"1e9", b"99999999999999999999", b"nan", b"NA", b"=1+1", b"9999-12-31", b"0001-01-01"),
        *(b"true", b"open", b"VR01", b"GM0034", b"TA", b"S1", b"F1", b"[", b"]", b"{", b"'", b"#", b"=", b"\xc3\xa9"),
    ]
)
EDITS = st.tuples(st.floats(0, 1), st.integers(0, 12), st.one_of(SCRAPS, st.binary(max_size=6)))
MUTATIONS = st.lists(st.tuples(st.sampled_from(sorted(FILES)), EDITS), min_size=1, max_size=6)


def mutate(content: bytes, edit: tuple[float, int, bytes]) -> bytes:
    """Replace a few bytes somewhere by others."""
    at, length, new = int(edit[0] * len(content)), edit[1], edit[2]
    return content[:at] + new + content[at + length :]


@given(MUTATIONS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_spoilt_folder_gives_a_scenario_or_faults(mutations: list[tuple[str, tuple[float, int, bytes]]]) -> None:
    contents = {name: text.encode() for name, text in FILES.items()}
    for name, edit in mutations:
        contents[name] = mutate(contents[name], edit)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in contents.items():
            (Path(folder) / name).write_bytes(content)
        check(Path(folder))


def check(path: Path) -> None:
    """A Scenario of the right kind, or faults that can be shown."""
    scenario, faults = None, ()
    try:
        scenario = read_scenario(path)
    except InputError as error:
        faults = error.faults
    if scenario is None:
        assert faults
        assert all(fault.file and fault.expected and str(fault) for fault in faults)
    else:
        assert isinstance(scenario, Scenario)
        assert len(scenario.regions) == 25
        assert all(household.persons >= 1 for household in scenario.households)
        assert len(scenario.regions_on(scenario.days[-1])) == 25


@given(edits=st.lists(EDITS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_spoilt_parquet_file_gives_a_scenario_or_faults(edits: list[tuple[float, int, bytes]]) -> None:
    content = (FAULTS / "parquet-cells" / "origins.parquet").read_bytes()
    for edit in edits:
        content = mutate(content, edit)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "origins.parquet").write_bytes(content)
        check(Path(folder))


PART_EDITS = st.lists(st.tuples(st.integers(0, 30), EDITS), min_size=1, max_size=4)


@given(PART_EDITS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_workbook_with_spoilt_parts_gives_a_scenario_or_faults(
    edits: list[tuple[int, tuple[float, int, bytes]]],
) -> None:
    with zipfile.ZipFile(FAULTS / "workbook-cells" / "scenario.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for number, edit in edits:
        name = sorted(parts)[number % len(parts)]
        parts[name] = mutate(parts[name], edit)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "spoilt.xlsx"
        with zipfile.ZipFile(file, "w") as book:
            for name, part in parts.items():
                book.writestr(name, part)
        check(file)
