"""A day on which a region has everything that its page tells, and how tests read its plan folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from maps.view.read import read_view
from maps.view.receiving import region_views
from maps.view.region import RegionView
from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.write import write_tables
from tests.plan.hand import DECISION, Day, plan

TODAY = date(2026, 3, 2)
INN = {"name": "Inn", "vr_code": "VR01", "gm_code": "GM0037", "lon": 6.95, "lat": 52.99, "places": 20}

# Beside the day counted by hand: an inn in Groningen that closes on Saturday, with two of its people on the list
# who stay and three who move to the school; six who come from Ter Apel after midnight; status holders who wait.
BUSY = (
    Day()
    .set("sites", "S3", **INN, occupied=4, closes_on=date(2026, 3, 7), minors=True)
    .set("households", "A5", kind="asylum_seeker", persons=2, origin_id="S3")
    .set("households", "A6", kind="asylum_seeker", persons=3, origin_id="S3", care_level=0)
    .set("households", "H4", kind="status_holder", persons=3, linked_municipality="GM0037", linked_on="2025-01-01")
    .set("regions", "VR01", base_places=40, additional_places=0, care_minutes=120, own_staff=1, hired_staff_max=3)
)
BUSY_DECISION = Decision(
    destination={**DECISION.destination, "A5": "S3", "A6": "S2"},
    duties={**DECISION.duties, "B2": (BusTrip("S3", ("S2",), (("A6",),)),)},
    levels=DECISION.levels,
)


def folder_of(day: Day, decision: Decision, folder: Path) -> Path:
    """A plan folder of these choices; tables only."""
    folder.mkdir(parents=True)
    write_tables(plan(day.scenario, decision), day.scenario, folder)
    return folder


def views_of(folder: Path, previous: Path | None = None) -> dict[str, RegionView]:
    """The regions of a plan folder, by code."""
    return {view.code: view for view in region_views(read_view(folder), folder, previous)}
