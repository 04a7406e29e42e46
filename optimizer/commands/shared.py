"""What the commands have in common: kinds of arguments, and the check of where results go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

EXISTING: Final = click.Path(exists=True, path_type=Path)
EXISTING_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)
FILE: Final = click.Path(dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)
DAY: Final = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True, slots=True)
class Said:
    """What a command says when it is done, and what it warns of."""

    text: str
    warnings: tuple[str, ...] = ()


@contextmanager
def targets_checked() -> Iterator[None]:
    """A place that cannot be written to is a wrong option."""
    from optimizer.targets import TargetError

    try:
        yield
    except TargetError as error:
        raise click.UsageError(str(error)) from error
