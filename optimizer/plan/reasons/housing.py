"""Why a status-holder household has no home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from optimizer.plan.decision import Decision
from optimizer.plan.plan import Reason
from optimizer.plan.reasons.listing import Detail, listed, one, pinned
from optimizer.scenario.entities import Household, Offer, Scenario


class Housing:
    """Answers for one plan."""

    def __init__(self, scenario: Scenario, decision: Decision) -> None:
        self._scenario = scenario
        self._units: Counter[str] = Counter()
        self._persons: Counter[str] = Counter()
        for household in scenario.households:
            offer_id = decision.destination.get(household.id)
            if not household.seeks_asylum and offer_id is not None:
                self._units[offer_id] += 1
                self._persons[offer_id] += household.persons
        self._elsewhere: Counter[str] = Counter()  # persons whom others house for a municipality in exchange
        self._for_others: Counter[str] = Counter()  # persons whom it houses for others
        self._count_trade(decision)
        self._offers_in: dict[str, list[Offer]] = {}
        self._interim_in_region: dict[str, list[Offer]] = {}
        for offer in scenario.offers:
            self._offers_in.setdefault(offer.municipality, []).append(offer)
            region = scenario.region_of_municipality.get(offer.municipality)
            if offer.shared and region is not None:
                self._interim_in_region.setdefault(region, []).append(offer)

    def _count_trade(self, decision: Decision) -> None:
        offers = {offer.id: offer for offer in self._scenario.offers}
        for household in self._scenario.households:
            offer = offers.get(decision.destination.get(household.id, ""))
            if offer is not None and not rule_7_allows(self._scenario, household.linked_municipality, offer):
                self._elsewhere[household.linked_municipality or ""] += household.persons
                self._for_others[offer.municipality] += household.persons

    def why(self, household: Household) -> Reason:
        """The first thing that leaves no housing for `household`."""
        allowed = self._allowed(household)
        if household.pinned_to is None:
            return self._why_none_of(household, allowed)
        pin = household.pinned_to
        if not any(offer.id == pin for offer in self._scenario.offers):
            return pinned(pin, Reason("not_housing"))
        here = [offer for offer in allowed if offer.id == pin]
        if household.linked_municipality is not None and not here:
            return pinned(pin, Reason("not_in_linked_municipality", one("gm_code", household.linked_municipality)))
        return pinned(pin, self._why_none_of(household, here))

    def _allowed(self, household: Household) -> list[Offer]:
        """Its municipality, interim facilities of the same region, and what others of the province may trade."""
        linked = household.linked_municipality
        if linked is None:
            return []
        found = {offer.id: offer for offer in self._offers_in.get(linked, [])}
        region = self._scenario.region_of_municipality.get(linked)
        if region is not None and self._scenario.policy.interim_in_region:
            found |= {offer.id: offer for offer in self._interim_in_region.get(region, [])}
        for side in self._scenario.horizon.exchanges:
            if all(self._scenario.horizon.trade_limit(linked, side.municipality)):
                found |= {offer.id: offer for offer in self._offers_in.get(side.municipality, [])}
        return list(found.values())

    def _why_none_of(self, household: Household, offers: Sequence[Offer]) -> Reason:
        if household.linked_municipality is None:
            return Reason("not_linked")
        gm_code = one("gm_code", household.linked_municipality)
        offers = [offer for offer in offers if offer.available(self._scenario.date)]
        if not offers:
            return Reason("no_home_in_municipality", gm_code)
        met: Detail = ()
        if household.wheelchairs:
            offers = [offer for offer in offers if offer.wheelchair]
            if not offers:
                return Reason("no_wheelchair_home", gm_code)
            met = one("wheelchairs", household.wheelchairs)
        if max(_largest(offer) for offer in offers) < household.persons:
            largest = one("largest", max(map(_largest, offers)))
            return Reason("homes_too_small", (*gm_code, *one("persons", household.persons), *largest, *met))
        offers = [offer for offer in offers if _largest(offer) >= household.persons]
        left = [offer for offer in offers if offer.id not in household.not_to]
        if not left:
            return Reason("excluded_everywhere", (*listed("offers", (offer.id for offer in offers)), *met))
        return self._why_used_up(household, left)

    def _why_used_up(self, household: Household, offers: Sequence[Offer]) -> Reason:
        room = [offer for offer in offers if self._has_room(offer, household.persons)]
        free = [offer.id for offer in room if self._may_trade(household, offer)]
        if free:
            return Reason("room_left", listed("room_at", free))
        gm_code = one("gm_code", household.linked_municipality)
        met = one("wheelchairs", household.wheelchairs) if household.wheelchairs else ()
        if room:
            there = listed("room_at", (offer.id for offer in room))
            return Reason("exchange_used_up", (*gm_code, *one("persons", household.persons), *there, *met))
        code = "interim_used_up" if all(offer.shared for offer in offers) else "homes_used_up"
        offer_ids = listed("offers", (offer.id for offer in offers))
        return Reason(code, (*gm_code, *one("persons", household.persons), *offer_ids, *met))

    def _may_trade(self, household: Household, offer: Offer) -> bool:
        """Whether the household needs no exchange to live there, or what is agreed leaves room for it."""
        linked = household.linked_municipality or ""
        if rule_7_allows(self._scenario, linked, offer):
            return True
        takes, gives = self._scenario.horizon.trade_limit(linked, offer.municipality)
        return (
            self._elsewhere[linked] + household.persons <= takes
            and self._for_others[offer.municipality] + household.persons <= gives
        )

    def _has_room(self, offer: Offer, persons: int) -> bool:
        if offer.shared:
            return self._persons[offer.id] + persons <= offer.capacity
        return self._units[offer.id] < offer.units


def rule_7_allows(scenario: Scenario, linked: str | None, offer: Offer) -> bool:
    """Whether who is linked to a municipality may live there without an exchange between municipalities."""
    region = scenario.region_of_municipality.get(linked or "")
    near = region is not None and region == scenario.region_of_municipality.get(offer.municipality)
    return offer.municipality == linked or (near and offer.shared and scenario.policy.interim_in_region)


def _largest(offer: Offer) -> int:
    return offer.capacity if offer.shared else offer.persons
