"""Why people have no place, on the start page."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from page_kinds import book_of
from plan_folders import SMALL, copy_of

from maps.start.page import reason_table, start_page
from maps.texts import LANGUAGES, Lang, Texts
from maps.view.read import read_view
from optimizer.plan.report.explain import EXPLAINED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_there_is_no_place(tmp_path: Path, lang: Lang) -> None:
    folder = copy_of(SMALL, tmp_path / "plan")
    head = "household_id,kind,persons,code,detail"
    seekers = [
        "a,asylum_seeker,3,staff_used_up,",
        "b,asylum_seeker,4,places_used_up,",
        "c,asylum_seeker,2,staff_used_up,",
    ]
    holders = ["d,status_holder,9,homes_used_up,", "e,status_holder,1,something_new,"]
    (folder / "unplaced.csv").write_text("\n".join([head, *holders, *seekers, ""]), "utf-8")
    table = reason_table(read_view(folder), Texts(lang))
    told = [(row.key, *row.texts[1:3]) for row in table.rows]
    assert told == [
        *(("staff_used_up", "5", "0"), ("places_used_up", "4", "0")),
        *(("homes_used_up", "0", "9"), ("something_new", "0", "1")),
    ]
    assert [cell.text for cell in table.total][1:3] == ["9", "10"]
    assert [row.texts[0] for row in table.rows][:3] == [
        EXPLAINED[code].means[lang] for code in ("staff_used_up", "places_used_up", "homes_used_up")
    ]
    assert table.rows[3].texts == (Texts(lang)("reason.other"), "0", "1", "–")
    page = start_page(book_of(folder, lang)).decode()
    assert EXPLAINED["staff_used_up"].to_do[lang] in unescape(page)
    (folder / "unplaced.csv").write_text(head + "\n", "utf-8")
    assert 'aria-labelledby="reasons"' not in start_page(book_of(folder, lang)).decode()
