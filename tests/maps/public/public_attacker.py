"""An attacker of public pages: reads whatever they say, and works out what follows from all of it together.

It shares nothing with the program: pages are read with the standard library, and what is known of the world (residents
tonight are those of yesterday and those who come; totals are sums) is written down here again.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from ortools.sat.python import cp_model

MOST = 1000  # people that anything can be about
LARGEST_HOUSEHOLD = 30
COUNTRY = "NL"
PEOPLE = ("coming", "housed", "before", "after")
SUMMED = (*PEOPLE, "places", "free")


@dataclass(frozen=True)
class Claim:
    """What a page says: on day number `day` the quantity of an area is between `low` and `high`."""

    day: int
    area: str
    quantity: str
    low: int
    high: int


def bounds(text: str, quantity: str) -> tuple[int, int]:
    """What a figure in words means."""
    text = text.replace("\u00a0", " ").replace(".", "").replace(",", "").strip()
    if text in ("geen", "niemand"):
        return 0, 0
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if not numbers:
        return -MOST * 100, MOST * 100
    if "<" in text or "minder dan" in text:
        return (1, numbers[0] - 1) if quantity == "places" else (1, (numbers[0] - 1) * LARGEST_HOUSEHOLD)
    if "tot en met" in text:
        return numbers[0], numbers[1]
    if "minstens" in text or "of meer" in text:
        return numbers[0], MOST * 100
    sign = -1 if text.startswith(("-", "\u2212")) else 1
    return sign * numbers[0], sign * numbers[0]


class _Reader(HTMLParser):
    """Elements with their attributes and the text in them, in the order of the page."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs}, list[str]())
        self.found.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._open:
            texts.append(data)


def claims(folder: Path, day: int) -> list[Claim]:
    """Everything that the files of a public folder say."""
    said: list[Claim] = []
    for file in sorted(folder.rglob("*")):
        if file.suffix == ".html":
            said += _page_claims(file, day)
        elif file.suffix == ".csv":
            said += _csv_claims(file, day)
        else:
            raise AssertionError(f"the attacker cannot read {file.name}")
    return said


def _csv_claims(file: Path, day: int) -> Iterator[Claim]:
    with file.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield Claim(day, row["area"], row["figure"], *bounds(row["value"], row["figure"]))


def _page_claims(file: Path, day: int) -> Iterator[Claim]:
    elements = _Reader(file.read_text(encoding="utf-8")).found
    yield from _table_claims(elements, day)
    yield from _number_claims(elements, file.stem if file.stem.startswith("VR") else COUNTRY, day)
    yield from _sentence_claims(elements, day)
    yield from _map_claims(elements, day)


Elements = list[tuple[str, dict[str, str], list[str]]]


def _table_claims(elements: Elements, day: int) -> Iterator[Claim]:
    """Cells as they read, and the number and the place in the order that they carry unseen."""
    columns: list[str] = []
    area, column = COUNTRY, 0
    for tag, attributes, texts in elements:
        if tag == "thead":
            columns = []
        elif "data-column" in attributes:
            columns.append(attributes["data-column"])
        elif tag == "tr":
            area, column = attributes.get("data-key", COUNTRY), 0
        elif tag == "td":
            column += 1
            quantity = columns[column]
            yield Claim(day, area, quantity, *bounds("".join(texts), quantity))
            hidden = attributes.get("data-number", attributes.get("data-order"))
            if hidden is not None and float(hidden).is_integer():
                yield Claim(day, area, quantity, int(hidden), int(hidden))


def _number_claims(elements: Elements, area: str, day: int) -> Iterator[Claim]:
    quantity = ""
    for tag, attributes, texts in elements:
        if tag == "div" and "data-number" in attributes:
            quantity = {"agreed": "places"}.get(attributes["data-number"], attributes["data-number"])
        elif tag == "dd" and quantity:
            yield Claim(day, area, quantity, *bounds("".join(texts), quantity))
            quantity = ""


def _sentence_claims(elements: Elements, day: int) -> Iterator[Claim]:
    for tag, _, texts in elements:
        text = "".join(texts)
        for pattern, quantity in (
            (r"Voor (.*) is er vannacht geen plek\.", "unsheltered"),
            (r"(Niemand) is vannacht zonder plek\.", "unsheltered"),
            (r"(.*) asielzoekers? gaa?n?t? vandaag naar een plek in", "coming"),
        ):
            found = re.match(pattern, text) if tag in ("h2", "p") else None
            if found:
                yield Claim(day, COUNTRY, quantity, *bounds(found[1].lower(), quantity))


def _map_claims(elements: Elements, day: int) -> Iterator[Claim]:
    """Labels and colours, in every layer, and those that are drawn."""
    data = next(json.loads("".join(texts)) for _, at, texts in elements if at.get("id") == "page-data")
    if "map" not in data:
        return
    layers, legend = data["map"]["layers"], _legend(elements)
    for key, layer in layers.items():
        quantity = layer["column"]
        for code, label in layer["labels"].items():
            yield Claim(day, code, quantity, *bounds(label, quantity))
        for code, look in layer["looks"].items():
            yield Claim(day, code, quantity, *bounds(legend[key, look], quantity))
    drawn = layers[data["map"]["order"][0]]
    for tag, attributes, texts in elements:
        if tag == "text" and "data-key" in attributes:
            yield Claim(day, attributes["data-key"], drawn["column"], *bounds("".join(texts), drawn["column"]))
        elif tag == "path" and "data-key" in attributes:
            look = attributes["class"].rsplit("look-", 1)[1]
            words = legend[data["map"]["order"][0], look]
            yield Claim(day, attributes["data-key"], drawn["column"], *bounds(words, drawn["column"]))


def _legend(elements: Elements) -> dict[tuple[str, str], str]:
    """What each colour of each layer means."""
    found: dict[tuple[str, str], str] = {}
    layer, words = "", ""
    for tag, attributes, texts in elements:
        if tag == "ul" and "data-layer" in attributes:
            layer = attributes["data-layer"]
        elif tag == "li":
            words = "".join(texts)
        elif tag == "rect" and layer:
            found[layer, attributes["class"].rsplit("look-", 1)[1]] = words
    return found


Cell = tuple[int, str, str]  # day, area, quantity


class Attacker:
    """All that follows from public folders of days in a row, as a program in whole numbers.

    It takes for granted what helps it most: nobody leaves a region, so that who is there today was there yesterday or
    comes today.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self.claims = [claim for day, folder in enumerate(folders) for claim in claims(folder, day)]
        self._model = cp_model.CpModel()
        self._known: dict[Cell, cp_model.IntVar] = {}
        days, areas = {c.day for c in self.claims}, sorted({c.area for c in self.claims} - {COUNTRY})
        for day in sorted(days):
            for area in areas:
                self._region(day, area)
            for quantity in SUMMED:
                self._model.add(
                    self._of(day, COUNTRY, quantity) == sum(self._of(day, area, quantity) for area in areas)
                )
        for claim in self.claims:
            self._take(claim)

    def _of(self, day: int, area: str, quantity: str) -> cp_model.IntVar:
        cell = (day, area, quantity)
        if cell not in self._known:
            lowest = -MOST * 100 if quantity in ("free", "change") else 0
            self._known[cell] = self._model.new_int_var(lowest, MOST * 100, repr(cell))
        return self._known[cell]

    def _region(self, day: int, area: str) -> None:
        before, coming, after, places = (self._of(day, area, q) for q in ("before", "coming", "after", "places"))
        self._model.add(after == before + coming)
        self._model.add(self._of(day, area, "free") == places - after)
        if day:
            self._model.add(before == self._of(day - 1, area, "after"))
            self._model.add(self._of(day, area, "change") == coming - self._of(day - 1, area, "coming"))

    def _take(self, claim: Claim) -> None:
        if claim.quantity == "load":  # whole per cent of the places
            after, places = (self._of(claim.day, claim.area, quantity) for quantity in ("after", "places"))
            self._model.add(200 * after >= (2 * claim.low - 1) * places)
            self._model.add(200 * after <= (2 * claim.high + 1) * places)
            return
        known = self._of(claim.day, claim.area, claim.quantity)
        self._model.add(known >= claim.low)
        self._model.add(known <= claim.high)

    def hidden(self) -> list[Cell]:
        """What the pages somewhere call few, apart from totals."""
        told = [claim for claim in self.claims if claim.area != COUNTRY or claim.quantity == "unsheltered"]
        return list(dict.fromkeys((c.day, c.area, c.quantity) for c in told if c.low == 1 < c.high))

    def ranges(self) -> dict[Cell, tuple[int, int]]:
        """How far each hidden count can be narrowed down: the least and the most that it can be.

        First all of them are made as small and as large as they can be together, which shows most ranges at once.
        """
        cells = self.hidden()
        least, most = (self._extremes(cells, largest=largest) for largest in (False, True))
        found = {cell: (least[cell], most[cell]) for cell in cells}
        for cell, (low, high) in found.items():
            if low >= high:
                found[cell] = self._extremes([cell], largest=False)[cell], self._extremes([cell], largest=True)[cell]
        return found

    def _extremes(self, cells: list[Cell], *, largest: bool) -> dict[Cell, int]:
        """A world in which these counts, added up, are as large or as small as they can be."""
        counted = sum(self._known[cell] for cell in cells)
        if largest:
            self._model.maximize(counted)
        else:
            self._model.minimize(counted)
        solver = self._solver()
        status = solver.solve(self._model)
        assert status == cp_model.OPTIMAL, f"the pages contradict each other: {solver.status_name(status)}"
        return {cell: int(solver.value(self._known[cell])) for cell in cells}

    @staticmethod
    def _solver() -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = 20
        return solver
