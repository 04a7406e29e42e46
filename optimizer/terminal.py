"""What people see while they wait and when it is done, as texts and tables; printing them is the command line's."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from math import ceil
from typing import TYPE_CHECKING

from optimizer.plan.plan import LEVEL_NAMES, Level, Plan, Status

if TYPE_CHECKING:
    from rich.table import Table

    from optimizer.scenario.faults import Fault
    from optimizer.solve.progress import Progress


def number(value: float | None) -> str:
    """At most one decimal, thousands apart by a comma; a dash for none."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def percentage(share: float | None) -> str:
    """A share of 1 as a percentage with one decimal; what is not 0 never looks like it; a dash for none."""
    if share is None:
        return "-"
    return "<0.1 %" if 0 < share < 0.0005 else f"{100 * share:.1f} %"


def progress_line(progress: Progress) -> str:
    """One progress report as a sentence for a plain log."""
    return (
        f"{progress.elapsed:6.1f} s  {progress.level}: value {number(progress.value)}, "
        f"bound {number(progress.bound)}, gap {percentage(progress.gap)} ({progress.phase})"
    )


class Board:
    """The latest report of each level, as a table that a terminal redraws, with the seconds since it was made."""

    def __init__(self) -> None:
        self._latest: dict[str, Progress] = {}
        self._since = time.monotonic()

    def update(self, progress: Progress) -> None:
        """Take in one report."""
        self._latest[progress.level] = progress

    def __rich__(self) -> Table:
        from rich.table import Table

        seconds = time.monotonic() - self._since
        title = f"planning for {seconds:.0f} s; Ctrl-C keeps the best plan so far"
        table = Table("level", "value", "bound", "gap", "elapsed", "doing now", title=title)
        for level in sorted(self._latest, key=_level_order):
            now = self._latest[level]
            figures = (number(now.value), number(now.bound), percentage(now.gap), f"{now.elapsed:.0f} s")
            table.add_row(level, *figures, now.phase)
        return table


def _level_order(level: str) -> int:
    return LEVEL_NAMES.index(level) if level in LEVEL_NAMES else len(LEVEL_NAMES)


def faults_table(faults: Iterable[Fault]) -> Table:
    """Every fault a row; markup in a cell of the input is shown, not obeyed."""
    from rich.table import Table
    from rich.text import Text

    table = Table("file", "row", "column", "value", "expected", "nearest")
    for fault in faults:
        row = "" if fault.row is None else str(fault.row)
        table.add_row(*map(Text, (fault.file, row, fault.column, fault.value, fault.expected, fault.nearest)))
    return table


def count(many: int, one: str, more: str = "") -> str:
    """`1 fault`, `2 faults`; `more` where the plural is not just an s."""
    return f"{many:,} {one if many == 1 else more or one + 's'}"


def level_sentence(level: Level) -> str:
    """A level with its proof: `uneven 52,900 (within 0.4 % of the best possible)`."""
    if level.bound is None or level.gap is None:
        proof = "no bound proven"
    elif level.gap > 0:
        proof = f"within {percentage(ceil(1000 * level.gap - 1e-9) / 1000)} of the best possible"  # never rounded down
    elif level.settled:
        proof = "proven best"
    else:
        proof = "best for the values of the levels before it"
    return f"{level.name} {number(level.value)} ({proof}{'' if level.settled else ', not settled'})"


def result_paragraph(plan: Plan, people_unsheltered: int, folder: str) -> str:
    """The day in one paragraph: who is sheltered and housed, how good the plan is proven to be, where it is."""
    counts = plan.counts
    outside = (
        f"{count(people_unsheltered, 'asylum seeker')} without a place"
        if people_unsheltered
        else "nobody without a place"
    )
    proof = "every level settled" if plan.status is Status.OPTIMAL else "not every level settled"
    people = (
        f"Plan for {plan.date:%d-%m-%Y}: {count(counts.persons, 'person')} in {count(counts.households, 'household')}; "
        f"{counts.sheltered:,} sheltered, {counts.housed:,} housed, {counts.stay:,} stay, {counts.unplaced:,} unplaced "
        f"({outside}); {count(plan.buses_used, 'bus', 'buses')}."
    )
    parts = [people, f"{proof.capitalize()} in {plan.seconds:.0f} s: {'; '.join(map(level_sentence, plan.levels))}."]
    if plan.overloads:
        parts.append(f"Overloaded: {'; '.join(plan.overloads)}.")
    if plan.warnings:
        parts.append(f"{count(len(plan.warnings), 'warning')} in summary.json.")
    return " ".join([*parts, f"Verified and written to {folder}."])


def broken_rules(violations: Sequence[object]) -> str:
    """The broken rules of a plan, one a line."""
    return "\n".join(f"- {violation}" for violation in violations)
