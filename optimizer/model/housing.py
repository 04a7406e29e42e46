"""Rule 7: ready status holders and the homes and interim places of their municipality or its region."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from optimizer.model.linear import Expression, Floats, Ints, LinearModel, expression
from optimizer.scenario.entities import Household, Offer, Scenario


@dataclass(frozen=True, slots=True)
class HolderClass:
    """Alike ready status holders; `weight` is persons, twice when overdue (level 2); `offers` by index.

    `traded`: those of `offers` that only an exchange between municipalities opens (docs/exchange.md).
    """

    persons: int
    weight: int
    linked: str
    offers: tuple[int, ...]
    traded: tuple[tuple[int, str], ...]  # with the municipality that houses for another
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HousingModel:
    """Status holders and offers that have something to do with each other, as a linear model."""

    classes: tuple[HolderClass, ...]
    linear: LinearModel
    arcs: tuple[tuple[int, int], ...]  # class, offer
    flow: Ints
    unhoused: Expression
    displaced: Expression


def holder_classes(scenario: Scenario) -> tuple[HolderClass, ...]:
    """The status holders who are ready, pooled, in the order in which each class first appears."""
    available = [(f, offer) for f, offer in enumerate(scenario.offers) if offer.available(scenario.date)]
    near: dict[str, list[tuple[int, Offer]]] = defaultdict(list)
    for f, offer in available:
        near[offer.municipality].append((f, offer))
        region = scenario.region_of_municipality.get(offer.municipality)
        if offer.shared and scenario.policy.interim_in_region and region is not None:
            near["region " + region].append((f, offer))
    trade = _traded_offers(scenario, near)
    pooled: dict[HolderClass, list[str]] = defaultdict(list)
    for household in scenario.households:
        if not household.seeks_asylum and household.ready(scenario.date):
            pooled[_signature(household, scenario, near, trade)].append(household.id)
    return tuple(replace(cls, members=tuple(members)) for cls, members in pooled.items())


def _traded_offers(scenario: Scenario, near: dict[str, list[tuple[int, Offer]]]) -> dict[str, list[tuple[int, Offer]]]:
    """By linked municipality, what others of its province may house for it: none unless the policy lets them trade."""
    trading = [exchange.municipality for exchange in scenario.horizon.exchanges]
    return {
        linked: [each for other in trading if all(scenario.horizon.trade_limit(linked, other)) for each in near[other]]
        for linked in trading
    }


def _signature(
    household: Household,
    scenario: Scenario,
    near: dict[str, list[tuple[int, Offer]]],
    trade: dict[str, list[tuple[int, Offer]]],
) -> HolderClass:
    linked = household.linked_municipality or ""
    region = scenario.region_of_municipality.get(linked)
    own = dict(near.get(linked, [])) | dict(near.get(f"region {region}", []))
    candidates = dict(trade.get(linked, [])) | own
    offers = tuple(sorted(f for f, offer in candidates.items() if accepts(offer, household)))
    traded = tuple((f, candidates[f].municipality) for f in offers if f not in own)
    overdue = household.overdue(scenario.date, scenario.policy.weeks_to_house)
    return HolderClass(household.persons, household.persons * (2 if overdue else 1), linked, offers, traded, ())


def accepts(offer: Offer, household: Household) -> bool:
    """Whether the offer suits the household by size, wheelchairs and the planner's wishes (rules 7 and 9)."""
    return (
        household.persons <= (offer.capacity if offer.shared else offer.persons)
        and (offer.wheelchair or household.wheelchairs == 0)
        and household.pinned_to in (None, offer.id)
        and offer.id not in household.not_to
    )


def independent_parts(classes: tuple[HolderClass, ...]) -> list[tuple[HolderClass, ...]]:
    """Classes that share no offer or limit of an exchange, directly or through others, are apart: one list a part."""
    parent: dict[int | str, int | str] = {}

    def root(f: int | str) -> int | str:
        while parent.setdefault(f, f) != f:
            f = parent[f]
        return f

    for cls in classes:
        others: list[int | str] = [*cls.offers[1:], *sorted(_limits_shared(cls))]
        for shared in others:
            parent[root(shared)] = root(cls.offers[0])
    parts: dict[int | str, list[HolderClass]] = defaultdict(list)
    for cls in classes:
        if cls.offers:
            parts[root(cls.offers[0])].append(cls)
    return [tuple(part) for part in parts.values()]


def _limits_shared(cls: HolderClass) -> set[str]:
    """What a class shares with others when it may be traded."""
    return {f"gives {town}" for _, town in cls.traded} | ({f"takes {cls.linked}"} if cls.traded else set())


def housing_model(scenario: Scenario, classes: tuple[HolderClass, ...]) -> HousingModel:
    """Place each class in its offers: a unit a household, or persons in a shared interim facility."""
    linear = LinearModel()
    arcs = tuple((c, f) for c, cls in enumerate(classes) for f in cls.offers)
    flow = linear.variables(len(arcs), 0, [len(classes[c].members) for c, _ in arcs], integer=True)
    of_class, of_offer = (np.array(side, dtype=np.int64) for side in zip(*arcs, strict=True))
    persons = np.array([cls.persons for cls in classes], dtype=float)[of_class]
    weights = np.array([cls.weight for cls in classes], dtype=float)[of_class]
    for c, cls in enumerate(classes):
        linear.row(expression(flow[of_class == c]), high=len(cls.members))
    for f in np.unique(of_offer).tolist():
        offer, here = scenario.offers[f], of_offer == f
        if offer.shared:
            linear.row(expression(flow[here], persons[here]), high=offer.capacity)
        else:
            linear.row(expression(flow[here]), high=offer.units)
    _keep_trade_within_limits(scenario, classes, linear, flow, of_class, of_offer, persons)
    elsewhere = np.array([scenario.offers[f].municipality != classes[c].linked for c, f in arcs], dtype=float)
    everyone = float(sum(cls.weight * len(cls.members) for cls in classes))
    return HousingModel(
        classes, linear, arcs, flow, Expression(flow, -weights, everyone), expression(flow, persons * elsewhere)
    )


def _keep_trade_within_limits(
    scenario: Scenario,
    classes: tuple[HolderClass, ...],
    linear: LinearModel,
    flow: Ints,
    of_class: Ints,
    of_offer: Ints,
    persons: Floats,
) -> None:
    """Persons housed by others for a municipality <= the CNO places it takes; those it houses <= what it gives."""
    by_limit: dict[tuple[str, int], list[int]] = defaultdict(list)
    towns = [dict(cls.traded) for cls in classes]
    for arc, (c, f) in enumerate(zip(of_class.tolist(), of_offer.tolist(), strict=True)):
        if f in towns[c]:
            takes, gives = scenario.horizon.trade_limit(classes[c].linked, towns[c][f])
            by_limit[f"takes {classes[c].linked}", takes].append(arc)
            by_limit[f"gives {towns[c][f]}", gives].append(arc)
    for (_, most), arcs in by_limit.items():
        linear.row(expression(flow[arcs], persons[arcs]), high=most)
