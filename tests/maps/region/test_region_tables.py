"""Every figure of a region's page is one of the plan folder."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from region_days import views_of

from maps.kit.shares import difference
from maps.kit.tables import Table
from maps.region.change import change_sentence, change_table, site_change_table
from maps.region.tables import (
    housing_table,
    limit_table,
    neighbour_table,
    page_of,
    site_table,
    staff_table,
)
from maps.texts import Texts
from maps.view.region import RegionView, together

NL = Texts("nl")
CODES = [f"VR{number:02}" for number in range(1, 26)]


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def numbers(table: Table, column: str) -> dict[str, float | None]:
    """A column's numbers by row."""
    return {row.key: table.cell(row.key, column).number for row in table.rows}


def shown(table: Table) -> list[tuple[str, ...]]:
    return [row.texts for row in table.rows]


@pytest.fixture(scope="module")
def regions(country: Path) -> dict[str, RegionView]:
    return views_of(country)


@pytest.mark.parametrize("code", CODES)
def test_sites_are_those_of_the_folder(regions: dict[str, RegionView], country: Path, code: str) -> None:
    table, view = site_table(regions[code], NL), regions[code]
    mine = {row["place_id"] for row in rows(country, "places") if row["vr_code"] == code}
    said = {row["site_id"]: row for row in rows(country, "sites") if row["site_id"] in mine}
    assert numbers(table, "before") == {key: int(row["occupied_before"]) for key, row in said.items()}
    assert numbers(table, "after") == {key: int(row["occupied_after"]) for key, row in said.items()}
    come, stay = numbers(table, "arrivals"), numbers(table, "kept") if view.kept else dict.fromkeys(said, 0)
    assert {key: (come[key] or 0) + (stay[key] or 0) for key in said} == {
        k: int(r["arrivals"]) for k, r in said.items()
    }
    if table.total:
        after = table.total[table.columns.index("after")].number
        assert after == sum(int(row["occupied_after"]) for row in said.values()) == view.tally.occupied_after


@pytest.mark.parametrize("code", CODES)
def test_who_comes_is_who_the_folder_says(regions: dict[str, RegionView], country: Path, code: str) -> None:
    view = regions[code]
    arrivals = [row for row in rows(country, "arrivals") if row["vr_code"] == code]
    assert together(view.coming).persons == sum(int(row["persons"]) for row in arrivals) == view.tally.arrivals
    times = {(row["trip_id"], row["site_id"]): row["arrives"] for row in rows(country, "stops")}
    for one in view.by_bus:
        assert one.arrives is not None
        hours, minutes = times[one.counts.trip_id, one.counts.site_id].split(":")
        assert one.arrives == 60 * int(hours) + int(minutes)
    assert [one.arrives for one in view.by_bus] == sorted(one.arrives or 0 for one in view.by_bus)


@pytest.mark.parametrize("code", CODES)
def test_staff_and_limits_are_those_of_the_folder(regions: dict[str, RegionView], country: Path, code: str) -> None:
    limits = next(row for row in rows(country, "region_limits") if row["vr_code"] == code)
    region = next(row for row in rows(country, "regions") if row["vr_code"] == code)
    staff, table = staff_table(regions[code], NL), limit_table(regions[code], NL)
    assert list(numbers(staff, "whose_most").values()) == [
        float(limits[column]) for column in ("own_staff_max", "state_staff_max", "hired_staff_max")
    ]
    used = [float(limits["own_staff"]), float(region["state_staff"]), float(region["hired_staff"])]
    own, *sent = numbers(staff, "whose_used").values()
    assert sent == used[1:]
    assert own is not None
    assert 0 <= own - used[0] < 0.1 + 1e-9  # rounded up, as what is needed
    said = numbers(table, "limit_used")
    assert (said["tranche_base"], said["tranche_additional"]) == (
        int(limits["base_used"]),
        int(limits["additional_used"]),
    )
    assert said["care_minutes"] == float(region["care_minutes_used"])
    assert said["staff"] is not None
    assert 0 <= said["staff"] - float(limits["staff_needed"]) < 0.1 + 1e-9
    stops = {row.key for row in table.rows if table.cell(row.key, "limit_stops").text == "ja"}
    assert stops == set(limits["binds"].split()) - {"no_site"}


@pytest.mark.parametrize("code", CODES)
def test_status_holders_are_those_of_the_folder(regions: dict[str, RegionView], country: Path, code: str) -> None:
    table = housing_table(regions[code], NL)
    said = {row["gm_code"]: row for row in rows(country, "municipalities") if row["vr_code"] == code}
    for column, name in (("homes_offered", "offered"), ("homes_used", "used"), ("homes_waiting", "waiting")):
        assert numbers(table, column) == {key: int(row[name]) for key, row in said.items()}
    housed = [row for row in rows(country, "housed") if row["vr_code"] == code]
    types = [column for column in table.columns if column.removeprefix("homes_") in {r["type"] for r in housed}]
    assert sum(n or 0 for column in types for n in numbers(table, column).values()) == sum(
        int(row["persons"]) for row in housed
    )


def test_no_limit_is_said_in_words(regions: dict[str, RegionView]) -> None:
    free = next(view for view in regions.values() if view.limits.care_minutes_limit is None)
    assert limit_table(free, NL).cell("care_minutes", "limit_most").text == "geen grens"


def test_neighbours_lead_to_their_pages(regions: dict[str, RegionView]) -> None:
    table = neighbour_table(regions["VR03"], NL)
    assert {row.link for row in table.rows} == {page_of(code) for code in ("VR01", "VR02", "VR04")}
    room = [n or 0 for n in numbers(table, "room").values()]
    assert room == sorted(room, reverse=True)


def test_what_changes(busy: Path, quiet: Path) -> None:
    view = views_of(busy, quiet)["VR01"]
    assert view.earlier is not None
    table = change_table(view, view.earlier, NL)
    assert shown(table)[:4] == [
        ("Mensen die komen", "7", "7", "gelijk"),
        ("Bussen die hier stoppen", "1", "1", "gelijk"),
        ("Bewoners vooraf", "3", "7", "+4"),
        ("Bewoners vannacht", "10", "16", "+6"),
    ]
    assert change_sentence(view, view.earlier, NL) == "Er komen evenveel mensen als toen."
    assert shown(site_change_table(view, view.earlier, NL)) == [
        ("Inn", "stond er niet in", "sluit binnen een week", "0", "6", "+6")
    ]
    back = views_of(quiet, busy)["VR03"]
    assert back.earlier is not None
    assert change_sentence(back, back.earlier, NL) == "Er komen 3 mensen minder dan toen."
    assert shown(site_change_table(back, back.earlier, NL)) == [
        ("School", "gaat vandaag open", "gaat vandaag open", "6", "3", "\u22123")
    ]


def test_a_difference_has_a_sign() -> None:
    said = [(difference(number, NL).text, difference(number, NL).number) for number in (1234, -0.5, 0, 1e-9)]
    assert said == [("+1.234", 1234), ("\u22120,5", -0.5), ("gelijk", 0), ("gelijk", 0)]
