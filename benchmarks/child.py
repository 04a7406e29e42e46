"""A command as a process of its own: how long it takes, and the most memory it ever holds (Linux)."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

CORES = 2
TAIL = 2_000  # characters kept of what a command says on standard error


@dataclass(frozen=True, slots=True)
class Run:
    """`seconds` by the clock, `busy` of processor time, `mib` the peak of resident memory; `code` below 0: a signal."""

    seconds: float
    busy: float
    mib: float
    code: int
    told: str


def run(command: list[str], folder: Path, *, kill_after: float | None = None, most_gib: float | None = None) -> Run:
    """Run a command, note what it says in `folder`, and wait for it.

    After `kill_after` seconds it is killed; `most_gib` is the most address space it may ask for.
    """
    began = time.monotonic()
    with (folder / "told.txt").open("w+b") as told:
        child = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=told,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": str(CORES)},
        )
        if most_gib is not None:
            most = int(most_gib * 2**30)
            resource.prlimit(child.pid, resource.RLIMIT_AS, (most, most))
        watch = threading.Timer(kill_after or 0, os.kill, (child.pid, signal.SIGKILL))
        if kill_after is not None:
            watch.start()
        _, status, used = os.wait4(child.pid, 0)
        watch.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        told.seek(0)
        text = told.read().decode("utf-8", "replace")[-TAIL:]
    busy = used.ru_utime + used.ru_stime
    return Run(seconds, busy, used.ru_maxrss / 1024, child.returncode, text)  # Linux counts KiB


def keep_to_two_cores() -> None:
    """Let this process, and so all that it starts, use two cores."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
