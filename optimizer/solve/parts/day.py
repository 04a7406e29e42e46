"""A day of the whole country: relaxed as one, planned part by part, put together and proven as one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from optimizer.model.network import Network, build_network
from optimizer.plan.decision import BusTrip
from optimizer.scenario.entities import Scenario
from optimizer.solve.answer import Answer, by_household
from optimizer.solve.large.day import LargeDay, Tell
from optimizer.solve.large.places import bus_models, places
from optimizer.solve.parts.country import Country, relaxed_country
from optimizer.solve.parts.divide import Part, divide
from optimizer.solve.parts.least import least_of_country
from optimizer.solve.parts.left import with_fewer_trips, with_those_left
from optimizer.solve.parts.whole import answer_of
from optimizer.solve.previous import NOTHING, Previous
from optimizer.solve.program import EFFORT, LEVELS
from optimizer.solve.search import Limits
from optimizer.solve.stage import Proof
from optimizer.solve.value import values

AT_ONCE = 2  # parts, whatever the machine has
EASE = 0.4  # of level 4's tolerance that the whole country leaves unused, so that few who have a place are moved
USED = 0.9  # of that tolerance, up to which trips of few may be given up
GUIDING, SHARING, PLANNING = 0.3, 0.1, 0.7  # of the time that is left
SHARE = 1.5  # of the time that a part has if all take as long


def solve_in_parts(
    network: Network, limits: Limits, tell: Tell, previous: Previous = NOTHING
) -> tuple[Answer, tuple[Proof, ...]]:
    """A good answer, and for each level a bound that holds for every plan as good at the levels before it."""
    began, scenario = time.monotonic(), network.scenario
    where = places(network)
    models = bus_models(network, where)
    least = least_of_country(scenario, limits)
    even = least[2] * (1.0 + EASE * max(0.0, scenario.policy.tolerance[3]))
    guide = relaxed_country(network, where, models, (*least[:2], even), limits.part(GUIDING), prove=False)
    parts = divide(network, where, models, guide.relaxed, SHARING * limits.seconds_left())
    answer = _planned(network, parts, limits, previous)
    reached = values(network, answer)
    for name, value, bound in zip(LEVELS, reached, least, strict=False):
        tell(name, Proof(value, min(bound, value), limits.elapsed()), "parts")
    answer = with_those_left(network, answer)
    spare = least[2] * (1.0 + USED * max(0.0, scenario.policy.tolerance[3])) - values(network, answer)[2]
    answer = with_fewer_trips(network, answer, max(0.0, spare))
    reached = values(network, answer)
    bounds = least_of_country(scenario, limits, reached[:EFFORT])
    kept = tuple(max(value, bound) for value, bound in zip(reached, bounds, strict=False))
    proven: Country = relaxed_country(network, where, models, kept, limits, guide.trips)
    spent = (time.monotonic() - began) / len(LEVELS)
    proofs = tuple(
        Proof(value, min(value, bound), spent)
        for value, bound in zip(reached, (*bounds, proven.bound or 0.0), strict=True)
    )
    for name, proof in zip(LEVELS, proofs, strict=True):
        tell(name, proof, "bound")
    return answer, proofs


def _planned(network: Network, parts: list[Part], limits: Limits, previous: Previous) -> Answer:
    """The answers of all parts as one of the whole country."""
    deadline = time.monotonic() + PLANNING * limits.seconds_left()
    order = sorted(range(len(parts)), key=lambda p: (len(parts[p].households), p))  # the longest may use what is left
    waiting, spent = list(order), list[Limits]()

    def plan(p: int) -> tuple[dict[str, str], dict[str, tuple[BusTrip, ...]]]:
        seconds = max(0.0, deadline - time.monotonic()) * AT_ONCE * SHARE / max(AT_ONCE, len(waiting))
        waiting.remove(p)
        own = Limits(min(deadline, time.monotonic() + seconds), limits.interrupted, started=limits.started)
        spent.append(own)
        return plan_part(network.scenario, parts[p], own, previous)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        planned = list(pool.map(plan, order))
    limits.clock_stopped |= any(own.clock_stopped for own in spent)
    destination = {h: place for some, _ in planned for h, place in some.items()}
    duties = {bus: duty for _, some in planned for bus, duty in some.items()}
    return answer_of(network, destination, duties)


def plan_part(
    whole: Scenario, part: Part, limits: Limits, previous: Previous
) -> tuple[dict[str, str], dict[str, tuple[BusTrip, ...]]]:
    """Sites by household and duties by bus of one part."""
    scenario = part.scenario(whole)
    network, before = build_network(scenario), previous.within(scenario)
    answer = LargeDay(network, limits, _quiet, before, part=True).best()
    return by_household(network, answer, before)


def _quiet(_name: str, _proof: Proof, _phase: str) -> None:
    """Values of a part say nothing of the whole."""
