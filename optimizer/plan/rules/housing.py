"""Rule 7: who may live where, and how many; with an exchange between municipalities also what they trade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.plan.rules.case import Case, Violation
from optimizer.scenario.entities import Household, Offer, OfferType


def broken_housing(case: Case) -> Iterator[Violation]:
    """Each household's home by itself, then each offer by all who get it."""
    living: dict[str, list[Household]] = {}
    for household, offer in case.to_home:
        living.setdefault(offer.id, []).append(household)
        yield from _home(case, household, offer)
    yield from _trade(case)
    for offer_id, households in living.items():
        yield from _holds(case.offers[offer_id], households)


def traded(case: Case, household: Household, offer: Offer) -> bool:
    """Whether rule 7 by itself does not let the household live there, so that it takes an exchange."""
    linked = household.linked_municipality
    if offer.municipality == linked:
        return False
    regions = case.scenario.region_of_municipality
    here = regions.get(offer.municipality)
    same_region = linked is not None and here is not None and here == regions.get(linked)
    return not (offer.type is OfferType.INTERIM and case.scenario.policy.interim_in_region and same_region)


def _trade(case: Case) -> Iterator[Violation]:
    """Municipalities of one province, each within what it takes and gives (docs/exchange.md)."""
    sides = {side.municipality: side for side in case.scenario.horizon.exchanges}
    elsewhere, for_others = Counter[str](), Counter[str]()
    for household, offer in case.to_home:
        linked, town = household.linked_municipality or "", offer.municipality
        if linked not in sides or town not in sides or not traded(case, household, offer):
            continue  # a home without a trade is a fault of the household's own
        elsewhere[linked] += household.persons
        for_others[town] += household.persons
    for code, side in sides.items():
        if elsewhere[code] > side.takes_cno_places:
            text = f"{code} takes {side.takes_cno_places} CNO places, others house {elsewhere[code]} persons for it"
            yield Violation("7", text)
        if for_others[code] > side.gives_housing:
            text = f"{code} gives housing for {side.gives_housing} persons, it houses {for_others[code]} for others"
            yield Violation("7", text)


def _may_trade(case: Case, linked: str | None, town: str) -> bool:
    """Whether the two trade at all: they lie in one province; how much is for `_trade` to say."""
    sides = {side.municipality: side for side in case.scenario.horizon.exchanges}
    return (
        case.scenario.horizon.exchange
        and linked in sides
        and town in sides
        and sides[linked].province == sides[town].province
    )


def _home(case: Case, household: Household, offer: Offer) -> Iterator[Violation]:
    linked = household.linked_municipality
    if traded(case, household, offer) and not _may_trade(case, linked, offer.municipality):
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
