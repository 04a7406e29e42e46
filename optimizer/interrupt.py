"""Ending a long run on request: once asked, stop with the best plan so far; asked twice, end at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self, TypeVar

Result = TypeVar("Result")
SIGNALS = (signal.SIGINT, signal.SIGTERM)
POLL_SECONDS = 0.2


class EndNow(BaseException):
    """The second request to stop. `signum` is the signal; a shell expects exit code 128 + signum."""

    def __init__(self, signum: int) -> None:
        self.signum = signum
        super().__init__(signal.Signals(signum).name)


class Interruption:
    """While entered, Ctrl-C (SIGINT) and SIGTERM are counted instead of ending the program.

    Calling the object says whether it was asked to stop. `asked` is called at the first request, from the
    main thread; the second raises EndNow there. Enter it in the main thread.
    """

    def __init__(self, asked: Callable[[], None]) -> None:
        self._asked = asked
        self._requests = 0
        self._before: dict[signal.Signals, signal._HANDLER] = {}

    def __call__(self) -> bool:
        return self._requests > 0

    def __enter__(self) -> Self:
        self._before = {which: signal.signal(which, self._handle) for which in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for which, handler in self._before.items():
            signal.signal(which, handler)

    def _handle(self, signum: int, frame: FrameType | None) -> None:
        self._requests += 1
        if self._requests > 1:
            raise EndNow(signum)
        self._asked()


def run_aside(work: Callable[[], Result]) -> Result:
    """The result of `work`, run in a thread of its own so that signals are handled while native code runs.

    Whatever `work` raises is raised here. On EndNow the thread is left running: end the process.
    """
    results: list[Result] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as fault:  # handed over to the caller's thread, whatever it is
            faults.append(fault)

    thread = threading.Thread(target=run, name="solve", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(POLL_SECONDS)
    if faults:
        raise faults[0]
    return results[0]
