"""A scenario and a plan side by side, as every rule looks at them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Final

from optimizer.plan.cells import exact
from optimizer.plan.plan import Assignment, Outcome, Plan
from optimizer.scenario.entities import Household, Kind, Offer, Region, Scenario, Site

SLACK: Final = Fraction(1, 10**6)  # a limit is broken by more than a millionth of a person or minute


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong: `rule` is `1` to `9`, or `times`, `tally`, `reason`, `level` or `summary`."""

    rule: str
    text: str

    def __str__(self) -> str:
        return f"{'rule ' if self.rule.isdigit() else ''}{self.rule}: {self.text}"


class Case:
    """What the plan says of each household, and who thereby arrives where."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario, self.plan, self.today = scenario, plan, scenario.date
        self.households: dict[str, Household] = {h.id: h for h in scenario.households}
        self.sites: dict[str, Site] = {s.id: s for s in scenario.sites}
        self.offers: dict[str, Offer] = {o.id: o for o in scenario.offers}
        self.regions: dict[str, Region] = {r.code: r for r in scenario.regions}
        self.assigned: list[tuple[Household, Assignment]] = [
            (self.households[a.household_id], a) for a in plan.assignments if a.household_id in self.households
        ]
        self.to_site: list[tuple[Household, Site]] = [
            (h, self.sites[a.destination_id])
            for h, a in self.assigned
            if a.outcome is Outcome.SITE and h.kind is Kind.ASYLUM_SEEKER and a.destination_id in self.sites
        ]
        self.to_home: list[tuple[Household, Offer]] = [
            (h, self.offers[a.destination_id])
            for h, a in self.assigned
            if a.outcome is Outcome.HOME and h.kind is Kind.STATUS_HOLDER and a.destination_id in self.offers
        ]
        self.arrivals: Counter[str] = Counter()
        for household, site in self.to_site:
            self.arrivals[site.id] += household.persons
        self._at = {site.id: (site.lat, site.lon) for site in scenario.sites}
        self._at |= {origin.id: (origin.lat, origin.lon) for origin in scenario.origins}

    def known_place(self, place_id: str) -> bool:
        """Whether `place_id` is an origin or a site."""
        return place_id in self._at

    def minutes(self, start: str, end: str) -> Fraction:
        """Minutes from one place to another by the contract's formula, or as listed."""
        if start == end:
            return Fraction(0)
        listed = self.scenario.travel_minutes.get((start, end))
        if listed is not None:
            return exact(listed)
        (lat_a, lon_a), (lat_b, lon_b) = self._at[start], self._at[end]
        lat_step, lon_step = radians(lat_b) - radians(lat_a), radians(lon_b) - radians(lon_a)
        h = sin(lat_step / 2) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(lon_step / 2) ** 2
        return Fraction(ceil(60 * 1.25 * (6371.0088 * 2 * asin(sqrt(h))) / 80))

    def region_sites(self, code: str) -> list[Site]:
        """The sites of one region."""
        return [site for site in self.scenario.sites if site.region == code]


def number(value: Fraction) -> str:
    """A figure for a sentence: at most two decimals."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
