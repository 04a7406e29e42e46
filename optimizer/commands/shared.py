"""What the commands have in common: kinds of arguments, and the check of where results go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

EXISTING: Final = click.Path(exists=True, path_type=Path)
EXISTING_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)
FILE: Final = click.Path(dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(file_okay=False, path_type=Path)


class _Day(click.DateTime):
    """A day, YYYY-MM-DD, of the years that a scenario can be of."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The day; fails in the words of click."""
        day: datetime = super().convert(value, param, ctx)
        if not 2000 <= day.year < 2100:
            self.fail(f"{value} is not in the years 2000 to 2099.", param, ctx)
        return day


DAY: Final = _Day()


profile_option = click.option(
    "--profile",
    type=click.Choice(["internal", "public"]),
    default="internal",
    show_default=True,
    help="For whom: the region and planners, or everybody (DIR/public, docs/public-profile.md).",
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command says when it is done, and what it warns of."""

    text: str
    warnings: tuple[str, ...] = ()


class NoPlanInTimeError(click.ClickException):
    """A command that needs a plan, and none was found in time."""

    exit_code = 4


class BrokenPlanError(click.ClickException):
    """A command that needs a plan, and the one that was made breaks a rule: a fault of the program."""

    exit_code = 1


class EndedError(click.ClickException):
    """A command whose work was ended from outside."""

    exit_code = 1


def house_of(style: Path | None) -> dict[str, str]:
    """The tokens of a house style; none where none is asked for. InputError: as `house_style` says."""
    from maps.kit.style import house_style

    return house_style(style) if style is not None else {}


@contextmanager
def targets_checked() -> Iterator[None]:
    """A place that cannot be written to is a wrong option."""
    from optimizer.targets import TargetError

    try:
        yield
    except TargetError as error:
        raise click.UsageError(str(error)) from error
