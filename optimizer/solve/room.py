"""What is left of every limit but the buses', household by household."""

from __future__ import annotations

from collections import Counter
from copy import copy
from fractions import Fraction

from optimizer.model.day import newly_staffed
from optimizer.model.levels import uneven_of
from optimizer.model.network import Network, exact
from optimizer.scenario.entities import SiteStatus
from optimizer.solve.answer import Answer


class Room:
    """Places, tranches, wheelchair places, staff and care minutes that are left, and where groups are."""

    def __init__(self, network: Network, answer: Answer) -> None:
        self._network = network
        sites = network.scenario.sites
        self._places = list(network.free)
        self._chairs = [site.wheelchair_places for site in sites]
        self._here = [0] * len(sites)  # households
        self._tranche = [{t: here.free(t) for t in here.occupied_by_tranche} for here in network.regions]
        self._staff = [self._most_staff(v) for v in range(len(network.regions))]
        self._care = [
            float("inf") if here.region.care_minutes is None else here.region.care_minutes - here.care_used
            for here in network.regions
        ]
        self._occupied = [here.occupied for here in network.regions]
        self._groups: dict[str, Counter[int]] = {}
        for arc, count in answer.flow().items():
            for _ in range(count):
                self.take(arc)

    def _most_staff(self, v: int) -> Fraction:
        here = self._network.regions[v]
        most = exact(here.region.own_staff) + here.region.state_staff_max + here.region.hired_staff_max
        return most - here.staff_fixed - here.occupied / self._network.people_per_staff

    def _needs(self, arc: int) -> tuple[int, int, Fraction]:
        """Site, region and staff of one household more on an arc."""
        j = int(self._network.arc_site[arc])
        site, persons = self._network.scenario.sites[j], self._network.classes[self._network.arc_class[arc]].persons
        fixed = exact(site.staff_fixed) if newly_staffed(site) and not self._here[j] else Fraction(0)
        return j, self._network.region_of_site[j], persons / self._network.people_per_staff + fixed

    def fits(self, arc: int) -> bool:
        """Whether one household more keeps every limit."""
        cls, (j, v, staff) = self._network.classes[self._network.arc_class[arc]], self._needs(arc)
        tranche = self._network.scenario.sites[j].tranche
        return (
            cls.persons <= min(self._places[j], self._tranche[v][tranche])
            and cls.wheelchairs <= self._chairs[j]
            and staff <= self._staff[v]
            and cls.care_minutes <= self._care[v] + 1e-9
        )

    def take(self, arc: int) -> None:
        """One household more."""
        _, v, staff = self._needs(arc)
        self._staff[v] -= staff
        self._count(arc, 1)

    def give(self, arc: int) -> float:
        """One household less; by how much level 4 is better for it."""
        v = self._needs(arc)[1]
        before = self._uneven(v)
        self._count(arc, -1)
        self._staff[v] += self._needs(arc)[2]
        return before - self._uneven(v)

    def _count(self, arc: int, households: int) -> None:
        cls, j = self._network.classes[self._network.arc_class[arc]], int(self._network.arc_site[arc])
        v, persons = self._network.region_of_site[j], households * cls.persons
        self._places[j] -= persons
        self._tranche[v][self._network.scenario.sites[j].tranche] -= persons
        self._chairs[j] -= households * cls.wheelchairs
        self._care[v] -= households * cls.care_minutes
        self._occupied[v] += persons
        self._here[j] += households
        if cls.group is not None:
            self._groups.setdefault(cls.group, Counter())[v] += persons

    def copy(self) -> Room:
        """The same, to go back to."""
        other = copy(self)
        other._places, other._chairs, other._here = list(self._places), list(self._chairs), list(self._here)
        other._tranche = [dict(tranche) for tranche in self._tranche]
        other._staff, other._care, other._occupied = list(self._staff), list(self._care), list(self._occupied)
        other._groups = {group: Counter(where) for group, where in self._groups.items()}
        return other

    def lost(self, arc: int) -> tuple[int, float]:
        """What levels 3 and 4 lose by one household more."""
        return self.spread(arc), self.unevenness(arc)

    def _uneven(self, v: int) -> float:
        return uneven_of(self._occupied[v], self._network.regions[v].region.places)

    def spread(self, arc: int) -> int:
        """How many more persons of a group are outside its most used region with one household more."""
        cls, v = self._network.classes[self._network.arc_class[arc]], self._needs(arc)[1]
        if cls.group is None:
            return 0
        before = self._groups.get(cls.group, Counter())
        after = before + Counter({v: cls.persons})
        return (after.total() - max(after.values())) - (before.total() - max(before.values(), default=0))

    def unevenness(self, arc: int) -> float:
        """How much worse level 4 is with one household more."""
        v, persons = self._needs(arc)[1], self._network.classes[self._network.arc_class[arc]].persons
        places = self._network.regions[v].region.places
        return uneven_of(self._occupied[v] + persons, places) - uneven_of(self._occupied[v], places)

    def opening(self, arc: int) -> float:
        """What it costs to open the arc's site, if that must be."""
        j = int(self._network.arc_site[arc])
        site = self._network.scenario.sites[j]
        return site.open_cost if site.status is SiteStatus.CAN_OPEN and not self._here[j] else 0.0
