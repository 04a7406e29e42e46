"""Cuts by hand: what whole buses keep and fractions of them do not."""

from __future__ import annotations

import pytest

from optimizer.solve.large.trips.cuts import Calls, Reaches, Trip, fills, leaves

SITES = (0, 0, 1)  # the region of each of three sites
EVERYBODY = frozenset({0, 1})


def trip(stops: tuple[int, ...], loads: tuple[int, ...], origin: int = 0, onward: int = 2) -> Trip:
    return Trip(0, origin, stops, loads, onward)


def test_sixty_persons_take_two_buses_and_the_second_counts_by_its_ten() -> None:
    cut = fills(0, SITES, EVERYBODY, 60, 50)
    assert (cut.least, cut.rest) == (2.0, 10)
    assert cut.share(trip((0, 1), (4, 3))) == pytest.approx(0.7)
    assert cut.share(trip((0,), (50,))) == 1.0
    assert cut.share(trip((2,), (50,))) == 0.0


def test_a_full_bus_exactly_is_one_bus() -> None:
    cut = fills(0, SITES, EVERYBODY, 50, 50)
    assert (cut.least, cut.rest) == (1.0, 50)
    assert fills(0, SITES, EVERYBODY, 51, 50).least == 2.0


@pytest.mark.parametrize("counts", [(c, d) for c in range(3) for d in range(3)])
def test_no_whole_trips_that_bring_enough_break_the_rounding(counts: tuple[int, int]) -> None:
    some = trip((0, 1), (20, 15)), trip((1,), (50,))
    for persons in range(1, 101):
        if sum(n * sum(t.loads) for n, t in zip(counts, some, strict=True)) >= persons:
            cut = fills(0, SITES, EVERYBODY, persons, 50)
            assert sum(n * cut.share(t) for n, t in zip(counts, some, strict=True)) >= cut.least - 1e-9


@pytest.mark.parametrize("counts", [(c, d, e) for c in range(3) for d in range(3) for e in range(3)])
def test_no_whole_trips_that_take_enough_along_break_the_rounding(counts: tuple[int, int, int]) -> None:
    some = trip((0, 2), (20, 15)), trip((1,), (50,)), trip((2,), (4,))
    for persons in range(1, 101):
        if sum(n * sum(t.loads) for n, t in zip(counts, some, strict=True)) >= persons:
            cut = leaves(0, persons, 50)
            assert sum(n * cut.share(t) for n, t in zip(counts, some, strict=True)) >= cut.least - 1e-9


def test_an_empty_trip_and_one_from_elsewhere_take_nobody_along() -> None:
    cut = leaves(0, 60, 50)
    assert (cut.least, cut.rest) == (2.0, 10)
    assert cut.share(trip((0,), (0,))) == 0.0
    assert cut.share(trip((0,), (50,), origin=1)) == 0.0
    assert cut.share(trip((0, 2), (3, 4))) == pytest.approx(0.7)


def test_others_may_not_fill_what_these_origins_must() -> None:
    cut = fills(0, SITES, frozenset({1}), 10, 50)
    assert cut.share(trip((0,), (10,), origin=0)) == 0.0
    assert cut.share(trip((0,), (10,), origin=1)) == 1.0


def test_a_call_counts_once_however_many_stops() -> None:
    cut = Calls(frozenset({0}), frozenset({0, 1}), 1.0)
    assert cut.share(trip((0, 1), (1, 1))) == 1.0
    assert cut.share(trip((2,), (1,))) == 0.0
    assert cut.share(trip((0,), (1,), origin=1)) == 0.0


def test_a_round_of_its_own_does_not_reach_an_origin() -> None:
    cut = Reaches(frozenset({1}))
    assert cut.share(trip((0,), (1,), origin=1, onward=1)) == 0.0
    assert cut.share(trip((0,), (1,), origin=0, onward=1)) == 1.0
    assert (cut.start(1), cut.start(0)) == (1.0, 0.0)
