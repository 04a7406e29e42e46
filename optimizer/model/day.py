"""The asylum seekers' day as a linear model: what goes where, apart from how the buses drive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Expression, Ints, LinearModel, expression
from optimizer.model.network import Network
from optimizer.scenario.entities import Site, SiteStatus

NONE = -1  # no variable: the site is in use anyway, or nobody can go there


@dataclass(slots=True)
class DayModel:
    """Variables of one day.

    `flow[a]` households on arc a, `used[j]` whether site j takes anyone (or NONE), `state[v]` and
    `hired[v]` whole persons of staff (or NONE in an overloaded region, which has all of it in use).
    """

    network: Network
    linear: LinearModel
    flow: Ints
    used: Ints
    state: Ints
    hired: Ints

    def persons(self, arcs: Ints) -> Expression:
        """Persons on the given arcs."""
        return expression(self.flow[arcs], self.network.arc_persons[arcs])

    def arcs_of_region(self, region: int) -> Ints:
        """The arcs that end in a region."""
        return np.flatnonzero(np.array(self.network.region_of_site, dtype=np.int64)[self.network.arc_site] == region)


def start_day(network: Network, *, integer: bool) -> DayModel:
    """The variables, and rule 1: no class sends more households than it has.

    `integer` asks for whole households; without it the model is a relaxation whose optimum is a bound.
    """
    linear = LinearModel()
    flow = linear.variables(len(network.arc_class), 0, network.arc_count.tolist(), integer=integer)
    used = np.full(len(network.scenario.sites), NONE, dtype=np.int64)
    for j, site in enumerate(network.scenario.sites):
        if (site.status is SiteStatus.CAN_OPEN or newly_staffed(site)) and (network.arc_site == j).any():
            used[j] = linear.variables(1, 0, 1, integer=True)[0]
    state = np.full(len(network.regions), NONE, dtype=np.int64)
    hired = state.copy()
    for v, here in enumerate(network.regions):
        if not here.staff_short(network.people_per_staff):
            state[v] = linear.variables(1, 0, here.region.state_staff_max, integer=True)[0]
            hired[v] = linear.variables(1, 0, here.region.hired_staff_max, integer=True)[0]
    model = DayModel(network, linear, flow, used, state, hired)
    place_once(model)
    return model


def newly_staffed(site: Site) -> bool:
    """Whether the site's fixed staff is needed only when someone is sent there."""
    return site.occupied == 0 and site.staff_fixed > 0


def place_once(model: DayModel) -> None:
    """Rule 1: sum of the flows of a class <= its households."""
    for c, cls in enumerate(model.network.classes):
        arcs = np.flatnonzero(model.network.arc_class == c)
        if len(arcs):
            model.linear.row(expression(model.flow[arcs]), high=cls.count)
