"""Homes that are missing when each week ends: where, for whom, and how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final

from maps.ahead.periods import whole
from maps.kit.tables import Row, Table, Value, cells_of, plain, sorts_as
from maps.region.tables import page_of
from maps.texts import Texts
from maps.view.day import DayView
from maps.view.outlook import Outlook, week_ends
from optimizer.plan.outlook import ShortageRow
from optimizer.scenario.regions import municipality_facts

MOST_WEEKS: Final = 8  # that a table shows; of more it leaves out some, never the last
LEAST: Final = 0.05  # homes; fewer are 0 as numbers are written
LEAST_NAMED: Final = 0.5  # homes of a size; of fewer there is no home to look for


def weeks_shown(days: Sequence[date]) -> tuple[date, ...]:
    """The ends of weeks that a table has columns for: all, or evenly some of them up to the last."""
    ends = week_ends(days)
    return ends[::-1][:: ceil(len(ends) / MOST_WEEKS)][::-1]


def homes_sentence(shortages: Sequence[ShortageRow], days: Sequence[date], texts: Texts) -> str:
    """How many homes are expected to be missing on the last day, for how many people."""
    last, day = [row for row in shortages if row.until == days[-1]], texts.day(days[-1])
    homes, persons = whole(sum(row.households for row in last)), whole(sum(row.persons for row in last))
    if not homes:
        return texts("homes.none", day=day)
    return texts.count("homes.missing", homes, people=texts.count("homes.people", persons), day=day)


def towns_table(shortages: Sequence[ShortageRow], days: Sequence[date], texts: Texts) -> Table:
    """A region's municipalities: homes that are missing week by week, for how many people, and which."""
    names = {facts.code: facts.name for facts in municipality_facts()}
    codes = sorted({row.gm_code for row in shortages})
    lines = [_Line(code, names.get(code, code), [row for row in shortages if row.gm_code == code]) for code in codes]
    return _table("homes_towns", "municipality", sorted(lines, key=lambda line: sorts_as(line.name)), days, texts)


def regions_table(view: DayView, outlook: Outlook, texts: Texts) -> Table:
    """The country by region, as `towns_table` has a region by municipality, without which homes they are."""

    def line(code: str, name: str) -> _Line:
        rows = [row for row in outlook.shortages if row.vr_code == code]
        return _Line(code, plain(name), rows, f"{page_of(code)}#homes_towns")

    lines = [line(region.vr_code, region.name) for region in view.regions]
    return _table("homes_regions", "region", lines, outlook.days, texts, which=False)


def kinds_table(shortages: Sequence[ShortageRow], days: Sequence[date], texts: Texts) -> Table:
    """Which homes are missing week by week: for how many people, and whether a wheelchair has to get in."""
    kinds = sorted({(row.wheelchair, row.size) for row in shortages})
    lines = [
        _Line(
            f"{size}-wheelchair" if wheelchair else str(size),
            texts.count("homes.wheelchair" if wheelchair else "homes.size", size),
            [row for row in shortages if (row.wheelchair, row.size) == (wheelchair, size)],
        )
        for wheelchair, size in kinds
    ]
    return _table("homes_kinds", "home", lines, days, texts, which=False)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a table, and what it is counted from."""

    key: str
    name: str
    shortages: Sequence[ShortageRow]
    link: str = ""

    def homes(self, until: date) -> float:
        """Homes that are missing when a week ends."""
        return round(sum(row.households for row in self.shortages if row.until == until), 6)


def _table(
    key: str, column: str, lines: Sequence[_Line], days: Sequence[date], texts: Texts, *, which: bool = True
) -> Table:
    """A column for each week; rows only where it says something, and below them all that is missing."""
    ends = weeks_shown(days)

    def figures(line: _Line) -> tuple[Value, ...]:
        persons = sum(row.persons for row in line.shortages if row.until == days[-1])
        return (*(line.homes(end) for end in ends), round(persons, 6))

    told = [line for line in lines if any(line.homes(end) >= LEAST for end in ends)]
    rows = [
        Row.of(line.key, (line.name, *figures(line), *[_which(line, days[-1], texts)] * which), texts, line.link)
        for line in told
    ]
    everything = _Line("", "", [row for line in lines for row in line.shortages])
    total = (texts("region.together"), *figures(everything), *[""] * which)
    weeks = {end.isoformat(): texts("homes.until", day=texts.day_of_month(end)) for end in ends}
    return Table(
        key=key,
        columns=(column, *weeks, "homes_persons", *["homes_which"] * which),
        figures=frozenset([*weeks, "homes_persons"]),
        rows=tuple(rows),
        total=cells_of(total, texts) if rows else (),
        heads=weeks,
    )


def _which(line: _Line, until: date, texts: Texts) -> str | None:
    """The homes that are missing on a day, most of a kind first: `3,2 × 1 persoon, 0,5 × 4 personen, rolstoel`."""
    homes: dict[tuple[bool, int], float] = defaultdict(float)
    for row in line.shortages:
        if row.until == until:
            homes[row.wheelchair, row.size] += row.households
    said = [
        texts.count("homes.of_wheelchair" if wheelchair else "homes.of", size, homes=count)
        for (wheelchair, size), count in sorted(homes.items(), key=lambda kind: -kind[1])
        if count >= LEAST_NAMED
    ]
    return "; ".join(said) or None
