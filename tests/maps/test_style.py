"""A house style changes tokens and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from page_kinds import book_of
from plan_folders import SMALL

from maps.kit.style import house_style, tokens
from maps.national.page import national_page
from optimizer.scenario.faults import InputError


def faults(folder: Path, text: str) -> str:
    file = folder / "house.css"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        house_style(file)
    return str(caught.value)


@pytest.mark.parametrize(
    "text", ["--accent: #003366;", ":root {\n--accent: #003366;\n}\n", "/* ours */--accent:#003366"]
)
def test_a_token_is_taken(tmp_path: Path, text: str) -> None:
    file = tmp_path / "house.css"
    file.write_text(text, encoding="utf-8")
    assert house_style(file) == {"accent": "#003366"}


def test_every_own_token_may_be_given_again(tmp_path: Path) -> None:
    file = tmp_path / "house.css"
    file.write_text(":root {" + "".join(f"--{name}: {value};\n" for name, value in tokens().items()) + "}")
    assert house_style(file) == tokens()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("--acent: #003366;", "column acent"),
        ("\n\n--accent: red;", "house.css, row 3, column accent: 'red'"),
        ("--accent: url(https://example.org/x);", "row 1"),
        ("--accent: var(--ink);", "a value like #0b4a8f"),
        ("--accent: #003366} body { display: none;", "row 1"),
        ("body { color: #003366; }", "--name: value; and nothing else"),
        ("@import 'x.css';", "row 1"),
        ("--size: 100vw;", "a value like 1rem"),
        ("--size: 1rem; --size-small: -1rem", "column size-small"),
        ("--font: x; } </style><script>alert(1)</script>", "row 1"),
        ("--font: 'Rijks'", "column font"),
        ("/* no end --accent: #003366;", "row 1"),
    ],
)
def test_anything_else_is_refused_with_its_place(tmp_path: Path, text: str, named: str) -> None:
    assert named in faults(tmp_path, text)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    said = faults(tmp_path, "--accent: red;\n--nothing: #000000;\ncolor: red;")
    assert all(f"row {row}" in said for row in (1, 2, 3))


def test_colours_that_cannot_be_told_apart_are_refused(tmp_path: Path) -> None:
    said = faults(tmp_path, "--ink: #bbbbbb;")
    assert "column ink: '#bbbbbb on #ffffff (--paper)'" in said
    assert "a contrast of at least 4.5, not 1.92" in said


def test_what_is_no_text_or_too_long_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "house.css"
    file.write_bytes(b"\xff\xfe--accent")
    with pytest.raises(InputError, match="UTF-8"):
        house_style(file)
    file.write_text(" " * 20_001)
    with pytest.raises(InputError, match="at most 20000 bytes"):
        house_style(file)


def test_the_page_wears_it(tmp_path: Path) -> None:
    file = tmp_path / "house.css"
    file.write_text('--accent: #0A5C36;\n--font: "Rijks Sans", Arial;\n--width: 70rem;')
    book = book_of(SMALL)
    page = national_page(type(book)(book.view, book.texts, book.files, house_style(file))).decode()
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
    assert style.endswith(':root {\n  --accent: #0a5c36;\n  --font: "Rijks Sans", Arial;\n  --width: 70rem;\n}\n')
