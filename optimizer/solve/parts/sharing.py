"""Which whole households go to which part of the country, when the relaxed country says how many persons go where."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimizer.model.linear import Ending, Expression, LinearModel, expression
from optimizer.model.network import Network
from optimizer.scenario.entities import Tranche
from optimizer.solve.large.places import Places
from optimizer.solve.large.trips.master import Relaxed

GLADLY = 0.9  # of the room for households with a need, up to which they are sent there at no cost
AWAY, MOVED, MORE, CROWDED, TOO_MANY, OUTSIDE = 2.0, 60.0, 10.0, 10.0, 200.0, 5_000.0  # a person: see `_Sharing`
LONGER = 30.0  # minutes of a trip from stop to stop
GAP, NODES = 0.02, 50
Wanted = Mapping[tuple[str, int], float]  # persons by origin and part


def shared_out(
    network: Network, where: Places, parts: list[frozenset[int]], relaxed: Relaxed, seconds: float
) -> list[list[str]]:
    """The household ids of each part, where it has room for what they need; a group stays together, and whoever no
    site suits is nowhere."""
    part_of = {v: p for p, some in enumerate(parts) for v in some}
    sharing = _Sharing(network, [part_of.get(v, -1) for v in network.region_of_site], len(parts))
    sharing.as_wanted(_wanted(network, where, relaxed, sharing.part_of_site))
    sharing.in_few_buses(where)
    sharing.with_room()
    sharing.groups_together()
    return sharing.households(seconds)


def _wanted(network: Network, where: Places, relaxed: Relaxed, part_of_site: list[int]) -> Wanted:
    """Persons of the relaxed country."""
    wanted: dict[tuple[str, int], float] = {}
    for trip, driven in relaxed.driven.items():
        for j, load in zip(trip.stops, trip.loads, strict=True):
            key = where.origins[trip.origin], part_of_site[j]
            wanted[key] = wanted.get(key, 0.0) + driven * load
    for arc, persons in relaxed.walked.items():
        key = network.classes[network.arc_class[arc]].origin, part_of_site[network.arc_site[arc]]
        wanted[key] = wanted.get(key, 0.0) + persons
    return wanted


class _Sharing:
    """Households of each class to each part (`goes`). What costs, in minutes of driving: trips; and a person, AWAY,
    more or fewer from an origin to a part than wanted; MOVED, the same where they live in a site that stays; MORE, to
    a part from all origins; CROWDED and TOO_MANY, with a need for which a part has little or no room left; OUTSIDE, in
    no part."""

    def __init__(self, network: Network, part_of_site: list[int], parts: int) -> None:
        self._network, self.part_of_site, self._parts = network, part_of_site, parts
        self._linear = LinearModel()
        self._suits: list[frozenset[int]] = [frozenset()] * len(network.classes)  # sites, by class
        self._goes: dict[tuple[int, int], int] = {}
        self._cost = expression([], 0.0)
        for c, cls in enumerate(network.classes):
            self._suits[c] = frozenset(network.arc_site[network.arc_class == c].tolist())
            reached = sorted({part_of_site[j] for j in self._suits[c]})
            columns = self._linear.variables(len(reached), 0, cls.count, integer=True)
            self._goes |= {(c, p): int(x) for p, x in zip(reached, columns, strict=True)}
            outside = self._linear.variables(1, 0, cls.count, integer=True)
            total = expression([*columns, *outside])
            self._linear.row(total, low=cls.count, high=cls.count)
            self._cost = self._cost + expression(outside, OUTSIDE * cls.weight)

    def _persons(self, classes: set[int], part: int, each: Mapping[int, float] | None = None) -> Expression:
        """Persons of these classes who go to a part, or of another measure of a household."""
        mine = [(x, c) for (c, p), x in self._goes.items() if p == part and c in classes]
        sizes = [float(self._network.classes[c].persons) if each is None else each[c] for _, c in mine]
        return expression([x for x, _ in mine], sizes or 0.0)

    def _near(self, persons: Expression, wanted: float, price: float) -> None:
        """What differs costs."""
        fewer, more = self._linear.variables(2, 0, 1e6, integer=False).tolist()
        self._linear.row(persons + expression([fewer, more], [1.0, -1.0]), low=wanted, high=wanted)
        self._cost = self._cost + expression([fewer, more], price)

    def _within(self, amount: Expression, most: float, price: float) -> None:
        """What is beyond `most` costs."""
        over = self._linear.variables(1, 0, 1e6, integer=False)
        self._linear.row(amount + expression(over, -1.0), high=most)
        self._cost = self._cost + expression(over, price)

    def as_wanted(self, wanted: Wanted) -> None:
        """As many persons from each origin to each part, and to each part in all, as wanted."""
        origins: dict[str, set[int]] = {}
        for c, cls in enumerate(self._network.classes):
            origins.setdefault(cls.origin, set()).add(c)
        for p in range(self._parts):
            for origin, classes in origins.items():
                lasting = any(self._network.classes[c].relocation for c in classes)
                self._near(self._persons(classes, p), wanted.get((origin, p), 0.0), MOVED if lasting else AWAY)
            total = sum(persons for (_, q), persons in wanted.items() if q == p)
            self._near(self._persons(set(range(len(self._network.classes))), p), total, MORE)

    def in_few_buses(self, where: Places) -> None:
        """Whole trips from each origin to each part, there and back."""
        network = self._network
        seats = max((kind.seats for kind in network.fleet), default=1)
        rides = np.array(network.arc_rides, dtype=bool)
        walks = {
            (int(network.arc_class[a]), self.part_of_site[network.arc_site[a]]) for a in np.flatnonzero(~rides).tolist()
        }
        for o, origin in enumerate(where.origins):
            for p in range(self._parts):
                riding = {c for c, cls in enumerate(network.classes) if cls.origin == origin and (c, p) not in walks}
                persons = self._persons(riding, p)
                if len(persons.columns):
                    here = [j for j, q in enumerate(self.part_of_site) if q == p]
                    minutes = 2.0 * float(where.origin_to_site[o, here].min()) + LONGER
                    trips = self._linear.variables(1, 0, 1e3, integer=True)
                    self._linear.row(persons + expression(trips, -float(seats)), high=0)
                    self._cost = self._cost + expression(trips, minutes)

    def with_room(self) -> None:
        """Whoever is confined to some sites, by need or by wish, has room there; wheelchairs and care minutes fit."""
        classes = self._network.classes
        sites = sorted({suits for suits in self._suits if suits}, key=lambda s: (len(s), sorted(s)))
        for some in sites:
            confined = {c for c, suits in enumerate(self._suits) if suits and suits <= some}
            for p in range(self._parts):
                here = [j for j in some if self.part_of_site[j] == p]
                if here:
                    self._keep(self._persons(confined, p), self._room(here))
        every = set(range(len(classes)))
        for p in range(self._parts):
            here = [j for j, q in enumerate(self.part_of_site) if q == p]
            chairs = sum(self._network.scenario.sites[j].wheelchair_places for j in here)
            self._keep(self._persons(every, p, {c: float(cls.wheelchairs) for c, cls in enumerate(classes)}), chairs)
            minutes = self._care_minutes({self._network.region_of_site[j] for j in here})
            self._keep(self._persons(every, p, {c: cls.care_minutes for c, cls in enumerate(classes)}), minutes)

    def _keep(self, amount: Expression, room: float) -> None:
        if len(amount.columns) and room < float("inf"):
            self._within(amount, GLADLY * room, CROWDED)
            self._within(amount, room, TOO_MANY)

    def _room(self, sites: list[int]) -> float:
        network = self._network
        room: dict[tuple[int, Tranche], int] = {}
        for j in sites:
            key = network.region_of_site[j], network.scenario.sites[j].tranche
            room[key] = room.get(key, 0) + network.free[j]
        return float(sum(min(n, max(0, network.regions[v].free(t))) for (v, t), n in room.items()))

    def _care_minutes(self, regions: set[int]) -> float:
        """Minutes that are left in these regions; infinite where one has no limit."""
        left = 0.0
        for v in regions:
            here = self._network.regions[v]
            left += float("inf") if here.region.care_minutes is None else here.region.care_minutes - here.care_used
        return max(0.0, left)

    def groups_together(self) -> None:
        """All of a group go to one part."""
        groups: dict[str, list[int]] = {}
        for c, cls in enumerate(self._network.classes):
            if cls.group is not None and self._suits[c]:
                groups.setdefault(cls.group, []).append(c)
        for mine in groups.values():
            chosen = self._linear.variables(self._parts, 0, 1, integer=True)
            self._linear.row(expression(chosen), high=1)
            for c in mine:
                for p in range(self._parts):
                    if (c, p) in self._goes:
                        count = float(self._network.classes[c].count)
                        self._linear.row(expression([self._goes[c, p], int(chosen[p])], [1.0, -count]), high=0)

    def households(self, seconds: float) -> list[list[str]]:
        """The cheapest choice that is found, as ids; who is then in no part goes to the first with a fitting site."""
        found = self._linear.minimize(self._cost, seconds=max(1.0, seconds), gap=GAP, nodes=NODES)
        known = found.ending in (Ending.OPTIMAL, Ending.FEASIBLE)
        left = [list(cls.members) for cls in self._network.classes]
        parts: list[list[str]] = [[] for _ in range(self._parts)]
        for (c, p), column in self._goes.items():
            count = round(found.solution[column]) if known else 0
            parts[p] += left[c][:count]
            left[c] = left[c][count:]
        for c, p in self._goes:
            parts[p] += left[c]
            left[c] = []
        return parts
