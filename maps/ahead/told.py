"""What is otherwise than an earlier plan told, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from maps.kit.shares import told_difference
from maps.kit.tables import Cell, Row, Table, plain
from maps.region.tables import page_of
from maps.texts import Texts
from maps.view.day import DayView, PlaceView
from optimizer.plan.causes import Cause, CauseCode, Value
from optimizer.plan.outlook import ChangeRow
from optimizer.scenario.entities import SiteStatus

LEAST_SHOWN: Final = 0.05  # of a figure; less is 0 as numbers are written


def told_table(changes: Sequence[ChangeRow], places: Mapping[str, PlaceView], texts: Texts) -> Table:
    """Days on which other numbers of people come to a region than an earlier plan told, and why."""

    def row(change: ChangeRow) -> Row:
        day = Cell(texts.week_day(change.date), texts.week_day(change.date), change.date.toordinal())
        figures = (change.before, change.after, told_difference(change.before, change.after, texts))
        return Row.of(change.date.isoformat(), (day, *figures, causes_text(change.why, places, texts)), texts)

    columns = ("ahead_day", "told_before", "told_now", "difference", "told_why")
    return Table("told", columns, frozenset(columns[1:4]), tuple(map(row, changes)))


def told_regions_table(view: DayView, changes: Sequence[ChangeRow], texts: Texts) -> Table:
    """The regions that are told otherwise: on how many days, how many people more or fewer, and mostly why."""

    def row(code: str, name: str, changed: Sequence[ChangeRow]) -> Row:
        before, after = sum(one.before for one in changed), sum(one.after for one in changed)
        figures = (len(changed), before, after, told_difference(before, after, texts), _mostly(changed, texts))
        return Row.of(code, (name, *figures), texts, f"{page_of(code)}#told")

    found = [(one.vr_code, plain(one.name), [c for c in changes if c.vr_code == one.vr_code]) for one in view.regions]
    rows = tuple(row(code, name, changed) for code, name, changed in found if changed)
    columns = ("region", "told_days", "told_before", "told_now", "difference", "told_why")
    return Table("told_regions", columns, frozenset(columns[1:5]), rows)


def told_sentence(changes: Sequence[ChangeRow], texts: Texts) -> str:
    """For how many regions something is otherwise than was told."""
    regions = len({change.vr_code for change in changes})
    return texts.count("told.regions", regions) if regions else texts("ahead.told.same")


def _mostly(changes: Iterable[ChangeRow], texts: Texts) -> str:
    """Each kind of cause with the number of days, the most frequent first."""
    days = Counter(code for change in changes for code in dict.fromkeys(cause.code for cause in change.why))
    return "; ".join(texts("told.cause_days", cause=texts(f"cause.{c}.brief"), n=n) for c, n in days.most_common())


def causes_text(causes: Iterable[Cause], places: Mapping[str, PlaceView], texts: Texts) -> str:
    """All causes of a change, sites by their names."""
    said = "; ".join(_cause_text(cause, places, texts) for cause in causes)
    return f"{said[:1].upper()}{said[1:]}"


def _cause_text(cause: Cause, places: Mapping[str, PlaceView], texts: Texts) -> str:
    values = cause.named
    words = {name: _shown(value, texts) for name, value in values.items()}
    if "site" in values:
        place = places.get(words["site"])
        words["site"] = plain(words["site"] if place is None else place.name)
    if "level" in values:
        words["goal"] = texts(f"cause.goal.{values['level']}")
    gained = values.get("gained")
    little = cause.code is CauseCode.LEVEL_BETTER and isinstance(gained, int | float) and gained < LEAST_SHOWN
    return texts(f"cause.{cause.code}.little" if little else f"cause.{cause.code}", **words)


def _shown(value: Value, texts: Texts) -> str:
    if value is None:
        return texts("cause.no_day")
    if isinstance(value, SiteStatus):
        return texts(f"cause.{value}")
    if isinstance(value, date):
        return texts.short_day(value)
    return value if isinstance(value, str) else texts.number(value)
