"""A reason is true: there is room for a household just where the verifier would let the plan take it too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from optimizer.plan.decision import BusTrip, Decision
from optimizer.plan.reasons import unplaced_households
from optimizer.plan.verify import verify
from optimizer.scenario.entities import Household, Scenario, Transport
from tests.plan.greedy import greedy_decision, plan_of
from tests.plan.test_agreement import KINDS, generated

TINY = [seed for seed in range(72) if KINDS[seed % len(KINDS)][0] == "tiny"]
SMALL = [4, 12, 14, 21, 22, 23]
Duties = Mapping[str, tuple[BusTrip, ...]]


def longer(decision: Decision, scenario: Scenario, household: Household) -> Iterator[Decision]:
    """Every decision that also places `household`, by one more rider, stop or trip where it needs a bus."""
    for place in [site.id for site in scenario.sites] if household.seeks_asylum else [o.id for o in scenario.offers]:
        destination = {**decision.destination, household.id: place}
        rides = household.seeks_asylum and household.transport is Transport.BUS and place != household.origin_id
        for duties in longer_duties(decision.duties, scenario, household, place) if rides else [decision.duties]:
            yield replace(decision, destination=destination, duties=duties)


def longer_duties(duties: Duties, scenario: Scenario, household: Household, place: str) -> Iterator[Duties]:
    for bus in scenario.buses:
        day = duties.get(bus.id, ())
        for at in range(len(day) + 1):
            alone = BusTrip(household.origin_id, (place,), ((household.id,),))
            yield {**duties, bus.id: (*day[:at], alone, *day[at:])}
        for at, trip in enumerate(day):
            for changed in longer_trips(trip, household, place):
                yield {**duties, bus.id: (*day[:at], changed, *day[at + 1 :])}


def longer_trips(trip: BusTrip, household: Household, place: str) -> Iterator[BusTrip]:
    if place in trip.stops:
        at = trip.stops.index(place)
        riders = (*trip.riders[:at], (*trip.riders[at], household.id), *trip.riders[at + 1 :])
        yield replace(trip, riders=riders)
        return
    for at in range(len(trip.stops) + 1):
        stops = (*trip.stops[:at], place, *trip.stops[at:])
        yield replace(trip, stops=stops, riders=(*trip.riders[:at], (household.id,), *trip.riders[at:]))


def thinned(decision: Decision) -> Decision:
    """The decision with every third household that needs no bus taken out, so that there is room to be found."""
    riders = {r for trips in decision.duties.values() for trip in trips for stop in trip.riders for r in stop}
    free = [household for household in decision.destination if household not in riders]
    gone = set(free[::3])
    return replace(decision, destination={h: p for h, p in decision.destination.items() if h not in gone})


@pytest.mark.parametrize("seed", [*TINY, *SMALL])
def test_room_is_left_just_where_the_verifier_agrees(seed: int) -> None:
    _, scenario = generated(seed)
    decision = thinned(greedy_decision(scenario))
    households = {household.id: household for household in scenario.households}
    for unplaced in unplaced_households(scenario, decision):
        plans = longer(decision, scenario, households[unplaced.household_id])
        fits = any(verify(scenario, plan_of(scenario, longer_decision)) == () for longer_decision in plans)
        codes = {unplaced.reason.code, *dict(unplaced.reason.detail).get("because", ())}
        assert ("room_left" in codes) == fits, unplaced
