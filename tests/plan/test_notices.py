"""Every warning that the program gives has a Dutch sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from optimizer.plan.notices import DUTCH, notice_text
from optimizer.solve.horizon import plan as horizon
from optimizer.solve.lexicographic import CLOCK, INTERRUPTED

SOURCE = Path(__file__).parents[2] / "optimizer"
# What stands in a warning where the source has a name that is itself a piece of a sentence.
PIECES = {
    "hint": ["", " (did you mean 'x'?)", " (did you mean 'x'? Without it, every row has its default)"],
    "fleet": ["20 usual buses at the first origin"],
    "words": ["who arrives that day is to be in households.csv"],
    "days": ["01-01-2026 to 02-01-2026"],
    "lacking": ["gives housing", "takes CNO places"],
    "there": ["20 buses are listed, and no more can drive", "its 4 residents are not in households.csv"],
}


# Pieces of the same name in different sentences: what is never said together.
NEVER = [
    ("is no table", "Without it"),
    ("column 7 is not known", "'x'?)"),
    ("buses_per_day is", "residents"),
    ("is closed", "no more can drive"),
]


def possible(text: str) -> bool:
    return not any(one in text and other in text for one, other in NEVER)


def sentences(node: ast.expr) -> Iterator[str]:
    """What a text of the source can say."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = []
        for value in node.values:
            if isinstance(value, ast.Constant):
                parts.append([str(value.value)])
            else:
                assert isinstance(value, ast.FormattedValue)
                name = value.value.id if isinstance(value.value, ast.Name) else ""
                parts.append(PIECES.get(name, ["7"]))
        yield from filter(possible, map("".join, product(*parts)))
    else:
        raise AssertionError(f"a warning that is made elsewhere: {ast.unparse(node)}")


def said_in(function: ast.FunctionDef, node: ast.expr) -> ast.expr:
    """A text, or what is written down for it in the function under the name that stands there."""
    if not isinstance(node, ast.Name):
        return node
    (found,) = [
        line.value
        for line in ast.walk(function)
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and line.targets[0].id == node.id
    ]
    return found


def warnings() -> Iterator[tuple[str, str]]:
    """Every warning in the source of reading, changing and asking, with its file."""
    for file in sorted(SOURCE.rglob("*.py")):
        for function in [n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)]:
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    about = ast.unparse(node.func.value)
                    if node.func.attr == "warn" and about.endswith("findings"):
                        yield from ((file.name, f"f.csv: {s}") for s in sentences(said_in(function, node.args[1])))
                    elif node.func.attr == "append" and about.endswith("findings.warnings") and function.name != "warn":
                        yield from ((file.name, s) for s in sentences(said_in(function, node.args[0])))
                elif isinstance(node, ast.Yield) and function.name == "_warnings" and node.value is not None:
                    yield from ((file.name, s) for s in sentences(node.value))


def test_every_warning_of_the_source_is_known() -> None:
    found = list(warnings())
    assert len({text for _, text in found}) >= 26
    assert [(file, text) for file, text in found if notice_text(text, "nl")[1] != "nl"] == []


SOLVING = [CLOCK, INTERRUPTED, horizon.CUT, horizon.NOT_KEPT, horizon.NO_BOUNDS]


@pytest.mark.parametrize("text", [*SOLVING, "the time limit is 60 s, given on the command line"])
def test_warnings_of_solving_are_known(text: str) -> None:
    assert notice_text(text, "nl")[0] != text
    assert notice_text(text, "nl")[1] == "nl"
    assert notice_text(text, "en") == (text, "en")


def test_what_varies_stays_as_it_is() -> None:
    said = "sites.csv: column 'pl<b>aces' is not known and is not used (did you mean 'places'? Without it, every row"
    dutch, lang = notice_text(f"{said} has its default)", "nl")
    assert dutch.startswith("sites.csv: kolom 'pl<b>aces' is niet bekend en is niet gebruikt (bedoelt u 'places'? ")
    assert lang == "nl"


def test_a_warning_of_another_version_stays_english() -> None:
    assert notice_text("something new", "nl") == ("something new", "en")


def test_no_sentence_is_left_without_a_warning() -> None:
    texts = [text for _, text in warnings()] + SOLVING
    texts.append("the time limit is 60 s, given on the command line")
    dutch = {notice_text(text, "nl")[0] for text in texts}
    assert len(dutch) >= len(DUTCH)
