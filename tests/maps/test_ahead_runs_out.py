"""When places, staff or buses run out: read from what `cno outlook` wrote, told on pages, refused where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from looking import cells, violations
from outlook_files import RUNS_OUT, look_ahead, spread
from playwright.sync_api import Page

from maps.ahead.runs_out import runs_out_regions_table, runs_out_sentence, runs_out_table
from maps.ahead.section import ahead_section, ahead_tables
from maps.texts import LANGUAGES, Lang, Texts
from maps.view.outlook import Outlook, What
from maps.view.read import read_view
from maps.view.receiving import region_views
from maps.view.runs_out import FILE, with_runs_out
from optimizer.cli import cno
from optimizer.plan.write import write_tables
from optimizer.questions.outlook.shortfalls import Resource
from optimizer.questions.outlook.write import columns
from optimizer.scenario.faults import InputError
from tests.plan.hand import DECISION, Day, plan

NL = Texts("nl")
ROWS = (
    "laag,somebody is outside,,,0.1,2022-09-07,,\n"
    "laag,buses,,,0,,,\n"
    "hoog,somebody is outside,,2022-09-05,1,2022-09-03,2022-09-05,2022-09-06\n"
    "hoog,buses,,2022-09-06,,,,\n"
    "laag,places,VR01,2022-09-04,0.55,2022-09-01,2022-09-04,\n"
    "hoog,places,VR01,2022-09-01,1,2022-08-30,2022-09-01,2022-09-02\n"
    "hoog,staff,VR01,,0.3,2022-09-07,,\n"
    "hoog,care minutes,VR02,,0.2,2022-09-07,,\n"
)


@pytest.fixture
def ahead(small: Path) -> Path:
    """The small plan with two weeks ahead."""
    return look_ahead(small, days=14)


def outlook_of(folder: Path) -> Outlook:
    outlook = read_view(folder).outlook
    assert outlook is not None
    return outlook


@pytest.fixture
def told(ahead: Path, tmp_path: Path) -> Outlook:
    """What runs out in it."""
    return with_runs_out(outlook_of(ahead), spread(ahead, tmp_path / "outlook", ROWS))


def test_it_is_what_cno_outlook_writes() -> None:
    assert [str(what) for what in What] == [str(resource) for resource in Resource]
    assert RUNS_OUT.strip().split(",") == list(columns()["runs_out"])


def test_the_country_is_told_each_inflow(told: Outlook, ahead: Path) -> None:
    view = replace(read_view(ahead), outlook=told)
    table = next(table for table in ahead_tables(view, NL) if table.key == "runs_out")
    assert [row.texts for row in table.rows] == [
        ("Iemand heeft geen plek", "laag", "–", "10\u00a0%", "wo 7 sep", "–"),
        ("Iemand heeft geen plek", "hoog", "ma 5 sep", "100\u00a0%", "za 3 sep", "di 6 sep"),
        ("Bussen", "laag", "–", "0\u00a0%", "–", "–"),
        ("Bussen", "hoog", "di 6 sep", "–", "–", "–"),
    ]
    section = ahead_section(view, NL)
    assert section is not None
    assert section.runs_out == (
        "Op maandag 5 september 2022 is er voor het eerst niet voor iedereen een plek, als de instroom „hoog” is."
    )


def test_regions_are_told_when_and_with_which_inflow_first(told: Outlook, ahead: Path) -> None:
    assert told.runs_out is not None
    table = runs_out_regions_table(read_view(ahead), told.runs_out, NL)
    assert [row.texts for row in table.rows] == [("Groningen", "do 1 sep („hoog”)", "–", "–")]  # not by a sample alone
    assert table.rows[0].link == "regions/VR01.html#runs_out_here"
    view = replace(read_view(ahead), outlook=told)
    regions = {region.code: region.runs_out for region in region_views(view, ahead)}
    assert [one.inflow for one in regions["VR01"] or ()] == ["laag", "hoog", "hoog"]
    assert runs_out_sentence(regions["VR01"] or (), Texts("en")) == (
        "On Thursday 1 September 2022 all places are taken for the first time, if the inflow is “hoog”."
    )
    assert len(runs_out_table("runs_out_here", regions["VR02"] or (), NL).rows) == 1
    never = "Naar verwachting raakt er niets op, bij geen van de instromen die zijn doorgerekend."
    assert runs_out_sentence(regions["VR02"] or (), NL) == runs_out_sentence(regions["VR03"] or (), NL) == never


def test_what_comes_with_each_inflow_is_said_so(told: Outlook) -> None:
    assert told.runs_out is not None
    outside = [one for one in told.runs_out if one.what is What.OUTSIDE]
    every = [replace(one, expected=date(2022, 9, 5)) for one in outside]
    assert runs_out_sentence(every, NL).endswith("een plek, bij elke instroom die is doorgerekend.")
    two = [*every, replace(outside[0], inflow="nul", expected=None)]
    assert runs_out_sentence(two, NL).endswith("als de instroom „laag”, „hoog” is.")


def test_nothing_is_said_where_it_was_not_worked_out(ahead: Path) -> None:
    view = read_view(ahead)
    section = ahead_section(view, NL)
    assert section is not None
    assert section.runs_out == ""
    assert {region.runs_out for region in region_views(view, ahead)} == {None}


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        ("laag,places,VR77,,0,,,\n", None, "a region of regions.csv"),
        ("laag,places,,2022-09-08,0,,,\n", None, "a day from 2022-08-25 to 2022-09-07"),
        ("laag,places,,2022-08-24,0,,,\n", None, "a day from 2022-08-25 to 2022-09-07"),
        ("laag,beds,,,0,,,\n", 2, "one of somebody is outside, places"),
        ("laag,places,,straks,0,,,\n", 2, "days of the plan"),
        ("laag,places,,,1.5,,,\n", 2, "a share"),
        ("laag,places,,,1,2022-09-03,,2022-09-01\n", 2, "one after the other"),
        ("laag,places\n", 2, "one of"),
        ("laag,places,,,0,,,,more\n", 2, "one of"),
    ],
)
def test_what_does_not_fit_is_named(ahead: Path, tmp_path: Path, rows: str, row: int | None, words: str) -> None:
    with pytest.raises(InputError) as error:
        with_runs_out(outlook_of(ahead), spread(ahead, tmp_path / "outlook", rows))
    fault = error.value.faults[0]
    assert (fault.file, fault.row) == (FILE, row)
    assert words in fault.expected


def test_a_folder_without_the_file_is_refused(ahead: Path, tmp_path: Path) -> None:
    folder = spread(ahead, tmp_path / "outlook")
    (folder / FILE).unlink()
    with pytest.raises(InputError, match="as cno outlook writes it"):
        with_runs_out(outlook_of(ahead), folder)


@pytest.fixture
def mapped(tmp_path: Path) -> Path:
    """The pages of the day counted by hand, with two weeks ahead, in which hostile inflows use up places."""
    day = Day()
    (tmp_path / "plan").mkdir()
    write_tables(plan(day.scenario, DECISION), day.scenario, tmp_path / "plan")
    folder = look_ahead(tmp_path / "plan", days=14)
    rows = "<b>x</b>,places,VR01,2026-03-04,1,2026-03-03,,2026-03-05\n${1},buses,,2026-03-05,0.5,,,\n"
    outlook = spread(folder, tmp_path / "outlook", rows)
    done = CliRunner().invoke(cno, ["map", str(folder), "--outlook", str(outlook)])
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.browser
@pytest.mark.parametrize("page", ["map.html", "regions/VR01.html"])
@pytest.mark.parametrize("width", [1280, 320])
def test_pages_tell_it_as_text(mapped: Path, open_page: Callable[..., Page], page: str, width: int) -> None:
    opened = open_page(mapped / page, width=width, today="2026-03-02")
    inflow, table = {"map.html": ("${1}", "runs_out"), "regions/VR01.html": ("<b>x</b>", "runs_out_here")}[page]
    assert [row[1] for row in cells(opened, table)] == [inflow]
    assert opened.locator(".verdict", has_text=f"„{inflow}”").is_visible()
    assert opened.locator("main b").count() == 0
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(opened) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_resource_is_told_in_words(told: Outlook, lang: Lang) -> None:
    assert told.runs_out is not None
    texts, row = Texts(lang), told.runs_out[2]
    said = {runs_out_sentence([replace(row, what=what)], texts) for what in What}
    assert len(said) == len(What)
