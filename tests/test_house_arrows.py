"""The arrows of the design hold: who may import whom, who may print, and nothing runs in circles."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("optimizer", "maps")
SOLVER = ("ortools", "optimizer.model", "optimizer.solve")
HEAVY = (
    "ortools",
    "pandas",
    "numpy",
    "geopandas",
    "shapely",
    "pyarrow",
    "pandera",
    "xlsxwriter",
    "rich",
    "structlog",
    "typst",
)


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the two packages by its dotted name, parsed."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


def only_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def run_time_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The tree without what stands under `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(tree):
        if not only_for_types(child):
            yield child
            yield from run_time_nodes(child)


def names_imported(tree: ast.Module, nodes: Iterator[ast.AST]) -> set[str]:
    """Dotted names a module imports; `from a import b` gives both a and a.b, as b may be a module."""
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"a relative import hides an arrow: {ast.unparse(node)}"
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def arrows() -> dict[str, frozenset[str]]:
    """Module -> every name it imports when it runs, in functions too."""
    return {name: frozenset(names_imported(tree, run_time_nodes(tree))) for name, tree in modules().items()}


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def reached_from(start: str) -> set[str]:
    """Every name that importing and using `start` can bring in."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        for target in arrows().get(name, frozenset()) - seen:
            seen.add(target)
            waiting.append(target)
    return seen


def guarded() -> list[str]:
    return [name for name in modules() if is_within(name, ("optimizer.plan.verify", "optimizer.scenario", "maps"))]


@pytest.mark.parametrize("name", guarded())
def test_verifier_scenario_and_maps_reach_no_solver(name: str) -> None:
    assert not {target for target in reached_from(name) if is_within(target, SOLVER)}


def test_guarded_modules_are_there() -> None:
    # the test above says nothing about a module that was renamed
    assert {"optimizer.plan.verify", "optimizer.scenario.read", "optimizer.scenario.entities", "maps"} <= set(guarded())


def test_only_model_and_solve_import_ortools() -> None:
    users = {
        name
        for name, tree in modules().items()
        if "ortools" in {n.split(".")[0] for n in names_imported(tree, ast.walk(tree))}
    }
    assert users, "nobody imports ortools: is the reader of imports broken?"
    assert {name for name in users if not is_within(name, ("optimizer.model", "optimizer.solve"))} == set()


def test_scenario_knows_nothing_of_plan_or_pages() -> None:
    later = ("optimizer.plan", "optimizer.model", "optimizer.solve", "optimizer.cli", "maps")
    offenders = {
        (name, target)
        for name, targets in arrows().items()
        if is_within(name, ("optimizer.scenario",))
        for target in targets
        if is_within(target, later)
    }
    assert offenders == set()


def test_imports_run_in_no_circle() -> None:
    own = {name: {t for t in targets if t in modules() and t != name} for name, targets in arrows().items()}
    finished: set[str] = set()
    circles: list[list[str]] = []

    def visit(name: str, trail: list[str]) -> None:
        if name in trail:
            circles.append([*trail[trail.index(name) :], name])
        elif name not in finished:
            for target in sorted(own[name]):
                visit(target, [*trail, name])
            finished.add(name)

    for name in sorted(own):
        visit(name, [])
    assert circles == []


def prints_or_exits(tree: ast.Module) -> set[str]:
    """What in a module writes to the terminal or ends the program."""
    forbidden_calls = {
        "print",
        "exit",
        "quit",
        "sys.exit",
        "os._exit",
        "os.abort",
        "click.echo",
        "click.secho",
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in forbidden_calls:
            found.add(ast.unparse(node.func))
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) == "Console"
            and "file" not in {k.arg for k in node.keywords}
        ):
            found.add("Console")  # without a file it writes to standard output
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr"}:
            found.add(ast.unparse(node))
        if isinstance(node, ast.Raise) and node.exc is not None and ast.unparse(node.exc).startswith("SystemExit"):
            found.add("SystemExit")
    return found


def test_only_the_command_line_prints_or_exits() -> None:
    assert prints_or_exits(modules()["optimizer.cli"])
    offenders = {
        name: found for name, tree in modules().items() if name != "optimizer.cli" and (found := prints_or_exits(tree))
    }
    assert offenders == {}


@pytest.mark.parametrize("arguments", [["--help"], ["plan", "--help"], ["--version"]])
def test_help_imports_nothing_slow(arguments: list[str]) -> None:
    # counted, not timed: a clock on a busy machine proves nothing
    script = (
        "import json, sys\n"
        "from optimizer.cli import cno\n"
        f"cno({arguments!r}, standalone_mode=False)\n"
        f"print(json.dumps(sorted(set({HEAVY!r}) & set(sys.modules))))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []
