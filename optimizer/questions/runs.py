"""The one place where a question has a plan made, and plans made side by side."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Final, TypeVar

from optimizer.day import plan_scenario
from optimizer.interrupt import run_aside
from optimizer.plan.plan import Plan
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Scenario
from optimizer.solve.progress import OutOfTime

T = TypeVar("T")
R = TypeVar("R")
Told = Callable[[int, int], None]  # is told how many tasks are done, and of how many
OUT_OF_TIME: Final = "out of time"
INVALID: Final = "invalid"
ENDED: Final = "ended"


class NoAnswerError(Exception):
    """A plan that a question needs was not made; `ending` says how it ended, `text` why."""

    def __init__(self, ending: str, text: str) -> None:
        super().__init__(ending, text)  # both, so that it comes whole out of another process
        self.ending, self.text = ending, text

    def __str__(self) -> str:
        return self.text


def planned(scenario: Scenario) -> Plan:
    """The plan of a scenario, verified. NoAnswerError: there is none, or it breaks a rule."""
    try:
        plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    except OutOfTime as error:
        seconds = f"{scenario.policy.time_limit_seconds:g} seconds"
        raise NoAnswerError(
            OUT_OF_TIME, f"no valid plan was found in {seconds}; give more with --time-limit"
        ) from error
    if violations := verify(scenario, plan):
        raise NoAnswerError(INVALID, "a plan breaks rules:\n" + "\n".join(map(str, violations)))
    return plan


def attempted(scenario: Scenario) -> Plan | NoAnswerError:
    """The plan, or why there is none: one plan that fails does not end the others."""
    try:
        return planned(scenario)
    except NoAnswerError as error:
        return error


def default_jobs() -> int:
    """How many processes at once: as many as there are cores for this one."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_all(work: Callable[[T], R], tasks: Sequence[T], jobs: int, done: Told = lambda _, __: None) -> list[R]:
    """`work` on every task, in the order of the tasks, at most `jobs` at once, each in a process of its own.

    `work` and what it takes and gives must pickle. What it raises is raised here, and the other processes end.
    NoAnswerError: a process was ended from outside, mostly for want of memory.
    """
    jobs = min(jobs, len(tasks))
    if jobs <= 1:
        return _one_by_one(work, tasks, done)
    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_leave_signals)
    try:
        futures: list[Future[R]] = [executor.submit(work, task) for task in tasks]
        for count, future in enumerate(as_completed(futures), 1):
            future.result()
            done(count, len(tasks))
        return [future.result() for future in futures]
    except BrokenProcessPool as error:
        text = "a process was ended from outside, mostly for want of memory; use fewer with --jobs"
        raise NoAnswerError(ENDED, text) from error
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=True)


def _one_by_one(work: Callable[[T], R], tasks: Sequence[T], done: Told) -> list[R]:
    results = []
    for count, task in enumerate(tasks, 1):
        results.append(run_aside(partial(work, task)))
        done(count, len(tasks))
    return results


def _leave_signals() -> None:
    """Ctrl-C is the first process's to act on; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
