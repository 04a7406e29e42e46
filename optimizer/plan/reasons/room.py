"""What the sites and regions have left after the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from optimizer.plan.cells import exact
from optimizer.plan.figures.tallies import SLACK, staff_need
from optimizer.scenario.entities import Household, Scenario, Site, Tranche


class Room:
    """Room for one more household, site by site."""

    def __init__(self, scenario: Scenario, destination: Mapping[str, str]) -> None:
        self._policy = scenario.policy
        self._regions = {region.code: region for region in scenario.regions}
        self._sites_of: dict[str, list[Site]] = {region.code: [] for region in scenario.regions}
        self._arrivals: Counter[str] = Counter()
        self._wheelchairs: Counter[str] = Counter()
        self._minutes = {region.code: Fraction(0) for region in scenario.regions}
        sites = {site.id: site for site in scenario.sites}
        for site in scenario.sites:
            self._sites_of[site.region].append(site)
            self._minutes[site.region] += exact(site.care_minutes_used)
        for household in scenario.households:
            site_id = destination.get(household.id)
            if household.seeks_asylum and site_id is not None:
                self._arrivals[site_id] += household.persons
                self._wheelchairs[site_id] += household.wheelchairs
                self._minutes[sites[site_id].region] += self._care_minutes(household)

    def places(self, site: Site) -> int:
        """Places left at `site`; below 0 where present residents are more than it holds."""
        return site.places - site.occupied - self._arrivals[site.id]

    def blocked_by(self, household: Household, site: Site) -> tuple[str, ...]:
        """The limits that `household` would exceed at `site`; none where it fits."""
        blocked = []
        if self.places(site) < household.persons:
            blocked.append("places")
        if site.wheelchair_places - self._wheelchairs[site.id] < household.wheelchairs:
            blocked.append("wheelchair_places")
        if self._tranche_places(site) < household.persons:
            blocked.append(f"tranche_{site.tranche}")
        if self._staff_short(household, site):
            blocked.append("staff")
        most = self._regions[site.region].care_minutes
        if most is not None and self._minutes[site.region] + self._care_minutes(household) > exact(most) + SLACK:
            blocked.append("care_minutes")
        return tuple(blocked)

    def _care_minutes(self, household: Household) -> Fraction:
        return household.persons * exact(self._policy.care_minutes[household.care_level])

    def _tranche_places(self, site: Site) -> int:
        region = self._regions[site.region]
        most = region.base_places if site.tranche is Tranche.BASE else region.additional_places
        same = [s for s in self._sites_of[site.region] if s.tranche is site.tranche]
        return most - sum(s.occupied + self._arrivals[s.id] for s in same)

    def _staff_short(self, household: Household, site: Site) -> bool:
        region = self._regions[site.region]
        people = {s.id: self._arrivals[s.id] for s in self._sites_of[site.region]}
        people[site.id] += household.persons
        need = staff_need(self._sites_of[site.region], people, exact(self._policy.people_per_staff))
        return need > exact(region.own_staff) + region.state_staff_max + region.hired_staff_max + SLACK
