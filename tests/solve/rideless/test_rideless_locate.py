"""Pieces, regrouping, branching and all of it together, against trying everything."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer.solve.rideless import branch
from optimizer.solve.rideless.branch import Branching
from optimizer.solve.rideless.locate import Located, locate
from optimizer.solve.rideless.location import NOWHERE, Location
from optimizer.solve.rideless.piece import Piece, best_piece
from optimizer.solve.rideless.regroup import Regrouping
from optimizer.solve.search import Limits
from tests.solve.rideless.small_locations import every_plan, location, locations

# Two sites of 4 places. Both families at the first cost 5 + 1 + 1 = 7, but they are 5 persons.
APART = location([2, 3], [4, 4], [5, 6], [[1, 2], [1, 3]])


def minute() -> Limits:
    return Limits(time.monotonic() + 60)


def whole(problem: Location) -> Piece:
    households, sites = np.arange(len(problem.persons)), np.arange(len(problem.room))
    return Piece(households, sites, np.zeros(len(sites), dtype=bool), problem.allowed)


def found_by_everything(problem: Location, *, work: float = 20.0) -> Located | None:
    return locate(problem, minute(), lambda _: None, work=work)


def test_two_families_that_do_not_fit_together_go_apart() -> None:
    found = found_by_everything(APART)
    assert found is not None
    assert (found.total, found.bound) == (14, 14)
    assert found.sites.tolist() == [1, 0]  # 5 + 1 and 6 + 2; the other way round it is 5 + 1 + 6 + 3


def test_two_families_that_fit_together_share_a_site() -> None:
    found = found_by_everything(location([2, 3], [5, 4], [5, 6], [[1, 2], [1, 3]]))
    assert found is not None
    assert (found.total, found.bound, found.sites.tolist()) == (7, 7, [0, 0])


@given(problem=locations())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_it_finds_and_proves_the_optimum(problem: Location) -> None:
    plans = every_plan(problem)
    found = found_by_everything(problem)
    if not plans:
        assert found is None
        return
    assert found is not None
    assert found.total == found.bound == min(plans.values()) == plans[tuple(found.sites.tolist())]


@given(problem=locations(households=7))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_branching_alone_proves_the_optimum_from_a_poor_plan(problem: Location) -> None:
    plans = every_plan(problem)
    if not plans:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branch, "MOST_PAIRS", 0)  # so that it branches on every site
        patch.setattr(branch, "ROUNDS", 3)
        branching = Branching(problem, minute())
        assert branching.start() is not None
        branching.ceiling = max(plans.values()) + problem.step
        assert branching.bound <= min(plans.values())
        branching.run(1e9)
    assert branching.done
    assert branching.best is not None
    assert branching.ceiling == min(plans.values()) == plans[tuple(branching.best.tolist())]


def test_a_leaf_that_needs_more_work_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch, "LEAF_WORK", 1e-9)
    branching = Branching(APART, minute())
    branching.start()
    branching.ceiling = 30
    branching.run(1e9)
    assert (branching.ceiling, branching.bound) == (14, 14)


@given(problem=locations())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_piece_of_everything_is_the_optimum(problem: Location) -> None:
    plans = every_plan(problem)
    found = best_piece(problem, whole(problem), minute(), work=10)
    assert found.proven
    if not plans:
        assert found.sites is None
        return
    assert found.sites is not None
    assert plans[tuple(found.sites.tolist())] == min(plans.values())
    none = best_piece(problem, whole(problem), minute(), work=10, below=min(plans.values()))
    assert none.proven
    assert none.sites is None


def test_who_is_nowhere_may_stay_so_but_only_when_there_is_no_place() -> None:
    start = np.array([0, NOWHERE])
    found = best_piece(APART, whole(APART), minute(), work=10, start=start)
    assert found.sites is not None
    assert NOWHERE not in found.sites
    small = location([2, 3], [4, 0], [5, 6], [[1, 2], [1, 3]])
    found = best_piece(small, whole(small), minute(), work=10, start=np.array([NOWHERE, NOWHERE]))
    assert found.sites is not None
    assert found.sites.tolist() == [NOWHERE, 0]  # three persons rather than two


def test_a_site_that_must_be_used_is_paid() -> None:
    problem = location([1], [1, 1], [5, 1], [[0, 0]])
    piece = whole(problem)
    piece.must[0] = True
    found = best_piece(problem, piece, minute(), work=10, below=5)
    assert found.sites is None
    assert found.proven


def random_problem(households: int, sites: int, seed: int) -> Location:
    draw = np.random.default_rng(seed)
    persons = draw.integers(5, 40, households)
    room = draw.integers(60, 140, sites)
    cost = draw.integers(10, 400, (households, sites))
    return location(persons.tolist(), room.tolist(), draw.integers(100, 500, sites).tolist(), cost.tolist())


def test_regrouping_places_everybody_and_never_gets_worse() -> None:
    problem = random_problem(25, 10, 3)
    regrouping = Regrouping(problem, np.full(25, NOWHERE))
    assert regrouping.total is None
    reached = []
    for _ in range(6):
        regrouping.run(0.3, minute())
        if regrouping.total is not None:
            assert regrouping.total == problem.total(regrouping.best)
            assert (problem.left(regrouping.best) >= 0).all()
            reached.append(regrouping.total)
    assert reached
    assert reached == sorted(reached, reverse=True)


def test_the_same_problem_gives_the_same_plan() -> None:
    problem = random_problem(30, 12, 7)
    one, two = (found_by_everything(problem, work=2.0) for _ in range(2))
    assert one is not None
    assert two is not None
    assert one.sites.tolist() == two.sites.tolist()
    assert (one.total, one.bound) == (two.total, two.bound)


def test_a_good_start_is_kept() -> None:
    problem = random_problem(20, 8, 5)
    best = found_by_everything(problem)
    assert best is not None
    again = locate(problem, minute(), lambda _: None, work=0.0, start=best.sites)
    assert again is not None
    assert again.sites.tolist() == best.sites.tolist()
    assert again.bound <= best.total
