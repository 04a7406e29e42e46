"""Rules 3 to 6, region by region, and regions.csv."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from optimizer.plan.cells import exact
from optimizer.plan.plan import Limit, Overload, RegionTally
from optimizer.plan.rules.case import SLACK, Case, Violation, number
from optimizer.scenario.entities import Region, Site, Tranche


def broken_regions(case: Case) -> Iterator[Violation]:
    """What each region's tranches, staff and care can bear, and what the plan says of them."""
    if [said.vr_code for said in case.plan.regions] != [region.code for region in case.scenario.regions]:
        yield Violation("tally", "regions.csv is not every region once, in the order of their codes")
        return
    for said, region in zip(case.plan.regions, case.scenario.regions, strict=True):
        sites = case.region_sites(region.code)
        yield from _tranches(case, region, sites)
        yield from _staff(case, region, sites, said)
        yield from _care(case, region, sites, said)
        yield from _said(case, region, sites, said)
        yield from _overloads(case, region, sites, said)


def _tranches(case: Case, region: Region, sites: list[Site]) -> Iterator[Violation]:
    for tranche, most in ((Tranche.BASE, region.base_places), (Tranche.ADDITIONAL, region.additional_places)):
        before = sum(site.occupied for site in sites if site.tranche is tranche)
        new = sum(case.arrivals[site.id] for site in sites if site.tranche is tranche)
        if new and before > most:
            yield Violation(
                "6", f"{region.code} is over-full with {before} of {most} {tranche} places and takes people"
            )
        elif new and before + new > most:
            yield Violation("3", f"{region.code} holds {before + new} on {most} {tranche} places")


def _staff(case: Case, region: Region, sites: list[Site], said: RegionTally) -> Iterator[Violation]:
    need = _staff_need(case, sites, with_arrivals=True)
    sent = exact(region.own_staff) + said.state_staff + said.hired_staff
    all_sent = said.state_staff == region.state_staff_max and said.hired_staff == region.hired_staff_max
    if not 0 <= said.state_staff <= region.state_staff_max or not 0 <= said.hired_staff <= region.hired_staff_max:
        text = f"{region.code} gets {said.state_staff} state and {said.hired_staff} hired staff"
        yield Violation("4", f"{text}, the most are {region.state_staff_max} and {region.hired_staff_max}")
    if need <= sent + SLACK:
        return
    if _staff_need(case, sites, with_arrivals=False) > _most_staff(region) + SLACK and _takes_people(case, sites):
        yield Violation("6", f"{region.code} is short of staff for its present residents, and takes people")
    elif _takes_people(case, sites):
        yield Violation("4", f"{region.code} needs {number(need)} staff and has {number(sent)}")
    elif not all_sent:
        yield Violation("6", f"{region.code} is short of staff, and does not have all its state and hired staff in use")


def _care(case: Case, region: Region, sites: list[Site], said: RegionTally) -> Iterator[Violation]:
    before = sum((exact(site.care_minutes_used) for site in sites), Fraction(0))
    after = before + sum(
        h.persons * exact(case.scenario.policy.care_minutes[h.care_level])
        for h, site in case.to_site
        if site.region == region.code
    )
    if abs(after - exact(said.care_minutes_used)) > SLACK:
        text = f"{said.care_minutes_used:g} care minutes, the plan makes it {number(after)}"
        yield Violation("tally", f"regions.csv gives {region.code} {text}")
    if region.care_minutes is None or not _takes_people(case, sites):
        return
    most = exact(region.care_minutes)
    if before > most + SLACK:
        yield Violation("6", f"{region.code} is over its care minutes with its present residents, and takes people")
    elif after > most + SLACK:
        yield Violation("5", f"{region.code} takes {number(after)} care minutes of {number(most)}")


def _said(case: Case, region: Region, sites: list[Site], said: RegionTally) -> Iterator[Violation]:
    before = sum(site.occupied for site in sites)
    new = sum(case.arrivals[site.id] for site in sites)
    right = (region.name, region.base_places + region.additional_places, before, new, before + new, region.own_staff)
    plan = (said.name, said.places, said.occupied_before, said.arrivals, said.occupied_after, said.own_staff)
    if plan != right:
        yield Violation("tally", f"regions.csv says {plan} of {region.code}, the plan makes it {right}")


def _overloads(case: Case, region: Region, sites: list[Site], said: RegionTally) -> Iterator[Violation]:
    """An overload is told where there is one, and only there."""
    try:
        told = {(overload.limit, overload.site_id) for overload in Overload.parse_all(said.overload)}
    except ValueError:
        yield Violation("tally", f"regions.csv gives {region.code} the unreadable overload {said.overload!r}")
        return
    there = set(_overloaded(case, region, sites))
    if told != there:
        yield Violation("6", f"{region.code} tells the overloads {_names(told)}, its residents make it {_names(there)}")


def _overloaded(case: Case, region: Region, sites: list[Site]) -> Iterator[tuple[Limit, str]]:
    if sum(site.occupied for site in sites if site.tranche is Tranche.BASE) > region.base_places:
        yield Limit.TRANCHE_BASE, ""
    if sum(site.occupied for site in sites if site.tranche is Tranche.ADDITIONAL) > region.additional_places:
        yield Limit.TRANCHE_ADDITIONAL, ""
    if _staff_need(case, sites, with_arrivals=False) > _most_staff(region) + SLACK:
        yield Limit.STAFF, ""
    if region.care_minutes is not None:
        minutes = sum(exact(site.care_minutes_used) for site in sites)
        if minutes > exact(region.care_minutes) + SLACK:
            yield Limit.CARE_MINUTES, ""
    for site in sites:
        if site.occupied > site.places:
            yield Limit.SITE_PLACES, site.id


def _names(overloads: set[tuple[Limit, str]]) -> str:
    return ", ".join(sorted(f"{limit} {site}".strip() for limit, site in overloads)) or "none"


def _takes_people(case: Case, sites: list[Site]) -> bool:
    return any(case.arrivals[site.id] for site in sites)


def _most_staff(region: Region) -> Fraction:
    return exact(region.own_staff) + region.state_staff_max + region.hired_staff_max


def _staff_need(case: Case, sites: list[Site], *, with_arrivals: bool) -> Fraction:
    need = Fraction(0)
    for site in sites:
        people = site.occupied + (case.arrivals[site.id] if with_arrivals else 0)
        if people > 0:
            need += exact(site.staff_fixed) + people / exact(case.scenario.policy.people_per_staff)
    return need
