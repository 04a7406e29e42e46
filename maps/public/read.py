"""From a plan folder to what the public may know of it."""

from __future__ import annotations

from pathlib import Path

from maps.public.figures import PublicDay, public_day
from maps.view.read import read_view
from maps.view.receiving import region_views
from optimizer.plan.details.read import read_details
from optimizer.plan.read import read_plan
from optimizer.scenario.entities import Kind
from optimizer.scenario.faults import Fault, InputError


def read_public_day(folder: Path) -> PublicDay:
    """What may be told of the plan in `folder`.

    InputError: a file that is missing, cannot be read or does not fit the others; whatever is told is checked first.
    """
    view, plan = read_view(folder), read_plan(folder)
    region_views(view, folder)  # names every count that does not fit
    outside = sum(one.persons for one in plan.unplaced if one.kind == Kind.ASYLUM_SEEKER)
    if outside != view.unsheltered:
        expected = f"{view.unsheltered} asylum seekers, as places.csv says"
        raise InputError([Fault("unplaced.csv", None, "persons", str(outside), expected)])
    return public_day(view, read_details(folder), plan.unplaced)
