"""A day with two buses, counted by hand, and what the sheets make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from maps.kit.book import Book
from maps.sheets.duty import Duty, duties
from maps.sheets.writer import sheets_writer
from maps.texts import Lang, Texts
from maps.view.day import DayView
from maps.view.read import read_view
from maps.view.receiving import region_views
from maps.view.region import RegionView
from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.write import write_tables
from tests.plan.hand import DECISION, Day, plan

# Beside the day counted by hand: B1 drives on to the school, and B2 brings two who have a household size of their own.
BUSY = (
    Day()
    .set("households", "A5", kind="asylum_seeker", persons=2, origin_id="TA")
    .set("households", "A6", kind="asylum_seeker", persons=1, origin_id="TA")
    .set("regions", "VR01", care_minutes=200)
)
BUSY_DECISION = Decision(
    destination={**DECISION.destination, "A5": "S2", "A6": "S2"},
    duties={
        "B1": (BusTrip("TA", ("S1", "S2"), (("A1", "A2", "A3"), ("A5",))),),
        "B2": (BusTrip("TA", ("S2",), (("A6",),)),),
    },
    levels=DECISION.levels,
)


@dataclass(frozen=True)
class Read:
    """A plan folder as the sheets see it."""

    folder: Path
    day: DayView
    regions: tuple[RegionView, ...]
    duties: tuple[Duty, ...]

    def files(self, lang: Lang = "nl") -> dict[str, bytes]:
        """What is written, by path."""
        made = sheets_writer(self.day, self.regions)
        return dict(made.write(Book(self.day, Texts(lang), frozenset(made.paths(self.day)))))


ReadFolder = Callable[[Path], Read]


@pytest.fixture
def read_folder() -> ReadFolder:
    """Read a plan folder as the sheets see it."""

    def read(folder: Path) -> Read:
        day = read_view(folder)
        regions = region_views(day, folder)
        return Read(folder, day, regions, duties(day, regions))

    return read


@pytest.fixture
def busy_folder(tmp_path: Path) -> Path:
    """The plan folder of the busy day; tables only."""
    folder = tmp_path / "busy"
    folder.mkdir()
    write_tables(plan(BUSY.scenario, BUSY_DECISION), BUSY.scenario, folder)
    return folder


@pytest.fixture
def busy(busy_folder: Path, read_folder: ReadFolder) -> Read:
    """The busy day."""
    return read_folder(busy_folder)
