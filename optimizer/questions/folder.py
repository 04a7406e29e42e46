"""The folder of an answer: it appears whole or not at all, and replaces nothing but an older answer."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from optimizer.plan.cells import number_text
from optimizer.plan.folder import exchange
from optimizer.targets import TargetError


def check_answer_target(out: Path, marks: Sequence[str]) -> None:
    """TargetError: `out` cannot be made, or holds something that is no answer; an answer holds `marks` and only these.

    Files that begin with a dot do not count.
    """
    held = {entry.name for entry in out.iterdir() if not entry.name.startswith(".")} if out.is_dir() else set()
    if held and (not held <= set(marks) or marks[0] not in held):
        raise TargetError(f"{out} is not empty and holds no earlier answer. Choose another folder, or empty it.")
    parent = next(folder for folder in out.resolve().parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise TargetError(f"{out} cannot be made: {parent} cannot be written to. Choose another place.")


@contextmanager
def answer_folder(out: Path, marks: Sequence[str]) -> Iterator[Path]:
    """A folder beside `out` that takes its place at the end; when something is raised `out` stays as it was.

    TargetError: as `check_answer_target` says.
    """
    check_answer_target(out, marks)
    target = out.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        new, old = scratch / "new", scratch / "old"
        new.mkdir()
        yield new
        if not target.exists():
            new.rename(target)
        elif not exchange(new, target):
            target.rename(old)
            new.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def write_csv(file: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table in the form of the plan folder's: UTF-8, commas, numbers as short as they are exact; None is empty."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, int | float) else str(value)
