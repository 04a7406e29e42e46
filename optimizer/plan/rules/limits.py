"""Whether region_limits.csv says what a region can bear: `room` more people fit, and one more than that does not."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from optimizer.plan.cells import exact
from optimizer.plan.details.values import Bind, RegionLimits
from optimizer.plan.rules.case import SLACK, Case, Violation, number
from optimizer.scenario.entities import Region, Site, SiteStatus, Tranche


def broken_limits(case: Case, told: tuple[RegionLimits, ...]) -> Iterator[Violation]:
    """Region by region, what the table gets wrong."""
    if [limits.vr_code for limits in told] != [region.code for region in case.scenario.regions]:
        yield Violation("tally", "region_limits.csv is not every region once, in the order of their codes")
        return
    for limits, region in zip(told, case.scenario.regions, strict=True):
        load = _Load(case, region)
        for what, said, right in load.figures(limits):
            if not _same(said, right):
                yield Violation("tally", f"region_limits.csv gives {region.code} {what} {said}, it is {_text(right)}")
        yield from _room(load, limits)


def _room(load: _Load, limits: RegionLimits) -> Iterator[Violation]:
    code = load.region.code
    if limits.room < 0 or (limits.room and load.stopping(limits.room)):
        yield Violation("tally", f"region_limits.csv gives {code} room for {limits.room}, which is too much")
        return
    stopping = load.stopping(limits.room + 1)
    if not stopping:
        yield Violation("tally", f"region_limits.csv gives {code} room for {limits.room}, and there is more")
    elif set(limits.binds) != stopping or len(limits.binds) != len(stopping):
        said, right = " ".join(limits.binds), " ".join(sorted(stopping))
        yield Violation("tally", f"region_limits.csv says {said} stops the next in {code}, it is {right}")


class _Load:
    """What a region's sites hold after the plan, and what they take."""

    def __init__(self, case: Case, region: Region) -> None:
        self.region, self._policy = region, case.scenario.policy
        self._people = {site.id: site.occupied + case.arrivals[site.id] for site in case.region_sites(region.code)}
        self._in_use = [site for site in case.region_sites(region.code) if self._people[site.id]]
        self._usable = [site for site in self._in_use if _takes_people(site, case)]
        self._fixed = sum((exact(site.staff_fixed) for site in self._in_use), Fraction(0))
        self._care = sum((exact(site.care_minutes_used) for site in case.region_sites(region.code)), Fraction(0)) + sum(
            h.persons * exact(self._policy.care_minutes[h.care_level])
            for h, site in case.to_site
            if site.region == region.code
        )

    def figures(self, said: RegionLimits) -> Iterator[tuple[str, float | None, float | Fraction | None]]:
        """Column, what it says, what is right."""
        region, need = self.region, self._staff(0)
        yield "base_places", said.base_places, region.base_places
        yield "additional_places", said.additional_places, region.additional_places
        yield "base_used", said.base_used, self._held(Tranche.BASE)
        yield "additional_used", said.additional_used, self._held(Tranche.ADDITIONAL)
        yield "own_staff", said.own_staff, min(need, exact(region.own_staff))
        yield "own_staff_max", said.own_staff_max, region.own_staff
        yield "state_staff_max", said.state_staff_max, region.state_staff_max
        yield "hired_staff_max", said.hired_staff_max, region.hired_staff_max
        yield "staff_needed", said.staff_needed, need
        yield "staff_fixed", said.staff_fixed, self._fixed
        yield "people_per_staff", said.people_per_staff, self._policy.people_per_staff
        yield "care_minutes_limit", said.care_minutes_limit, region.care_minutes

    def stopping(self, more: int) -> set[Bind]:
        """What keeps `more` people of care level 0 out of the sites in use; nothing where they fit."""
        region, stopped = self.region, set[Bind]()
        if self._staff(more) > exact(region.own_staff) + region.state_staff_max + region.hired_staff_max + SLACK:
            stopped.add(Bind.STAFF)
        care = self._care + more * exact(self._policy.care_minutes[0])
        if region.care_minutes is not None and care > exact(region.care_minutes) + SLACK:
            stopped.add(Bind.CARE_MINUTES)
        tranches = [tranche for tranche in Tranche if any(site.tranche is tranche for site in self._usable)]
        if more > sum(min(self._beds(tranche), self._agreed(tranche)) for tranche in tranches):
            stopped |= {Bind.NO_SITE} if not tranches else set()
            for tranche in tranches:
                beds, agreed = self._beds(tranche), self._agreed(tranche)
                stopped |= {Bind.SITE_PLACES} if beds <= agreed else set()
                stopped |= {Bind(f"tranche_{tranche}")} if agreed <= beds else set()
        return stopped

    def _staff(self, more: int) -> Fraction:
        return self._fixed + (sum(self._people.values()) + more) / exact(self._policy.people_per_staff)

    def _held(self, tranche: Tranche) -> int:
        return sum(self._people[site.id] for site in self._in_use if site.tranche is tranche)

    def _beds(self, tranche: Tranche) -> int:
        return sum(max(0, s.places - self._people[s.id]) for s in self._usable if s.tranche is tranche)

    def _agreed(self, tranche: Tranche) -> int:
        most = self.region.base_places if tranche is Tranche.BASE else self.region.additional_places
        return max(0, most - self._held(tranche))


def _same(said: float | None, right: float | Fraction | None) -> bool:
    if said is None or right is None:
        return said is right
    return abs(exact(said) - exact(right)) <= SLACK


def _text(right: float | Fraction | None) -> str:
    return "unlimited" if right is None else number(exact(right))


def _takes_people(site: Site, case: Case) -> bool:
    if site.status is SiteStatus.CLOSED or (site.opens_on is not None and site.opens_on > case.today):
        return False
    return site.closes_on is None or site.closes_on > case.today
