"""New pages in an existing plan folder: each of them whole, and those of one folder all together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from optimizer.plan.folder import FolderError, exchange, no_part_of_a_plan


def swap_in(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put `files` (bytes by path, at most one folder deep) into `folder`.

    All are written beside their places first, so that a full disk leaves everything as it was. A folder takes the
    place of the old one as a whole: what it held before is gone. FolderError: it holds what is no part of a plan.
    """
    draft = folder / f".pages.{os.getpid()}"
    parts = sorted({PurePosixPath(path).parts[0] for path in files})
    try:
        for path, content in files.items():
            target = draft / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        folders = tuple(f"{part}/" for part in parts if (draft / part).is_dir())
        if strange := [name for name in no_part_of_a_plan(folder) if name.startswith(folders)]:
            raise FolderError(
                f"{folder} holds files that are no part of a plan: {', '.join(strange)}. Move them first."
            )
        for part in parts:
            _replace(draft / part, folder / part)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _replace(new: Path, old: Path) -> None:
    if new.is_file() or not old.exists():
        new.replace(old)
    elif not exchange(new, old):
        aside = new.with_name(f"{new.name}.old")
        old.rename(aside)
        new.rename(old)
