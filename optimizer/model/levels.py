"""The objectives of the asylum seekers' day as expressions (contract, section 3); driving is added by the buses."""

from __future__ import annotations

from math import ceil

import numpy as np

from optimizer.model.day import NONE, DayModel
from optimizer.model.linear import Expression, LinearModel, expression
from optimizer.model.network import RegionState
from optimizer.scenario.entities import SiteStatus

BANDS = 10


def unsheltered(model: DayModel) -> Expression:
    """Level 1: weighted persons of households that get no site."""
    network = model.network
    weight = np.array([c.weight for c in network.classes], dtype=float)
    everyone = sum(c.weight * c.count for c in network.classes)
    placed = expression(model.flow, -weight[network.arc_class] if len(model.flow) else 0.0)
    return Expression(placed.columns, placed.coefficients, everyone)


def displaced(model: DayModel) -> Expression:
    """The groups' part of level 3: persons outside their group's most used region.

    inside[g, v] <= persons of g in v, inside[g, v] <= size of g * main[g, v], sum_v main[g, v] <= 1;
    displaced = persons of groups placed - sum inside.
    """
    network = model.network
    total = expression([], 0.0)
    region = np.array(network.region_of_site, dtype=np.int64)
    for group in sorted({c.group for c in network.classes if c.group is not None}):
        mine = [i for i, c in enumerate(network.classes) if c.group == group]
        arcs = np.flatnonzero(np.isin(network.arc_class, mine))
        size = sum(network.classes[i].persons * network.classes[i].count for i in mine)
        total = total + model.persons(arcs)
        reached = np.unique(region[network.arc_site[arcs]])
        main = model.linear.variables(len(reached), 0, 1, integer=True)
        inside = model.linear.variables(len(reached), 0, size, integer=True)
        model.linear.row(expression(main), high=1)
        for v, m, n in zip(reached, main, inside, strict=True):
            there = arcs[region[network.arc_site[arcs]] == v]
            model.linear.row(expression([n]) + model.persons(there).times(-1), high=0)
            model.linear.row(expression([n, m], [1, -size]), high=0)
        total = total + expression(inside, -1.0)
    return total


def uneven(model: DayModel) -> Expression:
    """Level 4: the convex bands of each region's load, as ten tangents.

    A variable of tenths lies above each tangent b^2 * O + w * (sum of i^2 for i < b - b^3), w = K / 10.
    """
    total = expression([], 0.0)
    constant = 0.0
    for v, here in enumerate(model.network.regions):
        arcs = model.arcs_of_region(v)
        if not len(arcs):
            constant += uneven_of(here.occupied, here.region.places)
            continue
        free = sum(model.network.free[j] for j in set(model.network.arc_site[arcs].tolist()))
        tenths = tangents(model.linear, here, model.persons(arcs), free)
        total = total + expression([tenths], 0.1)
    return Expression(total.columns, total.coefficients, constant)


def uneven_of(occupied: float, places: int) -> float:
    """One region's share of level 4 at a given number of residents."""
    width = places / BANDS
    inside = sum(b * b * min(max(occupied - b * width, 0), width) for b in range(BANDS))
    return inside + 81 * max(0, occupied - places)


def tangents(linear: LinearModel, here: RegionState, arrivals: Expression, most: int) -> int:
    """The variable above the tangents of a region that `most` persons can come to."""
    highest = 10 * uneven_of(here.occupied + most, here.region.places)
    tenths = int(linear.variables(1, 0, ceil(highest), integer=True)[0])
    for b in range(BANDS):
        intercept = here.region.places * (sum(i * i for i in range(b)) - b**3)
        line = arrivals.times(10 * b * b) + expression([tenths], -1.0)
        linear.row(line, high=-intercept - 10 * b * b * here.occupied)
    return tenths


def effort(model: DayModel) -> Expression:
    """Level 5 without the buses: own travel, staff, openings and relocations."""
    network, weights = model.network, model.network.scenario.policy.effort
    sites = network.scenario.sites
    costs = []
    for c, j in zip(network.arc_class, network.arc_site, strict=True):
        cls, site = network.classes[c], sites[j]
        moved = cls.relocation if site.id != cls.origin else 0
        own = 0.0 if cls.by_bus else network.travel.minutes(cls.origin, site.id)
        costs.append(weights.relocation * moved + weights.own_minute * own)
    total = expression(model.flow, costs if costs else 0.0)
    constant = 0.0
    for v, here in enumerate(network.regions):
        if model.state[v] == NONE:
            constant += weights.state_staff * here.region.state_staff_max
            constant += weights.hired_staff * here.region.hired_staff_max
        else:
            total = total + expression([model.state[v], model.hired[v]], [weights.state_staff, weights.hired_staff])
    opened = [j for j, site in enumerate(sites) if site.status is SiteStatus.CAN_OPEN and model.used[j] != NONE]
    total = total + expression(model.used[opened], [sites[j].open_cost for j in opened])
    return Expression(total.columns, total.coefficients, constant)
