"""What a region's page and day sheet tell of the weeks ahead, and of the targets of its municipalities."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from looking import PAPER, cells, violations
from outlook_files import look_ahead
from plan_folders import HOSTILE
from playwright.sync_api import Page
from pypdf import PdfReader
from region_days import views_of

from maps.ahead.tables import told_table
from maps.public.pages import public_pages
from maps.public.read import read_public_day
from maps.sheets.day_sheet import day_sheets_pdf
from maps.texts import LANGUAGES, Lang, Texts
from maps.view.read import read_view
from optimizer.scenario.faults import InputError

Open = Callable[..., Page]
Write = Callable[..., Path]
TODAY = "2026-03-02"


@pytest.fixture
def ahead(busy: Path, tmp_path: Path) -> Path:
    """The busy plan with six weeks ahead."""
    return look_ahead(copytree(busy, tmp_path / "plan"), days=42)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360, 320])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_accessible_and_never_wider_than_the_screen(
    ahead: Path, region_file: Write, open_page: Open, lang: Lang, width: int
) -> None:
    page = open_page(region_file(ahead, lang=lang), width=width, today=TODAY)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".ahead-chart .residents").is_visible()
    assert violations(page) == []


@pytest.mark.browser
def test_a_week_by_day_and_six_weeks_without_javascript(ahead: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(ahead), width=360, java_script_enabled=False)
    rows = cells(page, "ahead")
    assert [row[0] for row in rows][:2] == ["ma 2 mrt 2026", "di 3 mrt 2026"]
    assert len(rows) == 8 + 5
    days = views_of(ahead)["VR01"].ahead
    assert [row[1] for row in rows[:8]] == [Texts("nl").number(day.occupied) for day in days[:8]]
    assert cells(page, "targets")[0] == ["Groningen", "120", "70", "4", "80,5", "-34,5"]
    assert page.locator("#coming-days + .verdict").inner_text().startswith("In de komende zeven dagen komen er")


@pytest.mark.browser
def test_it_prints_on_a4(ahead: Path, region_file: Write, open_page: Open) -> None:
    page = open_page(region_file(ahead), today=TODAY)
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.emulate_media(media="print")
    widest = "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
    assert page.locator("table.data, .ahead-chart").evaluate_all(widest) <= PAPER[0] + 1


def test_the_day_sheet_has_the_weeks_too(ahead: Path) -> None:
    views = views_of(ahead)
    pdf = day_sheets_pdf(read_view(ahead), [views["VR01"]], Texts("nl"))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "De komende weken: verwachting" in text
    assert "ma 2 mrt 2026" in " ".join(text.split())


def test_a_plan_of_one_day_says_nothing_of_it(busy: Path, region_file: Write) -> None:
    page = region_file(busy).read_text(encoding="utf-8")
    assert "coming-days" not in page
    assert 'data-table="targets"' not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_public_is_told_nothing_of_later_days(busy: Path, ahead: Path, lang: Lang) -> None:
    # What is expected holds who is there, and so would undo what is not told.
    plain, looking = (public_pages(read_public_day(folder), Texts(lang), {}) for folder in (busy, ahead))
    assert plain == looking


@pytest.mark.browser
def test_hostile_names_of_targets_are_text(ahead: Path, region_file: Write, open_page: Open) -> None:
    names = [*HOSTILE[:9], HOSTILE[-1]]
    with (ahead / "taakstelling.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["gm_code", "name", "vr_code", "target", "realised", "planned", "expected", "behind"])
        writer.writerows([f"GM{n:04}", name, "VR01", 120, 70, 4, 80.5, -34.5] for n, name in enumerate(names))
    page = open_page(region_file(ahead), width=320, today=TODAY)
    assert [line[0] for line in cells(page, "targets")] == [name.strip() for name in names]
    assert page.locator("main img, main b, main script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


CHANGES = "date,vr_code,before,after,why\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_told_otherwise(ahead: Path, region_file: Write, lang: Lang) -> None:
    why = "12.0 people are expected that day instead of 20.0; site S1 closes on 2026-03-04 instead of no day; <b>uneven"
    (ahead / "changes.csv").write_text(f"{CHANGES}2026-03-04,VR01,12.5,3,{why}\n2026-03-05,VR01,0,2,other\n")
    view = views_of(ahead)["VR01"]
    assert view.told is not None
    table = told_table(view.told, Texts(lang))
    day = {"nl": "wo 4 mrt 2026", "en": "Wed 4 Mar 2026"}[lang]
    figures = {"nl": ("12,5", "3", "\u22129,5"), "en": ("12.5", "3", "\u22129.5")}[lang]
    assert table.rows[0].texts == (day, *figures, *([why] if lang == "en" else []))
    assert [row.texts[3] for row in table.rows][1] == "+2"
    page = region_file(ahead, lang=lang).read_text(encoding="utf-8")
    assert page.count('data-table="told"') == 1
    assert "<b>uneven" not in page
    other = region_file(ahead, "VR02", lang).read_text(encoding="utf-8")
    assert Texts(lang)("ahead.told.same") in other


def test_where_nothing_was_told_nothing_is_said_of_it(ahead: Path, region_file: Write) -> None:
    page = region_file(ahead).read_text(encoding="utf-8")
    assert 'data-table="told"' not in page
    assert Texts("nl")("ahead.told.same") not in page


def test_a_change_of_no_region_is_named(ahead: Path) -> None:
    (ahead / "changes.csv").write_text(f"{CHANGES}2026-03-04,VR77,12.5,3,nothing\n")
    with pytest.raises(InputError, match=r"changes\.csv.*VR77"):
        views_of(ahead)
