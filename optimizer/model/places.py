"""Rule 3: places of a site and of a region's tranche; and which sites the plan uses (rule 2)."""

from __future__ import annotations

import numpy as np

from optimizer.model.day import NONE, DayModel
from optimizer.model.linear import Expression, expression
from optimizer.scenario.entities import Tranche


def keep_places(model: DayModel) -> None:
    """Add every row of places: site by site, then tranche by tranche."""
    _keep_site_places(model)
    _keep_tranche_places(model)


def _keep_site_places(model: DayModel) -> None:
    """Persons at j <= free places of j (times whether j is used); class by class too, which bounds better."""
    network = model.network
    for j in range(len(network.scenario.sites)):
        arcs = network.arcs_at(j)
        if not len(arcs):
            continue
        persons = model.persons(arcs)
        used = model.used[j]
        if used == NONE:
            model.linear.row(persons, high=network.free[j])
            continue
        model.linear.row(persons + _off(used, network.free[j]), high=0)
        for arc in arcs:
            most = min(int(network.arc_count[arc]), network.free[j] // int(network.arc_persons[arc]))
            model.linear.row(expression([model.flow[arc]]) + _off(used, most), high=0)


def _off(used: int, most: float) -> Expression:
    return expression([used], [-most])


def _keep_tranche_places(model: DayModel) -> None:
    """Persons in sites of a tranche <= what the present residents leave of the region's tranche."""
    network = model.network
    sites = network.scenario.sites
    region = np.array(network.region_of_site, dtype=np.int64)
    for v, here in enumerate(network.regions):
        for tranche in Tranche:
            mine = [j for j in np.flatnonzero(region == v) if sites[j].tranche is tranche]
            arcs = np.flatnonzero(np.isin(network.arc_site, mine))
            if len(arcs):
                model.linear.row(model.persons(arcs), high=here.free(tranche))
