"""The composition of expected households: the built-in one, and what a part of any composition is.

Built in, of 10,000 households: who came in 2022 by stream (first applications 35,535 persons, family reunification
10,927, repeated 1,529; IND), with 11.8 unaccompanied minors in a hundred first applications (4,207 of 35,535; IND) and
14.2 children with a parent (26 under 18; CBS, first quarter of 2019, as no split of 2022 was published). Sizes of
families, care, wheelchairs and priority are assumed, as in `cno sample` (docs/sample.md), and pooled: families of
three to five stand as three and five, larger ones as seven, so that the mean stays 1.47 persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class MixPart:
    """Households that are alike, with their share of all expected households (above 0, at most 1)."""

    persons: int
    care_level: int
    wheelchairs: int
    minor_alone: bool
    priority: int
    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.wheelchairs <= self.persons or self.persons < 1:
            raise ValueError(f"a household of {self.persons} persons with {self.wheelchairs} wheelchairs")
        if not 0 < self.share <= 1:
            raise ValueError(f"a share of {self.share}, must be above 0 and at most 1")


_PER_10_000: Final[
    tuple[tuple[int, int, int, bool, int, int], ...]
] = (  # persons, care level, wheelchairs, minor alone, priority, households
    (1, 0, 0, False, 0, 5917),
    (1, 1, 0, False, 0, 690),
    (1, 1, 1, False, 2, 63),
    (1, 2, 0, False, 1, 207),
    (1, 3, 0, False, 2, 90),
    (1, 0, 0, True, 0, 673),
    (1, 0, 0, True, 1, 224),
    (1, 1, 0, True, 0, 112),
    (1, 2, 0, True, 1, 42),
    (2, 0, 0, False, 0, 565),
    (2, 1, 0, False, 0, 65),
    (2, 1, 1, False, 2, 10),
    (2, 2, 0, False, 1, 19),
    (2, 0, 0, True, 0, 92),
    (2, 0, 0, True, 1, 24),
    (3, 0, 0, False, 0, 449),
    (3, 0, 0, False, 1, 82),
    (3, 1, 0, False, 0, 58),
    (3, 1, 1, False, 2, 16),
    (3, 2, 0, False, 1, 18),
    (5, 0, 0, False, 0, 287),
    (5, 0, 0, False, 1, 51),
    (5, 1, 0, False, 0, 38),
    (5, 1, 1, False, 2, 13),
    (5, 2, 0, False, 1, 13),
    (5, 3, 0, False, 2, 5),
    (7, 0, 0, False, 0, 126),
    (7, 0, 0, False, 1, 22),
    (7, 1, 0, False, 0, 18),
    (7, 1, 1, False, 2, 11),
)
BUILT_IN_MIX: Final = tuple(
    MixPart(persons, care_level, wheelchairs, minor_alone, priority, households / 10_000)
    for persons, care_level, wheelchairs, minor_alone, priority, households in _PER_10_000
)
