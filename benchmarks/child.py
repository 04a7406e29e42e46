"""A command as a process of its own: how long it takes, and the most memory it ever holds (Linux)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CORES = 2
TAIL = 2_000  # characters kept of what a command says on standard error
LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Run:
    """`seconds` by the clock, `busy` of processor time, `mib` the peak of resident memory; `code` below 0: a signal."""

    seconds: float
    busy: float
    mib: float
    code: int
    told: str


def run(command: list[str], folder: Path, *, kill_after: float = 0.0, most_gib: float = 0.0) -> Run:
    """Run a command, keep what it says on standard error in `folder`, and wait for it.

    After `kill_after` seconds it is killed; `most_gib` is the most address space it may ask for (0: no limit).
    """
    said = folder / "told.txt"
    launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(kill_after), str(most_gib), str(said)]
    done = subprocess.run([*launcher, *command], check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    took = json.loads(done.stdout)
    told = said.read_text(encoding="utf-8", errors="replace")[-TAIL:]
    return Run(took["seconds"], took["busy"], took["kib"] / 1024, took["code"], told)


def keep_to_two_cores() -> None:
    """Let this process, and so all that it starts, use two cores."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    os.environ["OMP_NUM_THREADS"] = str(CORES)
