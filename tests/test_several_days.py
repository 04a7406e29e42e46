"""Several days on the command line: checked by `cno validate`, refused by `cno plan` as long as none are planned."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from small_day import write_small_day

from optimizer.cli import cno


@pytest.mark.parametrize(
    ("policy", "words"), [("days = 14\n", "days is 14"), ("[policy]\nexchange = true\n", "exchange is true")]
)
def test_what_is_not_planned_is_checked_and_refused(tmp_path: Path, policy: str, words: str) -> None:
    day = write_small_day(tmp_path / "day", policy=policy)
    (day / "inflow.csv").write_text("date,origin_id,persons\n2026-03-03,TA,130\n", encoding="utf-8")
    validated = CliRunner().invoke(cno, ["validate", str(day)])
    assert validated.exit_code == 0
    assert ("02-03-2026 to 15-03-2026" in validated.stdout) is ("days" in policy)
    planned = CliRunner().invoke(cno, ["plan", str(day), "--out", str(tmp_path / "plan"), "--quiet"])
    assert planned.exit_code == 2
    assert words in planned.stderr
    assert "Nothing was written" in planned.stderr
    assert not (tmp_path / "plan").exists()
