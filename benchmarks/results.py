"""What was measured, and how one result stands to another. Ratios are compared, not seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import mean, median

from benchmarks.child import Run
from benchmarks.peers.stage import Stage

Values = Sequence[float]
CLOSE = 1e-6  # relative; what values of exact levels may differ
OVERTIME = 1.1  # of a peer's limit: a solver stops when it can, and its solution is then made a plan


@dataclass(frozen=True, slots=True)
class Level:
    """A level of our plan; `bound` None: none was proven."""

    value: float
    bound: float | None
    gap: float | None
    settled: bool
    tolerance: float


@dataclass(frozen=True, slots=True)
class Ours:
    """`cno plan` on a scenario, run once or more; `solving`: the seconds of the solver in the median run."""

    runs: tuple[Run, ...]
    levels: tuple[Level, ...]
    solving: float

    @property
    def seconds(self) -> float:
        """Of the whole process, the median of the runs."""
        return median(run.seconds for run in self.runs)

    @property
    def mib(self) -> float:
        """The most memory of any run."""
        return max(run.mib for run in self.runs)


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer on a scenario, with so many seconds of `limit`.

    `values` None: no plan, and `failure` says why; `broken`: rules that its plan breaks.
    """

    run: Run
    decided: float | None
    values: tuple[float, ...] | None
    broken: tuple[str, ...]
    stages: tuple[Stage, ...]
    limit: float
    failure: str = ""

    @property
    def valid(self) -> bool:
        """Whether it made a plan that keeps every rule."""
        return self.values is not None and not self.broken


def first_difference(ours: Sequence[Level], theirs: Values) -> tuple[int, int]:
    """The first level (from 1) where two plans differ by more than the tolerance at which it counts as settled.

    With it +1: ours is better, -1: ours is worse; (0, 0): alike on all five.
    """
    for number, (level, value) in enumerate(zip(ours, theirs, strict=True), 1):
        if abs(level.value - value) > slack(level):
            return number, 1 if level.value < value else -1
    return 0, 0


def slack(level: Level) -> float:
    """By how much a value may differ from this level's and still count as the same."""
    return max(level.tolerance, CLOSE) * max(1.0, abs(level.value))


def seconds_to_match(ours: Sequence[Level], peer: Peer) -> float | None:
    """When a peer had a plan as good as ours, in seconds of its process; None: never within its limit.

    A model's own values count (they leave out some rules, to its advantage), but only if the plan that came of it is
    valid and as good as well.
    """
    if peer.values is None or not peer.valid or first_difference(ours, peer.values)[1] > 0:
        return None
    seconds = _first_match(ours, peer)
    return seconds if seconds is not None and seconds <= OVERTIME * peer.limit else None


def _first_match(ours: Sequence[Level], peer: Peer) -> float | None:
    for stage in peer.stages:
        level = ours[stage.level - 1]
        if stage.value < level.value - slack(level):
            return _reached(stage, level.value - slack(level))
        if stage.level == len(ours):
            return _reached(stage, level.value + slack(level)) or peer.decided
        if stage.value > level.value + slack(level):
            break  # only what was made of the model's solution is as good
    return peer.decided


def _reached(stage: Stage, value: float) -> float | None:
    return next((at for at, reached in stage.trace if reached <= value), None)


def ratio(ours: Ours, peer: Peer) -> float | None:
    """How many times as long a peer takes to be as good as we are; None: it never is."""
    seconds = seconds_to_match(ours.levels, peer)
    return None if seconds is None else seconds / ours.seconds


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of a straight line through points (size, seconds) in logarithms, by least squares.

    ValueError: fewer than two different sizes, or something that is not above 0.
    """
    if len({size for size, _ in points}) < 2 or min(min(point) for point in points) <= 0:
        raise ValueError("an exponent needs two different sizes, and figures above 0")
    logs: list[tuple[float, float]] = [(log(size), log(figure)) for size, figure in points]
    middle_x, middle_y = mean(x for x, _ in logs), mean(y for _, y in logs)
    return sum((x - middle_x) * (y - middle_y) for x, y in logs) / sum((x - middle_x) * (x - middle_x) for x, _ in logs)


def steepest(points: Sequence[tuple[float, float]]) -> float:
    """The largest exponent from one size to the next."""
    return max(exponent(pair) for pair in pairwise(sorted(points)))
