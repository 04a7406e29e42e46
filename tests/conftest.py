"""What a test may lean on outside the project, in one place: the shared folder and a browser.

Mark a test `shared` when it reads ../shared, `browser` when it needs Chromium. Where that is absent the test is
skipped by name; with CI=true nothing is ever skipped: what would be is a failure that says why.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
IN_CI = os.environ.get("CI", "").lower() in {"true", "1"}


def _chromium() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Maps in tests show the project's own boundaries, whatever the developer uses."""
    os.environ["CNO_DATA_DIR"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the contract and its checker, beside the project (mark the test `shared`)."""
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium (mark the test `browser`)."""
    path = _chromium()
    assert path is not None, "Chromium is not installed"
    return path


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what cannot run here, with its name and the reason."""
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip(f"{item.nodeid}: ../shared is not here")
    if item.get_closest_marker("browser") and _chromium() is None:
        pytest.skip(f"{item.nodeid}: Chromium is not installed")


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true forbids: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one in continuous integration."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is collected."""
    report = yield
    _fail_if_skipped(report)
    return report
