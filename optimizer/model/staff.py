"""Rule 4: no staff, no opening."""

from __future__ import annotations

import numpy as np

from optimizer.model.day import NONE, DayModel, newly_staffed
from optimizer.model.linear import expression
from optimizer.model.network import exact


def keep_staff(model: DayModel) -> None:
    """Fixed staff of sites in use + residents / people_per_staff <= own + state + hired, region by region.

    Multiplied by the numerator of people_per_staff, so that the row is one of whole numbers. A region whose
    present residents already need more has no row: nobody is sent there, and all its staff is in use.
    """
    network = model.network
    per, of = network.people_per_staff.numerator, network.people_per_staff.denominator
    region = np.array(network.region_of_site, dtype=np.int64)
    for v, here in enumerate(network.regions):
        if model.state[v] == NONE:
            continue
        arcs = model.arcs_of_region(v)
        mine = [j for j in np.flatnonzero(region == v).tolist() if model.used[j] != NONE]
        opened = [j for j in mine if newly_staffed(network.scenario.sites[j])]
        fixed = [float(exact(network.scenario.sites[j].staff_fixed) * per) for j in opened]
        need = (
            model.persons(arcs).times(of)
            + expression(model.used[opened], fixed)
            + expression([model.state[v], model.hired[v]], -float(per))
        )
        spare = per * (exact(here.region.own_staff) - here.staff_fixed) - of * here.occupied
        model.linear.row(need, high=float(spare))
