"""Rule 7: who may live where, and how many."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.plan.rules.case import Case, Violation
from optimizer.scenario.entities import Household, Offer, OfferType


def broken_housing(case: Case) -> Iterator[Violation]:
    """Each household's home by itself, then each offer by all who get it."""
    living: dict[str, list[Household]] = {}
    for household, offer in case.to_home:
        living.setdefault(offer.id, []).append(household)
        yield from _home(case, household, offer)
    for offer_id, households in living.items():
        yield from _holds(case.offers[offer_id], households)


def _home(case: Case, household: Household, offer: Offer) -> Iterator[Violation]:
    linked, policy = household.linked_municipality, case.scenario.policy
    if offer.municipality != linked:
        regions = case.scenario.region_of_municipality
        here = regions.get(offer.municipality)
        same_region = linked is not None and here is not None and here == regions.get(linked)
        if not (offer.type is OfferType.INTERIM and policy.interim_in_region and same_region):
            text = f"{household.id} is linked to {linked} and housed in {offer.municipality} ({offer.type})"
            yield Violation("7", text)
    if household.wheelchairs and not offer.wheelchair:
        yield Violation("7", f"{household.id} needs a home fit for a wheelchair, {offer.id} is not")
    starts, ends = offer.available_on, offer.available_until
    if (starts is not None and case.today < starts) or (ends is not None and case.today >= ends):
        yield Violation("7", f"{offer.id} is not available on {case.today}")


def _holds(offer: Offer, households: list[Household]) -> Iterator[Violation]:
    persons = [household.persons for household in households]
    if offer.type is OfferType.INTERIM:
        if sum(persons) > offer.persons * offer.units:
            yield Violation("7", f"interim {offer.id} holds {sum(persons)} of {offer.persons * offer.units} persons")
    elif len(persons) > offer.units:
        yield Violation("7", f"{offer.id} has {offer.units} units for {len(persons)} households")
    elif max(persons) > offer.persons:
        yield Violation("7", f"{offer.id} holds {offer.persons} persons a unit, a household of {max(persons)} gets one")
