"""The duties that drive least, against every way to give a few trips to buses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from optimizer.model.fleet import Route
from optimizer.model.network import Network, build_network
from optimizer.scenario.read import read_scenario
from optimizer.scenario.sample import write_sample
from optimizer.solve.answer import Ride
from optimizer.solve.chains import REFUSED, best_duties
from optimizer.solve.duties import Roster, Task, tasks
from tests.generate import random_scenario


def network_of(seed: int, folder: Path) -> Network:
    write_sample(random_scenario(seed, "small", "mixed"), folder / "day")
    return build_network(read_scenario(folder / "day"))


def some_tasks(network: Network, most: int) -> list[Task]:
    """One household a trip, each from another class as far as there are any."""
    riding = np.flatnonzero(np.array(network.arc_rides, dtype=bool))
    _, first = np.unique(network.arc_class[riding], return_index=True)
    rides = [
        Ride(
            Route(network.classes[network.arc_class[a]].origin, (network.scenario.sites[network.arc_site[a]].id,)),
            {a: 1},
        )
        for a in riding[first].tolist()[:most]
    ]
    return list(tasks(network, rides))


def every_cost(roster: Roster, network: Network, todo: list[Task]) -> Iterator[float]:
    """What each way to give the trips to buses costs: driving, and REFUSED a trip without a bus."""
    buses = [k for k, kind in enumerate(network.fleet) for _ in kind.buses]

    def grown(left: list[Task], duties: list[tuple[int, tuple[Task, ...]]]) -> Iterator[float]:
        driven = sum(1 for _, duty in duties if duty)
        if driven > network.scenario.policy.buses_per_day:
            return
        if not left:
            yield sum(roster.minutes(k, duty) for k, duty in duties)
            return
        task, rest = left[0], left[1:]
        yield from (REFUSED + cost for cost in grown(rest, duties))
        for b, (k, duty) in enumerate(duties):
            for place in range(len(duty) + 1):
                longer = (*duty[:place], task, *duty[place:])
                if roster.minutes(k, longer) < float("inf"):
                    yield from grown(rest, [*duties[:b], (k, longer), *duties[b + 1 :]])

    yield from grown(todo, [(k, ()) for k in buses])


@pytest.mark.parametrize("seed", range(8))
def test_nothing_drives_less(seed: int, tmp_path: Path) -> None:
    network = network_of(seed, tmp_path)
    todo, roster = some_tasks(network, 4), Roster(network)
    best = best_duties(network, todo, REFUSED * (len(todo) + 1), 10.0)
    assert best is not None
    driven = [task for _, duty in best for task in duty]
    assert len({id(task) for task in driven}) == len(driven)
    cost = sum(roster.minutes(k, duty) for k, duty in best) + REFUSED * (len(todo) - len(driven))
    assert cost == pytest.approx(min(every_cost(roster, network, todo)))


def test_a_choice_as_good_as_the_best_is_kept(tmp_path: Path) -> None:
    network = network_of(3, tmp_path)
    todo, roster = some_tasks(network, 4), Roster(network)
    best = best_duties(network, todo, REFUSED * (len(todo) + 1), 10.0)
    assert best is not None
    cost = sum(roster.minutes(k, duty) for k, duty in best) + REFUSED * (len(todo) - sum(len(d) for _, d in best))
    assert best_duties(network, todo, cost, 10.0) is None
    assert best_duties(network, [], 0.0, 10.0) is None
