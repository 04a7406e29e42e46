"""Whether arrivals.csv and housed.csv say what the plan does, worked out anew; for region_limits.csv see `limits`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple, fields

from optimizer.plan.details.values import Arrivals, Details, Exchanged, Housed, counted_text
from optimizer.plan.rules.case import Case, Violation
from optimizer.plan.rules.housing import traded
from optimizer.plan.rules.limits import broken_limits
from optimizer.scenario.entities import Household, OfferType, SiteStatus

_Way = tuple[str, str, str]  # site, trip, origin


def broken_details(case: Case, details: Details) -> Iterator[Violation]:
    """What these tables get wrong; what the folder does not say is not wrong."""
    if details.arrivals is not None:
        yield from _arrivals(case, details.arrivals)
    if details.housed is not None:
        yield from _housed(case, details.housed)
    yield from _exchanged(case, details.exchanged)
    if details.limits is not None:
        yield from broken_limits(case, details.limits)


def _arrivals(case: Case, told: tuple[Arrivals, ...]) -> Iterator[Violation]:
    """Every way of coming once, with exactly those who come that way."""
    coming = _coming(case)
    rows = Counter((a.site_id, a.trip_id, a.origin_id) for a in told)
    for way in sorted({*rows, *coming}):
        if rows[way] != (right := int(way in coming)):
            yield Violation("tally", f"arrivals.csv has {rows[way]} rows {_name(way)}, the plan makes it {right}")
    places = {(trip.trip_id, stop.site_id): n for trip in case.plan.trips for n, stop in enumerate(trip.stops, 1)}
    for said in told:
        site, group = case.sites.get(said.site_id), coming.get((said.site_id, said.trip_id, said.origin_id))
        if site is None or group is None:
            continue  # said above
        sequence = places.get((said.trip_id, said.site_id))
        way = (said.site_id, said.trip_id, said.origin_id)
        yield from _differences("arrivals.csv", _name(way), said, _arrival(case, way, site.region, sequence, group))


def _name(way: _Way) -> str:
    site_id, trip_id, origin_id = way
    return f"to {site_id} from {origin_id} by {trip_id or 'no bus'}"


def _differences(file: str, row: str, said: Arrivals | Housed, right: Arrivals | Housed) -> Iterator[Violation]:
    """Column by column, what a row gets wrong."""
    for column in (field.name for field in fields(said)):
        told, made = getattr(said, column), getattr(right, column)
        if told != made:
            texts = (counted_text(value) if isinstance(value, Mapping) else value for value in (told, made))
            yield Violation("tally", "{} {}: {} is {!r}, the plan makes it {!r}".format(file, row, column, *texts))


def _coming(case: Case) -> dict[_Way, list[Household]]:
    """Who comes which way; a stop where nobody leaves is a way too."""
    coming: dict[_Way, list[Household]] = {
        (stop.site_id, trip.trip_id, trip.origin_id): [] for trip in case.plan.trips for stop in trip.stops
    }
    trip_of = {assignment.household_id: assignment.trip_id for assignment in case.plan.assignments}
    for household, site in case.to_site:
        coming.setdefault((site.id, trip_of[household.id], household.origin_id), []).append(household)
    return coming


def _arrival(case: Case, way: _Way, region: str, sequence: int | None, group: list[Household]) -> Arrivals:
    sizes, care, persons, wheelchairs, minors, relocated = Counter[int](), Counter[int](), 0, 0, 0, 0
    for household in group:
        sizes[household.persons] += 1
        care[household.care_level] += household.persons
        persons += household.persons
        wheelchairs += household.wheelchairs
        minors += household.persons if household.minor_alone else 0
        relocated += household.persons if _leaves_an_open_site(case, household, way[0]) else 0
    return Arrivals(
        way[0], region, way[1], sequence, way[2], len(group), persons, sizes, care, wheelchairs, minors, relocated
    )


def _leaves_an_open_site(case: Case, household: Household, to: str) -> bool:
    left = case.sites.get(household.origin_id)
    if left is None or left.id == to:
        return False
    return left.status is not SiteStatus.CLOSED and (left.closes_on is None or left.closes_on > case.today)


def _housed(case: Case, told: tuple[Housed, ...]) -> Iterator[Violation]:
    """Every municipality and type with housing today once, in order, with exactly those who live there."""
    types = list(OfferType)
    kinds = {(o.municipality, types.index(o.type)) for o in case.scenario.offers if o.available(case.today)}
    right = [_municipality(case, gm_code, types[index]) for gm_code, index in sorted(kinds)]
    if [(row.gm_code, row.type) for row in told] != [(row.gm_code, row.type) for row in right]:
        yield Violation("tally", "housed.csv is not every municipality and type with housing today once, in order")
        return
    for said, made in zip(told, right, strict=True):
        yield from _differences("housed.csv", f"for {said.gm_code} {said.type}", said, made)


def _exchanged(case: Case, told: tuple[Exchanged, ...] | None) -> Iterator[Violation]:
    """Every pair that trades once, in order, with exactly those who are traded; no table where nobody may trade."""
    living: dict[tuple[str, str], list[int]] = {}
    for household, offer in case.to_home:
        if traded(case, household, offer):
            living.setdefault((household.linked_municipality or "", offer.municipality), []).append(household.persons)
    if told is None:
        if living and case.scenario.horizon.exchange:
            yield Violation("tally", f"{len(living)} pairs of municipalities trade, and there is no exchange_used.csv")
        return
    sides = {side.municipality: side for side in case.scenario.horizon.exchanges}
    right = [
        (sides[a].province, a, sides[a].takes_cno_places, b, sides[b].gives_housing, len(persons), sum(persons))
        for (a, b), persons in sorted(living.items())
        if a in sides and b in sides
    ]
    if [astuple(row) for row in told] != right:
        yield Violation("tally", f"exchange_used.csv is not {right}, which the plan makes it")


def _municipality(case: Case, gm_code: str, kind: OfferType) -> Housed:
    offers = {
        offer.id: offer
        for offer in case.scenario.offers
        if offer.municipality == gm_code and offer.type is kind and offer.available(case.today)
    }
    living = [(household, offer.id) for household, offer in case.to_home if offer.id in offers]
    shared = kind is OfferType.INTERIM
    return Housed(
        gm_code=gm_code,
        vr_code=case.scenario.region_of_municipality.get(gm_code, ""),
        type=kind,
        units=sum(offer.units for offer in offers.values()),
        offered=sum(offer.persons * offer.units for offer in offers.values()),
        units_used=len({offer_id for _, offer_id in living}) if shared else len(living),
        households=len(living),
        persons=sum(household.persons for household, _ in living),
        linked_elsewhere=sum(h.persons for h, _ in living if h.linked_municipality != gm_code),
    )
