"""Where results may be written: refused before the work starts, not after it."""

from __future__ import annotations

import os
from pathlib import Path

WORKBOOK = "scenario.xlsx"
SCENARIO_FILES = {".toml", ".csv", ".parquet", ".xlsx"}


class TargetError(Exception):
    """The place cannot take what is to be written; the text says why and what to do."""


def check_plan_target(out: Path) -> None:
    """TargetError: a plan folder `out` could not be written, or would replace something that is no plan."""
    from optimizer.plan.folder import FolderError, check_target

    try:
        check_target(out)
    except FolderError as error:
        raise TargetError(str(error)) from error
    parent = next(folder for folder in out.resolve().parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise TargetError(f"{out} cannot be made: {parent} cannot be written to. Choose another place.")


def check_scenario_target(folder: Path, *, overwrite: bool) -> None:
    """TargetError: `folder` holds something and may not be overwritten, or holds something else than a scenario."""
    held = sorted(folder.iterdir()) if folder.exists() else []
    if held and not overwrite:
        raise TargetError(f"{folder} is not empty. Give another folder, or --overwrite to replace a scenario.")
    strangers = [file.name for file in held if not file.is_file() or file.suffix not in SCENARIO_FILES]
    if held and (strangers or not {"scenario.toml", WORKBOOK} & {file.name for file in held}):
        raise TargetError(f"{folder} holds something else than a scenario, so it is not replaced.")


def check_table_target(file: Path, table: str) -> None:
    """TargetError: the CSV `file` could not be written, or would replace something that is no such table."""
    from optimizer.scenario.csv_table import columns_of

    folder = file.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise TargetError(f"{file} cannot be made: {folder} is no folder that can be written to. Choose another place.")
    if file.suffix != ".csv":
        raise TargetError(f"{file} is not called .csv, and a CSV file is written. Choose another name.")
    if file.exists():
        with file.open(encoding="utf-8-sig", errors="replace") as stream:
            header = stream.readline().strip()
        if header != ",".join(columns_of(table)):
            raise TargetError(f"{file} holds something else than a table {table}, so it is not replaced.")


def workbook_in(folder: Path) -> Path:
    """The workbook's path in `folder`, which is emptied: beside the tables of another sample it would be read as both.

    `check_scenario_target` has said that nothing but a scenario is lost.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    return folder / WORKBOOK
