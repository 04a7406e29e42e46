"""Whether a day is a location problem: nobody rides, and with everybody placed no rule but places can bind."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.model.cpsat import whole_factor
from optimizer.model.day import newly_staffed
from optimizer.model.levels import uneven_of
from optimizer.model.linear import Floats, Ints
from optimizer.model.network import Network, RegionState, exact
from optimizer.scenario.entities import SiteStatus, Tranche
from optimizer.solve.answer import Answer
from optimizer.solve.rideless.location import Location
from optimizer.solve.value import staff_cost

FINEST = 1_000_000  # parts of 1 of level 5 that are told apart
LARGEST = 2**40  # of any total in units, so that floating numbers count its parts exactly
EXACT = 1e-5  # of a unit, what a whole number of them may be off


@dataclass(frozen=True, slots=True)
class LocationDay:
    """A location problem with its way back; a unit of its costs is 1 / `factor` of level 5.

    `rounding` is how far a total may be off where costs are no whole units (0: they are), `class_of` the class of
    each household, `arc[c, j]` the network's arc of class c to site j (-1: none).
    """

    location: Location
    factor: int
    rounding: float
    class_of: Ints
    arc: Ints

    def answer(self, network: Network, sites: Ints) -> Answer:
        """The plan in which household i is in `sites[i]`."""
        arcs, counts = np.unique(self.arc[self.class_of, sites], return_counts=True)
        others = {int(a): int(n) for a, n in zip(arcs, counts, strict=True)}
        return Answer(tuple(() for _ in network.fleet), others)


def location_day(network: Network) -> LocationDay | None:
    """The day as a location problem; None where a bus is needed, a rule may bind or costs are absurdly large."""
    placeable = len(np.unique(network.arc_class)) == len(network.classes)
    if any(network.arc_rides) or not placeable or not network.classes or not _idle(network):
        return None
    return _as_location(network)


def _as_location(network: Network) -> LocationDay | None:
    sites, classes = network.scenario.sites, network.classes
    minutes = _costs(network)
    opening = np.array([s.open_cost if s.status is SiteStatus.CAN_OPEN else 0.0 for s in sites])
    most = max(1.0, float(minutes.max()) * sum(c.count for c in classes) + float(opening.sum()))
    if most > LARGEST:
        return None
    factor, rounding = _units(np.concatenate([minutes, opening]), most)
    class_of = np.repeat(np.arange(len(classes)), [c.count for c in classes])
    arc = np.full((len(classes), len(sites)), -1, dtype=np.int64)
    arc[network.arc_class, network.arc_site] = np.arange(len(network.arc_class))
    cost = np.zeros(arc.shape, dtype=np.int64)
    cost[network.arc_class, network.arc_site] = np.rint(minutes * factor).astype(np.int64)
    persons = np.array([c.persons for c in classes], dtype=np.int64)
    shared = int(np.gcd.reduce(persons))  # room that no household's size can use is none
    location = Location(
        (persons // shared)[class_of],
        np.array(network.free, dtype=np.int64) // shared,
        np.rint(opening * factor).astype(np.int64),
        cost[class_of],
        (arc >= 0)[class_of],
    )
    return LocationDay(location, factor, rounding * (len(class_of) + len(sites)), class_of, arc)


def _units(costs: Floats, most: float) -> tuple[int, float]:
    """How many units 1 of level 5 has, and how far a cost in whole units may be off; `most` is the largest total."""
    factor = whole_factor(costs)
    if factor <= min(FINEST, LARGEST // most) and np.abs(costs * factor - np.rint(costs * factor)).max() < EXACT:
        return factor, 0.0
    factor = 10 ** int(np.log10(min(FINEST, LARGEST // most)))
    return factor, 0.5 / factor


def _costs(network: Network) -> Floats:
    """What level 5 counts of one household on each arc: its own travel and being moved out of a site."""
    weights = network.scenario.policy.effort
    own, relocation = exact(weights.own_minute), exact(weights.relocation)
    found = []
    for c, j in zip(network.arc_class.tolist(), network.arc_site.tolist(), strict=True):
        cls, site = network.classes[c], network.scenario.sites[j]
        moved = cls.relocation if site.id != cls.origin else 0
        minutes = network.travel.minutes(cls.origin, site.id)
        found.append(float(own * exact(minutes) + relocation * moved))
    return np.array(found)


def _idle(network: Network) -> bool:
    """Whether groups, wheelchairs and every region's staff, care, tranches and load leave all plans alike."""
    region = np.array(network.region_of_site, dtype=np.int64)
    return (
        _groups_idle(network, region)
        and _wheelchairs_idle(network)
        and all(_region_idle(network, v, np.flatnonzero(region == v)) for v in range(len(network.regions)))
    )


def _groups_idle(network: Network, region: Ints) -> bool:
    """Whether no group can be in two regions."""
    reached: dict[str, set[int]] = {}
    for c, j in zip(network.arc_class.tolist(), network.arc_site.tolist(), strict=True):
        group = network.classes[c].group
        if group is not None:
            reached.setdefault(group, set()).add(int(region[j]))
    return all(len(regions) == 1 for regions in reached.values())


def _wheelchairs_idle(network: Network) -> bool:
    wheelchairs = np.array([c.wheelchairs * c.count for c in network.classes], dtype=np.int64)
    most = np.bincount(network.arc_site, wheelchairs[network.arc_class], minlength=len(network.scenario.sites))
    return all(n <= site.wheelchair_places for n, site in zip(most, network.scenario.sites, strict=True) if n)


def _region_idle(network: Network, region: int, sites: Ints) -> bool:
    """Whether a region's limits hold, and its load and staff weigh the same, whoever of those who may come comes."""
    here = network.regions[region]
    least, most = _arrivals(network, sites)
    if not most:
        return True
    load = uneven_of(here.occupied + most, here.region.places) - uneven_of(here.occupied + least, here.region.places)
    tranches = all(
        _arrivals(network, sites[[network.scenario.sites[j].tranche is tranche for j in sites]])[1]
        <= here.free(tranche)
        for tranche in Tranche
    )
    return load < 1e-9 and tranches and _care_idle(network, here, sites) and _staff_idle(network, here, sites)


def _arrivals(network: Network, sites: Ints) -> tuple[int, int]:
    """The least and most persons who come to some sites when everybody is placed."""
    inside = np.isin(network.arc_site, sites)
    persons = np.array([c.persons * c.count for c in network.classes], dtype=np.int64)
    may = np.unique(network.arc_class[inside])
    must = np.setdiff1d(may, network.arc_class[~inside])
    room = sum(network.free[j] for j in np.unique(network.arc_site[inside]).tolist())
    return int(persons[must].sum()), min(room, int(persons[may].sum()))


def _care_idle(network: Network, here: RegionState, sites: Ints) -> bool:
    if here.region.care_minutes is None:
        return True
    may = np.unique(network.arc_class[np.isin(network.arc_site, sites)]).tolist()
    most = sum((exact(network.classes[c].care_minutes) * network.classes[c].count for c in may), Fraction(0))
    used = sum(
        (exact(s.care_minutes_used) for s in network.scenario.sites if s.region == here.region.code), Fraction(0)
    )
    return used + most <= exact(here.region.care_minutes)


def _staff_idle(network: Network, here: RegionState, sites: Ints) -> bool:
    """Whether there is staff for the most that can come, at the price of the least."""
    least, most = _arrivals(network, sites)
    reached = set(network.arc_site.tolist())
    opened = [j for j in sites.tolist() if j in reached and newly_staffed(network.scenario.sites[j])]
    fixed = sum((exact(network.scenario.sites[j].staff_fixed) for j in opened), here.staff_fixed)
    region = here.region
    staff = exact(region.own_staff) + region.state_staff_max + region.hired_staff_max
    enough = fixed + (here.occupied + most) / network.people_per_staff <= staff
    return enough and staff_cost(network, here, opened, most) == staff_cost(network, here, [], least)
