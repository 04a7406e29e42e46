"""The small plan folder, what attacks a page, and how a test changes a plan folder."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

SMALL = Path(__file__).parents[1] / "data" / "plan_small"
HOSTILE = [
    "<img src=x onerror=\"document.title='run'\">",
    "${document.title='run'}",
    "`${document.title='run'}`",
    "</script><script>document.title='run'</script>",
    "{{ 7 * 7 }}{% for x in y %}",
    "{{ this.__class__ }}",
    "\u202eright to left\u200f",
    "=HYPERLINK('http://example.org')",
    "'\"><b onmouseover=document.title='run'>",
    "w" * 10_000,
    "🧑‍🚒 🇸🇾 Ĳzeren Brug 中文",
]

Edit = Callable[[list[dict[str, str]]], list[dict[str, str]]]


def rewrite(folder: Path, file: str, edit: Edit) -> None:
    """Change the rows of a table of a plan folder."""
    path = folder / file
    with path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(edit(rows))


def copy_of(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to
