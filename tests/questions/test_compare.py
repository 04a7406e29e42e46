"""Two plans side by side: nothing is claimed that value and bound do not prove."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.plan.plan import LEVEL_NAMES, Level
from optimizer.questions.compare import Comparison, Verdict, differences


def level(value: float, bound: float | None, name: str = "unsheltered") -> Level:
    return Level(name, value, bound, None, 0.0, False)


@pytest.mark.parametrize(
    ("without", "changed", "at_least", "at_most", "verdict"),
    [
        ((12, 12), (4, 4), -8, -8, Verdict.BETTER),
        ((4, 4), (12, 12), 8, 8, Verdict.WORSE),
        ((4, 4), (4, 4), 0, 0, Verdict.SAME),
        ((12, 10), (9, 8), -4, -1, Verdict.BETTER),  # 10 .. 12 becomes 8 .. 9
        ((12, 8), (11, 0), -12, 3, Verdict.UNDECIDED),
        ((12, 8), (8, 8), -4, 0, Verdict.UNDECIDED),  # it may have been 8 before too
        ((12, None), (4, 4), -8, None, Verdict.UNDECIDED),  # nothing says that 4 was out of reach
        ((4, None), (12, 12), 8, None, Verdict.WORSE),
        ((12, 12), (4, None), None, -8, Verdict.BETTER),
    ],
)
def test_a_difference_is_what_the_proofs_leave(
    without: tuple[float, float | None],
    changed: tuple[float, float | None],
    at_least: float | None,
    at_most: float | None,
    verdict: Verdict,
) -> None:
    (found,) = differences([level(*without)], [level(*changed)])
    assert (found.at_least, found.at_most, found.verdict) == (at_least, at_most, verdict)
    assert found.found == changed[0] - without[0]


@settings(deadline=None)
@given(*[st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)).map(sorted)] * 2)
def test_the_true_difference_is_never_outside(one: list[int], other: list[int]) -> None:
    # bound, truth and value of each: whatever the truths are, the range holds their difference
    (low, truth, high), (low2, truth2, high2) = one, other
    (found,) = differences([level(high, low)], [level(high2, low2)])
    assert found.at_least is not None
    assert found.at_most is not None
    assert found.at_least <= truth2 - truth <= found.at_most
    assert found.verdict is not Verdict.BETTER or truth2 < truth
    assert found.verdict is not Verdict.WORSE or truth2 > truth
    assert found.verdict is not Verdict.SAME or truth2 == truth


@pytest.mark.parametrize(
    ("changed", "at_least", "at_most", "verdict"),
    [((12, 0), -12, 0, Verdict.UNDECIDED), ((7, 0), -12, -1, Verdict.BETTER), ((12, 12), 0, 0, Verdict.SAME)],
)
def test_what_only_gives_more_cannot_be_worse(
    changed: tuple[float, float], at_least: float, at_most: float, verdict: Verdict
) -> None:
    (found,) = differences([level(12, 8)], [level(*changed)])
    known = replace(found, never_more=True)
    assert (known.at_least, known.at_most, known.verdict) == (at_least, at_most, verdict)


def test_floating_dust_is_no_difference() -> None:
    (found,) = differences([level(0.1 + 0.2, 0.1 + 0.2)], [level(0.3, 0.3)])
    assert found.verdict is Verdict.SAME


def test_the_first_level_that_is_not_the_same_decides() -> None:
    without = [level(v, v, name) for name, v in zip(LEVEL_NAMES, (3, 2, 5, 60, 700), strict=True)]
    changed = [level(v, v, name) for name, v in zip(LEVEL_NAMES, (3, 2, 4, 90, 100), strict=True)]
    comparison = Comparison(differences(without, changed))
    assert comparison.decisive is not None
    assert (comparison.decisive.name, comparison.verdict) == ("displaced", Verdict.BETTER)
    assert Comparison(differences(without, without)).decisive is None


def test_other_levels_are_not_compared() -> None:
    with pytest.raises(ValueError, match="not the same levels"):
        differences([level(1, 1, "effort")], [level(1, 1)])
