"""What may be told of a day: the smallest figure that is, and the largest that is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_folders import SMALL, copy_of, rewrite
from public_worlds import FIRST, REGIONS, Truth, days_in_a_row, write_plan

from maps.public.figures import FEW, LEAST, PublicDay, Told, Total, told, total, withheld
from maps.public.read import read_public_day
from maps.public.tables import public_table, total_text
from maps.texts import Few, Texts
from optimizer.pages import PageOptions
from optimizer.scenario.faults import InputError

NOBODY: dict[str, tuple[int, ...]] = dict.fromkeys(REGIONS, ())
QUIET = Truth(FIRST, dict.fromkeys(REGIONS, 10), NOBODY, NOBODY, ())


def day_of(folder: Path, **changes: object) -> PublicDay:
    """What is told of a quiet day with these changes."""
    return read_public_day(write_plan(replace(QUIET, **changes), folder / "plan"))


@pytest.mark.parametrize(
    ("people", "figure"),
    [
        ([], 0),
        ([(1, 1)], FEW),
        ([(4, 4)], FEW),
        ([(30, 1)], FEW),  # one large household: its size is nobody's business
        ([(20, 2), (20, 2)], FEW),
        ([(5, 5)], 5),
        ([(1, 1)] * 5, 5),
        ([(20, 2), (20, 3)], 40),
    ],
)
def test_people_of_five_households_are_told_and_of_four_are_not(people: list[tuple[int, int]], figure: Told) -> None:
    assert told(people) == figure


@given(st.lists(st.tuples(st.integers(1, 30), st.just(1)), max_size=12))
def test_no_figure_between_nobody_and_five_is_ever_told(people: list[tuple[int, int]]) -> None:
    figure = told(people)
    assert isinstance(figure, Few) == (0 < len(people) < LEAST)
    assert isinstance(figure, Few) or figure == 0 or figure >= 5


@given(st.lists(st.one_of(st.integers(0, 400), st.just(FEW)), max_size=25))
def test_a_total_says_nothing_that_its_parts_do_not_say(figures: list[Told]) -> None:
    hidden = figures.count(FEW)
    assert total(figures) == Total(sum(f for f in figures if isinstance(f, int)) + hidden, exact=hidden == 0)


def test_who_comes_is_told_by_region(tmp_path: Path) -> None:
    day = day_of(tmp_path, coming={**NOBODY, "VR09": (1, 1, 1, 1, 4), "VR10": (1, 1, 1, 8)})
    figures = {region.code: region.coming for region in day.regions}
    assert figures == {**dict.fromkeys(REGIONS, 0), "VR09": 8, "VR10": FEW}
    assert day.coming == Total(9, exact=False)
    assert (day.housed, day.unsheltered) == (Total(0, exact=True), 0)
    assert [region.places for region in day.regions] == [450] * 25


def test_who_is_housed_and_who_has_no_place_is_told(tmp_path: Path) -> None:
    day = day_of(tmp_path, housed={**NOBODY, "VR01": (2, 2, 2, 2, 2), "VR25": (6,)}, outside=(3, 3, 3, 3, 3))
    assert (day.regions[0].housed, day.regions[24].housed) == (10, FEW)
    assert (day.housed, day.unsheltered) == (Total(11, exact=False), 15)


def test_who_stays_in_a_site_does_not_come(tmp_path: Path) -> None:
    """Of residents on the list, day after day, the difference would tell who comes."""
    folder = copy_of(SMALL, tmp_path / "plan")

    def stays(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        extra = {**rows[0], "site_id": "hotel-zwolle", "vr_code": "VR04", "trip_id": "", "sequence": ""}
        return [*rows, {**extra, "origin_id": "hotel-zwolle", "households": "7", "persons": "30"}]

    rewrite(folder, "arrivals.csv", stays)
    rewrite(folder, "sites.csv", lambda rows: [_arrive(row, 30) for row in rows])
    assert next(r for r in read_public_day(folder).regions if r.code == "VR04").coming == 0


def _arrive(row: dict[str, str], number: int) -> dict[str, str]:
    return {**row, "arrivals": str(number)} if row["site_id"] == "hotel-zwolle" else row


def test_a_status_holder_without_housing_is_not_without_a_place(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path / "plan")
    assert read_public_day(folder).unsheltered == FEW  # 12 people, one household
    rewrite(folder, "unplaced.csv", lambda rows: [row for row in rows if row["kind"] == "status_holder"])
    rewrite(folder, "places.csv", lambda rows: [{**row, "persons_unsheltered": "0"} for row in rows])
    assert read_public_day(folder).unsheltered == 0


def test_files_that_do_not_agree_are_refused(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path / "plan")
    rewrite(folder, "unplaced.csv", lambda rows: [{**row, "persons": "11"} for row in rows])
    with pytest.raises(InputError, match=r"unplaced\.csv, column persons: '11': expected 12 asylum seekers"):
        read_public_day(folder)


def test_nothing_of_the_plan_is_left_for_a_page_to_tell(tmp_path: Path) -> None:
    first, second = (
        read_public_day(write_plan(truth, tmp_path / truth.names / str(truth.day))) for truth in days_in_a_row(2)
    )
    one, other = withheld(first), withheld(second)
    assert {name for name in one.__dataclass_fields__ if getattr(one, name) != getattr(other, name)} == {"date"}
    assert (one.scenario_sha256, one.levels, one.sites, one.trips, one.regions) == ("", (), (), (), ())


def test_figures_as_they_are_read() -> None:
    texts = Texts("nl")
    assert total_text(Total(1241, exact=False), texts) == "minstens 1.241"
    assert total_text(Total(1241, exact=True), texts) == "1.241"
    assert total_text(Total(1241, exact=False), Texts("en")) == "at least 1,241"


def test_table_of_regions(tmp_path: Path) -> None:
    day = day_of(tmp_path, coming={**NOBODY, "VR01": (1, 1)}, places={**dict.fromkeys(REGIONS, 450), "VR02": 3})
    table = public_table(day, Texts("nl"))
    assert table.row("VR01").texts == ("Groningen", "<\u00a05\u00a0huishoudens", "0", "450")
    assert table.row("VR02").texts == ("Fryslân", "0", "0", "<\u00a05")
    assert [cell.text for cell in table.total] == ["Nederland", "minstens 1", "0", "–"]
    assert table.cell("VR01", "coming").number is None


def test_public_pages_are_never_held_against_another_plan(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not held against another plan"):
        PageOptions(previous=tmp_path, profile="public")
