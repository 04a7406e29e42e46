"""The day in classes of households on links, relaxed: where care, staff or sizes decide who can be sheltered at all.

It has the rows of every rule but the buses, and the same face as the crowd of persons: slower, and closer.
"""

from __future__ import annotations

import numpy as np

from optimizer.model.linear import Ints, expression
from optimizer.model.network import Network
from optimizer.scenario.entities import SiteStatus
from optimizer.solve.large.crowd import MOST_EXCESS, MOST_MISSING, NONE, Crowd, Link
from optimizer.solve.large.region_cost import cost_lines
from optimizer.solve.large.totals import Totals
from optimizer.solve.program import EFFORT, DayLevels, day_levels


def crowd_of_classes(network: Network, origins: tuple[str, ...], totals: Totals, links: tuple[Link, ...]) -> Crowd:
    """The rows of one day in fractions of households, who ride on these links."""
    levels = day_levels(network, integer=False)
    model = Crowd(network, totals, links, {}, (0.0,) * len(origins), levels.day.linear)
    model.cost = levels.totals[EFFORT]
    _keep_levels(model, levels)
    _keep_costs(model, levels)
    arcs = arcs_of_links(network, origins)
    reached = set(links)
    for link, mine in arcs.items():
        persons = levels.day.persons(mine)
        row = model.linear.row(persons, high=0)
        if link in reached:
            model.entries[link] = [(row, -1.0)]
    return model


def _keep_levels(model: Crowd, levels: DayLevels) -> None:
    """The levels before the last as kept, or worse at a price that keeps the rows feasible."""
    model.excess = int(model.linear.variables(1, 0, MOST_EXCESS, integer=False)[0])
    model.missing.append(int(model.linear.variables(1, 0, MOST_MISSING, integer=False)[0]))
    slack = [expression([model.missing[0]], -1.0), NONE, expression([model.excess], -0.1)]
    for total, spare, kept in zip(levels.totals, slack, model.totals.kept, strict=False):
        model.linear.row(total + spare, high=kept + 1e-6)


def _keep_costs(model: Crowd, levels: DayLevels) -> None:
    """Whole staff and openings of a region cost at least what its lines say."""
    network, weights, day = model.network, model.network.scenario.policy.effort, levels.day
    for v, totals in enumerate(model.totals.arrivals):
        mine = [j for j in sorted(set(network.arc_site.tolist())) if network.region_of_site[j] == v]
        if not mine or network.regions[v].staff_short(network.people_per_staff):
            continue
        arrivals = day.persons(day.arcs_of_region(v))
        opened = [j for j in mine if day.used[j] >= 0 and network.scenario.sites[j].status is SiteStatus.CAN_OPEN]
        cost = expression([int(day.state[v]), int(day.hired[v])], [weights.state_staff, weights.hired_staff])
        cost = cost + expression(day.used[opened], [network.scenario.sites[j].open_cost for j in opened] or 0.0)
        for line in cost_lines(network, v, mine, totals):
            model.linear.row(cost + arrivals.times(-line.slope), low=line.at_zero)


def arcs_of_links(network: Network, origins: tuple[str, ...]) -> dict[Link, Ints]:
    """The arcs that ride, by origin and site."""
    index = {o: i for i, o in enumerate(origins)}
    found: dict[Link, list[int]] = {}
    for a in np.flatnonzero(np.array(network.arc_rides, dtype=bool)).tolist():
        origin = index[network.classes[int(network.arc_class[a])].origin]
        found.setdefault((origin, int(network.arc_site[a])), []).append(a)
    return {link: np.array(arcs, dtype=np.int64) for link, arcs in sorted(found.items())}
