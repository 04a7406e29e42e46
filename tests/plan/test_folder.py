"""A plan folder is the old one or the new one, whole, whatever happens."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from optimizer.plan import folder as folder_module
from optimizer.plan.folder import FolderError, PlanFolder, check_target

FILES = ("assignments.csv", "summary.json", "trips.csv")


def write(out: Path, text: str) -> None:
    with PlanFolder(out) as folder:
        for name in FILES:
            (folder.path / name).write_text(text)
        folder.commit()


def content(out: Path) -> set[str]:
    """What the files say; one text if the folder is whole."""
    return {(out / name).read_text() for name in FILES}


def beside(out: Path) -> list[str]:
    return sorted(entry.name for entry in out.parent.iterdir())


def test_new_then_replaced(tmp_path: Path) -> None:
    out = tmp_path / "deeper" / "plan"
    write(out, "one")
    assert content(out) == {"one"}
    write(out, "two")
    assert content(out) == {"two"}
    assert beside(out) == ["plan"]


def test_replaced_where_folders_cannot_be_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "plan", "one")
    monkeypatch.setattr(folder_module, "exchange", lambda one, other: False)
    write(tmp_path / "plan", "two")
    assert content(tmp_path / "plan") == {"two"}
    assert beside(tmp_path / "plan") == ["plan"]


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is a call of Linux")
def test_linux_exchanges_in_one_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "plan", "one")
    done = []
    exchange = folder_module.exchange
    monkeypatch.setattr(folder_module, "exchange", lambda one, other: done.append(exchange(one, other)) or done[-1])
    write(tmp_path / "plan", "two")
    assert done == [True]


def test_nothing_without_commit(tmp_path: Path) -> None:
    write(tmp_path / "plan", "one")
    with PlanFolder(tmp_path / "plan") as folder:
        (folder.path / "summary.json").write_text("two")
    assert content(tmp_path / "plan") == {"one"}
    with pytest.raises(KeyboardInterrupt), PlanFolder(tmp_path / "other") as folder:
        raise KeyboardInterrupt
    assert beside(tmp_path / "plan") == ["plan"]


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path / "plan", "one")
    (tmp_path / "today").symlink_to(tmp_path / "plan")
    write(tmp_path / "today", "two")
    assert (tmp_path / "today").is_symlink()
    assert content(tmp_path / "plan") == {"two"}


def test_what_is_no_plan_is_not_overwritten(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    check_target(photos)
    (photos / "summary.json").write_text("{}")
    with pytest.raises(FolderError, match="holds no plan"):
        write(photos, "one")
    assert beside(photos) == ["photos"]
    assert [entry.name for entry in photos.iterdir()] == ["summary.json"]
    with pytest.raises(FolderError, match="is a file"):
        write(photos / "summary.json", "one")
    check_target(tmp_path / "not there yet")


def test_what_somebody_put_beside_a_plan_is_not_thrown_away(tmp_path: Path) -> None:
    write(tmp_path / "plan", "one")
    (tmp_path / "plan" / "notes.txt").write_text("call Emmen")
    with pytest.raises(FolderError, match=r"notes\.txt"):
        check_target(tmp_path / "plan")
    with pytest.raises(FolderError, match=r"notes\.txt"):
        write(tmp_path / "plan", "two")
    assert content(tmp_path / "plan") == {"one"}
    assert beside(tmp_path / "plan") == ["plan"]


@pytest.mark.parametrize(
    "name", ["regions/notes.txt", "regions/VR01.html.bak", "buses/../notes.txt", "regions/deep/VR01.html"]
)
def test_what_somebody_put_into_a_folder_of_a_plan_is_not_thrown_away(name: str, tmp_path: Path) -> None:
    write(tmp_path / "plan", "one")
    (tmp_path / "plan" / "buses").mkdir()
    file = tmp_path / "plan" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("call Emmen")
    with pytest.raises(FolderError, match=r"notes\.txt|VR01\.html\.bak|deep"):
        write(tmp_path / "plan", "two")
    assert file.read_text() == "call Emmen"


def test_folders_of_a_plan_are_replaced_whole(tmp_path: Path) -> None:
    def write_pages(text: str, *names: str) -> None:
        with PlanFolder(tmp_path / "plan") as folder:
            for name in FILES:
                (folder.path / name).write_text(text)
            for name in names:
                (folder.path / name).parent.mkdir(exist_ok=True)
                (folder.path / name).write_text(text)
            folder.commit()

    write_pages("one", "regions/VR01.html", "buses/bus-1-0a1b.html")
    (tmp_path / "plan" / "regions" / ".DS_Store").write_text("")
    write_pages("two", "regions/VR02.html")
    assert [file.name for file in (tmp_path / "plan" / "regions").iterdir()] == ["VR02.html"]
    assert not (tmp_path / "plan" / "buses").exists()


def test_what_is_put_there_while_a_plan_is_made_is_not_thrown_away(tmp_path: Path) -> None:
    write(tmp_path / "plan", "one")
    with PlanFolder(tmp_path / "plan") as folder:
        (tmp_path / "plan" / ".git").mkdir()
        with pytest.raises(FolderError, match=r"\.git"):
            folder.commit()
    assert (tmp_path / "plan" / ".git").exists()


def test_what_a_system_leaves_does_not_count(tmp_path: Path) -> None:
    write(tmp_path / "plan", "one")
    for name in (".DS_Store", "Thumbs.db", "~$report.xlsx", ".~lock.report.xlsx#"):
        (tmp_path / "plan" / name).write_text("")
    write(tmp_path / "plan", "two")
    assert {entry.name for entry in (tmp_path / "plan").iterdir()} == set(FILES)


def test_a_file_that_no_next_run_would_replace_is_a_fault(tmp_path: Path) -> None:
    with PlanFolder(tmp_path / "plan") as folder:
        (folder.path / "extra.csv").write_text("")
        with pytest.raises(ValueError, match="extra"):
            folder.commit()
    assert not (tmp_path / "plan").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="cannot be written"):
        write(tmp_path / "file" / "plan", "one")


def test_two_runs_into_one_folder(tmp_path: Path) -> None:
    with PlanFolder(tmp_path / "plan"):
        with pytest.raises(FolderError, match="Another run"):
            write(tmp_path / "plan", "two")
        write(tmp_path / "other", "three")
    write(tmp_path / "plan", "four")
    assert content(tmp_path / "plan") == {"four"}
    assert beside(tmp_path / "plan") == ["other", "plan"]


def test_what_a_killed_run_left_is_cleared_up(tmp_path: Path) -> None:
    write(tmp_path / "plan", "one")
    (tmp_path / "plan").rename(tmp_path / ".plan.old")  # killed between two renames
    (tmp_path / ".plan.new").mkdir()
    (tmp_path / ".plan.new" / "trips.csv").write_text("half")
    (tmp_path / ".plan.lock").write_text("")
    with PlanFolder(tmp_path / "plan"):
        assert content(tmp_path / "plan") == {"one"}
    assert beside(tmp_path / "plan") == ["plan"]


WRITER = """
import sys
from pathlib import Path
from tests.plan.test_folder import write
number = 0
while True:
    number += 1
    write(Path(sys.argv[1]), str(number))
    print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(6))
def test_a_killed_run_leaves_one_whole_plan(seed: int, tmp_path: Path) -> None:
    out = tmp_path / "plan"
    root = Path(__file__).resolve().parents[2]
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(out)], stdout=subprocess.PIPE, text=True, cwd=root)
    assert writer.stdout is not None
    writer.stdout.readline()  # the first plan is there
    time.sleep(random.Random(seed).uniform(0, 0.05))
    os.kill(writer.pid, signal.SIGKILL)
    told = writer.communicate()[0].split()
    last = int(told[-1]) if told else 1
    (text,) = content(out)
    assert int(text) in (last, last + 1)
    write(out, "after")
    assert content(out) == {"after"}
    assert beside(out) == ["plan"]
