"""What might help a day: small changes, with a cheap guess from the plan of what each could do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from optimizer.plan.plan import Outcome, Plan
from optimizer.plan.reasons.room import Room
from optimizer.scenario.changes import Wish
from optimizer.scenario.entities import Household, OfferType, Scenario, Site, Tranche, Transport

BUSES, STAFF, PLACES, CARE_MINUTES, INTERIM_PERSONS = 1, 10, 50, 60, 40  # how much more of each is asked about


class Kind(StrEnum):
    """What there is one more of, or more."""

    BUS = "bus"
    STAFF = "staff"
    SITE_PLACES = "site places"
    REGION_PLACES = "region places"
    CARE = "care minutes"
    INTERIM = "interim facility"


WHAT: Final = {  # as a table shows it
    Kind.BUS: f"{BUSES} more bus",
    Kind.STAFF: f"{STAFF} more staff",
    Kind.SITE_PLACES: f"{PLACES} more places",
    Kind.REGION_PLACES: f"{PLACES} more agreed places",
    Kind.CARE: f"{CARE_MINUTES} more care minutes",
    Kind.INTERIM: f"an interim facility for {INTERIM_PERSONS}",
}
NONE_KEPT_BACK: Final = {  # why a kind is not tried at all
    Kind.BUS: "nobody is without a place for want of a bus alone, and none drives",
    Kind.STAFF: "nobody is without a place for want of staff alone, and no state or hired staff is in use",
    Kind.SITE_PLACES: "nobody is without a place for want of beds and agreed places alone",
    Kind.REGION_PLACES: "nobody is without a place for want of agreed places alone",
    Kind.CARE: "nobody is without a place for want of care minutes alone",
    Kind.INTERIM: "no linked status holder is without a home",
}
Guess = tuple[float, float, float]  # gain of unsheltered, unhoused, effort at most


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change that may help: its kind, where (empty: the country), how it is asked, and what it could gain at most."""

    kind: Kind
    where: str
    wishes: tuple[Wish, ...]
    guess: Guess

    @property
    def text(self) -> str:
        """`50 more places at S12`."""
        return WHAT[self.kind] + (
            f" {'at' if self.kind is Kind.SITE_PLACES else 'in'} {self.where}" if self.where else ""
        )


def candidates(scenario: Scenario, plan: Plan) -> list[Candidate]:
    """Every change that lifts a limit which alone keeps somebody of the plan back, the most promising first.

    The guess is no promise: a place that is freed may be taken by others, and who is kept back by two limits counts
    for neither.
    """
    kept = _KeptBack(scenario, plan)
    found = [*_buses(scenario, plan, kept), *_sites(scenario, kept), *_regions(scenario, plan, kept)]
    found += interim_candidates(scenario, plan)
    hopeful = [candidate for candidate in found if any(gain > 0 for gain in candidate.guess)]
    return sorted(
        hopeful, key=lambda candidate: (*(-gain for gain in candidate.guess), candidate.kind, candidate.where)
    )


def choose(every: Sequence[Candidate], most: int) -> list[Candidate]:
    """The best of each kind first, then the others in their order."""
    firsts = {candidate.kind: candidate for candidate in reversed(every)}
    best = [candidate for candidate in every if firsts[candidate.kind] is candidate]
    return [*best, *(candidate for candidate in every if candidate not in best)][:most]


class _KeptBack:
    """Weighted persons without a place that one more of something could shelter, by what and where."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        destination = {a.household_id: a.destination_id for a in plan.assignments if a.destination_id}
        room, weights = Room(scenario, destination), scenario.policy.priority_weights
        outside = {a.household_id for a in plan.assignments if a.outcome is Outcome.UNPLACED}
        self.by: dict[tuple[Kind, str], float] = defaultdict(float)
        self.tranches: dict[str, set[str]] = defaultdict(set)  # of a site whose beds are lacking: what else is
        self._driven = bool(scenario.buses) and scenario.policy.buses_per_day > 0
        sites = [site for site in scenario.sites if site.usable(scenario.date)]
        known: dict[tuple[object, ...], set[tuple[Kind, str]]] = {}  # of households that are alike
        for household in scenario.households:
            if household.seeks_asylum and household.id in outside:
                h, weight = household, household.persons * weights[household.priority]
                needs = (h.persons, h.care_level, h.wheelchairs, h.minor_alone)
                alike = (*needs, h.pinned_to, h.not_to, h.origin_id, h.transport)
                if alike not in known:
                    known[alike] = set(self._lifted_by(household, sites, room))
                for lifted in known[alike]:
                    self.by[lifted] += weight

    def _lifted_by(self, household: Household, sites: Iterable[Site], room: Room) -> Iterator[tuple[Kind, str]]:
        for site in sites:
            if not _suits(household, site):
                continue
            blocked = set(room.blocked_by(household, site))
            agreed = blocked & {"tranche_base", "tranche_additional"}
            by_bus = household.transport is Transport.BUS and site.id != household.origin_id
            if by_bus and not (blocked and self._driven):
                if not blocked:
                    yield Kind.BUS, ""
            elif "places" in blocked and blocked == agreed | {"places"}:
                self.tranches[site.id] |= agreed
                yield Kind.SITE_PLACES, site.id
            elif blocked == agreed and agreed:
                yield Kind.REGION_PLACES, f"{site.region} {site.tranche}"
            elif blocked == {"staff"}:
                yield Kind.STAFF, site.region
            elif blocked == {"care_minutes"}:
                yield Kind.CARE, site.region


def _suits(household: Household, site: Site) -> bool:
    """Whether the site would do for the household if it were empty."""
    return (
        household.care_level <= site.care_level
        and (site.minors or not household.minor_alone)
        and household.wheelchairs <= site.wheelchair_places
        and site.id not in household.not_to
        and household.pinned_to in (None, site.id)
    )


def set_wish(key: str, value: object) -> Wish:
    """`--set KEY=VALUE`."""
    return Wish("--set", f"{key}={value}")


def _free_id(prefix: str, taken: Iterable[str]) -> str:
    known = set(taken)
    return next(name for number in range(1, len(known) + 2) if (name := f"{prefix}-{number}") not in known)


def _buses(scenario: Scenario, plan: Plan, kept: _KeptBack) -> Iterator[Candidate]:
    if scenario.buses or scenario.origins:
        driven = sum(trip.drive_minutes for trip in plan.trips) * scenario.policy.effort.drive_minute
        yield Candidate(Kind.BUS, "", bus_wishes(scenario, plan), (kept.by[Kind.BUS, ""], 0.0, driven))


def bus_wishes(scenario: Scenario, plan: Plan) -> tuple[Wish, ...]:
    """A bus like the one that carries most, and leave for one more to drive; where some stand idle, only the leave."""
    carried: Counter[str] = Counter()
    for trip in plan.trips:
        carried[trip.bus_id] += trip.persons
    allowed, there = scenario.policy.buses_per_day, len(scenario.buses)
    wishes = [set_wish("buses_per_day", f"+{BUSES}")] if allowed <= there else []
    if scenario.buses and allowed >= there:
        like = max(scenario.buses, key=lambda bus: carried[bus.id]).id
        wishes.append(Wish("--add", f"buses.{_free_id('extra-bus', (bus.id for bus in scenario.buses))}={like}"))
    return tuple(wishes)


def _sites(scenario: Scenario, kept: _KeptBack) -> Iterator[Candidate]:
    """More beds at a site, agreed too where the region's agreed places are used up with them."""
    heaviest = max(scenario.policy.priority_weights)
    for site in scenario.sites:
        guess = min(kept.by[Kind.SITE_PLACES, site.id], PLACES * heaviest)
        wishes = [set_wish(f"sites.{site.id}.places", f"+{PLACES}")]
        if kept.tranches[site.id]:
            wishes.append(set_wish(f"regions.{site.region}.{site.tranche}_places", f"+{PLACES}"))
        yield Candidate(Kind.SITE_PLACES, site.id, tuple(wishes), (guess, 0.0, 0.0))


def _regions(scenario: Scenario, plan: Plan, kept: _KeptBack) -> Iterator[Candidate]:
    heaviest, effort = max(scenario.policy.priority_weights), scenario.policy.effort
    sent = {tally.vr_code: tally for tally in plan.regions}
    for region in scenario.regions:
        tally = sent[region.code]
        dearest = sorted([effort.hired_staff] * tally.hired_staff + [effort.state_staff] * tally.state_staff)[-STAFF:]
        staff = min(kept.by[Kind.STAFF, region.code], STAFF * scenario.policy.people_per_staff * heaviest)
        own = set_wish(f"regions.{region.code}.own_staff", f"+{STAFF}")
        yield Candidate(Kind.STAFF, region.code, (own,), (staff, 0.0, float(sum(dearest))))
        for tranche in Tranche:
            where = f"{region.code} {tranche}"
            places = min(kept.by[Kind.REGION_PLACES, where], PLACES * heaviest)
            wish = set_wish(f"regions.{region.code}.{tranche}_places", f"+{PLACES}")
            yield Candidate(Kind.REGION_PLACES, where, (wish,), (places, 0.0, 0.0))
        if region.care_minutes is not None:
            wish = set_wish(f"regions.{region.code}.care_minutes", f"+{CARE_MINUTES}")
            yield Candidate(Kind.CARE, region.code, (wish,), (kept.by[Kind.CARE, region.code], 0.0, 0.0))


def interim_candidates(scenario: Scenario, plan: Plan) -> Iterator[Candidate]:
    """An interim facility where most linked status holders wait, one for each region with any."""
    unhoused: dict[str, Counter[str]] = defaultdict(Counter)  # region -> municipality -> weighted persons
    outside = {a.household_id for a in plan.assignments if a.outcome is Outcome.UNPLACED}
    for household in scenario.households:
        linked = household.linked_municipality
        if household.id in outside and not household.seeks_asylum and linked is not None:
            late = household.overdue(scenario.date, scenario.policy.weeks_to_house)
            unhoused[scenario.region_of_municipality.get(linked, "")][linked] += household.persons * (2 if late else 1)
    new = _free_id("extra-interim", (offer.id for offer in scenario.offers))
    for waiting in unhoused.values():
        town, own = max(sorted(waiting.items()), key=lambda item: item[1])
        figures = {"gm_code": town, "type": OfferType.INTERIM, "persons": INTERIM_PERSONS, "wheelchair": "true"}
        wishes = (Wish("--add", f"housing.{new}"), *(set_wish(f"housing.{new}.{k}", v) for k, v in figures.items()))
        served = waiting.total() if scenario.policy.interim_in_region else own
        yield Candidate(Kind.INTERIM, town, wishes, (0.0, float(min(served, 2 * INTERIM_PERSONS)), 0.0))
