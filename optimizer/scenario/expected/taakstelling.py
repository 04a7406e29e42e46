"""Targets of municipalities (taakstelling): a national one divided, and how far each is in reaching its own.

The official formula: the national target times the inhabitants of a municipality over those of the country, rounded
half up. What a municipality is short of earlier targets comes on top; what it is ahead is taken off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from optimizer.scenario.horizon import Target
from optimizer.scenario.regions import municipality_facts


@dataclass(frozen=True, slots=True)
class Standing:
    """Persons housed in the period so far, and short of earlier targets when it began (negative: ahead)."""

    realised: int = 0
    backlog: int = 0

    def __post_init__(self) -> None:
        if self.realised < 0:
            raise ValueError(f"realised is {self.realised}, must be 0 or more")


def national_targets(
    total: int, first: date, last: date, standing: Mapping[str, Standing] | None = None
) -> tuple[Target, ...]:
    """A target for every municipality from `first` to `last` (both included), by code; persons.

    `standing`: where municipalities are, by code; one that is not there has nothing realised and no backlog. A lead
    beyond the whole target counts as realised, so that target - realised is always share + backlog - realised.
    ValueError: `total` is below 0, or `standing` names no municipality of today.
    """
    facts, standing = municipality_facts(), standing or {}
    if total < 0:
        raise ValueError(f"the national target is {total}, must be 0 or more")
    if unknown := standing.keys() - {fact.code for fact in facts}:
        raise ValueError(f"no municipalities of today: {', '.join(sorted(unknown))}")
    nation = sum(fact.inhabitants for fact in facts)
    targets = []
    for fact in facts:
        own = standing.get(fact.code, Standing())
        asked = rounded_share(total, fact.inhabitants, nation) + own.backlog
        targets.append(Target(fact.code, first, last, max(asked, 0), own.realised + max(-asked, 0)))
    return tuple(targets)


def rounded_share(total: int, part: int, whole: int) -> int:
    """total * part / whole, rounded half up; in whole numbers, so without a rounding error."""
    return (2 * total * part + whole) // (2 * whole)


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A municipality's row of taakstelling.csv; persons, of all its periods that the horizon touches together.

    `planned` is what today's plan houses, `expected` what the outlook adds on the days after.
    """

    municipality: str
    target: int
    realised: int
    planned: float
    expected: float

    @property
    def behind(self) -> float:
        """What is still to be housed of the target when the horizon ends; negative: more than was asked."""
        return self.target - self.realised - self.planned - self.expected


def target_progress(
    targets: Sequence[Target], today: date, planned: Mapping[str, float], expected: Mapping[tuple[date, str], float]
) -> tuple[TargetProgress, ...]:
    """How far each municipality that has a target comes, by code.

    `planned`: persons housed today by the municipality whose target they count for (the one they are linked to, or the
    one that houses them in exchange); `expected`: the same of later days, by day and municipality. Persons count for a
    target only on the days of its period; on a day that is in no period of the municipality they count for none.
    """
    periods: dict[str, list[Target]] = {}
    for target in targets:
        periods.setdefault(target.municipality, []).append(target)
    housed: dict[str, float] = {}
    for (day, code), persons in expected.items():
        if _within(periods.get(code, ()), day):
            housed[code] = housed.get(code, 0.0) + persons
    return tuple(
        TargetProgress(
            municipality=code,
            target=sum(target.persons for target in own),
            realised=sum(target.realised for target in own),
            planned=planned.get(code, 0.0) if _within(own, today) else 0.0,
            expected=housed.get(code, 0.0),
        )
        for code, own in sorted(periods.items())
    )


def _within(periods: Sequence[Target], day: date) -> bool:
    return any(period.first <= day <= period.last for period in periods)
