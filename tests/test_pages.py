"""The whole set of pages of a plan: what there is, how it hangs together, and how it is asked for."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from optimizer.cli import cno
from optimizer.pages import PageOptions, write_pages
from optimizer.plan.write import write_tables
from optimizer.scenario.sample import DayKind, SampleOptions, make_sample
from tests.maps.outlook_files import look_ahead
from tests.plan.greedy import greedy_plan
from tests.plan.hand import DECISION, Day, plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tables of the day counted by hand."""
    day = Day()
    (tmp_path / "plan").mkdir()
    write_tables(plan(day.scenario, DECISION), day.scenario, tmp_path / "plan")
    return tmp_path / "plan"


@pytest.fixture(scope="module", params=[DayKind.NATIONAL, DayKind.PEAK])
def national(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a national day; on that of the peak hundreds have no place, and it looks twelve weeks ahead."""
    day = Day(make_sample(SampleOptions.of_day(request.param)))
    folder = tmp_path_factory.mktemp("national") / "plan"
    folder.mkdir()
    write_tables(greedy_plan(day.scenario), day.scenario, folder)
    return look_ahead(folder, days=84, short_from=20) if request.param is DayKind.PEAK else folder


def test_every_kind_of_page_is_there(folder: Path) -> None:
    paths = {str(path.relative_to(folder)) for path in write_pages(folder, PageOptions())}
    assert {"index.html", "map.html", "glossary.html", "buses.pdf", "day-sheets.pdf"} <= paths
    assert {f"regions/VR{number:02}.html" for number in range(1, 26)} <= paths
    assert [path for path in paths if path.startswith("buses/")]
    assert all((folder / path).stat().st_size for path in paths)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_link_leads_nowhere(folder: Path, lang: str) -> None:
    pages = [
        path for path in write_pages(folder, PageOptions("nl" if lang == "nl" else "en")) if path.suffix == ".html"
    ]
    assert len(pages) > 28
    for page in pages:
        text = page.read_text(encoding="utf-8")
        addresses = re.findall(r'<a [^>]*href="([^"#]+)(?:#[^"]*)?"', text)
        assert [address for address in addresses if not (page.parent / address).resolve().is_file()] == [], page
        assert 'href="' in text.split("<nav", 1)[1].split("</nav>")[0], page
        places = set(re.findall(r'<a [^>]*href="#([\w-]+)"', text))
        assert {place for place in places if f'id="{place}"' not in text} == set(), page


def test_a_national_day_is_written_fast_and_small(national: Path) -> None:
    started = time.process_time()
    pages = write_pages(national, PageOptions())
    assert time.process_time() - started < 15  # about 6 s of work
    sizes = {path.name: path.stat().st_size for path in pages if path.suffix == ".html"}
    assert {name: size for name, size in sizes.items() if size >= 700_000} == {}


@pytest.mark.parametrize("days", [1, 14])
def test_the_same_plan_gives_the_same_bytes(folder: Path, days: int) -> None:
    if days > 1:
        look_ahead(folder, days=days)
    first = {path: path.read_bytes() for path in write_pages(folder, PageOptions())}
    assert {path: path.read_bytes() for path in write_pages(folder, PageOptions())} == first


def test_a_house_style_is_on_every_page(folder: Path) -> None:
    pages = write_pages(folder, PageOptions(house={"accent": "#003366"}))
    assert [path for path in pages if path.suffix == ".html" and b"--accent: #003366" not in path.read_bytes()] == []


def test_map_command_takes_a_house_style(folder: Path, tmp_path: Path) -> None:
    style = tmp_path / "house.css"
    style.write_text(":root { --accent: #003366; }")
    done = CliRunner().invoke(cno, ["map", str(folder), "--style", str(style)])
    assert done.exit_code == 0, done.output
    assert f"begin with {folder}/index.html" in done.output
    assert "--accent: #003366" in (folder / "index.html").read_text(encoding="utf-8")


def test_map_command_refuses_what_is_no_house_style(folder: Path, tmp_path: Path) -> None:
    style = tmp_path / "house.css"
    style.write_text("body { display: none }")
    done = CliRunner().invoke(cno, ["map", str(folder), "--style", str(style)])
    assert done.exit_code == 2
    assert "house.css, row 1" in done.output
    assert not (folder / "index.html").exists()


def test_a_folder_with_something_else_in_it_is_refused(folder: Path) -> None:
    (folder / "regions").mkdir()
    (folder / "regions" / "mine.txt").write_text("mine")
    done = CliRunner().invoke(cno, ["map", str(folder)])
    assert done.exit_code == 2
    assert "regions/mine.txt" in done.output
    assert not (folder / "index.html").exists()


def test_a_style_without_pages_makes_no_sense(tmp_path: Path) -> None:
    style = tmp_path / "house.css"
    style.write_text("--accent: #003366;")
    (tmp_path / "scenario").mkdir()
    arguments = [
        "plan",
        str(tmp_path / "scenario"),
        "--out",
        str(tmp_path / "plan"),
        "--no-pages",
        "--style",
        str(style),
    ]
    done = CliRunner().invoke(cno, arguments)
    assert done.exit_code == 2
    assert "leave out --no-pages" in done.output


def test_a_wrong_style_is_refused_before_anything_is_planned(tmp_path: Path) -> None:
    style = tmp_path / "house.css"
    style.write_text("--accent: red;")
    (tmp_path / "scenario").mkdir()
    arguments = ["plan", str(tmp_path / "scenario"), "--out", str(tmp_path / "plan"), "--style", str(style)]
    done = CliRunner().invoke(cno, arguments)
    assert done.exit_code == 2
    assert "column accent: 'red'" in done.output
