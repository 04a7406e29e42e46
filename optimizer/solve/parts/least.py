"""What levels 1, 3 and 4 cannot get below, with sites pooled that the rules treat alike."""

from __future__ import annotations

from dataclasses import replace

from optimizer.model.network import build_network
from optimizer.scenario.entities import Scenario, Site, SiteStatus, Transport
from optimizer.solve.large.totals import least_levels
from optimizer.solve.search import Limits


def least_of_country(scenario: Scenario, limits: Limits, reached: tuple[float, ...] = ()) -> tuple[float, ...]:
    """Bounds of levels 1, 3 and 4 that hold for every plan, each with the ones before it kept (or at `reached`).

    Every plan of the scenario is one of the pooled scenario, as good at these levels: see `pooled`.
    """
    return least_levels(build_network(pooled(scenario)), limits, reached)


def pooled(scenario: Scenario) -> Scenario:
    """The same regions and households with fewer sites and no ways: each site takes in others of its region and
    tranche that serve the same households.

    Nothing is forbidden that was allowed: pins and `not_to` are left out, everybody walks, a site that can open is
    open and needs no staff of its own until somebody is there.
    """
    alike: dict[tuple[object, ...], list[Site]] = {}
    unused = []
    for site in scenario.sites:
        if site.usable(scenario.date):
            key = (site.region, site.tranche, site.care_level, site.minors, site.wheelchair_places > 0)
            alike.setdefault(key, []).append(site)
        else:
            unused.append(site)
    anywhere = scenario.sites[0].id if scenario.sites else ""
    households = tuple(
        replace(h, origin_id=anywhere, transport=Transport.OWN, pinned_to=None, not_to=frozenset(), moves=0)
        for h in scenario.households
        if h.seeks_asylum
    )
    sites = (*(_one_of(some) for some in alike.values()), *unused)
    return replace(scenario, sites=sites, households=households, buses=(), travel_minutes={})


def _one_of(some: list[Site]) -> Site:
    return replace(
        some[0],
        places=sum(max(site.places, site.occupied) for site in some),
        occupied=sum(site.occupied for site in some),
        care_minutes_used=sum(site.care_minutes_used for site in some),
        wheelchair_places=sum(site.wheelchair_places for site in some),
        status=SiteStatus.OPEN,
        staff_fixed=sum(site.staff_fixed for site in some if site.occupied),
        opens_on=None,
        closes_on=None,
    )
