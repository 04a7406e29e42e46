"""The demo is a success when a plan is there, also one with people outside, and a failure otherwise."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[1] / "scripts" / "demo.sh"


@pytest.mark.parametrize(
    ("ending", "code", "words"),
    [(0, 0, "Everybody has a place"), (3, 0, "not everybody has a place"), (4, 4, ""), (2, 2, ""), (1, 1, "")],
)
def test_the_demo_says_how_it_went_and_where_the_map_is(tmp_path: Path, ending: int, code: int, words: str) -> None:
    stub = tmp_path / "cno"
    stub.write_text(f"#!/bin/sh\n[ $1 = plan ] || exit 0\nexit {ending}\n")
    stub.chmod(0o755)
    done = subprocess.run(
        ["bash", DEMO, stub, tmp_path / "demo"], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == code, done.stderr
    assert words in done.stdout
    assert (f"{tmp_path}/demo/plan/map.html" in done.stdout) == (code == 0)


def test_a_plan_that_the_verifier_refuses_fails_the_demo(tmp_path: Path) -> None:
    stub = tmp_path / "cno"
    stub.write_text("#!/bin/sh\n[ $1 != verify ]\n")
    stub.chmod(0o755)
    done = subprocess.run(
        ["bash", DEMO, stub, tmp_path / "demo"], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
