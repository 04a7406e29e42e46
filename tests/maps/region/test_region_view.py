"""A region's day as its page sees it: who comes and in what order, what is there, and what does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from plan_folders import rewrite
from region_days import views_of

from maps.view.read import read_view
from maps.view.receiving import adjacent, region_views
from maps.view.region import together
from optimizer.scenario.entities import OfferType
from optimizer.scenario.faults import InputError


def test_who_comes_by_time_then_without_a_bus_then_who_stays(busy: Path) -> None:
    view = views_of(busy)["VR01"]
    assert [(c.counts.site_id, c.arrives, c.counts.stays) for c in view.coming] == [
        ("S1", 500, False),
        ("S3", None, True),
    ]
    other = views_of(busy)["VR03"]
    assert [(c.start.place_id, c.start_is_site, c.arrives is None) for c in other.coming] == [
        ("S3", True, False),
        ("TA", False, True),
    ]


def test_figures_of_a_region(busy: Path) -> None:
    view = views_of(busy)["VR01"]
    assert (view.buses, view.kept, view.kept_by_site) == (1, 2, {"S3": 2})
    assert [site.place.place_id for site in view.closing] == ["S3"]
    # 16 residents: 1 fixed + 16 / 7.5 = 3.13, of 1 own + 1 from the state + 2 hired
    assert (view.staff_needed, view.staff_there, view.staff_most) == (3.2, 4, 5)
    assert not view.short_of_staff
    homes = {row.municipality.gm_code: row for row in view.housing}
    assert homes["GM0037"].persons == {OfferType.INTERIM: 3}
    assert (homes["GM0037"].linked_elsewhere, homes["GM0037"].municipality.overdue) == (3, 3)


def test_needs_add_up(busy: Path) -> None:
    view = views_of(busy)["VR01"]
    needs = together(view.coming)
    assert (needs.households, needs.persons) == (4, 9)
    assert needs.sizes == {1: 1, 2: 2, 4: 1}
    assert needs.care_levels == {0: 7, 2: 2}
    assert (needs.wheelchairs, needs.minors_alone) == (1, 1)


def test_short_of_staff_by_a_hair(busy: Path) -> None:
    view = views_of(busy)["VR01"]
    short = replace(view, limits=replace(view.limits, staff_needed=4.01))
    assert short.short_of_staff
    assert short.staff_needed == 4.1  # never rounded down to what is there
    assert not replace(view, limits=replace(view.limits, staff_needed=4.0)).short_of_staff


def test_neighbours_share_a_border() -> None:
    beside = adjacent()
    assert len(beside) == 25
    assert all(code in beside[other] for code, others in beside.items() for other in others)
    assert beside["VR19"] == {"VR20"}
    assert beside["VR01"] == {"VR02", "VR03"}
    assert "VR10" not in beside["VR02"]  # across the water


def test_beds_to_open_are_those_of_sites_that_could_be_used(busy: Path) -> None:
    views = views_of(busy)
    assert (views["VR03"].to_open, views["VR01"].to_open) == (0, 0)
    nobody = {n.tally.vr_code: n for n in views["VR02"].neighbours}
    assert nobody["VR01"].limits.room == views["VR01"].limits.room


def test_an_earlier_plan_stands_beside(busy: Path, quiet: Path) -> None:
    view = views_of(busy, quiet)["VR01"]
    assert view.earlier is not None
    assert (view.earlier.kept, view.earlier.earlier) == (0, None)
    assert views_of(busy)["VR01"].earlier is None


def test_a_later_plan_is_no_earlier_plan(busy: Path, quiet: Path) -> None:
    day = replace(read_view(busy), date=date(2026, 3, 1))
    with pytest.raises(InputError, match="2026-03-01 or an earlier day"):
        region_views(day, busy, quiet)


@pytest.mark.parametrize("file", ["arrivals.csv", "housed.csv", "region_limits.csv"])
def test_a_missing_table_is_named(busy: Path, tmp_path: Path, file: str) -> None:
    folder = copytree(busy, tmp_path / "plan")
    (folder / file).unlink()
    with pytest.raises(InputError, match=f"{file}.*Plan the day again"):
        views_of(folder)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("site_id", "S9", "column site_id: 'S9': expected a site of places.csv"),
        ("vr_code", "VR02", "column site_id: 'S1': expected a site of places.csv, in its region"),
        ("origin_id", "X", "column origin_id: 'X': expected a place of places.csv"),
        ("trip_id", "T9", "column trip_id: 'T9': expected a stop of stops.csv"),
        ("sequence", "2", "column trip_id: 'T001': expected a stop of stops.csv"),
        ("persons", "8", "column persons: '8': expected 7 at S1 off trip T001, as stops.csv says"),
        ("persons", "8", "column persons: '8': expected 7 at S1, as sites.csv says"),
    ],
)
def test_arrivals_that_do_not_fit_are_named(busy: Path, tmp_path: Path, column: str, value: str, said: str) -> None:
    folder = copytree(busy, tmp_path / "plan")
    rewrite(folder, "arrivals.csv", lambda rows: [{**rows[0], column: value}, *rows[1:]])
    with pytest.raises(InputError) as error:
        views_of(folder)
    assert said in str(error.value)
