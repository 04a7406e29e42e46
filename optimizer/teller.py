"""Tells whoever waits how a run goes: a table on a terminal, sentences or JSON lines elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TextIO

import optimizer
from optimizer.terminal import Board, progress_line

if TYPE_CHECKING:
    from rich.live import Live

    from optimizer.solve.progress import Progress

LogFormat = Literal["auto", "text", "json"]
LINE_EVERY_SECONDS = 5.0


class Teller:
    """Writes to `stream` what happens to the scenario called `name`; while entered, a terminal's table is redrawn.

    `form` auto: a table on a terminal, JSON lines elsewhere. `quiet`: no progress and no log, only warnings.
    """

    def __init__(self, stream: TextIO, name: str, form: LogFormat, *, quiet: bool) -> None:
        redraws = form == "auto" and stream.isatty()
        self._stream, self._name, self._quiet = stream, name, quiet
        self._json = form == "json" or (form == "auto" and not redraws)
        self._board = Board() if redraws and not quiet else None
        self._live: Live | None = None
        self._told: Progress | None = None

    def __enter__(self) -> Self:
        if self._board is not None:
            from rich.console import Console
            from rich.live import Live

            self._live = Live(self._board, console=Console(file=self._stream), refresh_per_second=4)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def progress(self, progress: Progress) -> None:
        """Tell where the solver is, not more often than can be read."""
        if self._board is not None:
            self._board.update(progress)
        elif not self._quiet and self._due(progress):
            self._told = progress
            if self._json:
                self.log("solve", "running", **asdict(progress))
            else:
                self._line(progress_line(progress))

    def _due(self, now: Progress) -> bool:
        """A new level or phase is told at once, figures of the same one every few seconds."""
        told = self._told
        if told is None or (told.level, told.phase) != (now.level, now.phase):
            return True
        return now.elapsed - told.elapsed >= LINE_EVERY_SECONDS

    def log(self, action: str, result: str, **figures: object) -> None:
        """One JSON line, where lines are JSON; `figures` are counts and codes, never an id or a cell."""
        if self._json and not self._quiet:
            from optimizer.logs import json_log

            origin = f"cno {optimizer.__version__}"
            json_log(self._stream, origin).info(action, object=self._name, result=result, **figures)

    def warn(self, warnings: Sequence[str]) -> None:
        """What a planner should know of the input, in words; a machine finds it in summary.json."""
        for warning in () if self._json else warnings:
            self._line(f"warning: {warning}")

    def stopping(self) -> None:
        """The first request to stop has come."""
        if self._json:
            self.log("stop", "asked")
        else:
            self._line("Stopping with the best valid plan so far; Ctrl-C again ends at once.")

    def _line(self, text: str) -> None:
        if self._live is not None:
            self._live.console.print(text, markup=False, highlight=False)
        else:
            self._stream.write(f"{text}\n")
            self._stream.flush()
