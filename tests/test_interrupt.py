"""Asked once, a run stops with what it has; asked twice, it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from optimizer.interrupt import EndNow, Interruption, run_aside


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_first_request_is_counted_and_told_once(which: signal.Signals) -> None:
    told: list[str] = []
    with Interruption(lambda: told.append("stopping")) as interrupted:
        assert not interrupted()
        signal.raise_signal(which)
        assert interrupted()
    assert told == ["stopping"]


def test_second_request_ends_at_once_and_names_the_signal() -> None:
    with Interruption(lambda: None):
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(EndNow) as ending:
            signal.raise_signal(signal.SIGTERM)
    assert ending.value.signum == signal.SIGTERM


def test_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with Interruption(lambda: None):
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_request_reaches_work_that_runs_aside() -> None:
    with Interruption(lambda: None) as interrupted:

        def work() -> str:
            signal.raise_signal(signal.SIGINT)  # the kernel gives it to the process; Python's main thread handles it
            deadline = time.monotonic() + 20
            while not interrupted() and time.monotonic() < deadline:
                time.sleep(0.01)
            return "stopped" if interrupted() else "never asked"

        assert run_aside(work) == "stopped"


def test_result_and_fault_of_work_come_back() -> None:
    assert run_aside(lambda: 42) == 42
    with pytest.raises(KeyError, match="lost"):
        run_aside(lambda: {}["lost"])


SEARCHING = """
import random, sys, time
from ortools.sat.python import cp_model
from optimizer.interrupt import Interruption, run_aside
from optimizer.solve.search import Limits, minimize

random.seed(1)
model = cp_model.CpModel()
weights = [random.randint(20, 99) for _ in range(60)]
boxes = [[model.new_bool_var("") for _ in range(8)] for _ in weights]
highest = model.new_int_var(0, 10**6, "")
for box in boxes:
    model.add_exactly_one(box)
for j in range(8):
    model.add(sum(w * box[j] for w, box in zip(weights, boxes)) <= highest)
cost = highest * 1000 + sum(random.randint(0, 500) * x for box in boxes for x in box)
with Interruption(lambda: print("asked", flush=True)) as interrupted:
    limits = Limits(time.monotonic() + 60, interrupted)
    print("searching", flush=True)
    found = run_aside(lambda: minimize(model, cost, limits, work=1000))
    print("kept" if found.values is not None and not found.proven else "lost or proven", flush=True)
"""


def test_a_request_ends_a_search_in_native_code_and_keeps_what_it_found() -> None:
    # left to itself the search goes on for a minute; CP-SAT's own signal handler would hide the request and abort
    process = subprocess.Popen([sys.executable, "-c", SEARCHING], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "searching\n"
    time.sleep(2)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=50)
    assert (process.returncode, told) == (0, "asked\nkept\n")
    assert time.monotonic() - asked < 20
