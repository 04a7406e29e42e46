"""Status holders day by day: who is housed, who is ready and waits, and which homes are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from optimizer.model.horizon.housing import Housing
from optimizer.model.linear import Floats
from optimizer.plan.outlook import ShortageRow
from optimizer.plan.plan import Level, Outcome, Plan
from optimizer.scenario.entities import Scenario
from optimizer.solve.horizon.housing import HousingPlan

WEEK = 7
FEWEST = 1e-6  # households below which nobody is short of a home


@dataclass(frozen=True, slots=True)
class Homes:
    """By day, the first included: persons housed, ready and not housed, and levels 2 and 3 of the homes.

    `by_municipality`: persons housed after the first day, by day and the municipality they are linked to.
    """

    housed: tuple[float, ...]
    ready: tuple[float, ...]
    unhoused: tuple[float, ...]
    displaced: tuple[float, ...]
    by_municipality: Mapping[tuple[date, str], float]
    shortages: tuple[ShortageRow, ...]


def homes_of(scenario: Scenario, today: Plan, later: HousingPlan) -> Homes:
    """What a first day and a plan for the days after it come to."""
    days, housing = scenario.horizon.days, later.housing
    left = _left(later)
    persons = np.array([holders.persons for holders in housing.holders], dtype=float)
    overdue = np.array([holders.overdue for holders in housing.holders], dtype=np.int64)
    late = np.arange(days)[None, :] >= overdue[:, None]
    ready = (left * persons[:, None]).sum(axis=0)
    double = (left * persons[:, None] * late).sum(axis=0)
    moved = later.persons()
    elsewhere = np.bincount(housing.pair_day, weights=later.flow * housing.elsewhere(), minlength=days)
    housed = list(later.housed())
    housed[0] = float(
        sum(
            household.persons
            for household, assignment in zip(scenario.households, today.assignments, strict=True)
            if assignment.outcome is Outcome.HOME
        )
    )
    by_municipality: dict[tuple[date, str], float] = defaultdict(float)
    for k, day, count in zip(housing.pair_holders, housing.pair_day, moved.tolist(), strict=True):
        if count > FEWEST:
            by_municipality[scenario.days[day], housing.holders[k].linked] += count
    return Homes(
        tuple(housed),
        tuple(ready.tolist()),
        tuple((ready + double).tolist()),
        tuple(elsewhere.tolist()),
        dict(by_municipality),
        _shortages(scenario, housing, left),
    )


def with_homes(scenario: Scenario, levels: Sequence[Level], placed: Mapping[str, str]) -> tuple[Level, ...]:
    """The levels of a first day of asylum seekers alone, with those of its status holders added to 2 and 3.

    They are no proof of the day: its status holders are housed for the good of all days.
    """
    today, offers = scenario.date, {offer.id: offer for offer in scenario.offers}
    unhoused = displaced = 0
    for household in scenario.households:
        if household.seeks_asylum or not household.ready(today):
            continue
        if household.id not in placed:
            unhoused += household.persons * (2 if household.overdue(today, scenario.policy.weeks_to_house) else 1)
        elif offers[placed[household.id]].municipality != household.linked_municipality:
            displaced += household.persons
    added = (0, unhoused, displaced, 0, 0)
    return tuple(
        replace(level, value=level.value + more, bound=None, gap=None, settled=False)
        for level, more in zip(levels, added, strict=True)
    )


def _left(later: HousingPlan) -> Floats:
    """Households of each holders who are ready and not housed at the end of each day."""
    housing, days = later.housing, later.housing.scenario.horizon.days
    came = np.zeros((len(housing.holders), days))
    for k, holders in enumerate(housing.holders):
        came[k, holders.ready :] = holders.count
    went = np.zeros((len(housing.holders), days))
    np.add.at(
        went, (np.array(housing.pair_holders, dtype=np.int64), np.array(housing.pair_day, dtype=np.int64)), later.flow
    )
    left: Floats = np.maximum(came - went.cumsum(axis=1), 0.0)
    return left


def _shortages(scenario: Scenario, housing: Housing, left: Floats) -> tuple[ShortageRow, ...]:
    """At the end of each week, and of the horizon: who has no home, by municipality and what home they need."""
    rows = []
    ends = [*range(WEEK - 1, scenario.horizon.days, WEEK)]
    if not ends or ends[-1] != scenario.horizon.days - 1:
        ends.append(scenario.horizon.days - 1)
    for week, end in enumerate(ends, start=1):
        short: dict[tuple[str, int, bool], float] = defaultdict(float)
        for holders, households in zip(housing.holders, left[:, end].tolist(), strict=True):
            if households > FEWEST:
                short[holders.linked, holders.persons, holders.wheelchair] += households
        for (code, size, wheelchair), households in sorted(short.items()):
            region = scenario.region_of_municipality.get(code, "")
            count = round(households, 6)
            rows.append(
                ShortageRow(week, scenario.days[end], code, region, size, wheelchair, count, round(count * size, 6))
            )
    return tuple(rows)
