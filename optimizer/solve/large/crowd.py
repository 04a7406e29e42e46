"""The day in persons instead of households: what riders and walkers take up, and what it costs apart from driving.

Every plan is a solution of these rows, so their optimum is a bound; what they leave out (which household is which)
is put back when households are seated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.model.day import newly_staffed
from optimizer.model.levels import tangents, uneven_of
from optimizer.model.linear import INFINITY, Expression, LinearModel, expression
from optimizer.model.network import Network, exact
from optimizer.scenario.entities import SiteStatus, Tranche
from optimizer.solve.large.region_cost import Line, cost_lines
from optimizer.solve.large.totals import Totals

Link = tuple[int, int]  # an origin and a site
NONE = expression([], 0.0)
MISSING = 20_000.0
EXCESS = 20.0  # of a tenth of level 4
MOST_MISSING, MOST_EXCESS = 10_000.0, 1e8


@dataclass(slots=True)
class Crowd:
    """`entries` tells for each link in which rows a person who rides it counts, and how much there.

    `missing` and `excess` are what the plan falls short of the totals, and of level 4, at a price that keeps the
    rows feasible; `cost` is level 5 without driving.
    """

    network: Network
    totals: Totals
    links: tuple[Link, ...]
    riders: dict[Link, int]  # variable of the persons on a link, where there is one
    moving: tuple[float, ...]  # least that level 5 counts for a person who rides from each origin, driving aside
    linear: LinearModel = field(default_factory=LinearModel)
    entries: dict[Link, list[tuple[int, float]]] = field(default_factory=dict)
    walkers: dict[int, int] = field(default_factory=dict)  # arc without a bus -> variable of its persons
    used: dict[int, int] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    excess: int = -1
    cost: Expression = NONE
    _links_to: dict[int, list[Link]] = field(default_factory=dict)  # by site
    _walkers_to: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for link in self.links:
            self._links_to.setdefault(link[1], []).append(link)

    @property
    def missing_price(self) -> float:
        """Of a person missing from a total, above what effort that can save."""
        return MISSING

    @property
    def objective(self) -> Expression:
        """Level 5 without driving, and what is short of totals and levels at its price."""
        short = expression(self.missing, MISSING) if self.missing else NONE
        return self.cost + short + expression([self.excess], EXCESS)

    def walk(self, arc: int, persons: int) -> None:
        """Know the variable of the persons on an arc that takes no bus."""
        self.walkers[arc] = persons
        self._walkers_to.setdefault(int(self.network.arc_site[arc]), []).append(persons)

    def limit(
        self,
        sites: Sequence[int],
        rest: Expression = NONE,
        *,
        low: float = -INFINITY,
        high: float = INFINITY,
        each: float = 1.0,
        origin: int | None = None,
    ) -> int:
        """A row low <= `each` times the persons at the sites (those from one origin only, if given) + rest <= high."""
        here = set(sites)
        links = sorted(link for j in here for link in self._links_to.get(j, ()) if origin in (None, link[0]))
        columns = [self.riders[link] for link in links if link in self.riders]
        if origin is None:
            columns += sorted(x for j in here for x in self._walkers_to.get(j, ()))
        row = self.linear.row(expression(columns, each) + rest, low, high)
        for link in links:
            self.entries.setdefault(link, []).append((row, each))
        return row

    def slack(self) -> Expression:
        """What a total may be missed by."""
        self.missing.append(int(self.linear.variables(1, 0, MOST_MISSING, integer=True)[0]))
        return expression(self.missing[-1:])


def crowd(network: Network, origins: tuple[str, ...], totals: Totals, links: tuple[Link, ...], *, whole: bool) -> Crowd:
    """The rows of one day; `whole` gives each link a variable of its own, of persons: what trips carry is whole."""
    model = Crowd(network, totals, links, {}, moving_costs(network, origins, totals))
    if whole:
        room = [network.free[j] for _, j in links]
        columns = model.linear.variables(len(links), 0, [float(r) for r in room], integer=False)
        model.riders.update(zip(links, columns.tolist(), strict=True))
        model.cost = expression(columns, [model.moving[o] for o, _ in links] or 0.0)
    _walk(model)
    _keep_places(model)
    tenths = [_keep_region(model, v) for v in range(len(network.regions))]
    _keep_even(model, [t for t in tenths if t is not None])
    _keep_totals(model)
    return model


def moving_costs(network: Network, origins: tuple[str, ...], totals: Totals) -> tuple[float, ...]:
    """Relocation cost of a person who rides from each origin: the mean where all who may must, else the least."""
    weight = network.scenario.policy.effort.relocation
    riding = {int(c) for c, rides in zip(network.arc_class, network.arc_rides, strict=True) if rides}
    costs = []
    for o, (low, _) in zip(origins, totals.leaving, strict=True):
        mine = [network.classes[c] for c in sorted(riding) if network.classes[c].origin == o]
        persons = sum(c.persons * c.count for c in mine)
        mean = sum(c.relocation * c.count for c in mine) / persons
        costs.append(weight * (mean if low == persons else min(c.relocation / c.persons for c in mine)))
    return tuple(costs)


def _walk(model: Crowd) -> None:
    """Persons who take no bus, arc by arc, and what their ways cost."""
    network, weights = model.network, model.network.scenario.policy.effort
    for a in np.flatnonzero(~np.array(network.arc_rides, dtype=bool)).tolist():
        cls, site = network.classes[int(network.arc_class[a])], network.scenario.sites[int(network.arc_site[a])]
        persons = model.linear.variables(1, 0, float(cls.persons * cls.count), integer=True)
        model.walk(a, int(persons[0]))
        way = 0.0 if cls.by_bus else weights.own_minute * network.travel.minutes(cls.origin, site.id)
        moved = 0.0 if site.id == cls.origin else weights.relocation * cls.relocation
        model.cost = model.cost + expression(persons, (way + moved) / cls.persons)


def _keep_places(model: Crowd) -> None:
    """Site by site, then tranche by tranche."""
    network = model.network
    sites = network.scenario.sites
    reached = sorted(set(network.arc_site.tolist()))
    for j in reached:
        if sites[j].status is SiteStatus.CAN_OPEN or newly_staffed(sites[j]):
            model.used[j] = int(model.linear.variables(1, 0, 1, integer=True)[0])
            model.limit([j], expression([model.used[j]], -float(network.free[j])), high=0)
            if sites[j].status is SiteStatus.CAN_OPEN:
                model.cost = model.cost + expression([model.used[j]], sites[j].open_cost)
        else:
            model.limit([j], high=network.free[j])
    for v, here in enumerate(network.regions):
        for tranche in Tranche:
            mine = [j for j in reached if network.region_of_site[j] == v and sites[j].tranche is tranche]
            if sum(network.free[j] for j in mine) > here.free(tranche):
                model.limit(mine, high=max(0, here.free(tranche)))


def _keep_region(model: Crowd, v: int) -> int | None:
    """Arrivals, staff, care and cost of a region; its variable of level 4 in tenths, if anybody can come."""
    network, here = model.network, model.network.regions[v]
    mine = [j for j in sorted(set(network.arc_site.tolist())) if network.region_of_site[j] == v]
    low, high = model.totals.arrivals[v]
    arrivals = model.linear.variables(1, 0, float(max(low, high)), integer=True)
    model.limit(mine, expression(arrivals, -1.0), low=0, high=0)
    if low:
        model.linear.row(expression(arrivals) + model.slack(), low=low)
    if high:
        _keep_care(model, v, mine)
    _keep_staff(model, v, mine, int(arrivals[0]))
    return tangents(model.linear, here, expression(arrivals), high) if high else None


def _keep_care(model: Crowd, v: int, mine: list[int]) -> None:
    """Care minutes of a region, as if everybody needed the least that anybody needs."""
    network, region = model.network, model.network.regions[v].region
    if region.care_minutes is not None:
        used = sum((exact(network.scenario.sites[j].care_minutes_used) for j in _sites_of(network, v)), exact(0))
        least = min((c.care_minutes / c.persons for c in network.classes), default=0.0)
        model.limit(mine, high=float(exact(region.care_minutes) - used), each=least)


def _sites_of(network: Network, v: int) -> list[int]:
    return [j for j, w in enumerate(network.region_of_site) if w == v]


def _keep_staff(model: Crowd, v: int, mine: list[int], arrivals: int) -> None:
    """Whole staff of a region, and lines under the least that its arrivals can cost."""
    network, here = model.network, model.network.regions[v]
    weights = network.scenario.policy.effort
    if here.staff_short(network.people_per_staff):
        everyone = weights.state_staff * here.region.state_staff_max + weights.hired_staff * here.region.hired_staff_max
        model.cost = model.cost + Expression(NONE.columns, NONE.coefficients, everyone)
        return
    state = model.linear.variables(1, 0, here.region.state_staff_max, integer=True)
    hired = model.linear.variables(1, 0, here.region.hired_staff_max, integer=True)
    per, of = network.people_per_staff.numerator, network.people_per_staff.denominator
    sites = network.scenario.sites
    opened = [j for j in mine if j in model.used and newly_staffed(sites[j])]
    fixed = [float(exact(sites[j].staff_fixed) * per) for j in opened]
    staff = expression([int(state[0]), int(hired[0])], -float(per))
    spare = float(per * (exact(here.region.own_staff) - here.staff_fixed) - of * here.occupied)
    need = expression([model.used[j] for j in opened], fixed or 0.0)
    model.linear.row(expression([arrivals], float(of)) + need + staff, high=spare)
    open_cost = [j for j in mine if j in model.used and sites[j].status is SiteStatus.CAN_OPEN]
    cost = expression(state, weights.state_staff) + expression(hired, weights.hired_staff)
    model.cost = model.cost + cost
    cost = cost + expression([model.used[j] for j in open_cost], [sites[j].open_cost for j in open_cost] or 0.0)
    for line in cost_lines(network, v, mine, model.totals.arrivals[v]):
        _keep_above(model, line, arrivals, cost)


def _keep_above(model: Crowd, line: Line, arrivals: int, cost: Expression) -> None:
    """Staff and openings cost at least what the line says at these arrivals."""
    model.linear.row(cost + expression([arrivals], -line.slope), low=line.at_zero)


def _keep_even(model: Crowd, tenths: list[int]) -> None:
    """Level 4 at most as kept, or by so much worse as `excess` says."""
    network, kept = model.network, model.totals.kept
    fixed = sum(
        uneven_of(here.occupied, here.region.places)
        for here, (_, high) in zip(network.regions, model.totals.arrivals, strict=True)
        if not high
    )
    model.excess = int(model.linear.variables(1, 0, MOST_EXCESS, integer=True)[0])
    most = 10 * (kept[2] - fixed) if len(kept) > 2 else 0.0
    model.linear.row(expression(tenths) + expression([model.excess], -1.0), high=round(most, 6))


def _keep_totals(model: Crowd) -> None:
    """Persons who must leave, walk, or go where alone they may."""
    everywhere = sorted({j for _, j in model.links})
    for o, (low, high) in enumerate(model.totals.leaving):
        model.limit(everywhere, high=high, origin=o)
        if low:
            model.limit(everywhere, model.slack(), low=low, origin=o)
    for o, allowed, low in model.totals.special:
        model.limit(sorted(allowed), model.slack(), low=low, origin=o)
    walkers: dict[int, list[int]] = {}
    for a, x in model.walkers.items():
        walkers.setdefault(int(model.network.arc_class[a]), []).append(x)
    for c, (low, high) in model.totals.walking.items():
        mine = walkers.get(c, [])
        model.linear.row(expression(mine) + (model.slack() if low else NONE), low=low)
        model.linear.row(expression(mine), high=high)
