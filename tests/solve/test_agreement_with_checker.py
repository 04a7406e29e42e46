"""A sample of the generated scenarios, their plans judged by the contract's checker (`python -m tests.agreement`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agreement import judged


@pytest.mark.shared
@pytest.mark.parametrize("number", range(2_000, 2_030))
def test_the_checker_finds_the_plan_valid_and_every_level_equal(number: int, shared: Path, tmp_path: Path) -> None:
    plan, complaint = judged(number, shared / "tools" / "check_plan.py", tmp_path, 20.0)
    assert complaint == ""
    assert all(level.bound is not None and level.bound <= level.value + 1e-6 for level in plan.levels)
