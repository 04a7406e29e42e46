"""The asylum seekers' day when nobody rides and only places can bind: levels 1 to 4 are settled once all are placed."""

from __future__ import annotations

import numpy as np

from optimizer.model.linear import Ints
from optimizer.model.network import Network
from optimizer.solve.answer import Answer
from optimizer.solve.large.day import Tell
from optimizer.solve.program import EFFORT, LEVELS
from optimizer.solve.rideless.locate import Located, locate
from optimizer.solve.rideless.rules import LocationDay
from optimizer.solve.search import Limits
from optimizer.solve.stage import Proof
from optimizer.solve.value import values

WORK = 0.6  # deterministic time a second of the time limit


def solve_rideless(
    network: Network, day: LocationDay, limits: Limits, tell: Tell, start: Answer | None = None
) -> tuple[Answer, tuple[Proof, ...]] | None:
    """The best answer and a proof a level, as far as WORK brings them.

    Goes on after level 5 is within its tolerance: such days are asked for their optimum. None: nothing was found
    that places everybody. `start` is an answer that does.
    """
    work = WORK * network.scenario.policy.time_limit_seconds

    def report(found: Located) -> None:
        tell(LEVELS[EFFORT], _proofs(network, day, found, limits.elapsed())[EFFORT], "location")

    first = None if start is None else _sites(network, day, start)
    found = locate(day.location, limits, report, work=work, start=first)
    if found is None:
        return None
    proofs = _proofs(network, day, found, limits.elapsed())
    for name, proof in zip(LEVELS, proofs, strict=True):
        tell(name, proof, "location")
    return day.answer(network, found.sites), proofs


def _proofs(network: Network, day: LocationDay, found: Located, seconds: float) -> tuple[Proof, ...]:
    """Values of the plan; those before the last are the same for every plan that places everybody."""
    reached = values(network, day.answer(network, found.sites))
    spared = (found.total - found.bound) / day.factor + 2 * day.rounding
    settled = tuple(Proof(value, value) for value in reached[:EFFORT])
    return (*settled, Proof(reached[EFFORT], max(0.0, reached[EFFORT] - spared), seconds))


def _sites(network: Network, day: LocationDay, answer: Answer) -> Ints:
    """The site of each household in an answer that places everybody."""
    flow = answer.flow()
    arcs = np.array(sorted(flow), dtype=np.int64)
    counts = [flow[a] for a in arcs.tolist()]
    order = np.argsort(np.repeat(network.arc_class[arcs], counts), kind="stable")
    return np.repeat(network.arc_site[arcs], counts)[order]
