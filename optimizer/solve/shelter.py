"""Asylum seekers into sites: a small day exactly, a large one by relaxation, trips and repair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.model.network import Network
from optimizer.solve.answer import Answer, nobody_moves
from optimizer.solve.diving import solve_by_diving
from optimizer.solve.exact import all_slots, solve_exactly
from optimizer.solve.large.day import Tell, solve_large
from optimizer.solve.large.warm import stay_near
from optimizer.solve.nearest import nearest_first
from optimizer.solve.parts.day import solve_in_parts
from optimizer.solve.previous import NOTHING, Previous
from optimizer.solve.program import EFFORT, LEVELS
from optimizer.solve.progress import OutOfTime
from optimizer.solve.rideless.day import solve_rideless
from optimizer.solve.rideless.rules import location_day
from optimizer.solve.search import Limits
from optimizer.solve.stage import Proof
from optimizer.solve.value import as_reached, values

SMALL = 2_000  # slots times routes that are solved in one piece at once
MIDDLING = 12_000  # that are tried in one piece when the other way leaves something unproven
CHOOSING = 0.5  # of the time for choosing trips whole; where buses are too few the other way has the rest
MOST_SITES = 200  # that the other way can look at
SMALL_WORK, MIDDLING_WORK = 20.0, 8.0  # deterministic time a level
TOLERANCES = (0, 2, 3, 4)  # where the policy keeps the tolerance of each level of the asylum seekers


@dataclass(frozen=True, slots=True)
class Sheltered:
    """The answer, and a proof for each level of the asylum seekers (program.LEVELS)."""

    answer: Answer
    proofs: tuple[Proof, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The levels' values, rounded where floating numbers end."""
        return tuple(round(proof.value, 6) for proof in self.proofs)

    def settled(self, network: Network, levels: int = len(LEVELS)) -> bool:
        """Whether so many of the first levels are within their tolerances."""
        tolerance = network.scenario.policy.tolerance
        return all(
            proof.gap <= tolerance[i] + 1e-9 for proof, i in list(zip(self.proofs, TOLERANCES, strict=True))[:levels]
        )

    def proven(self) -> bool:
        """Whether every level's value meets its bound."""
        return all(proof.gap <= 1e-9 for proof in self.proofs)


def shelter(network: Network, limits: Limits, tell: Tell, previous: Previous = NOTHING) -> Sheltered:
    """Shelter as many as possible, then keep groups together, spread the load and spare effort.

    Among answers as good, those that keep more of an earlier plan are preferred.

    OutOfTime: the limits ended the search before anybody was sheltered, which says nothing of what is possible.
    """
    stays = previous.stays(network)
    found = _best(network, limits, tell, previous, stays)
    answer = stay_near(network, found.answer, stays, limits)
    return found if answer is found.answer else Sheltered(answer, as_reached(network, answer, found.proofs))


def _best(network: Network, limits: Limits, tell: Tell, previous: Previous, stays: Mapping[int, int]) -> Sheltered:
    """The best answer that is found; a rideless day is a question of its own."""
    located = location_day(network)
    if located is not None:
        answered = solve_rideless(network, located, limits, tell)
        if answered is not None:
            return Sheltered(*answered)
    found = _shelter(network, limits, tell, previous, stays)
    if located is not None and found.values[0] == 0:
        answered = solve_rideless(network, located, limits, tell, found.answer)
        found = found if answered is None else both(found, Sheltered(*answered))
    return found


def _shelter(network: Network, limits: Limits, tell: Tell, previous: Previous, stays: Mapping[int, int]) -> Sheltered:
    """`shelter` for days on which a bus or another rule than places can bind."""
    found = None
    slots = all_slots(network, SMALL)
    if slots is not None:
        found = Sheltered(*solve_exactly(network, slots, nobody_moves(network), limits, SMALL_WORK, stays))
        _report(found, tell, "in one piece")
    if found is None or not (found.proven() or limits.over()):
        both_ways = len(network.scenario.sites) <= MOST_SITES
        part = limits.part(CHOOSING if both_ways else 1.0)
        solving = solve_in_parts if len(network.scenario.sites) > MOST_SITES else solve_large
        other = Sheltered(*solving(network, part, tell, previous))
        limits.clock_stopped |= part.clock_stopped
        found = other if found is None else both(found, other)
        if both_ways and not other.settled(network, EFFORT) and not limits.over():
            found = both(found, Sheltered(*solve_by_diving(network, limits, tell)))
    if slots is None and not found.settled(network) and not limits.over():
        slots = all_slots(network, MIDDLING)
        if slots is not None:
            found = both(found, Sheltered(*solve_exactly(network, slots, found.answer, limits, MIDDLING_WORK, stays)))
            _report(found, tell, "in one piece")
    if limits.clock_stopped or limits.over():
        found = both(found, _nearest(network))
        if len(network.arc_class) and not found.answer.flow() and not found.proven():
            raise OutOfTime("the search was stopped before it had a plan in which anybody is sheltered")
    return found


def _nearest(network: Network) -> Sheltered:
    """Everybody to the nearest site with room: worse than a search, and better than one that is cut short early."""
    answer = nearest_first(network)
    return Sheltered(answer, tuple(Proof(value, 0.0) for value in values(network, answer)))


def both(one: Sheltered, two: Sheltered) -> Sheltered:
    """The better of two, with the better bound of each level as long as they agree on the levels before it."""
    better, other = (one, two) if one.values <= two.values else (two, one)
    proofs = []
    for level, proof in enumerate(better.proofs):
        bound = proof.bound
        if better.values[:level] == other.values[:level]:
            bound = min(proof.value, max(bound, other.proofs[level].bound))
        proofs.append(Proof(proof.value, bound, proof.seconds + other.proofs[level].seconds))
    return Sheltered(better.answer, tuple(proofs))


def _report(found: Sheltered, tell: Tell, phase: str) -> None:
    for name, proof in zip(LEVELS, found.proofs, strict=True):
        tell(name, proof, phase)
