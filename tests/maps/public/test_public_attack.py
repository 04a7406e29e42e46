"""The public pages of days in a row, attacked: what is not told cannot be worked out."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from public_attacker import LARGEST_HOUSEHOLD, Attacker, Cell, bounds
from public_worlds import REGIONS, Days, Truth, days_in_a_row, publish, told_apart_by_nobody

from maps.texts import Lang
from optimizer.pages import PageOptions, write_pages
from optimizer.plan.write import write_tables
from optimizer.scenario.sample import DayKind, SampleOptions, make_sample
from tests.plan.greedy import greedy_plan
from tests.plan.hand import Day

FEW = (1, 4 * LARGEST_HOUSEHOLD)


def published(days: Days, folder: Path, lang: Lang = "nl") -> list[Path]:
    return [publish(truth, folder / truth.day.isoformat(), lang) for truth in days]


def secrets(days: Days) -> dict[Cell, int]:
    """Every count of people of few households, as it is."""
    found: dict[Cell, int] = {}
    for day, truth in enumerate(days):
        for quantity, by_region in (("coming", truth.coming), ("housed", truth.housed)):
            found |= {(day, code, quantity): sum(by_region[code]) for code in REGIONS if 0 < len(by_region[code]) < 5}
        if 0 < len(truth.outside) < 5:
            found[day, "NL", "unsheltered"] = sum(truth.outside)
    return found


@pytest.mark.parametrize(("seed", "number"), [*((seed, 2) for seed in range(25)), (25, 5), (26, 7)])
def test_no_count_that_is_not_told_can_be_narrowed_down_at_all(tmp_path: Path, seed: int, number: int) -> None:
    days = days_in_a_row(seed, number)
    attacker = Attacker(published(days, tmp_path))
    assert set(attacker.hidden()) == set(secrets(days))
    assert {cell: found for cell, found in attacker.ranges().items() if found != FEW} == {}


@pytest.mark.parametrize(
    ("seed", "number", "lang"), [*((seed, 2, "nl") for seed in range(20)), (20, 2, "en"), (21, 2, "en"), (22, 7, "nl")]
)
def test_worlds_with_other_secrets_give_the_same_files_to_the_byte(
    tmp_path: Path, seed: int, number: int, lang: Lang
) -> None:
    """Whoever reads all files of all days, by whatever means, cannot tell these worlds apart."""
    days = days_in_a_row(seed, number)
    others = told_apart_by_nobody(days)
    assert secrets(days).keys() == secrets(others).keys() != set()
    assert all(count != secrets(others)[cell] for cell, count in secrets(days).items())
    for one, other in zip(published(days, tmp_path / "a", lang), published(others, tmp_path / "b", lang), strict=True):
        assert {f.name: f.read_bytes() for f in one.iterdir()} == {f.name: f.read_bytes() for f in other.iterdir()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_of_a_day_with_buses_are_those_of_its_households(tmp_path: Path, seed: int) -> None:
    """Counted again from the list of households and where each goes; and what is not told stays so."""
    sizes = {"people": 150, "status_holders": 150, "sites": 40, "seed": seed}
    scenario = Day(make_sample(SampleOptions.of_day(DayKind.NATIONAL, **sizes))).scenario
    made = greedy_plan(scenario)
    (tmp_path / "plan").mkdir()
    write_tables(made, scenario, tmp_path / "plan")
    write_pages(tmp_path / "plan", PageOptions(profile="public"))
    moved: dict[tuple[str, str], list[int]] = {}
    for household, sent in zip(scenario.households, made.assignments, strict=True):
        if sent.outcome in ("site", "home") and sent.destination_id != household.origin_id:
            cell = sent.vr_code, "coming" if sent.outcome == "site" else "housed"
            moved.setdefault(cell, []).append(household.persons)
    assert made.trips
    with (tmp_path / "plan" / "public" / "figures.csv").open(encoding="utf-8") as stream:
        told = {(row["area"], row["figure"]): row["value"] for row in csv.DictReader(stream)}
    counted = {(code, figure): moved.get((code, figure), []) for code in REGIONS for figure in ("coming", "housed")}
    assert {cell: told[cell] for cell in counted} == {
        cell: "<5" if 0 < len(people) < 5 else str(sum(people)) for cell, people in counted.items()
    }
    ranges = Attacker([tmp_path / "plan" / "public"]).ranges()
    assert ranges
    assert set(ranges.values()) == {FEW}


@pytest.mark.parametrize(
    ("text", "quantity", "meant"),
    [
        ("1.170", "coming", (1170, 1170)),
        ("<\u00a05\u00a0huishoudens", "coming", FEW),
        ("<\u00a05", "places", (1, 4)),
        ("<5", "housed", FEW),
        ("minstens 12", "coming", (12, 100_000)),
        ("25 tot en met 74 mensen", "coming", (25, 74)),
        ("75 of meer mensen", "coming", (75, 100_000)),
        ("\u22123", "change", (-3, -3)),
        ("geen", "coming", (0, 0)),
    ],
)
def test_the_attacker_can_read(text: str, quantity: str, meant: tuple[int, int]) -> None:
    assert bounds(text, quantity) == meant


def test_few_places_are_not_told_either(tmp_path: Path) -> None:
    """Of one place the attacker would know that one person comes."""
    first, second = days_in_a_row(3)
    few = dict.fromkeys(REGIONS, 450) | {code: n for n, code in enumerate(REGIONS[:8])}
    empty = {code: () if code in REGIONS[:8] else people for code, people in second.coming.items()}
    folder = publish(replace(second, before=first.after, coming=empty, places=few), tmp_path / "day")
    ranges = Attacker([folder]).ranges()
    assert {cell[1]: found for cell, found in ranges.items() if cell[2] == "places"} == dict.fromkeys(
        REGIONS[1:5], (1, 4)
    )


# What the internal pages tell, told to the public: each of these must give something away, or the attack is no attack.


def with_column(page: Path, quantity: str, values: dict[str, int]) -> None:
    """Another column in the table of regions."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r'(data-column="places">.*?</th>)', rf'\1<th data-column="{quantity}">x</th>', text)
    for area, value in values.items():
        text = re.sub(rf'(<tr data-key="{area}">.*?)</tr>', rf"\1<td>{value}</td></tr>", text, flags=re.DOTALL)
    page.write_text(text, encoding="utf-8")


def residents(page: Path, truth: Truth, yesterday: Truth) -> None:
    with_column(page, "after", truth.after)


def free_places(page: Path, truth: Truth, yesterday: Truth) -> None:
    with_column(page, "free", {code: truth.places[code] - truth.after[code] for code in REGIONS})


def load(page: Path, truth: Truth, yesterday: Truth) -> None:
    """In whole per cent, of 50 places: two per cent is a person."""
    with_column(page, "load", {code: round(100 * truth.after[code] / truth.places[code]) for code in REGIONS})


def change(page: Path, truth: Truth, yesterday: Truth) -> None:
    if truth.day != yesterday.day:
        with_column(page, "change", {c: sum(truth.coming[c]) - sum(yesterday.coming[c]) for c in REGIONS})


def sorted_by_truth(page: Path, truth: Truth, yesterday: Truth) -> None:
    """The place in the order of a sorted table, unseen."""
    text = page.read_text(encoding="utf-8")
    for code in (code for code in REGIONS if 0 < len(truth.coming[code]) < 5):
        few = rf'(<tr data-key="{code}">.*?data-order=")0\.5'
        text = re.sub(few, rf"\g<1>{sum(truth.coming[code])}", text, count=1, flags=re.DOTALL)
    page.write_text(text, encoding="utf-8")


def exact_total(page: Path, truth: Truth, yesterday: Truth) -> None:
    """The country added up from the truth, where one region alone has few."""
    text, total = page.read_text(encoding="utf-8"), sum(sum(people) for people in truth.coming.values())
    page.write_text(re.sub(r"(<tfoot>.*?<td[^>]*>)[^<]*", rf"\g<1>{total}", text, flags=re.DOTALL), encoding="utf-8")


Leak = Callable[[Path, Truth, Truth], None]


def one_region_has_few(truth: Truth) -> Truth:
    coming = {code: people if len(people) >= 5 else () for code, people in truth.coming.items()}
    return replace(truth, coming={**coming, "VR09": (2, 1)})


def days_for(leak: Leak) -> Days:
    first, second = days_in_a_row(7)
    if leak is exact_total:
        first = one_region_has_few(first)
    if leak is load:
        first, second = (replace(truth, places=dict.fromkeys(REGIONS, 50)) for truth in (first, second))
    return first, replace(second, before=first.after)


@pytest.mark.parametrize("leak", [residents, free_places, load, change, sorted_by_truth, exact_total])
def test_the_attack_finds_what_would_leak(tmp_path: Path, leak: Leak) -> None:
    days = days_for(leak)
    folders = published(days, tmp_path)
    assert broken(folders) == {}
    for folder, truth in zip(folders, days, strict=True):
        leak(folder / "index.html", truth, days[0])
    found = broken(folders)
    assert found
    assert found.items() <= secrets(days).items()


def broken(folders: list[Path]) -> dict[Cell, int]:
    """What the attacker finds out, with the number."""
    return {cell: low for cell, (low, high) in Attacker(folders).ranges().items() if low == high}
