"""The example of autumn 2022: valid, made by its script, and the published figures where there are any."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from optimizer.day import plan_scenario
from optimizer.plan.write import write_plan
from optimizer.scenario.entities import Scenario
from optimizer.scenario.read import read_scenario

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "examples" / "autumn-2022"
MAY_BE_FULL = date(2022, 12, 5)


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclass looks for its annotations
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return _script("make_autumn_2022")


@pytest.fixture(scope="module")
def autumn() -> Scenario:
    return read_scenario(FOLDER)


def test_it_is_valid_without_a_warning(autumn: Scenario) -> None:
    assert autumn.warnings == ()
    assert (autumn.days[0], autumn.days[-1]) == (date(2022, 7, 1), date(2022, 12, 31))


def test_the_script_makes_the_same_bytes(script: ModuleType, tmp_path: Path) -> None:
    script.main(tmp_path)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert made == {file.name: file.read_bytes() for file in FOLDER.iterdir() if file.name != "README.md"}


def test_arrivals_are_the_published_months(autumn: Scenario) -> None:
    months: Counter[int] = Counter()
    for row in autumn.horizon.inflow:
        months[row.day.month] += row.persons  # type: ignore[assignment]  # a Counter of persons, which are fractions
    published = {8: 4_897, 9: 5_374, 10: 4_756, 11: 4_584, 12: 3_243}
    assert {month: months[month] for month in published} == pytest.approx(published, abs=0.02)
    waiting = sum(h.persons for h in autumn.households if h.seeks_asylum)
    assert months[7] + waiting == pytest.approx(4_376, abs=5)  # the first day's arrivals are those who wait


def test_status_holders_and_homes_are_the_published_ones(autumn: Scenario) -> None:
    assert sum(h.persons for h in autumn.households if not h.seeks_asylum) == 15_270
    months: Counter[int] = Counter()
    for offer in autumn.offers:
        assert offer.available_on is not None
        months[offer.available_on.month] += offer.persons * offer.units
    assert {9: months[9], 10: months[10], 11: months[11]} == pytest.approx({9: 2_714, 10: 3_359, 11: 3_200}, abs=6)
    assert sum(months.values()) == pytest.approx(17_000, abs=30)
    ready = sum(row.persons for row in autumn.horizon.status_inflow)
    assert 15_270 + ready - 17_000 == pytest.approx(16_200, abs=110)  # within a day's


@pytest.mark.parametrize(
    ("day", "places", "without"),
    [
        (date(2022, 7, 1), 24 * 150, {"VR07"}),
        (date(2022, 8, 15), 21 * 225 + 3 * 150 + 3 * 200, {"VR07"}),
        (date(2022, 9, 1), 25 * 225 + 3 * 200, set()),
        (date(2022, 10, 15), 25 * 450, set()),
        (date(2022, 12, 31), 11_250, set()),
    ],
)
def test_places_were_built_up_as_asked(autumn: Scenario, day: date, places: int, without: set[str]) -> None:
    regions = autumn.regions_on(day)
    assert sum(region.places for region in regions) == places
    assert {region.code for region in regions if region.places == 0} == without
    for region in regions:
        usable = [s for s in autumn.sites if s.region == region.code and s.usable(day)]
        assert sum(site.places for site in usable) == region.places


def test_the_flows_add_up_to_the_published_growth(autumn: Scenario, script: ModuleType) -> None:
    # from 1 July to 5 December: what arrives, less housed, less what regular reception takes beside, is CNO's growth
    until = [day for day in autumn.days if day <= MAY_BE_FULL]
    arrived = 141 + sum(row.persons for row in autumn.horizon.inflow if row.day in until)
    housed = sum(script.housed_in(month) for month in range(7, 12)) + 5 * script.housed_in(12) / 31
    taken = sum(row.places for row in autumn.horizon.coa if row.day in until)
    in_cno = sum(site.occupied for site in autumn.sites) + arrived - housed - taken
    assert in_cno == pytest.approx(7_037, abs=150)


def test_targets_are_the_half_year_s(autumn: Scenario) -> None:
    assert sum(target.persons for target in autumn.horizon.targets) == pytest.approx(13_500, abs=60)


PAGE = ROOT / "docs" / "autumn-2022.md"


def test_the_first_days_are_planned_and_laid_beside_what_was_published(tmp_path: Path) -> None:
    folder, out = tmp_path / "autumn", tmp_path / "plan"
    shutil.copytree(FOLDER, folder)
    whole = (folder / "scenario.toml").read_text(encoding="utf-8")
    (folder / "scenario.toml").write_text(whole.replace("days = 184", "days = 10"), encoding="utf-8")
    scenario = read_scenario(folder)
    plan = plan_scenario(scenario, progress=lambda _: None, interrupted=lambda: False)
    write_plan(plan, scenario, out, lang="en", extras=[])
    assert plan.outlook is not None
    assert plan.levels[0].value == 0  # there are places for who comes in these days
    arrived = 141 + sum(row.persons for row in scenario.horizon.inflow)
    taken = sum(row.to_coa for row in plan.outlook.country)
    in_cno = sum(row.occupied for row in plan.outlook.regions if row.date == scenario.days[-1])
    assert in_cno == pytest.approx(sum(site.occupied for site in scenario.sites) + arrived - taken, abs=0.01)
    compare = _script("compare_autumn_2022")
    page = tmp_path / "page.md"
    page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    compare.main(out, page)
    filled = page.read_text(encoding="utf-8")
    assert f"| in CNO, 10 July | {round(in_cno):,} | not published |" in filled
    assert "| unsheltered | 0.0 | 0.0 | 0.00% | yes |" in filled


def test_the_page_has_the_tables_of_the_whole_plan() -> None:
    page = PAGE.read_text(encoding="utf-8")
    months = page.split("<!-- months -->")[1].split("<!-- end -->")[0]
    assert [line.split("|")[1].strip() for line in months.splitlines()[3:] if line] == [
        "July", "August", "September", "October", "November", "December",
    ]  # fmt: skip
    arrivals = [int(line.split("|")[2].replace(",", "")) for line in months.splitlines()[3:] if line]
    assert arrivals[1:] == [4_897, 5_374, 4_756, 4_584, 3_243]
    assert "over 17,000" in page.split("<!-- dates -->")[1].split("<!-- end -->")[0]
