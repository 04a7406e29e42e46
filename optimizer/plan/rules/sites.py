"""Rules 2, 3, 5 and 6, site by site, and sites.csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.plan.plan import SiteTally
from optimizer.plan.rules.case import Case, Violation
from optimizer.scenario.entities import Site, SiteStatus


def broken_sites(case: Case) -> Iterator[Violation]:
    """What each household needs of its site, what each site can hold, and what the plan says it holds."""
    wheelchairs: Counter[str] = Counter()
    for household, site in case.to_site:
        wheelchairs[site.id] += household.wheelchairs
        if household.care_level > site.care_level:
            text = f"{household.id} needs care level {household.care_level}, {site.id} serves {site.care_level}"
            yield Violation("5", text)
        if household.minor_alone and not site.minors:
            yield Violation("5", f"unaccompanied minor {household.id} is sent to {site.id}, which takes none")
    for site in case.scenario.sites:
        if case.arrivals[site.id]:
            yield from _holds(case, site, wheelchairs[site.id])
    yield from _said(case)


def _holds(case: Case, site: Site, wheelchairs: int) -> Iterator[Violation]:
    opens, closes = site.opens_on, site.closes_on
    before = opens is not None and case.today < opens
    after = closes is not None and case.today >= closes
    if site.status is SiteStatus.CLOSED or before or after:
        yield Violation("2", f"site {site.id} is not usable on {case.today}")
    if site.occupied > site.places:
        yield Violation("6", f"site {site.id} is over-full with {site.occupied} of {site.places}, and takes people")
    elif site.occupied + case.arrivals[site.id] > site.places:
        yield Violation("3", f"site {site.id} holds {site.occupied + case.arrivals[site.id]} of {site.places}")
    if wheelchairs > site.wheelchair_places:
        yield Violation("5", f"site {site.id} gets {wheelchairs} wheelchairs on {site.wheelchair_places} places")


def _said(case: Case) -> Iterator[Violation]:
    if [said.site_id for said in case.plan.sites] != [site.id for site in case.scenario.sites]:
        yield Violation("tally", "sites.csv is not every site once, in the order of the scenario")
        return
    for said, site in zip(case.plan.sites, case.scenario.sites, strict=True):
        new = case.arrivals[site.id]
        after = site.occupied + new
        opened = site.status is SiteStatus.CAN_OPEN and new > 0
        right = SiteTally(site.id, after > 0, opened, site.places, site.occupied, new, after)
        if said != right:
            yield Violation("tally", f"sites.csv says {said}, the plan makes it {right}")
