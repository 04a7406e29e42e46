"""What is to be otherwise than the files say: what each wish changes, and every fault of all of them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from optimizer.scenario.changes import Wish, changed_scenario
from optimizer.scenario.changes.wish import KEYS, Option
from optimizer.scenario.entities import Scenario, SiteStatus
from optimizer.scenario.faults import InputError
from optimizer.scenario.read import ScenarioFiles
from optimizer.scenario.reading.settings import SETTINGS
from optimizer.scenario.sample import write_sample
from optimizer.scenario.tables import TABLES
from optimizer.scenario.workbook import write_workbook
from tests.plan.hand import TABLES as DAY
from tests.plan.hand import TODAY, Tables


def files(folder: Path, tables: Tables = DAY) -> ScenarioFiles:
    write_sample(tables, folder / "day")
    return ScenarioFiles(folder / "day")


def changed(of: ScenarioFiles, *wishes: str) -> Scenario:
    return changed_scenario(of, [wish(text) for text in wishes])


def wish(text: str) -> Wish:
    option, _, rest = text.partition(" ")
    assert option in ("--set", "--add", "--open", "--close")
    return Wish(option, rest)


def faults(of: ScenarioFiles, *wishes: str) -> list[str]:
    with pytest.raises(InputError) as refused:
        changed(of, *wishes)
    return [str(fault) for fault in refused.value.faults]


def test_nothing_asked_is_the_same_scenario(tmp_path: Path) -> None:
    day = files(tmp_path)
    assert changed(day).sha256 == day.scenario().sha256


@pytest.mark.parametrize(
    ("text", "places"), [("22", 22), ("+50", 62), ("-12", 0), ("+0", 12), ("12", 12), ("12,0", 12)]
)
def test_a_cell_is_set_or_stepped(tmp_path: Path, text: str, places: int) -> None:
    day = files(tmp_path)
    found = changed(day, f"--set sites.S1.places={text}")
    assert [s.places for s in found.sites] == [places, 8]
    assert (found.sha256 == day.scenario().sha256) == (places == 12)


def test_every_kind_of_value(tmp_path: Path) -> None:
    found = changed(
        files(tmp_path),
        "--set buses_per_day=22",
        "--set policy.effort.own_minute=0,5",
        "--set care_minutes=1, 2, 3, 4",
        "--set day_starts=06:30",
        "--set interim_in_region=nee",
        "--set people_per_staff=+1,5",
        "--set sites.S2.closes_on=2026-04-01",
        "--set sites.S1.minors=false",
        "--set sites.S1.tranche=additional",
        "--set buses.B1.seats=-4",
        "--set housing.W1.units=+2",
        "--set households.A1.not_to=S1 S2",
        "--set origins.TA.lon=7",
    )
    policy = found.policy
    assert (policy.buses_per_day, policy.effort.own_minute, policy.care_minutes) == (22, 0.5, (1, 2, 3, 4))
    assert (policy.day_starts, policy.interim_in_region, policy.people_per_staff) == (390, False, 9.0)
    one, two = found.sites
    assert (two.closes_on, one.minors, one.tranche) == (date(2026, 4, 1), False, "additional")
    assert (found.buses[0].seats, found.offers[0].units, found.origins[0].lon) == (6, 3, 7)
    assert found.households[0].not_to == {"S1", "S2"}


def test_a_date_moves_by_days_and_the_day_itself_can_be_set(tmp_path: Path) -> None:
    day = files(tmp_path)
    found = changed(day, "--set date=+3", "--set days=4", "--set sites.S1.opens_on=2026-03-01")
    assert (found.date, found.horizon.days) == (date(2026, 3, 5), 4)
    tables = {**DAY, "sites": [{**DAY["sites"][0], "closes_on": date(2026, 3, 9)}, DAY["sites"][1]]}
    assert changed(files(tmp_path / "b", tables), "--set sites.S1.closes_on=+7").sites[0].closes_on == date(2026, 3, 16)


def test_an_emptied_cell_has_its_default(tmp_path: Path) -> None:
    found = changed(files(tmp_path), "--set regions.VR01.care_minutes=", "--set regions.VR01.state_staff_max=")
    assert (found.regions[0].care_minutes, found.regions[0].state_staff_max) == (None, 30)


def test_what_depends_on_a_key_follows_it_and_a_step_begins_there(tmp_path: Path) -> None:
    found = changed(files(tmp_path), "--set staff_per_region=40", "--set regions.VR02.state_staff_max=+5")
    assert [region.state_staff_max for region in found.regions[:3]] == [1, 45, 40]


def test_a_region_that_is_not_listed_can_be_set(tmp_path: Path) -> None:
    found = changed(files(tmp_path, {**DAY, "regions": []}), "--set regions.VR13.own_staff=+10")
    assert [(r.code, r.own_staff) for r in found.regions if r.own_staff] == [("VR13", 10)]


def test_the_later_days_of_a_region_change_too(tmp_path: Path) -> None:
    later = [
        {"vr_code": "VR01", "from": date(2026, 3, 3), "own_staff": 4},
        {"vr_code": "VR02", "from": date(2026, 3, 3), "care_minutes": 90},
    ]
    day = files(tmp_path, {**DAY, "policy": [*DAY["policy"], {"key": "days", "value": 3}], "region_days": later})

    def staff(scenario: Scenario) -> list[float]:
        return [scenario.regions_on(day)[0].own_staff for day in scenario.days]

    assert staff(day.scenario()) == [0.5, 4, 4]
    assert staff(changed(day, "--set regions.VR01.own_staff=+10")) == [10.5, 14, 14]
    assert staff(changed(day, "--set regions.VR01.own_staff=2")) == [2, 2, 2]
    limited = changed(day, "--set regions.VR02.care_minutes=+60")  # unlimited on the first day
    assert [limited.regions_on(day)[1].care_minutes for day in limited.days] == [None, 150, 150]


def test_a_site_is_opened_and_closed(tmp_path: Path) -> None:
    shut = {"opens_on": date(2026, 2, 1), "closes_on": TODAY}
    day = files(tmp_path, {**DAY, "sites": [DAY["sites"][0], {**DAY["sites"][1], **shut}]})
    found = changed(day, "--open S2", "--close S1")
    one, two = found.sites
    assert (one.status, two.status, two.usable(TODAY)) == (SiteStatus.CLOSED, SiteStatus.OPEN, True)
    assert any("3 residents are not in households.csv" in warning for warning in found.warnings)
    assert not day.scenario().sites[1].usable(TODAY)


def test_a_row_more(tmp_path: Path) -> None:
    found = changed(
        files(tmp_path),
        "--set buses.B3.seats=70",
        "--add buses.B3=B1",
        "--add sites.S3=S1",
        "--add housing.W3=W2",
        "--set sites.S3.occupied=0",
    )
    assert (found.buses[2].id, found.buses[2].seats, found.buses[2].station_id) == ("B3", 70, "TA")
    assert (found.sites[2].id, found.sites[2].places, found.sites[2].occupied) == ("S3", 12, 0)
    assert (found.offers[2].id, found.offers[2].capacity) == ("W3", 4)


def test_an_empty_row_is_filled(tmp_path: Path) -> None:
    new = ("--add housing.T1", "--set housing.T1.type=interim", "--set housing.T1.persons=40")
    day = files(tmp_path, {**DAY, "housing": []})
    assert [o.capacity for o in changed(day, *new, "--set housing.T1.gm_code=GM0014").offers] == [40]
    assert ["column gm_code" in fault for fault in faults(day, *new)] == [True]
    assert "there is none now" in "".join(
        faults(day, *new, "--set housing.T1.gm_code=GM0014", "--set housing.T1.units=+1")
    )


def test_an_exchange_is_agreed_on(tmp_path: Path) -> None:
    rows = [{"gm_code": "GM0014", "takes_cno_places": 10}]
    day = files(tmp_path, {**DAY, "policy": [*DAY["policy"], {"key": "exchange", "value": True}], "exchange": rows})
    more = ("--set exchange.GM0014.takes_cno_places=+5", "--add exchange.GM0037")
    found = changed(day, *more, "--set exchange.GM0037.gives_housing=8").horizon.exchanges
    assert [(s.municipality, s.takes_cno_places, s.gives_housing) for s in found] == [
        ("GM0014", 15, 0),
        ("GM0037", 0, 8),
    ]
    assert "GM9999" in "".join(faults(day, "--add exchange.GM9999"))


def test_usual_buses_can_be_changed_one_by_one(tmp_path: Path) -> None:
    day = files(tmp_path, {**DAY, "buses": []})
    found = changed(day, "--set buses_per_day=3", "--set buses.BUS02.seats=19")
    assert [bus.seats for bus in found.buses] == [50, 19, 50]


def test_more_buses_allowed_than_there_are_is_said(tmp_path: Path) -> None:
    day = files(tmp_path)
    told = [w for w in changed(day, "--set buses_per_day=22").warnings if "--add" in w]
    assert told == ["buses_per_day is 22: 2 buses are listed, and no more can drive; --add buses.NEW=LIKE adds one"]
    assert not [w for w in changed(day, "--set buses_per_day=2").warnings if "--add" in w]


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    found = faults(
        files(tmp_path),
        "--set buses_per_dya=3",
        "--set sites.S1.plces=4",
        "--set sites.S9.places=4",
        "--set sites.S1.places=-400",
        "--set sites.S1.care_level=9",
        "--set sites.S2.closes_on=soon",
        "--set regions.VR77.own_staff=3",
        "--set people_per_staff=0",
        "--set tolerance=+1",
        "--set regions.VR01.care_minutes=1.170",
        "--set sites",
        "--add bus.B9=B1",
        "--add buses.B1=B2",
        "--close S8",
    )
    starts = [fault.split(": expected ")[0] for fault in found]
    assert set(starts) == {
        "--set, column buses_per_dya: '3'",
        "--set, column sites.S1.plces: '4'",
        "--set, column sites.S9.places: '4'",
        "--set, column sites.S1.places: '-400'",
        "--set, column sites.S1.care_level: '9'",
        "--set, column sites.S2.closes_on: 'soon'",
        "--set, column regions.VR77.own_staff: '3'",
        "--set, column people_per_staff: '0'",
        "--set, column tolerance: '+1'",
        "--set, column regions.VR01.care_minutes: '1.170'",
        "--set: 'sites'",
        "--add, column bus.B9: 'B1'",
        "--add, column buses.B1: 'B2'",
        "--close: 'S8'",
    }
    assert len(starts) == len(set(starts))
    assert any("did you mean 'buses_per_day'?" in fault for fault in found)
    assert any("did you mean 'places'?" in fault for fault in found)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("--set sites.S1.places=+1", "--set sites.S1.places=+2"),
        ("--set buses_per_day=1", "--set policy.buses_per_day=2"),
        ("--open S1", "--close S1"),
        ("--close S1", "--set sites.S1.status=open"),
        ("--add buses.B9=B1", "--add buses.B9=B2"),
    ],
)
def test_the_same_thing_twice_is_refused(tmp_path: Path, first: str, second: str) -> None:
    assert "each thing once" in "".join(faults(files(tmp_path), first, second))


def test_what_another_table_no_longer_bears_is_named_there(tmp_path: Path) -> None:
    found = faults(files(tmp_path), "--set max_household_persons=4", "--set sites.S1.gm_code=GM0114")
    assert "households.csv, row 8, column persons: '5': expected at most 4 (max_household_persons)" in found
    assert any(fault.startswith("sites.csv, row 2, column vr_code: 'VR01'") for fault in found)


def test_a_workbook_is_changed_like_a_folder(tmp_path: Path) -> None:
    write_workbook(DAY, tmp_path / "day.xlsx")
    book = ScenarioFiles(tmp_path / "day.xlsx")
    wishes = ("--set sites.S1.places=+50", "--add buses.B3=B1", "--set regions.VR13.own_staff=+10")
    assert changed(book, *wishes).sha256 == changed(files(tmp_path), *wishes).sha256


@pytest.mark.parametrize("key", SETTINGS)
def test_every_key_can_be_set(tmp_path: Path, key: str) -> None:
    setting, options = SETTINGS[key], {"day_starts": "08:15", "interim_in_region": "false", "exchange": "true"}
    value = options.get(key, ", ".join(["0.5"] * setting.count) if setting.count > 1 else "31")
    if key == "freed_per_housed":
        value = "0,5"
    day = files(tmp_path, {**DAY, "policy": [*DAY["policy"], {"key": "days", "value": 2}]})
    assert changed(day, f"--set {key}={value}").sha256 != day.scenario().sha256


def test_every_table_with_names_can_be_set() -> None:
    assert set(KEYS) == {name for name, model in TABLES.items() if _named(name)} | {"regions"}
    assert all(KEYS[name] in TABLES[name].to_schema().columns for name in KEYS)


def _named(name: str) -> bool:
    return any(column.unique for column in TABLES[name].to_schema().columns.values())


def test_options_are_the_command_s() -> None:
    from typing import get_args

    from optimizer.commands.questions import whatif

    assert set(get_args(Option)) <= {option for parameter in whatif.params for option in parameter.opts}
