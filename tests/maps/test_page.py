"""The page as text: needs nothing, lets nothing in, and is the same on every run."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from page_kinds import KINDS, book_of
from plan_folders import SMALL

from maps.kit.page import render
from maps.national.page import national_page
from maps.start.page import start_page
from maps.texts import LANGUAGES

# A place in the page, the icon that is none, or a file beside it.
OWN_ADDRESS = re.compile(r"(#[\w-]*|data:,|(regions/)?[\w-]+\.(html|xlsx|csv|json)(#[\w=&-]+)?)")
ASSETS = Path(__file__).parents[2] / "maps" / "assets"


class Outline(HTMLParser):
    """Tags with their attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self._tag = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._tag = tag

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag in self.inside:
            self.inside[self._tag].append(data)


@pytest.fixture(params=[(kind, lang) for kind in KINDS for lang in LANGUAGES], ids="-".join)
def page(request: pytest.FixtureRequest) -> str:
    kind, lang = request.param
    return KINDS[kind](book_of(SMALL, lang)).decode()


def test_no_address_of_elsewhere(page: str) -> None:
    outline = Outline(page)
    for tag, attributes in outline.tags:
        assert tag not in {"iframe", "object", "embed", "img", "base"}
        assert "style" not in attributes, (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        for name in ("src", "href", "srcset", "action", "formaction"):
            assert OWN_ADDRESS.fullmatch(attributes.get(name) or "#"), (tag, attributes)
    assert re.findall(r"url\(|@import", "".join(outline.inside["style"])) == []
    assert "sourceMappingURL" not in page


def test_policy_allows_these_scripts_and_this_style_alone(page: str) -> None:
    outline = Outline(page)
    policy = next(a["content"] for tag, a in outline.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    def hashes(texts: list[str]) -> str:
        digests = (hashlib.sha256(text.encode()).digest() for text in texts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)

    types = [attributes.get("type") for tag, attributes in outline.tags if tag == "script"]
    assert types[0] == "application/json"
    assert set(types[1:]) == {None}
    assert rules == {
        "default-src": "'none'",
        "script-src": hashes(outline.inside["script"][1:]),
        "style-src": hashes(outline.inside["style"]),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_page_says_what_it_is(page: str) -> None:
    outline = Outline(page)
    assert sum(tag == "h1" for tag, _ in outline.tags) == 1
    assert ("time", {"datetime": "2022-08-25"}) in outline.tags
    assert "CONCEPT" in page
    assert "0123456789ab<" in page
    assert ">0.1.0<" in page
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert sorted(ids) == sorted(set(ids))


def test_no_data_of_persons(page: str) -> None:
    text = (SMALL / "assignments.csv").read_text() + (SMALL / "unplaced.csv").read_text()
    households = set(re.findall(r"^h\d+", text, re.MULTILINE))
    assert len(households) == 7
    body = page.split("<body>")[1].split("<script", maxsplit=1)[0]
    assert [h for h in households if re.search(rf"\b{h}\b(?!>)", re.sub(r"</?h\d", "", body))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_dutch_page_says_nothing_in_english(kind: str) -> None:
    """Only the program's own messages are in English, and they say so."""
    page = KINDS[kind](book_of(SMALL)).decode()
    body = re.sub(r'<ul [^>]*lang="en">.*?</ul>', "", page.split("<body>")[1].split("<script")[0], flags=re.DOTALL)
    words = set(re.findall(r"\b[a-z]{2,}\b", re.sub(r"<[^>]*>", " ", body)))
    assert words & {"the", "and", "with", "places", "people", "load", "free", "site", "from"} == set()


def test_same_plan_same_bytes() -> None:
    """Also in another process, with other hash seeds and another clock."""
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); from page_kinds import KINDS, book_of; "
        f"books = [book_of(Path(sys.argv[1]), lang) for lang in {LANGUAGES!r}]; "
        "sys.stdout.buffer.write(b''.join(make(book) for book in books for make in KINDS.values()))"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", program, str(SMALL), str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland"))
    }
    books = [book_of(SMALL, lang) for lang in LANGUAGES]
    assert pages == {b"".join(make(book) for book in books for make in KINDS.values())}


def test_time_taken_is_not_on_the_page(small: Path) -> None:
    """It differs from run to run, while the page may not."""
    before = national_page(book_of(small))
    summary = json.loads((small / "summary.json").read_text())
    summary["seconds"] = 99.5
    summary["levels"] = [{**level, "seconds": 42.25} for level in summary["levels"]]
    (small / "summary.json").write_text(json.dumps(summary))
    assert national_page(book_of(small)) == before


def test_national_day_stays_small(national: Path) -> None:
    assert len(national_page(book_of(national))) < 500_000


def test_a_day_without_anything_has_a_page(small: Path) -> None:
    """No site, no origin, no bus, nobody."""
    for file in ("places.csv", "sites.csv", "trips.csv", "stops.csv", "municipalities.csv", "assignments.csv"):
        (small / file).write_text((small / file).read_text().splitlines()[0] + "\n")
    rows = (small / "regions.csv").read_text().replace("tranche_base 104/100; site_places 104/100 haven-goes", "")
    (small / "regions.csv").write_text(rows)
    summary = json.loads((small / "summary.json").read_text())
    summary["counts"] = dict.fromkeys(summary["counts"], 0)
    (small / "summary.json").write_text(json.dumps({**summary, "buses_used": 0, "warnings": []}))
    page = national_page(book_of(small)).decode()
    assert "Vandaag heeft niemand een plek in de crisisnoodopvang nodig." in page
    assert page.count("Vandaag niet.") == 5


def test_data_cannot_end_the_script_it_stands_in() -> None:
    data = {"name": "</script><script>alert(1)</script>"}
    page = render("page.html", "map.html", book_of(SMALL), data=data).decode()
    assert "</script><script>alert" not in page


def test_no_script_of_ours_holds_its_own_end() -> None:
    for script in ASSETS.glob("*.js"):
        assert "</script" not in script.read_text().lower()


def test_a_page_links_only_to_what_is_written() -> None:
    book = book_of(SMALL)
    alone = replace(book, files=frozenset({"map.html"}))
    outline = Outline(national_page(alone).decode())
    links = {attributes.get("href") for tag, attributes in outline.tags if tag == "a"}
    assert {link for link in links if link and not link.startswith(("#", "map.html#"))} == set()
    assert book.link("regions/VR01.html", "map.html#VR02") == "../map.html#VR02"
    assert book.link("index.html", "regions/VR01.html") == "regions/VR01.html"
    assert book.link("index.html", "buses/none.html") == ""


def test_the_start_page_names_files_with_households() -> None:
    page = start_page(book_of(SMALL)).decode()
    rows = re.findall(r"<li><a href=\"([\w.]+)\">.*?</li>", page)
    assert {"map.html", "report.xlsx", "glossary.html", "assignments.csv", "summary.json"} <= set(rows)
    warned = re.findall(r"<li><a href=\"([\w.]+)\">[^\n]*gegevens van huishoudens", page)
    assert warned == ["report.xlsx", "assignments.csv"]


def test_bundled_files_are_what_the_manifest_says() -> None:
    bundled = json.loads((ASSETS / "manifest.json").read_text())["bundled"]
    files = {name: digest for package in bundled for name, digest in package["files"].items()}
    found = {name: hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() for name in files}
    assert found == files
    assert {str(path.relative_to(ASSETS)) for path in ASSETS.glob("*/*")} == set(files)
    assert all({"version", "licence", "licence_file", "source"} <= package.keys() for package in bundled)
    assert bundled


def test_what_the_program_warns_of_is_dutch_in_a_dutch_page(small: Path) -> None:
    summary = json.loads((small / "summary.json").read_text())
    said = ["the time limit is 60 s, given on the command line", "sites.csv: something <new>"]
    (small / "summary.json").write_text(json.dumps({**summary, "warnings": said}))
    dutch, english = (national_page(book_of(small, lang)).decode() for lang in LANGUAGES)
    assert "<li><bdi>de tijdslimiet is 60 s, opgegeven bij het starten</bdi></li>" in dutch
    assert '<li lang="en"><bdi>sites.csv: something &lt;new&gt;</bdi></li>' in dutch
    assert f"<li><bdi>{said[0]}</bdi></li>" in english
