"""What regions were told stays, unless a level is better or an event is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from optimizer.cli import cno
from optimizer.plan.causes import Cause, CauseCode
from optimizer.plan.outlook import Outlook
from optimizer.plan.read import read_plan
from optimizer.scenario.entities import SiteStatus
from optimizer.scenario.sample import write_sample

MONDAY = date(2026, 3, 2)
DAYS = 6


def site(site_id: str, region: str, town: str, lon: float, places: int, **traits: object) -> dict[str, Any]:
    where = {"site_id": site_id, "name": site_id, "vr_code": region, "gm_code": town, "lon": lon, "lat": 52.9}
    return {**where, "places": places, "status": "open", **traits}


def tables(first: date, inflow: float, *, far: dict[str, object] | None = None) -> dict[str, list[dict[str, Any]]]:
    """People who arrive every day, two regions that take them, and nothing that tells one from the other."""
    return {
        "policy": [{"key": "date", "value": first}, {"key": "days", "value": DAYS}],
        "origins": [{"origin_id": "TA", "name": "Ter Apel", "lon": 7.06, "lat": 52.87}],
        "households": [],
        "sites": [site("NEAR", "VR03", "GM0114", 6.9, 40), site("FAR", "VR01", "GM0014", 6.5, 40, **(far or {}))],
        "inflow": [
            {"date": MONDAY + timedelta(days=n), "origin_id": "TA", "persons": inflow} for n in range(1, DAYS + 1)
        ],
        "mix": [{"persons": 1, "share": 1.0}],
    }


def planned(folder: Path, name: str, asked: dict[str, list[dict[str, Any]]], previous: Path | None = None) -> Path:
    write_sample(asked, folder / name)
    out = folder / f"plan-{name}"
    arguments = ["plan", str(folder / name), "--out", str(out), "--quiet", "--no-pages"]
    arguments += ["--from", str(previous)] if previous else []
    done = CliRunner().invoke(cno, arguments)
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(cno, ["verify", str(folder / name), str(out)]).exit_code == 0
    return out


def outlook(folder: Path) -> Outlook:
    found = read_plan(folder).outlook
    assert found is not None
    return found


def arrivals(found: Outlook) -> dict[tuple[date, str], float]:
    return {(row.date, row.vr_code): row.arrivals for row in found.regions}


def told_otherwise(folder: Path, out: Path) -> None:
    """Let an earlier plan have told that a person a day goes from VR03 to VR01 instead."""
    table = out / "outlook.csv"
    lines = table.read_text().splitlines()
    for at, line in enumerate(lines):
        cells = line.split(",")
        if cells[1] in ("VR01", "VR03") and cells[0] > MONDAY.isoformat():
            cells[4] = str(float(cells[4]) + (1 if cells[1] == "VR01" else -1))
            lines[at] = ",".join(cells)
    table.write_text("\n".join([*lines, ""]))


def test_the_same_question_again_changes_nothing(tmp_path: Path) -> None:
    first = planned(tmp_path, "first", tables(MONDAY, 6.0))
    again = planned(tmp_path, "again", tables(MONDAY, 6.0), first)
    assert (again / "changes.csv").read_text() == "date,vr_code,before,after,why\n"
    assert arrivals(outlook(again)) == pytest.approx(arrivals(outlook(first)), abs=1e-4)


def test_the_next_day_keeps_what_was_told(tmp_path: Path) -> None:
    first = planned(tmp_path, "first", tables(MONDAY, 6.0))
    tuesday = MONDAY + timedelta(days=1)
    moved = tables(tuesday, 6.0)
    resident = {row.vr_code: row for row in outlook(first).regions if row.date == tuesday}
    for row in moved["sites"]:
        row["occupied"] = round(resident[row["vr_code"]].occupied)
    second = outlook(planned(tmp_path, "second", moved, first))
    told = arrivals(outlook(first))
    assert second.changes is not None
    changed = {(row.date, row.vr_code) for row in second.changes}
    for key, now in arrivals(second).items():
        if key in told and key not in changed:
            assert now == pytest.approx(told[key], abs=0.05)


def test_a_change_for_a_level_names_the_level(tmp_path: Path) -> None:
    first = planned(tmp_path, "first", tables(MONDAY, 2.0))
    told_otherwise(tmp_path, first)
    found = outlook(planned(tmp_path, "again", tables(MONDAY, 2.0), first))
    assert found.changes
    forced = [row.why[-1] for row in found.changes]
    assert {cause.code for cause in forced} == {CauseCode.LEVEL_BETTER}
    assert all(row.before != row.after for row in found.changes)
    assert {cause.named["level"] for cause in forced} <= {"4", "5"}
    assert any(float(str(cause.named["gained"])) > 0 for cause in forced)


def test_a_change_for_an_event_names_the_event(tmp_path: Path) -> None:
    first = planned(tmp_path, "first", tables(MONDAY, 6.0))
    more = outlook(planned(tmp_path, "more", tables(MONDAY, 9.0), first))
    assert more.changes
    assert all(Cause(CauseCode.INFLOW, (6.0, 9.0)) in row.why for row in more.changes)
    closing = {"closes_on": MONDAY + timedelta(days=3)}
    both = planned(tmp_path, "both", tables(MONDAY, 16.0))  # 48 in three days: more than one can take
    closes = outlook(planned(tmp_path, "closes", tables(MONDAY, 16.0, far=closing), both))
    assert closes.changes is not None
    far = [row for row in closes.changes if row.vr_code == "VR01" and row.date >= MONDAY + timedelta(days=3)]
    assert far
    assert all(Cause(CauseCode.SITE_CLOSES, ("FAR", None, date(2026, 3, 5))) in row.why for row in far)


def test_a_site_that_is_gone_and_one_that_is_new_are_named(tmp_path: Path) -> None:
    first = planned(tmp_path, "first", tables(MONDAY, 11.0))
    other = tables(MONDAY, 11.5)
    other["sites"][1] = site("NEW", "VR01", "GM0014", 6.5, 20)
    found = outlook(planned(tmp_path, "other", other, first))
    assert found.changes
    why = {cause for row in found.changes if row.vr_code == "VR01" for cause in row.why}
    assert {Cause(CauseCode.SITE_GONE, ("FAR",)), Cause(CauseCode.SITE_NEW, ("NEW",))} <= why
    assert not {cause for row in found.changes if row.vr_code == "VR03" for cause in row.why if "site" in cause.named}


def test_a_site_that_may_open_later_is_named_with_both_days(tmp_path: Path) -> None:
    first = planned(tmp_path, "first", tables(MONDAY, 12.0))
    later = {"opens_on": MONDAY + timedelta(days=2), "status": "can_open"}
    found = outlook(planned(tmp_path, "later", tables(MONDAY, 12.0, far=later), first))
    assert found.changes
    why = {cause for row in found.changes if row.vr_code == "VR01" for cause in row.why}
    assert Cause(CauseCode.SITE_STATUS, ("FAR", SiteStatus.OPEN, SiteStatus.CAN_OPEN)) in why
    assert Cause(CauseCode.SITE_OPENS, ("FAR", None, MONDAY + timedelta(days=2))) in why


def test_no_level_is_worse_for_it(tmp_path: Path) -> None:
    first = planned(tmp_path, "first", tables(MONDAY, 6.0))
    told_otherwise(tmp_path, first)
    free = read_plan(planned(tmp_path, "free", tables(MONDAY, 6.0)))
    kept = read_plan(planned(tmp_path, "kept", tables(MONDAY, 6.0), first))
    for one, other in zip(kept.levels, free.levels, strict=True):
        assert one.value <= other.value + 1e-3


def test_several_days_refuse_a_plan_of_one_day(tmp_path: Path) -> None:
    one = tables(MONDAY, 6.0)
    one["policy"] = one["policy"][:1]
    day = planned(tmp_path, "one", one | {"inflow": []})
    write_sample(tables(MONDAY, 6.0), tmp_path / "several")
    arguments = ["plan", str(tmp_path / "several"), "--out", str(tmp_path / "no"), "--from", str(day), "--quiet"]
    done = CliRunner().invoke(cno, arguments)
    assert done.exit_code == 2
    assert "the outlook of several days" in done.stderr
    assert not (tmp_path / "no").exists()


def test_a_change_is_named_to_the_twentieth_of_a_person(tmp_path: Path) -> None:
    first = planned(tmp_path, "first", tables(MONDAY, 6.0))
    slightly = outlook(planned(tmp_path, "slightly", tables(MONDAY, 6.01), first))
    assert slightly.changes == ()
    assert replace(slightly, changes=None).days == DAYS
