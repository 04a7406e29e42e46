"""Plan folders whose regions receive people: a day counted by hand, and a national day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from plan_folders import HOSTILE
from region_days import BUSY, BUSY_DECISION, INN, folder_of

from maps.kit.book import Book
from maps.region.drawing import land_of
from maps.region.page import region_page, region_writer
from maps.region.tables import page_of
from maps.sheets.duty import page_of as bus_page_of
from maps.texts import Lang, Texts
from maps.view.day import DayView
from maps.view.read import read_view
from maps.view.receiving import region_views
from optimizer.plan.write import write_tables
from optimizer.scenario.sample import DayKind, SampleOptions, make_sample
from tests.plan.greedy import greedy_plan
from tests.plan.hand import DECISION, Day


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan folder of the busy day."""
    return folder_of(BUSY, BUSY_DECISION, tmp_path_factory.mktemp("busy") / "plan")


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan folder of the day counted by hand."""
    return folder_of(Day(), DECISION, tmp_path_factory.mktemp("quiet") / "plan")


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan folder of a national day: 100 sites, all regions, buses everywhere."""
    day = Day(make_sample(SampleOptions.of_day(DayKind.NATIONAL)))
    folder = tmp_path_factory.mktemp("country") / "plan"
    folder.mkdir()
    write_tables(greedy_plan(day.scenario), day.scenario, folder)
    return folder


@pytest.fixture(scope="session")
def hostile_region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan folder of a day on which every name that a planner can choose attacks the page."""
    day = BUSY
    for number, (site, text) in enumerate(zip(("S1", "S2", "S3"), HOSTILE, strict=False)):
        day = day.set("sites", site, name=text)
        day = day.set("sites", f"E{number}", **{**INN, "name": HOSTILE[number + 3]})
    for number, text in enumerate(HOSTILE[6:]):
        day = day.set("sites", f"F{number}", **{**INN, "name": text})
    day = day.set("origins", "TA", name=HOSTILE[0])
    duties = {"=B;1,<b>": BUSY_DECISION.duties["B1"], "B2": BUSY_DECISION.duties["B2"]}
    day.tables["buses"][0]["bus_id"] = "=B;1,<b>"
    return folder_of(day, replace(BUSY_DECISION, duties=duties), tmp_path_factory.mktemp("hostile") / "plan")


def book_of(view: DayView, lang: Lang) -> Book:
    """What the pages are made from, as if the others were there."""
    buses = {bus_page_of(trip.bus_id) for trip in view.trips}
    regions = {page_of(region.vr_code) for region in view.regions}
    return Book(view, Texts(lang), frozenset({*buses, *regions, "map.html", "index.html"}))


Pages = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="session")
def pages_of() -> Pages:
    """The pages of all regions of a plan folder, by path."""

    def pages(folder: Path, lang: Lang = "nl", previous: Path | None = None) -> dict[str, bytes]:
        view = read_view(folder)
        writer = region_writer(region_views(view, folder, previous))
        assert list(writer.paths(view)) == [page_of(region.vr_code) for region in view.regions]
        return dict(writer.write(book_of(view, lang)))

    return pages


@pytest.fixture
def region_file(tmp_path: Path) -> Callable[..., Path]:
    """Write one region's page to a file of its own."""

    def write(folder: Path, code: str = "VR01", lang: Lang = "nl", previous: Path | None = None) -> Path:
        day = read_view(folder)
        region = next(view for view in region_views(day, folder, previous) if view.code == code)
        file = tmp_path / f"{code}-{lang}.html"
        file.write_bytes(region_page(region, book_of(day, lang), land_of(day)))
        return file

    return write
