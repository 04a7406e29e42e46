"""The public pages of two days in a row, attacked: what is not told cannot be worked out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from public_attacker import LARGEST_HOUSEHOLD, Attacker, Cell
from public_worlds import REGIONS, Truth, publish, told_apart_by_nobody, two_days

FEW = (1, 4 * LARGEST_HOUSEHOLD)
SEEDS = range(25)


def published(days: tuple[Truth, Truth], folder: Path) -> tuple[Path, Path]:
    first, second = (publish(truth, folder / truth.day.isoformat()) for truth in days)
    return first, second


def secrets(days: tuple[Truth, Truth]) -> dict[Cell, int]:
    """Every count of people of few households, as it is."""
    found: dict[Cell, int] = {}
    for day, truth in enumerate(days):
        for quantity, by_region in (("coming", truth.coming), ("housed", truth.housed)):
            found |= {(day, code, quantity): sum(by_region[code]) for code in REGIONS if 0 < len(by_region[code]) < 5}
        if 0 < len(truth.outside) < 5:
            found[day, "NL", "unsheltered"] = sum(truth.outside)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_no_count_that_is_not_told_can_be_narrowed_down_at_all(tmp_path: Path, seed: int) -> None:
    days = two_days(seed)
    attacker = Attacker(published(days, tmp_path))
    assert set(attacker.hidden()) == set(secrets(days))
    assert {cell: found for cell, found in attacker.ranges().items() if found != FEW} == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_worlds_with_other_secrets_give_the_same_files_to_the_byte(tmp_path: Path, seed: int) -> None:
    """Whoever reads all files of both days, by whatever means, cannot tell these worlds apart."""
    days = two_days(seed)
    others = told_apart_by_nobody(*days)
    assert secrets(days).keys() == secrets(others).keys() != set()
    assert all(number != secrets(others)[cell] for cell, number in secrets(days).items())
    for one, other in zip(published(days, tmp_path / "a"), published(others, tmp_path / "b"), strict=True):
        assert {f.name: f.read_bytes() for f in one.iterdir()} == {f.name: f.read_bytes() for f in other.iterdir()}


def test_few_places_are_not_told_either(tmp_path: Path) -> None:
    """Of one place the attacker would know that one person comes."""
    first, second = two_days(3)
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


def days_for(leak: Leak) -> tuple[Truth, Truth]:
    first, second = two_days(7)
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


def broken(folders: tuple[Path, Path]) -> dict[Cell, int]:
    """What the attacker finds out, with the number."""
    return {cell: low for cell, (low, high) in Attacker(folders).ranges().items() if low == high}
