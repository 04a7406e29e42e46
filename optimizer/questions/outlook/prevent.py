"""What would keep people from being outside on a later day: changes to what runs out, each worked out anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from optimizer.plan.plan import Plan
from optimizer.questions.candidates import (
    CARE_MINUTES,
    PLACES,
    STAFF,
    Candidate,
    Kind,
    bus_wishes,
    interim_candidates,
    set_wish,
)
from optimizer.questions.outlook.bands import Course
from optimizer.questions.outlook.shortfalls import HALF_A_PERSON, Resource, shortfalls
from optimizer.scenario.entities import Scenario, Site, SiteStatus


@dataclass(frozen=True, slots=True)
class Outside:
    """How bad it gets: nights outside, added up over persons, and the first day of them (None: never)."""

    person_nights: float
    first: date | None


@dataclass(frozen=True, slots=True)
class Prevention:
    """A change, and what the days ahead are without and with it."""

    candidate: Candidate
    without: Outside
    changed: Outside


def outside(course: Course) -> Outside:
    """What a course says of people outside after its first day."""
    later = course.country[1:]
    nights = sum(day.unsheltered for day in later)
    return Outside(round(nights, 6), next((day.date for day in later if day.unsheltered >= HALF_A_PERSON), None))


def preventions(scenario: Scenario, plan: Plan, course: Course) -> list[Candidate]:
    """More of what is out on later days when people are outside, the most promising first.

    The guess is the person-nights outside on those days. None where nobody is outside after the first day. One
    interim facility is among them where status holders wait: who is housed frees a place in regular reception.
    """
    bad = {day.date: day.unsheltered for day in course.country[1:] if day.unsheltered >= HALF_A_PERSON}
    if not bad:
        return []
    nights: dict[tuple[Resource, str], float] = {}
    for key, day in shortfalls(scenario, course):
        nights[key] = nights.get(key, 0.0) + bad.get(day, 0.0)
    found = [each for each in _changes(scenario, plan, nights) if each.guess[0]]
    found += sorted(interim_candidates(scenario, plan), key=lambda each: (-each.guess[1], each.where))[:1]
    return sorted(found, key=lambda each: (-each.guess[0], each.kind, each.where))


def _changes(scenario: Scenario, plan: Plan, nights: Mapping[tuple[Resource, str], float]) -> Iterator[Candidate]:
    for (resource, region), persons in nights.items():
        guess = (round(persons, 6), 0.0, 0.0)
        if resource is Resource.BUSES:
            yield Candidate(Kind.BUS, "", bus_wishes(scenario, plan), guess)
        elif resource is Resource.STAFF and region:
            yield Candidate(Kind.STAFF, region, (set_wish(f"regions.{region}.own_staff", f"+{STAFF}"),), guess)
        elif resource is Resource.CARE and region:
            wish = set_wish(f"regions.{region}.care_minutes", f"+{CARE_MINUTES}")
            yield Candidate(Kind.CARE, region, (wish,), guess)
        elif resource is Resource.PLACES and (site := _largest(scenario.sites, region)) is not None:
            wishes = (
                set_wish(f"sites.{site.id}.places", f"+{PLACES}"),
                set_wish(f"regions.{region}.{site.tranche}_places", f"+{PLACES}"),
            )
            yield Candidate(Kind.SITE_PLACES, site.id, wishes, guess)


def _largest(sites: Sequence[Site], region: str) -> Site | None:
    """The largest site of a region that stays open longest."""
    mine = [site for site in sites if site.region == region and site.status is not SiteStatus.CLOSED]
    return max(mine, key=lambda site: (site.closes_on is None, site.closes_on or date.min, site.places), default=None)
