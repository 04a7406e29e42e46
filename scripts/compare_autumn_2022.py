"""Write the tables of docs/autumn-2022.md from a plan: python scripts/compare_autumn_2022.py PLAN [PAGE]

PLAN is what `cno plan examples/autumn-2022 --out PLAN` wrote. Text between the marks of a table is replaced, the rest
of the page stays. Published figures stand here once, with the page they are from.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from optimizer.plan.outlook import NationalRow, Outlook, OutlookRow
from optimizer.plan.plan import Plan
from optimizer.plan.read import read_plan

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "autumn-2022.md"
END = "<!-- end -->"

HOUSED = {9: "2,714 (trouw.nl)", 10: "3,359 (trouw.nl)", 11: "almost 3,200 (trouw.nl)"}
OUTSIDE = {8: "about 700 on 23 to 25 August (NRC)"}
MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
OUTSIDE_COA, FREE_BEDS = date(2022, 12, 5), date(2022, 12, 15)
WORST = date(2022, 8, 24)


@dataclass(frozen=True)
class Course:
    """The days of a plan, with what they come to by region."""

    days: tuple[NationalRow, ...]
    regions: tuple[OutlookRow, ...]

    @classmethod
    def of(cls, outlook: Outlook) -> Course:
        """That of an outlook."""
        return cls(outlook.country, outlook.regions)

    def day(self, when: date) -> NationalRow:
        """The country on a day."""
        return next(row for row in self.days if row.date == when)

    def here(self, when: date) -> list[OutlookRow]:
        """The regions on a day."""
        return [row for row in self.regions if row.date == when]

    def residents(self, when: date) -> float:
        """Persons in CNO places at the end of a day."""
        return sum(row.occupied for row in self.here(when))

    def places(self, when: date) -> float:
        """CNO places on a day."""
        return sum(row.places for row in self.here(when))

    def month(self, number: int) -> list[NationalRow]:
        """The days of a month."""
        return [row for row in self.days if row.date.month == number]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of a page: the first column to the left, numbers as they are."""
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def persons(value: float) -> str:
    """A number of persons, whole."""
    return f"{round(value):,}"


def by_month(course: Course) -> str:
    """Month by month: the plan, and what was published."""
    head = ("2022", "arrivals", "CNO places", "in CNO", "outside, last night", "most outside in a night",
            "published: outside", "housed", "published: housed", "status holders ready, no home")  # fmt: skip
    rows = []
    for month in sorted({row.date.month for row in course.days}):
        days = course.month(month)
        last = days[-1]
        rows.append(
            (
                MONTHS[month],
                persons(sum(row.inflow for row in days)),
                persons(course.places(last.date)),
                persons(course.residents(last.date)),
                persons(last.unsheltered),
                persons(max(row.unsheltered for row in days)),
                OUTSIDE.get(month, "-"),
                persons(sum(row.housed for row in days)),
                HOUSED.get(month, "-"),
                persons(last.ready),
            )
        )
    return table(head, rows)


def by_week(course: Course) -> str:
    """Sunday by Sunday: how full, how evenly, and who is outside."""
    head = ("Sunday", "CNO places", "in CNO", "fullest region", "emptiest region", "outside", "to regular reception",
            "housed", "buses a day")  # fmt: skip
    rows = []
    for last in (row for row in course.days if row.date.weekday() == 6):
        week = [row for row in course.days if last.date - timedelta(days=6) <= row.date <= last.date]
        loads = [row.occupied / row.places for row in course.here(last.date) if row.places]
        rows.append(
            (
                f"{last.date.day} {MONTHS[last.date.month]}",
                persons(course.places(last.date)),
                persons(course.residents(last.date)),
                f"{max(loads):.0%}",
                f"{min(loads):.0%}",
                persons(last.unsheltered),
                persons(sum(row.to_coa for row in week)),
                persons(sum(row.housed for row in week)),
                f"{sum(row.buses_used for row in week) / len(week):.1f}",
            )
        )
    return table(head, rows)


def by_date(course: Course) -> str:
    """The days of which something was published, as far as the plan has them."""
    last = course.days[-1].date
    rows = []
    if last >= WORST:
        published = "about 700 (NRC), besides 275 in a night shelter"
        rows.append(("outside at night, 24 August", persons(course.day(WORST).unsheltered), published))
    if last >= OUTSIDE_COA:
        outside = course.residents(OUTSIDE_COA) + course.day(OUTSIDE_COA).unsheltered
        rows.append(("in CNO and outside, 5 December", persons(outside), "7,037 outside COA locations (COA)"))
    if last >= FREE_BEDS:
        free = course.places(FREE_BEDS) - course.residents(FREE_BEDS)
        published = "2,500 emergency and crisis emergency beds (nieuws.nl)"
        rows.append(("CNO places free, 15 December", persons(free), published))
    until = f"to {last.day} {MONTHS[last.month]}"
    housed, outside = sum(row.housed for row in course.days), sum(row.unsheltered for row in course.days)
    rows.append((f"housed, {until}", persons(housed), "over 17,000 in the half-year (nul20.nl, trouw.nl)"))
    rows.append((f"person-nights outside, {until}", persons(outside), "not published"))
    rows.append((f"in CNO, {last.day} {MONTHS[last.month]}", persons(course.residents(last)), "not published"))
    return table(("what", "plan", "published"), rows)


def levels(plan: Plan) -> str:
    """The five levels of all days, with their bounds."""
    rows = []
    for level in plan.levels:
        settled = "yes" if level.settled else "no"
        rows.append((level.name, f"{level.value:,.1f}", f"{level.bound or 0:,.1f}", f"{level.gap or 0:.2%}", settled))
    return table(("level", "value", "bound", "gap", "settled"), rows)


def filled(page: str, plan: Plan) -> str:
    """The page with every table made from the plan. ValueError: a mark is missing, or the plan is of one day."""
    if plan.outlook is None:
        raise ValueError("the plan is of one day: it has no weeks to compare")
    course = Course.of(plan.outlook)
    made = {"months": by_month(course), "dates": by_date(course), "weeks": by_week(course), "levels": levels(plan)}
    for name, text in made.items():
        before, mark, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(END)
        if not mark or not end:
            raise ValueError(f"the page has no table marked {name}")
        page = before + mark + text + "\n" + end + after
    return page


def main(folder: Path, page: Path = PAGE) -> None:
    """Write the tables of a page."""
    text = filled(page.read_text(encoding="utf-8"), read_plan(folder))
    page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
