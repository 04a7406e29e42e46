"""What needs attention first, as a page says it."""

from __future__ import annotations

from dataclasses import dataclass

from maps.kit.tables import plain
from maps.texts import Texts
from maps.view.day import DayView
from optimizer.plan.plan import Overload, RegionTally


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that needs attention; an `alarm` comes first and is about people or a limit today.

    `link` is the page that says more, in the plan folder.
    """

    text: str
    alarm: bool
    link: str = ""


def overload_text(over: Overload, region: RegionTally, view: DayView, texts: Texts) -> str:
    """The limit that present residents alone exceed, and by how much."""
    place = plain(view.places[over.site_id].name) if over.site_id else ""
    held, most = float(over.held), float(over.most)
    counted = {
        "residents": texts.count("unit.residents", held),
        "staff": texts.count("unit.staff", held),
        "minutes": texts.count("unit.minutes", held),
        "places": texts.count("unit.places", most),
    }
    return texts(f"limit.{over.limit}", region=plain(region.name), place=place, most=most, **counted)
