"""How far the days ahead may lie apart: read from what `cno outlook` wrote, drawn, refused where it does not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from looking import violations
from outlook_files import look_ahead, spread
from plan_folders import rewrite
from playwright.sync_api import Page

from maps.ahead.section import ahead_section, region_ahead
from maps.ahead.tables import region_ahead_table
from maps.texts import Texts
from maps.view.bands import with_bands
from maps.view.outlook import Outlook
from maps.view.read import read_view
from optimizer.cli import cno
from optimizer.pages import PageOptions
from optimizer.plan.write import write_tables
from optimizer.scenario.faults import InputError
from tests.plan.hand import DECISION, Day, plan

NL = Texts("nl")


@pytest.fixture
def ahead(small: Path) -> Path:
    """The small plan with two weeks ahead."""
    return look_ahead(small, days=14)


@pytest.fixture
def bands(ahead: Path, tmp_path: Path) -> Path:
    """What may happen round it."""
    return spread(ahead, tmp_path / "outlook")


def outlook_of(folder: Path) -> Outlook:
    outlook = read_view(folder).outlook
    assert outlook is not None
    return outlook


def test_a_band_goes_from_the_lowest_to_the_highest_of_all_inflows(ahead: Path, bands: Path) -> None:
    banded = with_bands(outlook_of(ahead), bands)
    for code, days in banded.regions.items():
        assert banded.bands[code] == tuple((max(0, day.occupied - 10), day.occupied + 20) for day in days)
    assert outlook_of(ahead).bands == {}


def test_the_table_has_the_band_and_the_chart_its_area(ahead: Path, bands: Path) -> None:
    banded = with_bands(outlook_of(ahead), bands)
    days, band = banded.regions["VR01"], banded.bands["VR01"]
    table = region_ahead_table(days, NL, band)
    assert [table.head(column, NL) for column in table.columns[1:4]] == ["Bewoners", "Bewoners, laag", "Bewoners, hoog"]
    for row, at in zip(table.rows, [*range(8), 13], strict=True):
        low, high = band[at]
        assert row.texts[1:4] == tuple(NL.number(figure) for figure in (days[at].occupied, low, high))
    drawn = region_ahead(days, NL, band)
    assert drawn is not None
    assert drawn.banded
    assert drawn.chart.band
    assert drawn.top >= max(high for _, high in band)
    without = region_ahead(days, NL)
    assert without is not None
    assert (without.banded, without.chart.band) == (False, "")
    assert "ahead_low" not in region_ahead_table(days, NL).columns


def test_no_band_where_none_was_worked_out(ahead: Path) -> None:
    section = ahead_section(read_view(ahead), NL)
    assert section is not None
    assert not section.banded


@pytest.mark.parametrize(
    ("change", "row", "words"),
    [
        (lambda rows: rows[1:], None, "region VR01 once for each inflow"),
        (lambda rows: [*rows, rows[0]], None, "region VR01 once for each inflow"),
        (lambda rows: [{**rows[0], "occupied_low": "99999"}, *rows[1:]], 2, "numbers, low to high"),
        (lambda rows: [{**rows[0], "occupied_high": "nan"}, *rows[1:]], 2, "numbers, low to high"),
        (lambda rows: [{**rows[0], "date": "straks"}, *rows[1:]], 2, "a date"),
        (lambda rows: [], None, "region VR01 once for each inflow"),
    ],
)
def test_what_does_not_fit_is_named(
    ahead: Path, bands: Path, change: Callable[..., list[dict[str, str]]], row: int | None, words: str
) -> None:
    rewrite(bands, "bands_regions.csv", change)
    with pytest.raises(InputError) as error:
        with_bands(outlook_of(ahead), bands)
    fault = error.value.faults[0]
    assert (fault.file, fault.row) == ("bands_regions.csv", row)
    assert words in fault.expected


def test_a_folder_without_bands_and_a_plan_of_one_day_are_refused(ahead: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(InputError, match="as cno outlook writes it"):
        with_bands(outlook_of(ahead), tmp_path / "photos")
    with pytest.raises(InputError, match="a band is drawn round a plan of several days"):
        with_bands(None, tmp_path)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The plan folder of the day counted by hand, with two weeks ahead."""
    day = Day()
    (tmp_path / "written").mkdir()
    write_tables(plan(day.scenario, DECISION), day.scenario, tmp_path / "written")
    return look_ahead(tmp_path / "written", days=14)


def test_the_command_draws_the_band_on_every_page(written: Path, tmp_path: Path) -> None:
    bands = spread(written, tmp_path / "bands")
    done = CliRunner().invoke(cno, ["map", str(written), "--outlook", str(bands)])
    assert done.exit_code == 0, done.output
    region, country = ((written / page).read_text(encoding="utf-8") for page in ("regions/VR01.html", "map.html"))
    assert region.count('class="chance"') == 2  # the chart and its legend
    assert country.count('class="chance"') == 25 + 1
    done = CliRunner().invoke(cno, ["map", str(written)])
    assert done.exit_code == 0, done.output
    assert 'class="chance"' not in (written / "map.html").read_text(encoding="utf-8")


def test_the_command_refuses_what_does_not_fit(written: Path, tmp_path: Path) -> None:
    bands = spread(written, tmp_path / "bands")
    rewrite(bands, "bands_regions.csv", lambda rows: rows[:-1])
    done = CliRunner().invoke(cno, ["map", str(written), "--outlook", str(bands)])
    assert done.exit_code == 2
    assert "bands_regions.csv" in done.output
    done = CliRunner().invoke(cno, ["map", str(written), "--outlook", str(bands), "--profile", "public"])
    assert done.exit_code == 2
    with pytest.raises(ValueError, match="nothing of later days"):
        PageOptions(outlook=bands, profile="public")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_accessible_with_bands(written: Path, tmp_path: Path, open_page: Callable[..., Page], width: int) -> None:
    bands = spread(written, tmp_path / "bands")
    assert CliRunner().invoke(cno, ["map", str(written), "--outlook", str(bands)]).exit_code == 0
    page = open_page(written / "regions" / "VR01.html", width=width, today="2026-03-02")
    assert page.locator(".ahead-chart .chance").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
