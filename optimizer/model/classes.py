"""Asylum-seeker households that the rules cannot tell apart become one class with a count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from optimizer.scenario.entities import Household, Scenario, Site, Transport


@dataclass(frozen=True, slots=True)
class HouseholdClass:
    """Alike households: same size, weight, needs, origin and sites.

    `weight` is persons times priority weight (level 1), `care_minutes` a day of one household, `relocation`
    persons times (1 + moves) when leaving `origin` counts as a move of level 5 (else 0), `sites` the sites
    that rules 2, 5 and 9 allow, as indices into the scenario's sites, `group` its group or None.
    """

    persons: int
    weight: float
    care_minutes: float
    wheelchairs: int
    origin: str
    by_bus: bool
    relocation: int
    group: str | None
    sites: tuple[int, ...]
    members: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many households the class holds."""
        return len(self.members)


def household_classes(scenario: Scenario) -> tuple[HouseholdClass, ...]:
    """The asylum-seeker households pooled, in the order in which each class first appears."""
    usable = [(j, site) for j, site in enumerate(scenario.sites) if site.usable(scenario.date)]
    lasting = {site.id for site in scenario.sites if not site.closing(scenario.date)}
    groups = _real_groups(scenario)
    allowed: dict[tuple[object, ...], tuple[int, ...]] = {}
    pooled: dict[HouseholdClass, list[str]] = defaultdict(list)
    for household in scenario.households:
        if not household.seeks_asylum:
            continue
        wish = _wishes(household)
        if wish not in allowed:
            allowed[wish] = tuple(j for j, site in usable if fits(household, site))
        group = household.group_id if household.group_id in groups else None
        pooled[_signature(household, scenario, lasting, group, allowed[wish])].append(household.id)
    return tuple(replace(cls, members=tuple(members)) for cls, members in pooled.items())


def fits(household: Household, site: Site) -> bool:
    """Whether rules 2, 5 and 9 allow this household at this usable site, room aside."""
    return (
        household.care_level <= site.care_level
        and household.wheelchairs <= site.wheelchair_places
        and (site.minors or not household.minor_alone)
        and household.pinned_to in (None, site.id)
        and site.id not in household.not_to
    )


def _wishes(household: Household) -> tuple[object, ...]:
    return (
        household.care_level,
        household.wheelchairs,
        household.minor_alone,
        household.pinned_to,
        household.not_to,
    )


def _real_groups(scenario: Scenario) -> set[str]:
    """Groups of two or more asylum-seeker households: only those can be spread."""
    seen: dict[str, int] = defaultdict(int)
    for household in scenario.households:
        if household.seeks_asylum and household.group_id is not None:
            seen[household.group_id] += 1
    return {group for group, count in seen.items() if count > 1}


def _signature(
    household: Household, scenario: Scenario, lasting: set[str], group: str | None, sites: tuple[int, ...]
) -> HouseholdClass:
    """The household's class, its members left empty: equal for households that no rule tells apart."""
    policy = scenario.policy
    return HouseholdClass(
        persons=household.persons,
        weight=household.persons * policy.priority_weights[household.priority],
        care_minutes=household.persons * policy.care_minutes[household.care_level],
        wheelchairs=household.wheelchairs,
        origin=household.origin_id,
        by_bus=household.transport is Transport.BUS,
        relocation=household.persons * (1 + household.moves) if household.origin_id in lasting else 0,
        group=group,
        sites=sites,
        members=(),
    )
