"""Rule 5: care minutes of a region and wheelchair places of a site (who fits at all is in the classes)."""

from __future__ import annotations

import numpy as np

from optimizer.model.day import DayModel
from optimizer.model.linear import expression
from optimizer.model.network import exact


def keep_care(model: DayModel) -> None:
    """Add the rows of wheelchair places and of care minutes."""
    _keep_wheelchair_places(model)
    _keep_care_minutes(model)


def _keep_wheelchair_places(model: DayModel) -> None:
    network = model.network
    wheelchairs = np.array([c.wheelchairs for c in network.classes], dtype=float)[network.arc_class]
    for j, site in enumerate(network.scenario.sites):
        arcs = network.arcs_at(j)
        arcs = arcs[wheelchairs[arcs] > 0]
        if len(arcs):
            model.linear.row(expression(model.flow[arcs], wheelchairs[arcs]), high=site.wheelchair_places)


def _keep_care_minutes(model: DayModel) -> None:
    network = model.network
    minutes = np.array([c.care_minutes for c in network.classes], dtype=float)[network.arc_class]
    for v, here in enumerate(network.regions):
        arcs = model.arcs_of_region(v)
        if here.region.care_minutes is not None and len(arcs):
            used = sum(
                (exact(s.care_minutes_used) for s in network.scenario.sites if s.region == here.region.code), exact(0)
            )
            left = exact(here.region.care_minutes) - used
            model.linear.row(expression(model.flow[arcs], minutes[arcs]), high=float(left))
