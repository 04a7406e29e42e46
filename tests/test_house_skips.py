"""A test that cannot run is skipped by name at a desk and fails in continuous integration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = {
    "by itself": "import pytest\ndef test_it():\n    pytest.skip('no reason')\n",
    "while it is collected": "import pytest\npytest.importorskip('no_such_module_at_all')\ndef test_it():\n    pass\n",
    "for want of ../shared": "import pytest\n@pytest.mark.shared\ndef test_it():\n    pass\n",
    "for want of a browser": "import pytest\n@pytest.mark.browser\ndef test_it():\n    pass\n",
}


def run_pytest(project: Path, ci: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-rsfE", "-p", "no:cacheprovider", "-p", "xdist", "-n", "1"],
        cwd=project,
        env={**os.environ, "CI": ci, "PATH": "", "PYTEST_ADDOPTS": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def project_with(folder: Path, test: str) -> Path:
    tests = folder / "project" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("conftest.py"), tests)
    (tests.parent / "pytest.ini").write_text("[pytest]\nmarkers =\n    shared\n    browser\n")
    (tests / "test_case.py").write_text(test)
    return tests.parent


@pytest.mark.parametrize("case", CASES)
def test_skip_is_named_at_a_desk_and_fails_in_ci(tmp_path: Path, case: str) -> None:
    project = project_with(tmp_path, CASES[case])
    at_desk, in_ci = run_pytest(project, ""), run_pytest(project, "true")
    assert "test_case.py" in at_desk.stdout
    assert "1 skipped" in at_desk.stdout
    assert in_ci.returncode != 0, in_ci.stdout
    assert "skipped, which CI=true forbids" in in_ci.stdout


def test_passing_and_xfailing_tests_pass_in_ci(tmp_path: Path) -> None:
    test = "import pytest\ndef test_it():\n    pass\n@pytest.mark.xfail\ndef test_hope():\n    assert False\n"
    result = run_pytest(project_with(tmp_path, test), "true")
    assert result.returncode == 0, result.stdout
