"""What a run tells: sentences, JSON lines without personal data, or a table on a terminal."""

from __future__ import annotations

import io
import json
from datetime import date, datetime

import pytest
from rich.console import Console

from optimizer.plan.plan import Counts, Level, Plan, Status
from optimizer.scenario.faults import Fault
from optimizer.solve.progress import Progress
from optimizer.teller import LogFormat, Teller
from optimizer.terminal import Board, faults_table, level_sentence, progress_line, result_paragraph


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def report(elapsed: float, level: str = "uneven", phase: str = "rounding") -> Progress:
    return Progress(level=level, value=1234.5, bound=1200.0, gap=0.0279, elapsed=elapsed, phase=phase)


def told(form: LogFormat, *reports: Progress, quiet: bool = False) -> list[str]:
    stream = io.StringIO()
    with Teller(stream, "monday", form, quiet=quiet) as teller:
        for each in reports:
            teller.progress(each)
    return stream.getvalue().splitlines()


def test_a_line_says_level_value_bound_gap_elapsed_and_phase() -> None:
    assert progress_line(report(12)) == "  12.0 s  uneven: value 1,234.5, bound 1,200, gap 2.8 % (rounding)"
    nearly = Progress("uneven", 90000, 89990, 0.0001, 12, "rounding")
    assert "gap <0.1 %" in progress_line(nearly)
    nothing_yet = Progress("unsheltered", None, None, None, 0.5, "reading")
    assert progress_line(nothing_yet) == "   0.5 s  unsheltered: value -, bound -, gap - (reading)"


def test_lines_come_at_a_new_level_or_phase_and_else_every_five_seconds() -> None:
    lines = told(
        "text",
        report(0),
        report(1),
        report(2, phase="proving"),
        report(6.9, phase="proving"),
        report(7, phase="proving"),
    )
    assert [line.split()[0] for line in lines] == ["0.0", "2.0", "7.0"]


def test_json_lines_hold_the_agreed_fields() -> None:
    (line,) = told("json", report(3))
    entry = json.loads(line)
    assert (entry["action"], entry["object"], entry["result"]) == ("solve", "monday", "running")
    assert entry["origin"].startswith("cno ")
    assert entry["actor"].startswith("uid ")
    assert datetime.fromisoformat(entry["time"]).utcoffset() is not None
    assert (entry["level"], entry["value"], entry["bound"], entry["gap"], entry["elapsed"]) == (
        "uneven",
        1234.5,
        1200.0,
        0.0279,
        3,
    )


def test_away_from_a_terminal_auto_is_json() -> None:
    assert json.loads(told("auto", report(3))[0])["action"] == "solve"


@pytest.mark.parametrize("form", ["auto", "text", "json"])
def test_quiet_tells_no_progress(form: LogFormat) -> None:
    assert told(form, report(1), report(9), quiet=True) == []


def test_warnings_are_words_for_people_and_not_in_a_log() -> None:
    # a warning may name a cell of the input; a log may not
    for form, expected in (("text", "warning: column 'shoe' of household H7 is not known\n"), ("json", "")):
        stream = io.StringIO()
        Teller(stream, "monday", form, quiet=True).warn(["column 'shoe' of household H7 is not known"])
        assert stream.getvalue() == expected


def test_a_terminal_gets_a_table_that_is_redrawn() -> None:
    stream = Terminal()
    with Teller(stream, "monday", "auto", quiet=False) as teller:
        teller.progress(report(1, level="unsheltered"))
        teller.progress(report(2))
        teller.stopping()
    text = stream.getvalue()
    assert "unsheltered" in text
    assert "1,234.5" in text
    assert "Stopping with the best valid plan" in text
    assert '"action"' not in text


def drawn(renderable: object) -> str:
    stream = io.StringIO()
    Console(file=stream, width=140).print(renderable)
    return stream.getvalue()


def test_the_board_keeps_the_latest_of_each_level_in_their_order() -> None:
    board = Board()
    for each in (report(1, "uneven"), report(2, "unsheltered"), report(3, "uneven", "proving")):
        board.update(each)
    text = drawn(board)
    assert text.index("unsheltered") < text.index("uneven ")
    assert "proving" in text
    assert "rounding" not in text.split("uneven ")[1]


def test_markup_in_the_input_is_shown_and_not_obeyed() -> None:
    text = drawn(faults_table([Fault("households.csv", 3, "persons", "[red]x[/red]", "a whole number")]))
    assert "[red]x[/red]" in text


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        (Level("uneven", 52900, 52900, 0.0, 1, True), "uneven 52,900 (proven best)"),
        (Level("uneven", 90000, 89990, 0.0001, 1, True), "uneven 90,000 (within 0.1 % of the best possible)"),
        (Level("uneven", 5, 5, 0.0, 1, False), "uneven 5 (best for the values of the levels before it, not settled)"),
        (Level("effort", 100, 90, 0.1, 1, False), "effort 100 (within 10.0 % of the best possible, not settled)"),
        (Level("effort", 100, None, None, 1, False), "effort 100 (no bound proven, not settled)"),
    ],
)
def test_a_level_is_told_with_its_proof(level: Level, sentence: str) -> None:
    assert level_sentence(level) == sentence


def test_the_result_says_who_is_outside_what_is_overloaded_and_where_it_is() -> None:
    plan = Plan(
        date=date(2026, 3, 2),
        version="1",
        scenario_sha256="",
        status=Status.FEASIBLE,
        seconds=61,
        levels=(Level("unsheltered", 3, 3, 0.0, 1, True),),
        counts=Counts(households=1000, persons=2500, sheltered=900, housed=500, stay=1000, unplaced=100),
        buses_used=1,
        overloads=("VR01 Groningen: places",),
        warnings=("one",),
        assignments=(),
        trips=(),
        regions=(),
        sites=(),
    )
    text = result_paragraph(plan, 1, "plans/monday")
    assert "2,500 persons in 1,000 households" in text
    assert "(1 asylum seeker without a place); 1 bus." in text
    assert "Not every level settled in 61 s: unsheltered 3 (proven best)." in text
    assert "Overloaded: VR01 Groningen: places." in text
    assert text.endswith("1 warning in summary.json. Verified and written to plans/monday.")
    assert "\n" not in text
