"""Knapsacks, covers and prices against trying everything."""

from __future__ import annotations

import time
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.solve.rideless import cover, knapsacks
from optimizer.solve.rideless.cover import forced_covers, least_cover
from optimizer.solve.rideless.knapsacks import Knapsacks
from optimizer.solve.rideless.location import Location
from optimizer.solve.rideless.prices import Pricing, Use
from optimizer.solve.search import Limits
from tests.solve.rideless.small_locations import every_plan, location, locations

PRICES = st.integers(-9, 9)


def minute() -> Limits:
    return Limits(time.monotonic() + 60)


def subsets(count: int) -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(range(count), n) for n in range(count + 1)))


@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=6), room=st.integers(0, 25), data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_site_takes_what_pays_best(sizes: list[int], room: int, data: st.DataObject) -> None:
    price = np.array(data.draw(st.lists(PRICES, min_size=len(sizes), max_size=len(sizes))), dtype=float)[:, None]
    fits = [s for s in subsets(len(sizes)) if sum(sizes[i] for i in s) <= room]
    sacks = Knapsacks.of(np.array(sizes), np.array([room]))
    value, chosen = sacks.fill(price)
    taken = np.flatnonzero(chosen[:, 0])
    assert value[0] == min(price[list(s), 0].sum() for s in fits)
    assert price[taken, 0].sum() == value[0]
    assert sum(sizes[i] for i in taken) <= room
    for i, least in enumerate(sacks.with_each(price)[:, 0]):
        assert least == min((price[list(s), 0].sum() for s in fits if i in s), default=np.inf)


def test_coarse_steps_bound_from_below(monkeypatch: pytest.MonkeyPatch) -> None:
    # in steps of 3 persons 7 and 5 become 2 and 1 of a room of 3: both fit, though 12 persons have 11 places
    monkeypatch.setattr(knapsacks, "FINEST", 4)
    sacks = Knapsacks.of(np.array([7, 5]), np.array([11]))
    value, _ = sacks.fill(np.array([[-4.0], [-3.0]]))
    assert value[0] == -7
    assert sacks.with_each(np.array([[-4.0], [3.0]]))[1, 0] == -1


@given(rooms=st.lists(st.integers(0, 9), min_size=1, max_size=6), need=st.integers(0, 30), data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_sites_cover_the_need_at_the_least_price(rooms: list[int], need: int, data: st.DataObject) -> None:
    price = np.array(data.draw(st.lists(PRICES, min_size=len(rooms), max_size=len(rooms))), dtype=float)
    enough = [s for s in subsets(len(rooms)) if sum(rooms[j] for j in s) >= need]
    value, used = least_cover(price, np.array(rooms), need)
    assert value == min((price[list(s)].sum() for s in enough), default=np.inf)
    if enough:
        assert price[used].sum() == value
        assert sum(rooms[j] for j in used) >= need
    on, off = forced_covers(price, np.array(rooms), need)
    for j in range(len(rooms)):
        assert on[j] == min((price[list(s)].sum() for s in enough if j in s), default=np.inf)
        assert off[j] == min((price[list(s)].sum() for s in enough if j not in s), default=np.inf)


def test_a_coarse_cover_never_asks_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cover, "FINEST", 2)  # steps of 4: rooms of 5 count as 2 steps, a need of 7 as 2
    assert least_cover(np.array([3.0, 4.0]), np.array([5, 5]), 7)[0] == 3
    assert least_cover(np.array([3.0, 4.0]), np.array([4, 4]), 7)[0] == 7


@given(problem=locations(), data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_plan_costs_less_than_its_bounds(problem: Location, data: st.DataObject) -> None:
    """Of the whole, of each site used or not, of each pair; with some sites decided already, at odd prices too."""
    pricing = Pricing(problem, minute())
    use = np.array(data.draw(st.lists(st.sampled_from(list(Use)), min_size=len(problem.room), max_size=9)))
    use = use[: len(problem.room)]
    worth = np.array(data.draw(st.lists(st.integers(0, 60), min_size=5, max_size=5)), dtype=float)
    priced = pricing.climb(use, worth[: len(problem.persons)], None, rounds=data.draw(st.integers(1, 30)), pace=1.0)
    plans = {
        s: cost
        for s, cost in every_plan(problem).items()
        if not (set(s) & set(np.flatnonzero(use == Use.SHUT).tolist()))
    }
    paid = {
        s: cost + sum(int(problem.opening[j]) for j in np.flatnonzero(use == Use.IN_USE) if j not in s)
        for s, cost in plans.items()
    }
    if priced is None:
        assert not plans
        return
    on, off = pricing.sites(use, priced)
    pairs = pricing.pairs(use, priced)
    for sites, cost in paid.items():
        assert priced.bound <= cost + 1e-6
        assert all(pairs[i, j] <= cost + 1e-6 for i, j in enumerate(sites))
        assert all((on if j in sites or use[j] == Use.IN_USE else off)[j] <= cost + 1e-6 for j in range(len(use)))


def test_prices_reach_the_optimum_where_there_is_no_gap() -> None:
    # each household beside its own site: 2 + 3 to open, 1 + 1 to go
    problem = location([2, 2], [2, 2], [2, 3], [[1, 9], [9, 1]])
    pricing = Pricing(problem, minute())
    priced = pricing.climb(np.zeros(2, dtype=np.int64), pricing.first_worth(), 7.0, rounds=300, pace=1.0)
    assert priced is not None
    assert priced.bound == pytest.approx(7, abs=0.01)


def test_sites_that_are_too_small_together_are_told() -> None:
    problem = location([2, 2], [3, 0], [0, 0], [[0, 0], [0, 0]])
    pricing = Pricing(problem, minute())
    assert pricing.climb(np.zeros(2, dtype=np.int64), pricing.first_worth(), None, rounds=5, pace=1.0) is None
