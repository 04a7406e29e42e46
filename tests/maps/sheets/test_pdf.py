"""The PDFs: tagged, of nothing but the bundled font, equal to the plan folder, and deaf to what names say."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_folders import HOSTILE, copy_of, rewrite
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from maps.sheets.blocks import Fill, Grid, Heading, Sheet, Tick, Together, Words
from maps.sheets.glyphs import covered, printable
from maps.sheets.pdf import make_pdf
from maps.texts import LANGUAGES, Lang, Texts
from optimizer.plan.write import write_tables
from tests.plan.hand import DECISION, Day, plan, without

PDFS = ("buses.pdf", "day-sheets.pdf")
A4_POINTS = (595, 842)


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Everything a reader sees, with single spaces, without the marks that let long words break."""
    text = " ".join(page.extract_text() for page in reader(content).pages)
    return " ".join(text.replace("\u200b", "").replace("\u00a0", " ").replace("\u00ad", "").split())


def structure(pdf: PdfReader) -> list[str]:
    """The kinds of tags, in reading order."""
    return [str(node.get("/S", "")) for node in nodes(pdf)]


def attributes(node: DictionaryObject) -> list[Any]:
    found = node.get("/A", [])
    return [part.get_object() for part in (found if isinstance(found, list) else [found])]


def nodes(pdf: PdfReader) -> Iterator[DictionaryObject]:
    """The tree of tags, in reading order."""
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, DictionaryObject):
            continue
        yield node
        inside = node.get("/K", [])
        inside = inside if isinstance(inside, list) else [inside]
        waiting.extend(part.get_object() for part in reversed(inside))


@pytest.mark.parametrize("name", PDFS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_tagged_as_pdf_ua(busy, name: str, lang: Lang) -> None:
    pdf = reader(busy.files(lang)[name])
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own kind of true
    assert str(root["/Lang"]).split("-")[0] == lang
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - as above
    assert pdf.metadata is not None
    assert str(pdf.metadata.title)
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data().replace(b"<pdfuaid:part>", b"pdfuaid:part>")
    tags = structure(pdf)
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD"} <= set(tags)
    assert all(int(page["/StructParents"]) >= 0 and page["/Tabs"] == "/S" for page in pdf.pages)


@pytest.mark.parametrize("name", PDFS)
def test_a4_with_nothing_but_the_bundled_font_and_nothing_that_runs(busy, name: str) -> None:
    pdf = reader(busy.files()[name])
    assert {tuple(map(int, page.mediabox[2:])) for page in pdf.pages} <= {A4_POINTS, (595, 841)}
    fonts = {str(font["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert {
        font.split("+")[1]
        for font in (font.get("/BaseFont", font) if isinstance(font, dict) else font for font in fonts)
    } == {
        "DejaVuSansCondensed",
        "DejaVuSansCondensed-Bold",
    }
    raw = busy.files()[name]
    assert not re.search(rb"/(JavaScript|JS|URI|Launch|EmbeddedFile|AcroForm|OpenAction|AA)\b", raw)


def test_bookmarks_lead_to_every_bus_and_every_region(busy) -> None:
    files = busy.files()
    outline = reader(files["buses.pdf"]).outline
    assert [mark.title for mark in outline if not isinstance(mark, list)] == ["Buslijst B1", "Buslijst B2"]
    outline = reader(files["day-sheets.pdf"]).outline
    regions = [mark.title for mark in outline if not isinstance(mark, list)]
    assert regions == [f"{view.code} {view.tally.name}: dagblad" for view in busy.regions]


def test_every_bus_and_region_begins_on_a_page_of_its_own_and_counts_its_pages(busy) -> None:
    pages = [page.extract_text() for page in reader(busy.files()["buses.pdf"]).pages]
    assert len(pages) == 2
    assert all(text.startswith(f"Buslijst B{number}") for number, text in enumerate(pages, 1))
    assert all("Bladzijde 1 van 1" in text for text in pages)


def test_a_bus_list_says_what_its_page_says(busy) -> None:
    text = text_of(busy.files()["buses.pdf"])
    for said in (
        "9 mensen in 1 rit. Eerste vertrek om 07:20, laatste aankomst om 09:00.",
        "07:20 Vertrek rit 1 Ter Apel 9 – 9 1",
        "08:20 Aankomst rit 1 Hall – 7 2 1",
        "09:00 Aankomst rit 1 School – 2 0 0",
        "Halte 1, 08:20: Hall Gemeente Groningen. Coördinaten: 53.21900, 6.56700",
        "Uitstappen: 3 huishoudens, 7 mensen, 1 rolstoel. Ingestapt:",
        "1 huishouden van 4 personen:",
        "CONCEPT",
    ):
        assert said in text, said
    assert not re.search(r"zorg|amv|minderjarig|\b[AH][1-6]\b", text)


def test_a_day_sheet_has_what_a_region_needs(busy) -> None:
    text = text_of(busy.files()["day-sheets.pdf"])
    groningen = text[text.index("VR01 Groningen: dagblad") : text.index("VR02 Fryslân: dagblad")]
    for said in (
        "Vandaag komen er 7 mensen naar Groningen.",
        "08:20 B1, rit T001 Ter Apel Hall 3 7 1 × 1, 1 × 2, 1 × 4",
        "2 mensen met zorgniveau 2",
        "Rijkspersoneel",
        "Zorg: 66 minuten per dag nodig, 200 beschikbaar.",
        "Plaatsen: vannacht 10 bewoners, afgesproken 10 plaatsen.",
        "1. Hall Groningen in gebruik 12 3 7 10",
        "Coördinator van de regio",
    ):
        assert said in groningen, said
    drenthe = text[text.index("VR03 Drenthe: dagblad") : text.index("VR04 IJsselland: dagblad")]
    assert "– eigen vervoer Ter Apel School 1 3 1 × 3" in drenthe
    assert not re.search(r"\b[AH][1-6]\b", text)


def test_day_sheets_equal_the_folder_figure_by_figure(small: Path, read_folder) -> None:
    pages = text_of(read_folder(small).files()["day-sheets.pdf"])
    with (small / "arrivals.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            sizes = ", ".join(" × ".join(pair.split(":")[::-1]) for pair in row["sizes"].split(";"))
            assert f"{row['households']} {row['persons']} {sizes}" in pages


def test_who_stays_is_told_apart_from_who_comes(tmp_path: Path, read_folder) -> None:
    day = Day().set("households", "A4", origin_id="S2", transport="bus")
    write_tables(plan(day.scenario), day.scenario, tmp_path)
    text = text_of(read_folder(tmp_path).files()["day-sheets.pdf"])
    drenthe = text[text.index("VR03 Drenthe: dagblad") : text.index("VR04 IJsselland: dagblad")]
    assert "Vandaag komt er niemand naar Drenthe." in drenthe
    assert "3 mensen van de lijst zijn al in een locatie en blijven daar." in drenthe
    assert "1. School Emmen gaat vandaag open 8 0 3 0 3 5" in drenthe  # places, before, stay, come, tonight, free


def test_bus_lists_equal_the_folder_figure_by_figure(small: Path, read_folder) -> None:
    pages = text_of(read_folder(small).files()["buses.pdf"])
    with (small / "stops.csv").open(newline="") as stream:
        stops = list(csv.DictReader(stream))
    with (small / "places.csv").open(newline="") as stream:
        names = {row["place_id"]: row["name"] for row in csv.DictReader(stream)}
    assert len(stops) == 4
    for stop in stops:
        assert f"Halte {stop['sequence']}, {stop['arrives']}: {names[stop['site_id']]}" in pages
        assert re.search(rf"{stop['arrives']} Aankomst rit \d {names[stop['site_id']]} – {stop['persons']} ", pages)
    with (small / "arrivals.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            for size, count in (pair.split(":") for pair in row["sizes"].split(";")):
                households, people = (
                    "huishouden" if count == "1" else "huishoudens",
                    "persoon" if size == "1" else "personen",
                )
                assert f"{count} {households} van {size} {people}:" in pages


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:16])
def test_a_hostile_name_is_text(small: Path, read_folder, text: str) -> None:
    rewrite(small, "places.csv", lambda rows: [{**row, "name": text} for row in rows])
    rewrite(small, "trips.csv", lambda rows: [{**row, "bus_id": text} for row in rows])
    rewrite(small, "regions.csv", lambda rows: [{**row, "name": text} for row in rows])
    rewrite(small, "municipalities.csv", lambda rows: [{**row, "name": text} for row in rows])
    files = read_folder(small).files()
    told = re.sub("[\u202e\u200f\u200d]", "", text)[:60]
    shown = re.sub("[^\u0000-\u2fff]", lambda lacking: f"[U+{ord(lacking[0]):04X}]", told)
    for name in PDFS:
        assert shown.replace(" ", "") in text_of(files[name]).replace(" ", ""), name


@pytest.mark.parametrize(
    "text", ["#show: x", "*bold* _it_ $x$ @ref", "\\u{41}", '#import "x.typ"', "= heading", "/ term: x", "```x```"]
)
def test_markup_of_the_typesetter_is_text(busy, text: str) -> None:
    content = make_pdf(text, [Sheet(text, (Words(text),))], busy.day, Texts("nl"))
    assert text.replace(" ", "") in text_of(content).replace(" ", "")
    pdf = reader(content)
    assert pdf.metadata is not None
    assert pdf.metadata.title == text


def test_characters_that_the_font_lacks_are_told_by_number() -> None:
    assert printable("Łódź ☐ مرحبا") == "Łódź ☐ مرحبا"
    assert printable("🧑‍🚒 中") == "[U+1F9D1][U+1F692] [U+4E2D]"
    assert printable("a\u202eb\u200fc\u00add") == "abcd"
    assert printable("w" * 25).split("\u200b") == ["w" * 7, "w" * 7, "w" * 7, "w" * 4]
    assert printable("w" * 24) == "w" * 24
    assert {ord(c) for c in "abcëéïöü€–…☐×·"} <= covered()


def test_every_character_of_the_first_plane_can_be_set(busy) -> None:
    # what typst cannot show it refuses; so the character map has to be read right
    every = [chr(code) for code in range(0x20, 0x3000) if not 0xD800 <= code < 0xE000]
    content = make_pdf("x", [Sheet("x", (Words(printable("".join(every))),))], busy.day, Texts("nl"))
    assert len(content) > 10_000


COVERED = st.text(st.sampled_from(sorted(map(chr, covered()))), max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=40), COVERED))
def test_whatever_is_written_can_be_set(busy, text: str) -> None:
    sheet = Sheet(text, (Heading(f"x {text}", 1), Words(text), Tick(text, 3), Fill((text,), (text,))))
    table = Grid((text,), (False,), (1,), ((text,),), (text,))
    assert make_pdf(f"x {text}", [sheet, Sheet("x", (Together((Heading("x", 1), table)),))], busy.day, Texts("en"))


def test_header_cells_say_what_they_head(busy) -> None:
    pdf = reader(busy.files()["buses.pdf"])
    heads = [node for node in nodes(pdf) if node.get("/S") == "/TH"]
    assert len(heads) == 2 * 7  # two buses, the seven columns of their day
    assert {str(attribute["/Scope"]) for head in heads for attribute in attributes(head) if "/Scope" in attribute} == {
        "/Column"
    }


def test_no_clock_in_it(busy_folder: Path, read_folder, tmp_path: Path) -> None:
    files = read_folder(busy_folder).files()
    for name in PDFS:
        metadata = reader(files[name]).metadata
        assert metadata is not None
        assert not {"/CreationDate", "/ModDate"} & metadata.keys()
        assert not re.search(rb"xmp:(Create|Modify|Metadata)Date", files[name])
    again = read_folder(copy_of(busy_folder, tmp_path / "again")).files()
    assert files == again


def test_another_process_makes_the_same_bytes(busy_folder: Path, read_folder) -> None:
    script = (
        "import hashlib, sys\nfrom pathlib import Path\n"
        "from maps.sheets.bus_sheet import bus_pdf\nfrom maps.sheets.duty import duties\nfrom maps.texts import Texts\n"
        "from maps.view.read import read_view\nfrom maps.view.receiving import region_views\n"
        "folder = Path(sys.argv[1])\nday = read_view(folder)\nregions = region_views(day, folder)\n"
        "sys.stdout.buffer.write(bus_pdf(day, duties(day, regions), Texts('nl')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(busy_folder)],
        capture_output=True,
        timeout=60,
        check=True,
        env={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout == read_folder(busy_folder).files()["buses.pdf"]


def test_a_day_without_buses_is_a_page_that_says_so(tmp_path: Path, read_folder) -> None:
    day = Day()
    write_tables(plan(day.scenario, without(DECISION, "A1", "A2", "A3")), day.scenario, tmp_path)
    files = read_folder(tmp_path).files()
    assert "Vandaag rijdt er geen bus." in text_of(files["buses.pdf"])
    assert not [path for path in files if path.startswith("buses/")]
