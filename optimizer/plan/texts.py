"""What a plan says in words, in Dutch and English: reasons, overloads and the names of outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from optimizer.plan.plan import Limit, Outcome, Overload, Reason, Status
from optimizer.scenario.regions import municipality_facts, region_facts

Lang = Literal["nl", "en"]
Texts = Mapping[Lang, str]

REASONS: Final[Mapping[str, Texts]] = {
    "pin_impossible": {
        "en": "Decided for {pinned_to}, which cannot be kept: {because}",
        "nl": "Vastgezet op {pinned_to}, maar dat kan niet: {because}",
    },
    "not_a_site": {
        "en": "that is no CNO site",
        "nl": "dat is geen CNO-locatie",
    },
    "not_housing": {
        "en": "that is no housing",
        "nl": "dat is geen huisvesting",
    },
    "not_in_linked_municipality": {
        "en": "that is not in the linked municipality {gm_code}, nor an interim facility of its region",
        "nl": "dat ligt niet in de gekoppelde gemeente {gm_code} en is geen tussenvoorziening in die regio",
    },
    "excluded_everywhere": {
        "en": "every place that would do is excluded for this household: {places}",
        "nl": "elke plek die past is voor dit huishouden uitgesloten: {places}",
    },
    "no_usable_site": {
        "en": "no site is usable today",
        "nl": "geen locatie is vandaag bruikbaar",
    },
    "no_care_level": {
        "en": "no usable site serves care level {needed}; the highest is {highest}",
        "nl": "geen bruikbare locatie biedt zorgniveau {needed}; het hoogste is {highest}",
    },
    "no_minor_place": {
        "en": "no usable site takes unaccompanied minors",
        "nl": "geen bruikbare locatie neemt alleenstaande minderjarigen (amv) op",
    },
    "no_wheelchair_place": {
        "en": "no usable site has enough wheelchair places: {needed} needed, {most} at most",
        "nl": "geen bruikbare locatie heeft genoeg rolstoelplaatsen: {needed} nodig, hoogstens {most}",
    },
    "household_larger_than_any_place": {
        "en": "no usable site is large enough for {people}; the largest has places: {largest}",
        "nl": "geen bruikbare locatie is groot genoeg voor {people}; plaatsen op de grootste: {largest}",
    },
    "no_bus": {
        "en": "no bus drives today",
        "nl": "er rijdt vandaag geen bus",
    },
    "no_bus_large_enough": {
        "en": "no bus is large enough for {people}; seats in the largest: {seats}",
        "nl": "geen bus is groot genoeg voor {people}; stoelen in de grootste: {seats}",
    },
    "no_wheelchair_on_bus": {
        "en": "no bus takes enough wheelchairs: {needed} needed, {most} at most",
        "nl": "geen bus kan genoeg rolstoelen meenemen: {needed} nodig, hoogstens {most}",
    },
    "bus_too_far": {
        "en": "no bus can drive it within a day's duty; the nearest site is {nearest}, {minutes} minutes",
        "nl": "geen bus haalt het binnen een dienst; de dichtstbijzijnde locatie is {nearest}, {minutes} minuten",
    },
    "places_used_up": {
        "en": "no places left for {people}",
        "nl": "geen plaatsen over voor {people}",
    },
    "wheelchair_places_used_up": {
        "en": "no wheelchair places left for this household of {people}",
        "nl": "geen rolstoelplaatsen over voor dit huishouden van {people}",
    },
    "tranche_used_up": {
        "en": "the region's agreed places leave no room for {people}",
        "nl": "de afgesproken plaatsen van de regio zijn op voor {people}",
    },
    "staff_used_up": {"en": "no staff left for {people}", "nl": "geen personeel over voor {people}"},
    "care_minutes_used_up": {
        "en": "no care minutes left for this household of {people}",
        "nl": "geen zorgminuten over voor dit huishouden van {people}",
    },
    "buses_used_up": {
        "en": "no bus has seats or time left for {people}; there is room at {room_at}",
        "nl": "geen bus heeft nog stoelen of tijd voor {people}; er is plek bij {room_at}",
    },
    "room_left": {
        "en": "not placed though there is room at {room_at}: the search ended earlier, or it counts for nothing",
        "nl": "niet geplaatst hoewel er plek is bij {room_at}: de zoektocht stopte eerder, of het telt niet mee",
    },
    "not_linked": {
        "en": "not linked to a municipality",
        "nl": "niet gekoppeld aan een gemeente",
    },
    "no_home_in_municipality": {
        "en": "no housing for {gm_code} is available today",
        "nl": "voor {gm_code} is vandaag geen huisvesting beschikbaar",
    },
    "no_wheelchair_home": {
        "en": "no housing for {gm_code} is fit for a wheelchair",
        "nl": "geen huisvesting voor {gm_code} is geschikt voor een rolstoel",
    },
    "homes_too_small": {
        "en": "no housing for {gm_code} is large enough for {people}; the largest is for {largest}",
        "nl": "geen huisvesting voor {gm_code} is groot genoeg voor {people}; de grootste is voor {largest}",
    },
    "homes_used_up": {
        "en": "all housing for {gm_code} that is large enough for {people} is used: {offers}",
        "nl": "alle huisvesting voor {gm_code} die groot genoeg is voor {people} is vergeven: {offers}",
    },
    "interim_used_up": {
        "en": "the interim facilities for {gm_code} have no room left for {people}: {offers}",
        "nl": "de tussenvoorzieningen voor {gm_code} hebben geen ruimte meer voor {people}: {offers}",
    },
    "exchange_used_up": {
        "en": "housing for {gm_code} is used; there is room at {room_at}, but the exchange is used up for {people}",
        "nl": "huisvesting voor {gm_code} is vergeven; er is plek bij {room_at}, maar de uitruil is op voor {people}",
    },
}

# The details whose values are places; those of the others are figures.
NAMES_PLACES: Final = frozenset(
    {
        "care_minutes",
        "gm_code",
        "most_room_at",
        "nearest",
        "pinned_to",
        "places",
        "room_at",
        "sites",
        "staff",
        "tranche_additional",
        "tranche_base",
        "wheelchair_places",
    }
)
# What stands behind a "used up" reason, and what a reason takes as met.
USED_UP_AT: Final[Mapping[str, Texts]] = {
    "places": {"en": "places used up at {}", "nl": "plaatsen op bij {}"},
    "wheelchair_places": {"en": "wheelchair places used up at {}", "nl": "rolstoelplaatsen op bij {}"},
    "tranche_base": {"en": "first tranche used up in {}", "nl": "eerste tranche op in {}"},
    "tranche_additional": {"en": "second tranche used up in {}", "nl": "tweede tranche op in {}"},
    "staff": {"en": "staff used up in {}", "nl": "personeel op in {}"},
    "care_minutes": {"en": "care minutes used up in {}", "nl": "zorgminuten op in {}"},
}
MOST_ROOM: Final[Texts] = {"en": "most room: {} at {}", "nl": "meeste ruimte: {} bij {}"}
MET: Final[Mapping[str, Texts]] = {
    "care_level": {"en": "care level {} or higher", "nl": "zorgniveau {} of hoger"},
    "minors": {"en": "room for unaccompanied minors", "nl": "plek voor amv"},
    "wheelchairs": {"en": "room for wheelchairs", "nl": "ruimte voor rolstoelen"},
}
AMONG: Final[Texts] = {"en": "counting only places with {}", "nl": "alleen meegeteld: plekken met {}"}
PERSONS: Final[Mapping[bool, Texts]] = {  # by whether it is one
    True: {"en": "{} person", "nl": "{} persoon"},
    False: {"en": "{} persons", "nl": "{} personen"},
}
RESIDENTS: Final[Mapping[bool, Texts]] = {
    True: {"en": "{} resident", "nl": "{} bewoner"},
    False: {"en": "{} residents", "nl": "{} bewoners"},
}
PLACES: Final[Mapping[bool, Texts]] = {
    True: {"en": "{} place", "nl": "{} plaats"},
    False: {"en": "{} places", "nl": "{} plaatsen"},
}
AND_MORE: Final[Texts] = {"en": "{} and {} more", "nl": "{} en nog {}"}

OVERLOADS: Final[Mapping[Limit, Texts]] = {
    Limit.SITE_PLACES: {
        "en": "site {site} holds {residents} on {places}",
        "nl": "locatie {site} telt {residents} op {places}",
    },
    Limit.TRANCHE_BASE: {
        "en": "{residents} on {places} of the first tranche",
        "nl": "{residents} op {places} van de eerste tranche",
    },
    Limit.TRANCHE_ADDITIONAL: {
        "en": "{residents} on {places} of the second tranche",
        "nl": "{residents} op {places} van de tweede tranche",
    },
    Limit.STAFF: {
        "en": "residents need {held} staff, {most} can be had",
        "nl": "voor de bewoners is {held} personeel nodig, {most} is beschikbaar",
    },
    Limit.CARE_MINUTES: {
        "en": "residents take {held} care minutes of {most}",
        "nl": "de bewoners vragen {held} zorgminuten van {most}",
    },
}
OUTCOMES: Final[Mapping[Outcome, Texts]] = {
    Outcome.SITE: {"en": "CNO site", "nl": "CNO-locatie"},
    Outcome.HOME: {"en": "housing", "nl": "huisvesting"},
    Outcome.STAY: {"en": "stays", "nl": "blijft"},
    Outcome.UNPLACED: {"en": "not placed", "nl": "niet geplaatst"},
}
STATUSES: Final[Mapping[Status, Texts]] = {
    Status.OPTIMAL: {"en": "proven best within its tolerances", "nl": "bewezen het beste binnen de marges"},
    Status.FEASIBLE: {"en": "valid, not proven best", "nl": "geldig, niet bewezen het beste"},
}


def reason_text(reason: Reason, lang: Lang, names: Mapping[str, str] | None = None) -> str:
    """The sentence of `reason`, places with their `names` by id. KeyError: a code that the catalogue does not know."""
    detail, names = dict(reason.detail), {**area_names(), **(names or {})}
    words = {key: _list(key, detail, lang, names) for key in detail}
    words["places"] = words.get("sites") or words.get("offers") or words.get("places", "")
    if "persons" in detail:
        words["people"] = PERSONS[detail["persons"] == ("1",)][lang].format(words["persons"])
    if reason.code == "pin_impossible":
        words["because"] = REASONS[detail["because"][0]][lang].format_map(words)
    sentence = REASONS[reason.code][lang].format_map(words)
    extra = [*_used_up(reason, words, lang), *_among(detail, lang)]
    sentence = "; ".join([sentence, *extra])
    return f"{sentence[0].upper()}{sentence[1:]}."


@cache
def area_names() -> Mapping[str, str]:
    """Names of the regions and municipalities, by code."""
    regions = {facts.code: facts.name for facts in region_facts()}
    return {**regions, **{facts.code: facts.name for facts in municipality_facts()}}


def overload_text(overload: Overload, lang: Lang) -> str:
    """What was exceeded before anybody was placed, without a full stop."""
    held, most = (number.replace(".", ",") if lang == "nl" else number for number in (overload.held, overload.most))
    words = {"residents": RESIDENTS[held == "1"][lang].format(held), "places": PLACES[most == "1"][lang].format(most)}
    return OVERLOADS[overload.limit][lang].format(site=overload.site_id, held=held, most=most, **words)


def _list(key: str, detail: Mapping[str, tuple[str, ...]], lang: Lang, names: Mapping[str, str]) -> str:
    """The values of a detail, each place with its name, and how many more there are."""
    names = names if key in NAMES_PLACES else {}
    values = [f"{names[value]} ({value})" if value in names else value for value in detail[key]]
    more = detail.get(f"{key}_more")
    return AND_MORE[lang].format(", ".join(values), more[0]) if more else ", ".join(values)


def _used_up(reason: Reason, words: Mapping[str, str], lang: Lang) -> list[str]:
    detail = dict(reason.detail)
    parts = [text[lang].format(words[key]) for key, text in USED_UP_AT.items() if key in detail]
    if "most_room" in detail:
        parts.append(MOST_ROOM[lang].format(words["most_room"], words["most_room_at"]))
    return parts


def _among(detail: Mapping[str, tuple[str, ...]], lang: Lang) -> list[str]:
    met = [text[lang].format(detail[key][0]) for key, text in MET.items() if key in detail]
    return [AMONG[lang].format(", ".join(met))] if met else []
