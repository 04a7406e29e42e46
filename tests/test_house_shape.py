"""The shape of the code and what no committed file may say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("optimizer", "maps", "tests", "docs", "data", "scripts", "benchmarks", "examples", ".ci")
TEXT = {
    ".py",
    ".md",
    ".csv",
    ".toml",
    ".yml",
    ".json",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".sh",
    ".po",
    ".lock",
    ".cfg",
    "",
}
# Folders of one machine, and hosts of one network; written apart so that this file does not name them itself.
MACHINE = re.compile("(^|[^A-Za-z.])/(" + "|".join(["work", "root", "tmp", "farm"]) + r")/|\.libr" + "ary|far" + "m-")
LONGEST_FILE = 600
LONGEST_FUNCTION = 50


def committed_text() -> list[Path]:
    """The project's own text files."""
    found = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXT and path.name != ".git"]
    for folder in FOLDERS:
        found += [
            p for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix in TEXT and "__pycache__" not in p.parts
        ]
    return sorted(found)


def code() -> list[Path]:
    return [path for package in ("optimizer", "maps") for path in sorted((ROOT / package).rglob("*.py"))]


def test_no_file_names_a_machine() -> None:
    named = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed_text()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if MACHINE.search(line)
    }
    assert named == set()


@pytest.mark.parametrize("line", ["see /ro" + "ot/x", "open('/wo" + "rk/main')", "cp a /t" + "mp/b"])
def test_a_machine_path_is_seen(line: str) -> None:
    assert MACHINE.search(line)


def test_lock_names_no_host_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    pinned = [line for line in lock.splitlines() if line and line[0].isalnum()]
    assert len(pinned) > 20
    assert all("==" in line and line.endswith("\\") for line in pinned)


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function that hold code: neither its docstring nor blanks nor decorators."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return len({line for node in body for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)})


@pytest.mark.parametrize("path", code(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small_and_documented(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert len(text.splitlines()) <= LONGEST_FILE
    assert {f.name: code_lines(f) for f in functions if code_lines(f) > LONGEST_FUNCTION} == {}
    assert ast.get_docstring(tree) or not tree.body, "the module has no docstring"
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    assert [node.name for node in public if ast.get_docstring(node) is None] == []
