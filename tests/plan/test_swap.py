"""Pages get into a plan folder whole, and nothing of anybody else's is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.plan import folder as folder_module
from optimizer.plan import swap
from optimizer.plan.folder import FolderError

PAGES = {"map.html": b"map", "regions/VR01.html": b"one", "regions/VR02.html": b"two"}


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_pages_are_put_beside_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_bytes(b"{}")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    swap.swap_in(tmp_path, PAGES)
    assert files_in(tmp_path) == {**PAGES, "summary.json": b"{}", "notes.txt": b"mine"}
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("swaps_in_one_step", [True, False])
def test_a_folder_of_pages_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swaps_in_one_step: bool
) -> None:
    if not swaps_in_one_step:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    swap.swap_in(tmp_path, PAGES)
    swap.swap_in(tmp_path, {"map.html": b"new map", "regions/VR03.html": b"three"})
    assert files_in(tmp_path) == {"map.html": b"new map", "regions/VR03.html": b"three"}


def test_a_folder_that_holds_something_else_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions" / "phone numbers.docx").write_bytes(b"mine")
    with pytest.raises(FolderError, match=r"regions/phone numbers\.docx"):
        swap.swap_in(tmp_path, PAGES)
    assert files_in(tmp_path) == {"regions/phone numbers.docx": b"mine"}


def test_when_writing_fails_everything_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swap.swap_in(tmp_path, PAGES)
    written = Path.write_bytes
    asked: list[Path] = []

    def full(path: Path, content: bytes) -> int:
        asked.append(path)
        if len(asked) > 1:
            raise OSError(28, "No space left on device")
        return written(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        swap.swap_in(tmp_path, dict.fromkeys(PAGES, b"new"))
    monkeypatch.undo()
    assert files_in(tmp_path) == PAGES


def test_a_folder_is_no_plan_because_of_a_draft(tmp_path: Path) -> None:
    """What a killed run leaves behind is hidden, and not taken for a page."""
    (tmp_path / ".pages.1").mkdir()
    (tmp_path / ".pages.1" / "map.html").write_bytes(b"half")
    swap.swap_in(tmp_path, PAGES)
    assert set(folder_module.no_part_of_a_plan(tmp_path)) == {".pages.1"}
