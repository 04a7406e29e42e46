"""What a region's page and day sheet tell of the weeks ahead, and of the targets of its municipalities."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from looking import PAPER, cells, violations
from outlook_files import look_ahead
from plan_folders import HOSTILE, rewrite
from playwright.sync_api import Page
from pypdf import PdfReader
from region_days import views_of

from maps.ahead.section import ahead_section, ahead_tables
from maps.ahead.told import causes_text, told_table
from maps.public.pages import public_pages
from maps.public.read import read_public_day
from maps.sheets.day_sheet import day_sheets_pdf
from maps.texts import LANGUAGES, Lang, Texts
from maps.view.read import read_view
from optimizer.plan.causes import Cause, CauseCode
from optimizer.scenario.entities import SiteStatus
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
    assert page.locator("#coming-days + .verdict").inner_text().startswith("In de zeven dagen na vandaag komen er")


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
    assert sorted(line[0] for line in cells(page, "targets")) == sorted(name.strip() for name in names)
    assert page.locator("main img, main b, main script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


CHANGES = "date,vr_code,before,after,why\n"


WHY = {
    "nl": "Instroom in het land die dag: 12 (was 20,5); De Hal <b>, Groningen gaat dicht: 4 mrt 2026 (was geen dag); "
    "beter voor doel 4, eerlijk verdeeld over de regio's (alle wijzigingen samen: 130,3 lager)",
    "en": "Inflow into the country that day: 12 (was 20.5); De Hal <b>, Groningen closes: 4 Mar 2026 (was no day); "
    "better for goal 4, shared fairly among the regions (all changes together: 130.3 lower)",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_told_otherwise_and_why(ahead: Path, region_file: Write, lang: Lang) -> None:
    named = {"S1": "De Hal <b>, Groningen"}
    rewrite(ahead, "places.csv", lambda rows: [{**r, "name": named.get(r["place_id"], r["name"])} for r in rows])
    why = "inflow:20.5:12 site_closes:S1::2026-03-04 level_better:4:130.25"
    (ahead / "changes.csv").write_text(f"{CHANGES}2026-03-04,VR01,12.5,3,{why}\n2026-03-05,VR01,0,2,impossible\n")
    view = views_of(ahead)["VR01"]
    assert view.told is not None
    table = told_table(view.told, view.day.places, Texts(lang))
    day = {"nl": "wo 4 mrt 2026", "en": "Wed 4 Mar 2026"}[lang]
    figures = {"nl": ("12,5", "3", "\u22129,5"), "en": ("12.5", "3", "\u22129.5")}[lang]
    assert table.rows[0].texts == (day, *figures, WHY[lang])
    assert [row.texts[3] for row in table.rows][1] == "+2"
    page = region_file(ahead, lang=lang).read_text(encoding="utf-8")
    assert page.count('data-table="told"') == 1
    assert "Hal <b>" not in page
    other = region_file(ahead, "VR02", lang).read_text(encoding="utf-8")
    assert Texts(lang)("ahead.told.same") in other


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (Cause(CauseCode.PLACES, (450.0, 1200.0)), "Plaatsen in de regio: 1.200 (was 450)"),
        (Cause(CauseCode.SITE_NEW, ("S9",)), "Nieuwe locatie: S9"),
        (Cause(CauseCode.SITE_GONE, ("S9",)), "Vervallen locatie: S9"),
        (Cause(CauseCode.SITE_STATUS, ("S9", SiteStatus.CAN_OPEN, SiteStatus.OPEN)), "S9: open (was kan open)"),
        (Cause(CauseCode.SITE_OPENS, ("S9", date(2026, 3, 4), None)), "S9 gaat open: geen dag (was 4 mrt 2026)"),
        (Cause(CauseCode.LEVEL_BETTER, ("1", 0.04)), "Net iets beter voor doel 1, iedereen een plek"),
        (Cause(CauseCode.IMPOSSIBLE), "Wat verteld was, kan niet meer"),
        (Cause(CauseCode.PLANNED), "Vandaag is per huishouden opnieuw gepland"),
    ],
)
def test_every_cause_in_words(cause: Cause, words: str) -> None:
    assert causes_text([cause], {}, Texts("nl")) == words


@pytest.mark.parametrize(
    ("lang", "sentence", "row"),
    [
        (
            "nl",
            "In 2 regio's komen er op sommige dagen andere aantallen mensen dan eerder verteld is.",
            ("2", "12,5", "5", "\u22127,5", "andere instroom: 2; beter voor een doel: 1; kan niet meer: 1"),
        ),
        (
            "en",
            "Other numbers of people come to 2 regions on some days than was told before.",
            ("2", "12.5", "5", "\u22127.5", "other inflow: 2; better for a goal: 1; not possible any more: 1"),
        ),
    ],
)
def test_the_country_tells_which_regions_change(ahead: Path, lang: Lang, sentence: str, row: tuple[str, ...]) -> None:
    (ahead / "changes.csv").write_text(
        f"{CHANGES}2026-03-04,VR01,12.5,3,inflow:1:2 level_better:4:9\n2026-03-05,VR01,0,2,inflow:1:2 impossible\n"
        "2026-03-05,VR03,1,2,inflow:1:2 impossible\n"
    )
    view = read_view(ahead)
    section = ahead_section(view, Texts(lang))
    assert section is not None
    assert section.told == sentence
    table = next(table for table in ahead_tables(view, Texts(lang)) if table.key == "told_regions")
    assert [(one.key, one.link) for one in table.rows] == [
        ("VR01", "regions/VR01.html#told"),
        ("VR03", "regions/VR03.html#told"),
    ]
    assert table.rows[0].texts[1:] == row


def test_nothing_told_otherwise_is_said_in_a_sentence(ahead: Path) -> None:
    (ahead / "changes.csv").write_text(CHANGES)
    view = read_view(ahead)
    section = ahead_section(view, Texts("nl"))
    assert section is not None
    assert section.told == "Alles blijft zoals het eerder verteld is."
    assert "told_regions" not in {table.key for table in ahead_tables(view, Texts("nl"))}


@pytest.mark.parametrize(("why", "file"), [("more people", "changes.csv"), ("inflow:1", "changes.csv")])
def test_a_cause_that_is_none_is_named(ahead: Path, why: str, file: str) -> None:
    (ahead / "changes.csv").write_text(f"{CHANGES}2026-03-04,VR01,12.5,3,{why}\n")
    with pytest.raises(InputError, match=rf"{file}.*why"):
        views_of(ahead)


def test_where_nothing_was_told_nothing_is_said_of_it(ahead: Path, region_file: Write) -> None:
    page = region_file(ahead).read_text(encoding="utf-8")
    assert 'data-table="told"' not in page
    assert Texts("nl")("ahead.told.same") not in page


def test_a_change_of_no_region_is_named(ahead: Path) -> None:
    (ahead / "changes.csv").write_text(f"{CHANGES}2026-03-04,VR77,12.5,3,impossible\n")
    with pytest.raises(InputError, match=r"changes\.csv.*VR77"):
        views_of(ahead)


def test_a_difference_adds_up_with_what_is_shown(ahead: Path) -> None:
    (ahead / "changes.csv").write_text(f"{CHANGES}2026-03-04,VR01,1.44,2.05,impossible\n")
    told = views_of(ahead)["VR01"].told
    assert told is not None
    assert told_table(told, {}, Texts("nl")).rows[0].texts[1:4] == ("1,4", "2,1", "+0,7")
