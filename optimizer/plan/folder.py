"""A folder that appears whole or not at all, whatever happens to the run that makes it."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

# Everything that may be in a plan folder; anything else was put there by somebody, and is never thrown away.
PLAN_FILES: Final = frozenset(
    {
        "assignments.csv",
        "trips.csv",
        "stops.csv",
        "regions.csv",
        "sites.csv",
        "summary.json",
        "index.html",
        "map.html",
        "glossary.html",
        "buses.pdf",
        "day-sheets.pdf",
        "report.xlsx",
        "plan.gpkg",
        "places.csv",
        "municipalities.csv",
        "unplaced.csv",
        "arrivals.csv",
        "housed.csv",
        "exchange_used.csv",
        "region_limits.csv",
        "outlook.csv",
        "outlook_national.csv",
        "outlook_levels.csv",
        "taakstelling.csv",
        "housing_shortage.csv",
        "changes.csv",
    }
)
PLAN_FOLDERS: Final = {
    "regions": re.compile(r"VR\d\d\.html"),
    "buses": re.compile(r"[a-z0-9-]+\.(html|pdf|csv|ics)"),
    "public": re.compile(r"(index|map|glossary|VR\d\d)\.html|figures\.csv"),
}
_AT_CWD = -100  # AT_FDCWD of fcntl.h
_EXCHANGE = 2  # RENAME_EXCHANGE of linux/fs.h


class FolderError(Exception):
    """The folder cannot be written; the text says why and what to do."""


def check_target(out: Path) -> None:
    """Whether a plan may be written to `out`: FolderError where that would overwrite what is no part of a plan.

    Files that systems leave of their own accord (hidden ones, thumbnails, locks of an open workbook) do not count.
    """
    out = out.resolve()
    if not out.exists():
        return
    if not out.is_dir():
        raise FolderError(f"{out} is a file. Choose a folder for the plan.")
    names = {entry.name for entry in out.iterdir() if not _left_by_a_system(entry)}
    if names and not names >= {"assignments.csv", "summary.json"}:
        raise FolderError(f"{out} is not empty and holds no plan. Choose another folder, or empty it.")
    if strange := no_part_of_a_plan(out):
        raise FolderError(f"{out} holds files that are no part of a plan: {', '.join(strange)}. Move them first.")


def no_part_of_a_plan(folder: Path) -> list[str]:
    """What is in `folder`, and in the folders of a plan in it, that no plan puts there."""
    strange = []
    for entry in folder.iterdir():
        if entry.name in PLAN_FOLDERS and entry.is_dir() and not entry.is_symlink():
            known = PLAN_FOLDERS[entry.name]
            inside = [file for file in entry.iterdir() if not (file.is_file() and known.fullmatch(file.name))]
            strange += [f"{entry.name}/{file.name}" for file in inside if not _left_by_a_system(file)]
        elif entry.name not in PLAN_FILES and not _left_by_a_system(entry):
            strange.append(entry.name)
    return sorted(strange)


def _left_by_a_system(entry: Path) -> bool:
    return entry.is_file() and (entry.name.startswith((".", "~$")) or entry.name in ("Thumbs.db", "desktop.ini"))


class PlanFolder:
    """A context in which the files of a plan are made in `path`, beside `out`; `commit` puts them in its place.

    Leaving the context without `commit` leaves `out` as it was. FolderError: `out` holds something that is no
    plan, or another run is writing it. What a killed run left behind is cleared up.
    """

    def __init__(self, out: Path) -> None:
        self._out = out.resolve()
        self.path = self._beside("new")
        self._aside = self._beside("old")
        self._lock: int | None = None

    def __enter__(self) -> PlanFolder:
        try:
            self._out.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self._beside("lock"))
            self._clear_up()
            check_target(self._out)
            self.path.mkdir()
        except BlockingIOError as error:
            raise FolderError(f"Another run is writing {self._out}. Wait until it is done.") from error
        except OSError as error:
            self._release()
            raise FolderError(f"{self._out} cannot be written: {error.strerror}.") from error
        except FolderError:
            self._release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            _remove(self.path)
            _remove(self._aside)
        finally:
            self._release()

    def commit(self) -> None:
        """Make the files durable and put them where `out` was, in one step where the system has one.

        ValueError: a file was made that is no part of a plan, so that the next run would not replace it.
        """
        if unlisted := no_part_of_a_plan(self.path):
            raise ValueError(f"not listed in PLAN_FILES or PLAN_FOLDERS: {unlisted}")
        check_target(self._out)
        for file in sorted(self.path.rglob("*")):
            _sync(file)
        _sync(self.path)
        if not self._out.exists():
            self.path.rename(self._out)
        elif not exchange(self.path, self._out):
            self._out.rename(self._aside)
            self.path.rename(self._out)
        _sync(self._out.parent)

    def _clear_up(self) -> None:
        if self._aside.exists() and not self._out.exists():  # killed between its two renames
            self._aside.rename(self._out)
        _remove(self._aside)
        _remove(self.path)

    def _beside(self, purpose: str) -> Path:
        return self._out.with_name(f".{self._out.name}.{purpose}")

    def _release(self) -> None:
        if self._lock is not None:
            self._beside("lock").unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None


def _lock(file: Path) -> int:
    """An open descriptor that holds the lock until it is closed, also by the end of the process."""
    while True:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), file.stat()):
                return descriptor
        except FileNotFoundError:
            pass  # whoever held it has just removed the file
        except BlockingIOError:
            os.close(descriptor)
            raise
        os.close(descriptor)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename: Callable[..., int] | None = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_CWD, os.fsencode(one), _AT_CWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    failed = ctypes.get_errno()
    if failed in (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP):
        return False
    raise OSError(failed, os.strerror(failed), str(other))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
