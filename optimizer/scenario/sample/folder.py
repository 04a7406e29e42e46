"""A sample on disk: a scenario folder as the contract has it, whole or not at all."""

from __future__ import annotations

import datetime
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from optimizer.scenario.csv_table import Rows, write_rows


def write_sample(tables: Mapping[str, Rows], folder: Path, *, overwrite: bool = False) -> None:
    """Write `scenario.toml` and a CSV a table (of several days: those that are given); whole or not at all.

    FileExistsError: `folder` is a file, or holds something and `overwrite` is false.
    """
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file, not a folder")
    if folder.exists() and any(folder.iterdir()) and not overwrite:
        raise FileExistsError(f"{folder} is not empty; give another folder, or allow to overwrite it")
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as scratch:
        new, old = Path(scratch) / "new", Path(scratch) / "old"
        new.mkdir()
        _write_tables(tables, new)
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _write_tables(tables: Mapping[str, Rows], folder: Path) -> None:
    from optimizer.scenario.tables import DAY_TABLES, TABLES  # loads pandas

    (folder / "scenario.toml").write_text(policy_toml(tables["policy"]), encoding="utf-8", newline="\n")
    for name in (name for name in TABLES if name in DAY_TABLES or name in tables):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            write_rows(name, tables.get(name, []), stream)


def policy_toml(rows: Rows) -> str:
    """`scenario.toml`: `date` and `days` on top, the rest in `[policy]` and `[policy.effort]`."""
    top = [r for r in rows if r["key"] in ("date", "days")]
    effort = [r for r in rows if str(r["key"]).startswith("effort.")]
    policy = [r for r in rows if r not in top and r not in effort]
    lines = [f"{r['key']} = {_toml(r['value'])}" for r in top]
    lines += ["", "[policy]"] + [f"{r['key']} = {_toml(r['value'])}" for r in policy]
    lines += ["", "[policy.effort]"] + [
        f"{str(r['key']).removeprefix('effort.')} = {_toml(r['value'])}" for r in effort
    ]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """JSON is TOML for numbers, booleans, plain texts and lists of them; a date stands bare."""
    return value.isoformat() if isinstance(value, datetime.date) else json.dumps(value, ensure_ascii=False)
