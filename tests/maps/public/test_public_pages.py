"""The public folder: what is in it, what is not, and how it is asked for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from plan_folders import HOSTILE, SMALL, copy_of, rewrite
from public_worlds import REGIONS, days_in_a_row, write_plan

from maps.texts import LANGUAGES, Lang
from optimizer.cli import cno
from optimizer.pages import PageOptions, write_pages
from optimizer.plan.folder import check_target
from tests.small_day import write_small_day

FILES = {"index.html", "map.html", "glossary.html", "figures.csv", *(f"{code}.html" for code in REGIONS)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_plan(days_in_a_row(4)[0], tmp_path / "plan")


def publish(folder: Path, lang: Lang = "nl") -> Path:
    write_pages(folder, PageOptions(lang, profile="public"))
    return folder / "public"


def test_these_files_whatever_the_day(folder: Path, tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert {file.name for file in publish(folder).iterdir()} == FILES
    assert {file.name for file in publish(copy_of(SMALL, tmp_path / "other")).iterdir()} == FILES
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before
    check_target(folder)  # the next plan may take its place


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_link_leads_out_of_the_folder_or_nowhere(folder: Path, lang: Lang) -> None:
    public = publish(folder, lang)
    for page in public.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        addresses = set(re.findall(r'(?:href|src)="([^"#]+)', text)) - {"data:,"}
        assert addresses <= FILES, page.name
        places = set(re.findall(r'<a [^>]*href="#([\w-]+)"', text))
        assert {place for place in places if f'id="{place}"' not in text} == set(), page.name


def test_nothing_of_input_sites_buses_or_proof(folder: Path) -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in publish(copy_of(SMALL, folder / "x")).iterdir())
    for word in (
        "0123456789ab",
        "Sporthal Zuid",
        "Ter Apel",
        "ter-apel",
        "B01",
        "T001",
        "Bewezen",
        "Zorg",
        "Personeel",
    ):
        assert word not in text


def test_names_that_planners_choose_are_not_published(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path / "plan")
    plain = {file.name: file.read_bytes() for file in publish(folder).iterdir()}
    rewrite(folder, "places.csv", lambda rows: [{**row, "name": HOSTILE[i]} for i, row in enumerate(rows)])
    rewrite(folder, "regions.csv", lambda rows: [{**row, "name": HOSTILE[i % 9]} for i, row in enumerate(rows)])
    assert {file.name: file.read_bytes() for file in publish(folder).iterdir()} == plain


def test_file_for_programs(folder: Path) -> None:
    with (publish(folder, "en") / "figures.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["date", "area", "name", "figure", "value"]
    assert len(rows) == 3 * 25 + 1
    assert {row["date"] for row in rows} == {"2026-03-02"}
    assert {row["value"] for row in rows if not row["value"].isdigit()} == {"<5"}
    assert [row for row in rows if row["value"] in {"1", "2", "3", "4"}] == []
    assert rows[-1]["figure"] == "unsheltered"


def test_what_is_on_the_map_is_what_is_in_the_table_and_the_file(folder: Path) -> None:
    public = publish(folder)
    with (public / "figures.csv").open(newline="", encoding="utf-8") as stream:
        coming = {row["area"]: row["value"] for row in csv.DictReader(stream) if row["figure"] == "coming"}
    page = (public / "map.html").read_text(encoding="utf-8")
    drawn = dict(re.findall(r'<text [^>]*data-key="(VR\d\d)">([^<]*)</text>', page))
    listed = dict(re.findall(r'<tr data-key="(VR\d\d)">.*?<td[^>]*>([^<]*)</td>', page, re.DOTALL))
    assert {code: text.replace("&lt;", "<").replace("\u00a0", "") for code, text in drawn.items()} == coming
    table = {code: text.replace("&lt;", "<").replace("\u00a0", "") for code, text in listed.items()}
    assert {code: text.removesuffix("huishoudens") for code, text in table.items()} == coming


def test_the_command_writes_public_pages_and_says_where(folder: Path) -> None:
    done = CliRunner().invoke(cno, ["map", str(folder), "--profile", "public", "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert f"Written: 29 files; begin with {folder}/public/index.html" in done.output
    assert '<html lang="en">' in (folder / "public" / "index.html").read_text(encoding="utf-8")
    assert not (folder / "index.html").exists()


def test_a_house_style_is_on_public_pages(folder: Path, tmp_path: Path) -> None:
    style = tmp_path / "house.css"
    style.write_text("--accent: #003366;")
    assert CliRunner().invoke(cno, ["map", str(folder), "--profile", "public", "--style", str(style)]).exit_code == 0
    pages = list((folder / "public").glob("*.html"))
    assert all(b"--accent: #003366" in page.read_bytes() for page in pages)


def test_comparing_with_another_plan_is_refused(folder: Path) -> None:
    done = CliRunner().invoke(cno, ["map", str(folder), "--profile", "public", "--previous", str(folder)])
    assert done.exit_code == 2
    assert "--previous compares what is not published" in done.output
    assert not (folder / "public").exists()


def test_a_public_folder_with_something_else_in_it_is_refused(folder: Path) -> None:
    (folder / "public").mkdir()
    (folder / "public" / "households.csv").write_text("mine")
    done = CliRunner().invoke(cno, ["map", str(folder), "--profile", "public"])
    assert done.exit_code == 2
    assert "public/households.csv" in done.output


def test_plan_writes_the_public_pages_alone_when_asked(tmp_path: Path) -> None:
    day = write_small_day(tmp_path / "day")
    done = CliRunner().invoke(
        cno, ["plan", str(day), "--out", str(tmp_path / "plan"), "--profile", "public", "--quiet"]
    )
    assert done.exit_code == 0, done.output
    assert {file.name for file in (tmp_path / "plan" / "public").iterdir()} == FILES
    assert not (tmp_path / "plan" / "index.html").exists()


def test_a_profile_without_pages_makes_no_sense(tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    arguments = ["plan", str(tmp_path / "day"), "--out", str(tmp_path / "plan"), "--no-pages", "--profile", "public"]
    done = CliRunner().invoke(cno, arguments)
    assert done.exit_code == 2
    assert "--profile is the pages'" in done.output
