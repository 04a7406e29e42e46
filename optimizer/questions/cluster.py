"""Where the runs of a question are made: processes here, or the workers of a Dask cluster; the answer is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import optimizer
from optimizer.questions.runs import Told, run_all

T = TypeVar("T")
R = TypeVar("R")
Runner = Callable[[Callable[[Any], Any], Sequence[Any], Told], list[Any]]  # as `run_all`, without the number of jobs
PATIENCE: Final = 30  # seconds to reach a scheduler


class ClusterError(Exception):
    """The cluster cannot be used; the text says why and what to do."""


def in_processes(jobs: int) -> Runner:
    """At most `jobs` processes on this machine."""
    return lambda work, tasks, done: run_all(work, tasks, jobs, done)


@contextmanager
def on_dask(address: str) -> Iterator[Runner]:
    """The workers of the Dask cluster whose scheduler is at `address`.

    ClusterError: dask.distributed is not installed, nobody answers, or a worker has another version of this program.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        text = "--dask needs dask.distributed, an optional extra: pip install 'cno-optimizer[dask]'."
        raise ClusterError(text) from error
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ClusterError(f"No Dask scheduler answers at {address}: {error}") from error

    def run(work: Callable[[T], R], tasks: Sequence[T], done: Told) -> list[R]:
        futures = client.map(work, tasks, pure=False)
        for count, _ in enumerate(as_completed(futures), 1):
            done(count, len(tasks))
        results: list[R] = client.gather(futures)
        return results

    with client:
        _check_versions(client.run(own_version))
        yield run


def own_version() -> str:
    """The version of this program, as a worker says it."""
    return optimizer.__version__


def _check_versions(versions: dict[str, str]) -> None:
    """Every worker has this version, else its figures could differ. ClusterError: one has not, or there is none."""
    if not versions:
        raise ClusterError("The Dask cluster has no workers.")
    for worker, version in sorted(versions.items()):
        if version != optimizer.__version__:
            text = f"The Dask worker {worker} has version {version} of cno-optimizer, this is {optimizer.__version__}."
            raise ClusterError(f"{text} Install the same on all.")
