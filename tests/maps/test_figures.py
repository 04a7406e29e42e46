"""Every figure and sentence, counted by hand on the small plan."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from plan_folders import SMALL

from maps.drawing.layers import LOAD, SITE_MARKS, line_width, load, site_radius
from maps.kit.page import colours
from maps.kit.state import proof
from maps.kit.tables import clock, plain
from maps.national.tables import (
    leg_table,
    level_table,
    origin_table,
    region_table,
    site_table,
    staff_table,
    trip_table,
)
from maps.national.words import attention, day_details, day_sentence, four_numbers
from maps.texts import Texts
from maps.view.day import SiteState
from maps.view.read import read_view
from optimizer.plan.plan import Level, RegionTally

VIEW, DUTCH = read_view(SMALL), Texts("nl")


def region(places: int, residents: int) -> RegionTally:
    return RegionTally("VR01", "Groningen", places, 0, residents, residents, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("places", "residents", "percent", "band"),
    [
        (450, 0, 0, "quiet"),
        (1000, 494, 49, "quiet"),
        (1000, 495, 50, "half"),
        (1000, 799, 80, "busy"),
        (1000, 944, 94, "busy"),
        (1000, 945, 95, "full"),
        (1000, 999, 99, "full"),
        (1000, 1000, 100, "full"),
        (1000, 1001, 101, "over"),
        (100, 250, 250, "over"),
        (0, 0, None, "none"),
        (0, 5, inf, "over"),
    ],
)
def test_load_is_full_only_when_full(places: int, residents: int, percent: float | None, band: str) -> None:
    assert load(region(places, residents)) == percent
    assert LOAD.band(region(places, residents)).key == band


def test_region_table() -> None:
    table = region_table(VIEW, LOAD, DUTCH)
    assert table.row("VR01").cells == ("Groningen", "95\u00a0%", "150", "100", "42", "142", "8", "–")
    assert table.row("VR19").cells[1:] == (
        *("104\u00a0%", "100", "104", "0", "104", "0"),
        "eerste 225 te vol, locatie te vol",
    )
    assert table.row("VR25").cells[1] == "–"
    assert table.total == ("Nederland", "4\u00a0%", "9.424", "274", "103", "377", "76", "")


def test_staff_table() -> None:
    table = staff_table(VIEW, DUTCH)
    assert table.row("VR01").cells == ("Groningen", "10,5", "9", "0", "368,5")
    assert table.row("VR03").cells == ("Drenthe", "5", "4", "1", "244")
    assert table.total == ("Nederland", "130,5", "13", "1", "960,5")


def test_site_table_holds_every_site() -> None:
    table = site_table(VIEW, DUTCH)
    assert len(table.rows) == 8
    assert table.row("hotel-zwolle").cells == (
        *("Hotel aan de IJssel", "Zwolle", "IJsselland", "sluit binnen een week"),
        *("75", "70", "0", "70", "5", "sluit 30 aug 2022"),
    )
    assert table.row("kazerne-later").cells[3:] == ("gaat later open", "120", "0", "0", "0", "0", "opent 1 sep 2022")


def test_origin_table() -> None:
    assert origin_table(VIEW, DUTCH).rows[0].cells == ("Ter Apel", "115", "103", "12")
    assert origin_table(VIEW, DUTCH).total == ("Nederland", "115", "103", "12")


def test_bus_tables() -> None:
    assert [row.cells for row in leg_table(VIEW, DUTCH).rows] == [
        ("Ter Apel", "Expohal", "92", "2"),
        ("Expohal", "Sporthal Zuid", "31", "1"),
        ("Ter Apel", "Sporthal Zuid", "11", "1"),
    ]
    assert trip_table(VIEW, DUTCH).rows[1].cells == (
        *("T001", "B01", "Ter Apel", "07:20"),
        *("Sporthal Zuid", "08:44", "31"),
    )
    assert (clock(425), clock(1505)) == ("07:05", "01:05")


def test_level_table_says_value_and_proof() -> None:
    assert [row.cells[1:] for row in level_table(VIEW, DUTCH).rows] == [
        ("36", "Bewezen: beter kan niet"),
        ("8", "Bewezen: beter kan niet"),
        ("4", "Bewezen: hooguit 0,1\u00a0% van het best mogelijke"),
        ("1.234,5", "Niet klaar: hooguit 2\u00a0% van het best mogelijke"),
        ("2.400", "Niet bewezen"),
    ]


def test_a_gap_is_rounded_up() -> None:
    assert proof(Level("effort", 100, 97.89, 0.0211, 0, True), DUTCH).startswith("Bewezen: hooguit 2,2\u00a0%")
    assert proof(Level("effort", 100, 97.9, 0.021, 0, True), DUTCH).startswith("Bewezen: hooguit 2,1\u00a0%")


def test_names_are_one_short_line() -> None:
    assert plain("a\tb\nc\x00") == "a�b�c�"
    assert plain("w" * 80) == "w" * 80
    assert plain("w" * 81) == "w" * 79 + "…"


def test_the_day_in_words() -> None:
    assert day_sentence(VIEW, DUTCH) == "Voor 12 van de 115 mensen die vandaag een plek nodig hebben, is er geen plek."
    assert day_details(VIEW, DUTCH) == (
        "Er rijden 2 bussen. Er gaat 1 locatie open. "
        "4 statushouders krijgen een woning of een plek in een tussenvoorziening."
    )
    all_placed = replace(VIEW, origins=tuple(replace(origin, unsheltered=0) for origin in VIEW.origins))
    assert day_sentence(all_placed, DUTCH) == "Alle 103 mensen die vandaag een plek nodig hebben, krijgen een plek."
    nobody = replace(all_placed, counts=replace(VIEW.counts, sheltered=0))
    assert day_sentence(nobody, DUTCH) == "Vandaag heeft niemand een plek in de crisisnoodopvang nodig."
    assert four_numbers(VIEW) == (
        ("needing", 115, False),
        ("sheltered", 103, False),
        ("unsheltered", 12, True),
        ("free", 76, False),
    )


def test_what_needs_attention_first() -> None:
    assert [(notice.text, notice.alarm) for notice in attention(VIEW, DUTCH)] == [
        ("Ter Apel: 12 mensen hebben vannacht geen plek", True),
        ("Zeeland: 104 bewoners in locaties van de eerste 225, en daarvoor zijn 100 plaatsen afgesproken", True),
        ("Zeeland: Havengebouw heeft 104 bewoners en 100 plaatsen", True),
        ("1 locatie sluit binnen een week; daar zijn vannacht 70 bewoners", False),
        ("2 statushouders wachten te lang op een woning", False),
    ]


def test_residents_in_a_closed_site_need_attention() -> None:
    sites = [replace(s, tally=replace(s.tally, occupied_after=3)) for s in VIEW.sites if s.state is SiteState.CLOSED]
    texts = [notice.text for notice in attention(replace(VIEW, sites=(*VIEW.sites[:6], *sites, VIEW.sites[7])), DUTCH)]
    assert "Oude school is gesloten, maar er wonen nog 3 mensen" in texts


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_can_be_told_apart() -> None:
    colour = colours()
    bands = [colour[band.token] for band in (*LOAD.bands, LOAD.no_value)]
    assert [contrast(colour["ink"], band) for band in bands if contrast(colour["ink"], band) < 4.5] == []
    for line in ("border", "line", "site", "origin", "focus"):
        assert min(contrast(colour[line], band) for band in bands) >= 3, line
    for text, ground in (("ink", "paper"), ("ink-soft", "panel"), ("alarm", "alarm-panel"), ("draft", "draft-panel")):
        assert contrast(colour[text], colour[ground]) >= 4.5, text
    assert [luminance(band) for band in bands[:4]] == sorted((luminance(band) for band in bands[:4]), reverse=True)


def test_marks_differ_by_more_than_colour() -> None:
    looks = {
        (mark.figure, luminance(colours()[mark.fill]) > 0.5, mark.width, mark.dash) for mark in SITE_MARKS.values()
    }
    assert len(looks) == len(SITE_MARKS)


def test_sizes_grow_with_what_they_show() -> None:
    assert site_radius(400) == 2 * site_radius(100)
    assert site_radius(0) == 3
    assert [line_width(n) for n in (0, 50, 1000)] == [1.25, 2.5, 10]


def test_every_name_of_a_colour_is_a_token() -> None:
    used = {mark.fill for mark in SITE_MARKS.values()} | {mark.line for mark in SITE_MARKS.values()}
    assert used <= colours().keys()


def test_pages_are_part_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert "maps" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
