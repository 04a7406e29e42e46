"""Why a household has no place: for every code the smallest day on which it is the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.plan.decision import Decision
from optimizer.plan.plan import Limit, Reason
from optimizer.plan.reasons import unplaced_households
from optimizer.plan.texts import REASONS, reason_text
from tests.plan.hand import DECISION, Day, plan, without

DAY = Day()
TOMORROW = date(2026, 3, 3)
NOBODY = Decision({}, {}, DECISION.levels)


@dataclass(frozen=True)
class Asked:
    """A day, who has no place on it, and the code and details that say why."""

    household: str
    day: Day
    detail: str
    decision: Decision | None = None

    def reason(self) -> Reason:
        decision = self.decision or without(DECISION, self.household)
        unplaced = {u.household_id: u for u in unplaced_households(self.day.scenario, decision)}
        return unplaced[self.household].reason


def only_s1(day: Day) -> Day:
    return day.without("sites", "S2").without("travel_times")


TRADE = [{"gm_code": "GM0014", "takes_cno_places": 10}, {"gm_code": "GM0037", "gives_housing": 2}]
TRADING = Day({**DAY.tables, "exchange": TRADE}).policy(exchange=True)
TRADING = TRADING.without("housing", "W2").set("housing", "W3", gm_code="GM0037", type="home", persons=3)
BY_BUS = DAY.set("households", "A4", transport="bus")
FULL_DUTY = BY_BUS.without("buses", "B2").policy(max_duty_minutes=150)
S1 = only_s1(DAY)
CASES = {
    "pin_impossible": Asked(
        "A2", DAY.set("households", "A2", pinned_to="S2"), "pinned_to=S2;because=no_care_level;needed=2;highest=0"
    ),
    "not_a_site": Asked("A4", DAY.set("households", "A4", pinned_to="W1"), "pinned_to=W1;because=not_a_site"),
    "not_housing": Asked("H2", DAY.set("households", "H2", pinned_to="S1"), "pinned_to=S1;because=not_housing"),
    "not_in_linked_municipality": Asked(
        "H2",
        DAY.set("households", "H2", pinned_to="W1", linked_municipality="GM0114"),
        "pinned_to=W1;because=not_in_linked_municipality;gm_code=GM0114",
    ),
    "no_usable_site": Asked("A1", only_s1(DAY.set("sites", "S1", opens_on=TOMORROW)), "", NOBODY),
    "no_care_level": Asked("A2", DAY.set("households", "A2", care_level=3), "needed=3;highest=2"),
    "no_minor_place": Asked(
        "A3", DAY.set("sites", "S1", minors=False).set("households", "A3", care_level=1), "care_level=1"
    ),
    "no_wheelchair_place": Asked("A2", DAY.set("households", "A2", wheelchairs=2), "needed=2;most=1;care_level=2"),
    "household_larger_than_any_place": Asked("A4", DAY.set("households", "A4", persons=13), "persons=13;largest=12"),
    "excluded_everywhere": Asked("A4", DAY.set("households", "A4", not_to="S1 S2"), "sites=S1,S2"),
    "no_bus": Asked("A1", DAY.policy(buses_per_day=0), "", NOBODY),
    "no_bus_large_enough": Asked("A1", DAY.without("buses", "B2").set("buses", "B1", seats=3), "persons=4;seats=3"),
    "no_wheelchair_on_bus": Asked(
        "A2",
        DAY.set("buses", "B1", wheelchair_positions=0).set("buses", "B2", wheelchair_positions=0),
        "needed=1;most=0",
    ),
    "bus_too_far": Asked(
        "A1", DAY.policy(max_drive_minutes=79), "nearest=S2;minutes=40", without(DECISION, "A1", "A2", "A3")
    ),
    "places_used_up": Asked(
        "A1",
        only_s1(DAY.set("sites", "S1", occupied=8, places=10)),
        "persons=4;places=S1;most_room=2;most_room_at=S1",
        NOBODY,
    ),
    "wheelchair_places_used_up": Asked(
        "A1",
        S1.set("households", "A1", wheelchairs=1),
        "persons=4;wheelchair_places=S1;most_room=6;most_room_at=S1",
        without(DECISION, "A1", "A4"),
    ),
    "tranche_used_up": Asked(
        "A4",
        S1.set("sites", "S1", places=20),
        "persons=3;tranche_base=VR01;most_room=10;most_room_at=S1",
        without(DECISION, "A4"),
    ),
    "staff_used_up": Asked(
        "A1",
        S1.set("regions", "VR01", hired_staff_max=0, own_staff=0.8),
        "persons=4;staff=VR01;most_room=9;most_room_at=S1",
        NOBODY,
    ),
    "care_minutes_used_up": Asked(
        "A1",
        S1.set("regions", "VR01", care_minutes=13.9),
        "persons=4;care_minutes=VR01;most_room=9;most_room_at=S1",
        NOBODY,
    ),
    "buses_used_up": Asked(
        "A4", FULL_DUTY.set("buses", "B1", seats=9), "persons=3;room_at=S2", without(DECISION, "A4")
    ),
    "room_left": Asked("A4", DAY, "room_at=S2"),
    "not_linked": Asked("H1", DAY.set("households", "H1", linked_municipality=None), ""),
    "no_home_in_municipality": Asked("H1", DAY.set("households", "H1", linked_municipality="GM0114"), "gm_code=GM0114"),
    "no_wheelchair_home": Asked("H1", DAY.set("housing", "W1", wheelchair=False), "gm_code=GM0014"),
    "homes_too_small": Asked(
        "H1", DAY.set("housing", "W1", persons=1), "gm_code=GM0014;persons=2;largest=1;wheelchairs=1"
    ),
    "homes_used_up": Asked(
        "H2",
        DAY.set("housing", "W1", persons=3).without("housing", "W2"),
        "gm_code=GM0014;persons=3;offers=W1",
        without(DECISION, "H2"),
    ),
    "interim_used_up": Asked(
        "H2",
        DAY.set("households", "H1", wheelchairs=0),
        "gm_code=GM0014;persons=3;offers=W2",
        replace(without(DECISION, "H2"), destination={"H1": "W2"}),
    ),
    # Stadskanaal has the home, in the same province; it houses two for others at most
    "exchange_used_up": Asked("H2", TRADING, "gm_code=GM0014;persons=3;room_at=W3", without(DECISION, "H2")),
}


@pytest.mark.parametrize("code", CASES)
def test_reason(code: str) -> None:
    reason = CASES[code].reason()
    pinned = dict(reason.detail).get("because") == (code,)
    assert reason.code == ("pin_impossible" if pinned else code)
    assert reason.detail_text == CASES[code].detail


def test_every_code_has_its_day() -> None:
    assert set(CASES) == set(REASONS)


@pytest.mark.parametrize("code", CASES)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_sentence(code: str, lang: str) -> None:
    sentence = reason_text(CASES[code].reason(), lang)  # type: ignore[arg-type]  # parametrised
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert not set(sentence) & set("{}")


def test_sentences_read_well() -> None:
    assert reason_text(CASES["tranche_used_up"].reason(), "en") == (
        "The region's agreed places leave no room for 3 persons; "
        "first tranche used up in Groningen (VR01); most room: 10 at S1."
    )
    assert reason_text(CASES["no_wheelchair_place"].reason(), "nl") == (
        "Geen bruikbare locatie heeft genoeg rolstoelplaatsen: 2 nodig, hoogstens 1; "
        "alleen meegeteld: plekken met zorgniveau 2 of hoger."
    )
    assert reason_text(CASES["pin_impossible"].reason(), "nl") == (
        "Vastgezet op S2, maar dat kan niet: geen bruikbare locatie biedt zorgniveau 2; het hoogste is 0."
    )


def test_places_have_names_and_figures_do_not() -> None:
    reason = Reason("buses_used_up", (("persons", ("1",)), ("room_at", ("1", "S2"))))
    assert reason_text(reason, "en", {"1": "Hall"}) == (
        "No bus has seats or time left for 1 person; there is room at Hall (1), S2."
    )


def test_many_places_are_not_all_named() -> None:
    day = S1
    for number in range(2, 9):
        day = day.set("sites", f"S{number}", name="Hall", vr_code="VR01", gm_code="GM0014", lon=6.6, lat=53.2, places=0)
    day = day.set("sites", "S1", places=3).set("households", "A4", persons=1)
    full = Asked("A4", day, "", NOBODY)
    for number in range(2, 9):
        full = replace(full, day=full.day.set("sites", f"S{number}", places=1, occupied=1))
    reason = full.reason()
    assert reason.detail_text == "persons=1;places=S1,S2,S3,S4,S5;places_more=3"
    assert "plaatsen op bij S1, S2, S3, S4, S5 en nog 3." in reason_text(reason, "nl")


def test_a_spare_seat_is_found_on_a_trip_that_is_driven() -> None:
    # three of ten seats are free and there is no second bus: one more stop (and 10 minutes' drive) takes 20 minutes
    tight = FULL_DUTY.set("households", "A4", persons=3)
    assert Asked("A4", tight, "", without(DECISION, "A4")).reason().code == "buses_used_up"
    at_s1 = (
        tight.set("households", "A4", not_to="S2").set("regions", "VR01", base_places=30).set("sites", "S1", places=30)
    )
    assert Asked("A4", at_s1, "", without(DECISION, "A4")).reason().code == "room_left"
    assert Asked("A4", tight.policy(max_duty_minutes=170), "", without(DECISION, "A4")).reason().code == "room_left"


def test_who_could_stay_needs_no_bus() -> None:
    at_home = BY_BUS.set("households", "A4", origin_id="S1", not_to="S2").policy(buses_per_day=0)
    assert Asked("A4", at_home, "", NOBODY).reason().code == "room_left"


def test_an_idle_bus_counts_only_with_a_driver() -> None:
    spare = BY_BUS.set("buses", "B1", seats=7).policy(max_duty_minutes=150)
    assert Asked("A4", spare, "", without(DECISION, "A4")).reason().code == "room_left"
    assert Asked("A4", spare.policy(buses_per_day=1), "", without(DECISION, "A4")).reason().code == "buses_used_up"


def test_who_is_not_ready_is_not_unplaced() -> None:
    unplaced = unplaced_households(DAY.scenario, NOBODY)
    assert [u.household_id for u in unplaced] == ["A1", "A2", "A3", "A4", "H1", "H2"]


def test_the_plan_says_the_english_sentence() -> None:
    made = plan(DAY.scenario, without(DECISION, "A4"))
    assert made.assignments[3].reason == reason_text(made.unplaced[0].reason, "en")


TEXT = st.text(min_size=1, max_size=8)


@given(TEXT, st.lists(st.tuples(st.sampled_from(["a", "b_more"]), st.lists(TEXT, min_size=1, max_size=3)), max_size=3))
def test_details_read_back(code: str, detail: list[tuple[str, list[str]]]) -> None:
    reason = Reason(code, tuple((key, tuple(values)) for key, values in detail))
    assert Reason.parse(code, reason.detail_text) == reason


def test_every_code_and_limit_is_documented() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "plan-folder.md").read_text(encoding="utf-8")
    assert [name for name in (*REASONS, *Limit) if f"`{name}`" not in page] == []
