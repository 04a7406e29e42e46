"""What a region's page says in sentences, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from region_days import BUSY, BUSY_DECISION, folder_of, views_of

from maps.region.words import (
    attention,
    binds_text,
    briefly,
    closing_text,
    day_details,
    day_sentence,
    needs_texts,
    room_sentence,
    sizes_text,
    staff_left,
    staff_reckoning,
    staff_sentence,
    time_text,
    to_open_sentence,
    way_text,
)
from maps.texts import LANGUAGES, Texts
from maps.view.region import RegionView, together
from optimizer.plan.details.values import Bind
from optimizer.plan.plan import Limit, Overload
from tests.plan.hand import without

NL, EN = Texts("nl"), Texts("en")


@pytest.fixture
def groningen(busy: Path) -> RegionView:
    return views_of(busy)["VR01"]


@pytest.fixture
def drenthe(busy: Path) -> RegionView:
    return views_of(busy)["VR03"]


def test_the_day_in_a_sentence(groningen: RegionView, busy: Path) -> None:
    assert day_sentence(groningen, NL) == "Vandaag komen er 7 mensen naar Groningen."
    assert day_sentence(groningen, EN) == "Today 7 people come to Groningen."
    assert day_sentence(views_of(busy)["VR02"], NL) == "Vandaag komt er niemand naar Fryslân."


def test_how_they_come(groningen: RegionView, drenthe: RegionView, busy: Path) -> None:
    assert day_details(groningen, NL) == (
        "7 mensen komen met 1 bus.",
        "De bus komt aan om 08:20.",
        "2 mensen van de lijst zijn al in een locatie en blijven daar.",
    )
    assert day_details(drenthe, NL)[-1] == "3 mensen komen op eigen gelegenheid; wanneer, is niet bekend."
    assert day_details(views_of(busy)["VR02"], NL) == ()


def test_first_and_last_bus(groningen: RegionView) -> None:
    bus = groningen.by_bus[0]
    assert bus.trip is not None
    late = replace(bus, trip=replace(bus.trip, stops=(replace(bus.trip.stops[0], arrives=1505),)))
    again = replace(groningen, coming=(bus, late))
    said = "De bus stopt hier voor het eerst om 08:20, voor het laatst om 01:05 (de volgende dag)."
    assert day_details(again, NL)[1] == said
    assert late.trip is not None
    other = replace(late, trip=replace(late.trip, bus_id="B9"))
    two = replace(groningen, coming=(bus, other))
    assert day_details(two, NL)[1] == "De eerste bus komt aan om 08:20, de laatste om 01:05 (de volgende dag)."


def test_past_midnight_is_the_next_day() -> None:
    assert [time_text(minutes, NL) for minutes in (0, 505, 1439, 1440)] == [
        "00:00",
        "08:25",
        "23:59",
        "00:00 (de volgende dag)",
    ]


def test_staff_in_words(groningen: RegionView) -> None:
    enough = "Er is genoeg personeel: 3,2 nodig, 4 beschikbaar (1 eigen, 1 van het Rijk, 2 ingehuurd)."
    assert staff_sentence(groningen, NL) == enough
    short = replace(groningen, limits=replace(groningen.limits, staff_needed=4.001))
    assert staff_sentence(short, NL).startswith("Er is te weinig personeel: 4,1 nodig, 4 beschikbaar")
    reckoning = "Nodig is 3,2: 1 vast voor de locaties in gebruik, en 1 op elke 7,5 bewoners (vannacht 16)."
    assert staff_reckoning(groningen, NL) == reckoning
    assert staff_left(groningen, NL) == "De regio kan nog 0 medewerkers van het Rijk krijgen en 1 inhuren."
    one_left = replace(groningen, limits=replace(groningen.limits, state_staff_max=groningen.tally.state_staff + 1))
    assert staff_left(one_left, NL) == "De regio kan nog 1 medewerker van het Rijk krijgen en 1 inhuren."


def test_room_in_words(groningen: RegionView) -> None:
    assert (groningen.limits.room, groningen.limits.binds) == (14, (Bind.STAFF,))
    assert room_sentence(groningen, NL) == (
        "Er kunnen vannacht nog 14 mensen bij in de locaties die in gebruik zijn. Daarna: het personeel is op."
    )
    full = replace(groningen, limits=replace(groningen.limits, room=0, binds=(Bind.SITE_PLACES, Bind.CARE_MINUTES)))
    assert room_sentence(full, NL) == (
        "Er kan vannacht niemand meer bij: de bedden in de locaties zijn op; de zorgminuten zijn op."
    )


def test_beds_that_can_still_open(groningen: RegionView, tmp_path: Path) -> None:
    assert to_open_sentence(groningen, NL) == ""
    nobody = folder_of(BUSY, without(BUSY_DECISION, "A4", "A6"), tmp_path / "plan")
    assert to_open_sentence(views_of(nobody)["VR03"], NL) == "In locaties die nog open kunnen, zijn 8 bedden."


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("bind", list(Bind))
def test_every_limit_has_words(bind: Bind, lang: str) -> None:
    texts = {"nl": NL, "en": EN}[lang]
    assert len(briefly([bind], texts)) < len(binds_text([bind], texts)) or bind is Bind.NO_SITE


def test_sizes_and_needs(groningen: RegionView) -> None:
    needs = together(groningen.newcomers)
    assert sizes_text(needs, NL) == "3 huishoudens: 1 van 1 persoon, 1 van 2 personen, 1 van 4 personen"
    assert needs_texts(needs, NL) == (
        "2 mensen met zorgniveau 2",
        "1 persoon in een rolstoel",
        "1 alleenstaande minderjarige (amv)",
    )
    assert needs_texts(together(()), NL) == ()


def test_the_gravest_care_comes_first(groningen: RegionView) -> None:
    one = groningen.coming[0]
    cared = replace(one, counts=replace(one.counts, care_levels={0: 3, 1: 2, 3: 1}, relocated=6))
    assert needs_texts(together([cared]), EN)[:2] == ("1 person with care level 3", "2 people with care level 1")
    assert needs_texts(together([cared]), EN)[-1] == "6 people move out of a site that stays open"


def test_ways_of_coming(groningen: RegionView, drenthe: RegionView) -> None:
    assert [way_text(one, NL) for one in groningen.coming] == [
        "Bus B1, rit T001, uit Ter Apel om 07:20. Halte 1 van 1.",
        "Zij staan op de lijst, zijn hier al en hoeven niet weg.",
    ]
    assert way_text(drenthe.coming[1], NL) == "Op eigen gelegenheid uit Ter Apel."


def test_attention(groningen: RegionView) -> None:
    assert [(notice.text, notice.alarm) for notice in attention(groningen, NL)] == [
        ("Inn sluit op zaterdag 7 maart 2026; daar zijn vannacht 6 bewoners", False),
        ("3 statushouders wachten te lang op een woning", False),
    ]
    over = str(Overload(Limit.SITE_PLACES, "14", "12", "S1"))
    worse = replace(groningen, tally=replace(groningen.tally, overload=over))
    first = attention(worse, NL)[0]
    assert (first.text, first.alarm) == ("Groningen: Hall heeft 14 bewoners en 12 plaatsen", True)


def test_a_site_that_opens_says_when_its_first_bus_comes(drenthe: RegionView) -> None:
    assert [notice.text for notice in attention(drenthe, NL)] == [
        "School gaat vandaag open; de eerste bus komt aan om 07:58"
    ]
    walking = replace(drenthe, coming=tuple(one for one in drenthe.coming if one.trip is None))
    assert walking.coming
    assert [notice.text for notice in attention(walking, EN)] == ["School opens today"]


def test_who_is_left_behind_or_outside_is_an_alarm(tmp_path: Path) -> None:
    day = BUSY.set("sites", "S3", closes_on=date(2026, 3, 2))
    folder = folder_of(day, without(BUSY_DECISION, "A5"), tmp_path / "plan")
    alarms = [notice.text for notice in attention(views_of(folder)["VR01"], NL) if notice.alarm]
    assert alarms == [
        "Inn is gesloten, maar er wonen nog 4 mensen",
        "Inn: 2 mensen hebben vannacht geen plek",
    ]


def test_a_site_that_does_not_close_has_no_such_sentence(groningen: RegionView) -> None:
    with pytest.raises(ValueError, match="S1 does not close"):
        closing_text(groningen.sites[0], NL)
