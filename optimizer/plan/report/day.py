"""A plan with the names of everything it speaks of: what every sheet is written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from optimizer.plan.details.values import Arrivals, Exchanged, RegionLimits
from optimizer.plan.figures.surroundings import municipality_rows
from optimizer.plan.plan import Assignment, Overload, Plan, RegionTally, SiteTally, Trip
from optimizer.plan.report.texts import CARE, REGION
from optimizer.plan.texts import Lang, overload_text
from optimizer.scenario.entities import Household, Scenario, Site, SiteStatus
from optimizer.scenario.regions import municipality_facts


@dataclass(frozen=True)
class ReportDay:
    """The plan of a scenario in one language; `arrivals`, `limits` and `exchanged` are those of the plan's details."""

    plan: Plan
    scenario: Scenario
    arrivals: tuple[Arrivals, ...]
    limits: Mapping[str, RegionLimits]
    lang: Lang
    exchanged: tuple[Exchanged, ...] | None = None  # None: nobody may trade

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of origins and sites by id."""
        sites = {site.id: site.name for site in self.scenario.sites}
        return sites | {origin.id: origin.name for origin in self.scenario.origins}

    @cached_property
    def towns(self) -> Mapping[str, str]:
        """Names of municipalities by code."""
        return {facts.code: facts.name for facts in municipality_facts()}

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """Names of regions by code."""
        return {region.code: region.name for region in self.scenario.regions}

    @cached_property
    def municipalities(self) -> tuple[tuple[object, ...], ...]:
        """The rows of municipalities.csv."""
        return tuple(municipality_rows(self.plan, self.scenario))

    @cached_property
    def sites(self) -> tuple[tuple[Site, SiteTally], ...]:
        """Every site with what it holds."""
        return tuple(zip(self.scenario.sites, self.plan.sites, strict=True))

    @cached_property
    def households(self) -> Mapping[str, Household]:
        """Every household by id."""
        return {household.id: household for household in self.scenario.households}

    def outcomes(self) -> Iterator[tuple[Household, Assignment]]:
        """Every household with its outcome."""
        return zip(self.scenario.households, self.plan.assignments, strict=True)

    def overloads(self, region: RegionTally) -> tuple[str, ...]:
        """What present residents alone exceed, in words."""
        return tuple(overload_text(overload, self.lang) for overload in Overload.parse_all(region.overload))

    @cached_property
    def trips(self) -> Mapping[str, Trip]:
        """Every trip by id."""
        return {trip.trip_id: trip for trip in self.plan.trips}

    def way(self, arrival: Arrivals) -> str:
        """The bus that brings them, or how else they come."""
        if arrival.by_bus:
            return self.trips[arrival.trip_id].bus_id
        return REGION["stays" if arrival.stays else "own_way"][self.lang]

    def arrives(self, arrival: Arrivals) -> int | None:
        """When the bus is there, in minutes after midnight; None without a bus."""
        if arrival.sequence is None:
            return None
        return self.trips[arrival.trip_id].stops[arrival.sequence - 1].arrives

    def free(self, site: Site, tally: SiteTally) -> int:
        """Beds left tonight: only where the doors are open, and never below 0."""
        open_doors = site.usable(self.plan.date) and (site.status is SiteStatus.OPEN or tally.in_use)
        return max(0, tally.places - tally.occupied_after) if open_doors else 0

    def care_text(self, arrival: Arrivals) -> str | None:
        """Persons by care level, from level 1 on; None where nobody needs care."""
        levels = [(level, persons) for level, persons in arrival.care_levels.items() if level and persons]
        return "; ".join(CARE[self.lang].format(level, persons) for level, persons in levels) or None
