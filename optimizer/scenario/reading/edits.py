"""What is to be otherwise than the files say: policy keys and whole tables, and how each of them was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from optimizer.scenario.reading.asked import Asked
from optimizer.scenario.reading.files.raw import RawTable
from optimizer.scenario.reading.settings import Entry

Place = tuple[str, int | None, str]  # table, row in the file, column


@dataclass(slots=True)
class Edits:
    """`settings`: entries by key; `tables`: in place of those of the files; `asked`: who wants a cell so."""

    settings: dict[str, Entry] = field(default_factory=dict)
    tables: dict[str, RawTable] = field(default_factory=dict)
    asked: dict[Place, Asked] = field(default_factory=dict)

    def applied_to(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries of scenario.toml with those of `settings` in their place, or after them."""
        left = dict(self.settings)
        kept = [left.pop(entry.key, entry) for entry in entries]
        return [*kept, *left.values()]
