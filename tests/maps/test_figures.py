"""Every figure and sentence, counted by hand on the small plan."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from plan_folders import SMALL

from maps.drawing.layers import ORIGIN_MARK, OUTSIDE_MARK, SITE_MARKS, line_width, site_radius
from maps.drawing.picture import Frame
from maps.kit.shares import share, share_cell
from maps.kit.state import level_table, proof
from maps.kit.style import CONTRASTS, asset, contrast, luminance, style_sheet, tokens
from maps.kit.tables import NOTHING, Cell, clock, plain
from maps.national.layers import EVERY_LAYER, LOAD, WAITING, layers_of
from maps.national.tables import (
    housing_table,
    leg_table,
    municipality_table,
    origin_table,
    region_table,
    site_table,
    staff_table,
    trip_table,
)
from maps.national.words import attention, day_details, day_sentence, four_numbers
from maps.texts import Few, Texts
from maps.view.day import PlaceView, SiteState
from maps.view.read import read_view
from optimizer.plan.outlook import TargetRow
from optimizer.plan.plan import Level

VIEW, DUTCH = read_view(SMALL), Texts("nl")


@pytest.mark.parametrize(
    ("held", "most", "percent", "band"),
    [
        (0, 450, 0, "quiet"),
        (494, 1000, 49, "quiet"),
        (495, 1000, 50, "half"),
        (799, 1000, 80, "busy"),
        (944, 1000, 94, "busy"),
        (945, 1000, 95, "full"),
        (999, 1000, 99, "full"),
        (1000, 1000, 100, "full"),
        (1001, 1000, 101, "over"),
        (250, 100, 250, "over"),
        (19.5, 40.5, 48, "quiet"),
        (40.4999, 40.5, 99, "full"),
        (0, 0, None, "none"),
        (5, 0, inf, "over"),
    ],
)
def test_a_share_is_full_only_when_full(held: float, most: float, percent: float | None, band: str) -> None:
    assert share(held, most) == percent
    cell = share_cell(held, most, DUTCH)
    assert LOAD.band(cell).key == band
    assert cell.text == (NOTHING if percent in {None, inf} else str(percent))


def test_without_a_limit_there_is_no_share() -> None:
    assert share_cell(100, None, DUTCH) == Cell(NOTHING, None)


def test_region_table() -> None:
    table = region_table(VIEW, DUTCH)
    assert table.row("VR01").texts == ("Groningen", "95", "150", "100", "42", "142", "8", "–")
    assert table.row("VR01").link == "regions/VR01.html"
    assert table.row("VR19").texts[1:] == (
        *("104", "100", "104", "0", "104", "0"),
        "eerste tranche te vol, locatie te vol",
    )
    assert table.cell("VR25", "load").text == "–"
    assert [cell.text for cell in table.total] == ["Nederland", "4", "9.424", "274", "103", "377", "76", ""]


def test_a_row_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="table regions has no row 'VR26'"):
        region_table(VIEW, DUTCH).row("VR26")


def test_staff_table() -> None:
    table = staff_table(VIEW, DUTCH)
    assert table.row("VR01").texts == ("Groningen", "19,5", "40,5", "48", "10,5", "9", "0", "368,5", "400", "92")
    assert table.row("VR03").texts == ("Drenthe", "10", "43", "23", "5", "4", "1", "244", "244", "100")
    assert table.row("VR19").texts[7:] == ("208", "–", "–")
    total = [cell.text for cell in table.total]
    assert total[0] == "Nederland"
    assert total[5:] == ["13", "1", "960,5", "–", "–"]


def test_housing_by_region_is_its_municipalities_added_up() -> None:
    more = replace(
        VIEW.municipalities[0], gm_code="GM0037", name="Stadskanaal", offered=3, used=1, waiting=2, overdue=0
    )
    view = replace(VIEW, municipalities=(*VIEW.municipalities, more))
    assert housing_table(view, DUTCH).row("VR01").texts == ("Groningen", "13", "5", "8", "2")
    assert housing_table(view, DUTCH).row("VR02").texts == ("Fryslân", "0", "0", "0", "0")
    assert municipality_table(view, DUTCH).row("GM0037").texts == ("Stadskanaal", "Groningen", "3", "1", "2", "0")
    assert [cell.text for cell in municipality_table(view, DUTCH).total][2:] == ["13", "5", "8", "2"]


def test_targets_are_columns_where_they_are_given() -> None:
    view = replace(VIEW, targets=(TargetRow("GM0014", "Groningen", "VR01", 120, 70, 4, 0.5, 45.5),))
    assert municipality_table(view, DUTCH).row("GM0014").texts[-5:] == ("120", "70", "4", "0,5", "45,5")
    assert housing_table(view, DUTCH).row("VR01").texts[-5:] == ("120", "70", "4", "0,5", "45,5")
    assert [layer.key for layer in layers_of(view)][-1] == "target"
    assert "target" not in [layer.key for layer in layers_of(VIEW)]


def test_site_table_holds_every_site() -> None:
    table = site_table(VIEW, DUTCH)
    assert len(table.rows) == 8
    assert table.row("hotel-zwolle").texts == (
        *("Hotel aan de IJssel", "Zwolle", "IJsselland", "sluit binnen een week"),
        *("75", "70", "0", "70", "5", "sluit 30 aug 2022"),
    )
    assert table.row("kazerne-later").texts[3:] == ("gaat later open", "120", "0", "0", "0", "0", "opent 1 sep 2022")


def test_where_nobody_waits_is_no_place_of_departure() -> None:
    quiet = PlaceView("azc", "Azc Almelo", 6.66, 52.36, 0, 0)
    view = replace(VIEW, origins=(*VIEW.origins, quiet))
    assert [row.key for row in origin_table(view, DUTCH).rows] == [row.key for row in origin_table(VIEW, DUTCH).rows]
    assert "azc" not in {place.place_id for place in view.waiting_places}
    outside = replace(VIEW, origins=(*VIEW.origins, replace(quiet, waiting=3, unsheltered=1)))
    assert origin_table(outside, DUTCH).rows[1].texts == ("Azc Almelo", "3", "2", "1")


def test_origin_table() -> None:
    assert origin_table(VIEW, DUTCH).rows[0].texts == ("Ter Apel", "115", "103", "12")
    assert [cell.text for cell in origin_table(VIEW, DUTCH).total] == ["Nederland", "115", "103", "12"]


def test_bus_tables() -> None:
    assert [row.texts for row in leg_table(VIEW, DUTCH).rows] == [
        ("Ter Apel", "Expohal", "92", "2"),
        ("Expohal", "Sporthal Zuid", "31", "1"),
        ("Ter Apel", "Sporthal Zuid", "11", "1"),
    ]
    assert trip_table(VIEW, DUTCH).rows[1].texts == (
        *("T001", "B01", "Ter Apel", "07:20"),
        *("Sporthal Zuid", "08:44", "31"),
    )
    assert (clock(425), clock(1505)) == (Cell("07:05", "07:05", 425), Cell("01:05", "01:05", 1505))


def test_level_table_says_value_and_proof() -> None:
    assert [row.texts[1:] for row in level_table(VIEW, DUTCH).rows] == [
        ("36", "Bewezen optimaal: beter kan niet"),
        ("8", "Bewezen optimaal: beter kan niet"),
        ("4", "Bewezen: hooguit 0,1\u00a0% van het best mogelijke af"),
        ("1.234,5", "Nog niet klaar: hooguit 2\u00a0% van het best mogelijke af"),
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
    """What harms people most first."""
    assert [(notice.text, notice.alarm, notice.link) for notice in attention(VIEW, DUTCH)] == [
        ("Ter Apel: 12 mensen hebben vannacht geen plek", True, "map.html#laag=zonder-plek"),
        (
            "Zeeland: 104 bewoners in locaties van de eerste tranche; afgesproken: 100 plaatsen",
            True,
            "regions/VR19.html",
        ),
        ("Zeeland: Havengebouw heeft 104 bewoners en 100 plaatsen", True, "regions/VR19.html"),
        ("Hotel aan de IJssel sluit op 30 aug 2022; daar zijn vannacht 70 bewoners", False, "regions/VR04.html"),
        (
            "1 regio heeft vannacht geen vrij bed meer in locaties die open zijn: Zeeland",
            False,
            "map.html#laag=vrij",
        ),
        ("2 statushouders wachten te lang op een woning", False, "map.html#laag=wachten"),
    ]


def test_a_long_list_of_regions_says_how_many_more() -> None:
    full = tuple(replace(region, places=1, occupied_after=1) for region in VIEW.regions)
    texts = [notice.text for notice in attention(replace(VIEW, regions=full), DUTCH)]
    said = next(text for text in texts if "vrij bed" in text)
    assert said.startswith(
        "25 regio's hebben vannacht geen vrij bed meer in locaties die open zijn: Groningen, Fryslân"
    )
    assert said.endswith("Noord- en Oost-Gelderland en nog 19")


def test_the_worst_overload_comes_first() -> None:
    regions = [
        replace(r, overload={"VR02": "staff 31/30", "VR07": "staff 50/30"}.get(r.vr_code, "")) for r in VIEW.regions
    ]
    alarms = [n.text for n in attention(replace(VIEW, regions=tuple(regions)), DUTCH) if n.alarm]
    assert [text.split(":")[0] for text in alarms[1:]] == ["Gelderland-Midden", "Fryslân"]


def test_a_level_about_people_that_is_not_settled_is_said() -> None:
    levels = (replace(VIEW.levels[0], settled=False), *VIEW.levels[1:])
    texts = [notice.text for notice in attention(replace(VIEW, levels=levels), DUTCH)]
    assert "Niet bewezen dat er niet meer mensen een plek kunnen krijgen" in " ".join(texts)
    nobody = (replace(VIEW.levels[0], settled=False, value=0), *VIEW.levels[1:])
    texts = [notice.text for notice in attention(replace(VIEW, levels=nobody), DUTCH)]
    assert "Niet bewezen" not in " ".join(texts)


def test_residents_in_a_closed_site_need_attention_before_a_limit() -> None:
    sites = [replace(s, tally=replace(s.tally, occupied_after=3)) for s in VIEW.sites if s.state is SiteState.CLOSED]
    texts = [notice.text for notice in attention(replace(VIEW, sites=(*VIEW.sites[:6], *sites, VIEW.sites[7])), DUTCH)]
    assert texts[1] == "Oude school is gesloten, maar er wonen nog 3 mensen"


def test_few_people_are_shown_as_few_everywhere() -> None:
    few = Cell.of(Few(), DUTCH)
    assert (few.text, few.number) == ("<\u00a05", None)
    assert DUTCH.count("attention.overdue", Few()) == "<\u00a05 statushouders wachten te lang op een woning"
    order = sorted([Cell.of(n, DUTCH) for n in (1, 0)] + [few], key=lambda cell: cell.sorts_as or 0)
    assert [cell.text for cell in order] == ["0", "<\u00a05", "1"]
    assert WAITING.band(few).key == WAITING.band(Cell.of(4, DUTCH)).key == WAITING.band(Cell.of(1, DUTCH)).key


def test_colours_can_be_told_apart() -> None:
    colour = tokens()
    found = {(one, other): contrast(colour[one], colour[other]) - least for one, other, least in CONTRASTS}
    assert {pair: round(lack, 2) for pair, lack in found.items() if lack < 0} == {}
    bands = [luminance(colour[f"band-{step}"]) for step in range(5)]
    assert bands == sorted(bands, reverse=True)


def test_marks_differ_by_more_than_colour() -> None:
    """In figure, or in how they are filled and outlined."""
    rules = dict(re.findall(r"\.mark-([\w-]+) \{ (.*?) \}", asset("map.css")))
    looks = {(mark.figure, rules[mark.look]) for mark in SITE_MARKS.values()}
    assert len(looks) == len(SITE_MARKS)
    assert {SITE_MARKS[state].figure for state in SITE_MARKS} == {"circle", "diamond"}
    dashed = [rules[mark.look] for mark in SITE_MARKS.values() if "dasharray" in rules[mark.look]]
    assert len(dashed) == 1


@pytest.mark.parametrize(("width_m", "km"), [(278_000, 50), (60_000, 10), (24_000, 2), (3_000, 1)])
def test_the_scale_is_a_round_number_of_kilometres(width_m: float, km: int) -> None:
    frame = Frame(100_000, 400_000, 100_000 + width_m, 500_000)
    shown, length = frame.scale
    start, end = frame.at((100_000, 400_000)), frame.at((100_000 + km * 1000, 400_000))
    assert shown == km
    assert end[0] - start[0] == pytest.approx(length, abs=1)


def test_sizes_grow_with_what_they_show() -> None:
    assert site_radius(400) == 2 * site_radius(100)
    assert site_radius(0) == 3
    assert [line_width(n) for n in (0, 29, 30, 60, 1000)] == [1, 1, 2, 3, 10]


def test_every_look_and_token_is_in_the_style() -> None:
    style = style_sheet({})
    looks = {f"look-{band.look}" for layer in EVERY_LAYER for band in layer.every_band}
    marks = {f"mark-{mark.look}" for mark in (*SITE_MARKS.values(), ORIGIN_MARK, OUTSIDE_MARK)}
    widths = {f"w{line_width(persons)}" for persons in range(400)}
    assert {name for name in looks | marks | widths if f".{name} " not in style} == set()
    assert set(re.findall(r"var\(--([\w-]+)\)", style)) - {"px", "lx"} == set(tokens())


def test_pages_are_part_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert "maps" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_the_one_person_who_needs_a_place_and_has_none() -> None:
    counts = replace(VIEW.counts, sheltered=0)
    origins = tuple(replace(o, waiting=int(i == 0), unsheltered=int(i == 0)) for i, o in enumerate(VIEW.origins))
    view = replace(VIEW, counts=counts, origins=origins)
    assert (view.needing, view.unsheltered) == (1, 1)
    assert day_sentence(view, DUTCH) == "Voor de ene persoon die vandaag een plek nodig heeft, is er geen plek."
    many = replace(view, counts=replace(counts, sheltered=5))
    assert day_sentence(many, DUTCH) == "Voor 1 van de 6 mensen die vandaag een plek nodig hebben, is er geen plek."


def test_municipalities_stand_in_the_order_of_the_alphabet() -> None:
    names = ["Zundert", "Ede", "'s-Gravenhage", "Súdwest-Fryslân", "Echt-Susteren", "Sittard-Geleen"]
    towns = tuple(
        replace(VIEW.municipalities[0], gm_code=f"GM{number:04}", name=name) for number, name in enumerate(names)
    )
    table = municipality_table(replace(VIEW, municipalities=towns), DUTCH)
    assert [row.texts[0] for row in table.rows] == [
        *("'s-Gravenhage", "Echt-Susteren", "Ede", "Sittard-Geleen", "Súdwest-Fryslân", "Zundert")
    ]


@pytest.mark.parametrize(("needed", "shown"), [(40.5333, "40,6"), (40.5, "40,5"), (37.30001, "37,4")])
def test_staff_is_rounded_up_so_that_it_never_looks_enough(needed: float, shown: str) -> None:
    limits = tuple(replace(one, staff_needed=needed, own_staff=needed) for one in VIEW.limits)
    row = staff_table(replace(VIEW, limits=limits), DUTCH).row("VR01")
    assert (row.texts[1], row.texts[4]) == (shown, shown)
