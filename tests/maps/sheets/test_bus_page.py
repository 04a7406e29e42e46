"""The list of a bus as a page: its figures, no one's data, and nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from plan_folders import HOSTILE, rewrite

from maps.sheets.words import boarding_text, duration_text
from maps.texts import LANGUAGES, Lang, Texts


class Seen(HTMLParser):
    """The words of a page and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def seen(page: bytes) -> Seen:
    parser = Seen()
    parser.feed(re.sub(r"<(style|script).*?</\1>", "", page.decode(), flags=re.DOTALL))
    return parser


def text_of(page: bytes) -> str:
    return " ".join(" ".join(seen(page).words).split())


def page_of_bus(busy, bus_id: str, lang: Lang = "nl") -> bytes:
    (duty,) = [duty for duty in busy.duties if duty.bus_id == bus_id]
    return busy.files(lang)[duty.page]


def test_one_page_for_each_bus(busy) -> None:
    pages = [path for path in busy.files() if path.startswith("buses/")]
    assert len(pages) == len(busy.duties) == 2


def test_it_says_when_where_and_how_many(busy) -> None:
    text = text_of(page_of_bus(busy, "B1"))
    for said in (
        "9 mensen in 1 rit. Eerste vertrek om 07:20, laatste aankomst om 09:00.",
        "Rit 1 (T001): vertrek om 07:20 uit Ter Apel",
        "Instappen: 4 huishoudens, 9 mensen, 1 rolstoel. Onderweg tot de laatste halte: 1 uur en 40 minuten",
        "waarvan 1 uur en 30 minuten rijden; de rest is uitstappen of pauze.",
        "52.87000, 7.06000",
        "Halte 1, 08:20: Hall Gemeente Groningen. Coördinaten: 53.21900, 6.56700",
        "Uitstappen: 3 huishoudens, 7 mensen, 1 rolstoel. Ingestapt:",
        "1 huishouden van 1 persoon: 1 huishouden van 2 personen: 1 huishouden van 4 personen:",
        "Iedereen voor deze halte is uitgestapt. Daarna zijn nog 2 mensen aan boord.",
        "Halte 2, 09:00: School",
        "Uitstappen: 1 huishouden, 2 mensen. Ingestapt:",
        "Daarna is de bus leeg.",
        "CONCEPT",
    ):
        assert said in text, said


def test_the_overview_holds_every_departure_and_arrival(busy) -> None:
    rows = re.findall(r'<tr data-key="T001.*?</tr>', page_of_bus(busy, "B1").decode(), re.DOTALL)
    cells = [[re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]
    assert cells == [
        ["07:20", "Vertrek rit 1", "Ter Apel", "9", "–", "9", "1"],
        ["08:20", "Aankomst rit 1", "Hall", "–", "7", "2", "1"],
        ["09:00", "Aankomst rit 1", "School", "–", "2", "0", "0"],
    ]


def test_there_is_a_box_for_every_household_and_every_stop(busy) -> None:
    boxes = [attributes for tag, attributes in seen(page_of_bus(busy, "B1")).tags if tag == "input"]
    assert len(boxes) == 4 + 2
    labels = [attributes["aria-label"] for attributes in boxes if "aria-label" in attributes]
    assert labels == [
        "Huishouden van 1 persoon, nummer 1 van 1, ingestapt",
        "Huishouden van 2 personen, nummer 1 van 1, ingestapt",
        "Huishouden van 4 personen, nummer 1 van 1, ingestapt",
        "Huishouden van 2 personen, nummer 1 van 1, ingestapt",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_driver_learns_nothing_that_is_not_his(busy, lang: Lang) -> None:
    page = page_of_bus(busy, "B1", lang)
    text = text_of(page).lower()
    assert not [word for word in ("zorg", "care level", "amv", "minor", "minderjarig") if word in text]
    assert not re.search(r"\b[AH][1-6]\b", text_of(page))  # ids of households
    assert not [attributes for tag, attributes in seen(page).tags if tag == "a" and "geo:" in str(attributes)]


def test_english_through_and_through(busy) -> None:
    dutch, english = (set(seen(page_of_bus(busy, "B1", lang)).words) for lang in LANGUAGES)
    same = {word.strip() for word in dutch & english if re.search("[a-z]{3}", word)}
    assert same <= {"Ter Apel", "Hall", "School"}


@pytest.mark.parametrize("text", [*HOSTILE, "🧑‍🚒 中文"], ids=lambda text: text[:16])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_name_is_text(small: Path, read_folder, text: str, lang: Lang) -> None:
    rewrite(small, "places.csv", lambda rows: [{**row, "name": text} for row in rows])
    rewrite(small, "trips.csv", lambda rows: [{**row, "bus_id": text} for row in rows])
    files = read_folder(small).files(lang)
    (page,) = [content for path, content in files.items() if path.startswith("buses/")]
    assert text[:70] in "".join(seen(page).words)
    tags = {tag for tag, _ in seen(page).tags}
    assert not tags & {"img", "b", "iframe", "a"} - {"a"}
    assert not [name for _, attributes in seen(page).tags for name in attributes if name.startswith("on")]
    assert page.count(b"<script") == 2  # the page's data and the page's own


def test_same_plan_same_bytes(busy_folder: Path, read_folder) -> None:
    assert read_folder(busy_folder).files() == read_folder(busy_folder).files()


@pytest.mark.parametrize(
    ("minutes", "nl", "en"),
    [
        (0, "0 minuten", "0 minutes"),
        (1, "1 minuut", "1 minute"),
        (59, "59 minuten", "59 minutes"),
        (60, "1 uur", "1 hour"),
        (59.5, "1 uur", "1 hour"),
        (61, "1 uur en 1 minuut", "1 hour and 1 minute"),
        (194, "3 uur en 14 minuten", "3 hours and 14 minutes"),
    ],
)
def test_driving_is_told_in_hours(minutes: float, nl: str, en: str) -> None:
    assert (duration_text(minutes, Texts("nl")), duration_text(minutes, Texts("en"))) == (nl, en)


def test_a_trip_without_a_rest_takes_as_long_as_is_driven(busy) -> None:
    trip = busy.duties[0].trips[0]
    direct = replace(trip, trip=replace(trip.trip, drive_minutes=99.2))
    assert trip.minutes == 100
    assert boarding_text(direct, Texts("nl")).endswith("Rijtijd tot de laatste halte: 1 uur en 40 minuten.")
