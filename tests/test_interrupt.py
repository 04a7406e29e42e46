"""Asked once, a run stops with what it has; asked twice, it ends."""

from __future__ import annotations

import signal
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
