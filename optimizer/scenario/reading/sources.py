"""Where each table is: files of a folder, sheets of a workbook, or both; every file that is no table is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from optimizer.scenario.reading.cells import Raw, Style
from optimizer.scenario.reading.files.csv_file import read_csv
from optimizer.scenario.reading.files.excel_file import read_workbook
from optimizer.scenario.reading.files.parquet_file import read_parquet
from optimizer.scenario.reading.files.raw import RawTable, raw_table
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.reading.nearest import Nearest
from optimizer.scenario.reading.settings import TABLE, Entry, entries_of_sheet, entries_of_toml
from optimizer.scenario.tables import TABLES

WORKBOOK: Final = "scenario.xlsx"
SETTINGS_FILE: Final = "scenario.toml"
SETTINGS_SHEET: Final = "policy"
_READERS: Final = {".csv": read_csv, ".parquet": read_parquet}
_EXPLANATIONS: Final = {".md", ".txt", ".pdf", ".html"}  # files for people
_EXPLANATION_SHEETS: Final = {"explanation", "toelichting", "uitleg", "readme", "leesmij", "lists", "lijsten"}
_NAMES: Final = (*TABLES, SETTINGS_SHEET)


def read_table(name: str, file: Path, findings: Findings) -> RawTable | None:
    """A table out of a CSV or Parquet file of any name; None, with a fault: it cannot be read."""
    reader = _READERS.get(file.suffix)
    if reader is None:
        findings.fault(name, None, "", "", "a file called .csv or .parquet")
        return None
    return reader(name, file=file, findings=findings)


class Sources:
    """Everything of a scenario folder or workbook, unchecked; what is double or unreadable is a fault.

    `tables`: the tables there are (None: there, but unreadable). `entries`: the keys of scenario.toml (None: they
    could not be read, or `has_settings` is false).
    """

    def __init__(self, path: Path, findings: Findings) -> None:
        self._findings = findings
        self._origin: dict[str, str] = {}  # table -> the file or sheet it was found in
        self.tables: dict[str, RawTable | None] = {}
        self.entries: list[Entry] | None = None
        if path.is_dir():
            findings.label |= {name: f"{name}.csv" for name in TABLES} | {TABLE: SETTINGS_FILE}
            self._attempt(self._take_folder, path)
            if self._origin and all(label.startswith(WORKBOOK) for label in self._origin.values()):
                self._expect_sheets(path / WORKBOOK)
        elif path.is_file() and path.suffix.lower() == ".xlsx":
            self._expect_sheets(path)
            self._attempt(self._take_workbook, path)
        else:
            what = "a folder with scenario.toml and households.csv, or an .xlsx workbook"
            findings.fault(str(path), None, "", "", what)

    @property
    def has_settings(self) -> bool:
        """Whether there is a scenario.toml or a sheet policy, readable or not."""
        return SETTINGS_SHEET in self._origin

    def _expect_sheets(self, file: Path) -> None:
        """What is not found is missed in the workbook."""
        for name in _NAMES:
            label = f"{file.name}, sheet {name}"
            self._findings.label[TABLE if name == SETTINGS_SHEET else name] = self._origin.get(name, label)

    def _attempt(self, take: Callable[[Path], None], path: Path) -> None:
        try:
            take(path)
        except OSError as error:
            self._findings.fault(path.name, None, "", "", f"something that can be read ({error.strerror or error})")

    def _take_folder(self, folder: Path) -> None:
        files = sorted(f for f in folder.iterdir() if f.is_file() and not f.name.startswith((".", "~$")))
        for file in files:
            self._attempt(self._take_file, file)

    def _take_file(self, file: Path) -> None:
        reader = _READERS.get(file.suffix)
        if file.name == WORKBOOK:
            self._take_workbook(file)
        elif file.name == SETTINGS_FILE:
            if self._claim(SETTINGS_SHEET, file.name):
                self.entries = entries_of_toml(file.read_bytes(), self._findings)
        elif reader is not None and file.stem in _NAMES:
            self._take_table(file.stem, file.name, partial(reader, file=file, findings=self._findings))
        elif file.suffix not in _EXPLANATIONS:
            self._leave(file.name, file.stem, file.suffix, [*(f"{name}.csv" for name in TABLES), SETTINGS_FILE])

    def _take_workbook(self, file: Path) -> None:
        for sheet, records in read_workbook(file, self._findings).items():
            name = sheet.strip().casefold()
            label = f"{file.name}, sheet {sheet}"
            if name in _NAMES:
                self._take_table(name, label, partial(self._from_sheet, records=records))
            elif name not in _EXPLANATION_SHEETS:
                self._leave(label, name, "", _NAMES)

    def _from_sheet(self, name: str, records: Sequence[Sequence[Raw]]) -> RawTable | None:
        return raw_table(name, records, Style(excel=True), self._findings)

    def _take_table(self, name: str, label: str, load: Callable[[str], RawTable | None]) -> None:
        if not self._claim(name, label):
            return
        if name != SETTINGS_SHEET:
            self.tables[name] = None
            self.tables[name] = load(name)
        elif (table := load(TABLE)) is not None:
            self.entries = entries_of_sheet(table, self._findings)

    def _claim(self, name: str, label: str) -> bool:
        """Whether this is the first place the table is found in; another is a fault."""
        first = self._origin.setdefault(name, label)
        if first != label:
            self._findings.fault(label, None, "", "", f"each table in one place ({first} has this one too)")
            return False
        self._findings.label[TABLE if name == SETTINGS_SHEET else name] = label
        return True

    def _leave(self, label: str, name: str, suffix: str, known: Sequence[str]) -> None:
        self._findings.unknown[name] = label
        near = Nearest(known)(f"{name}{suffix}")
        hint = f" (did you mean {near!r}?)" if near else ""
        self._findings.warnings.append(f"{label}: is no table of a scenario and is not used{hint}")
