"""Every word of the workbook. The English of columns and policy keys stands in `tables.py` and `settings.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

Lang = Literal["nl", "en"]
Texts = Mapping[Lang, str]
Lines = Mapping[Lang, Sequence[tuple[str, str]]]

PHRASES: Final[Mapping[str, Texts]] = {
    "guide": {"nl": "Uitleg", "en": "Explanation"},
    "title": {"nl": "Invoer voor het CNO-dagplan", "en": "Input for the daily CNO plan"},
    "required": {"nl": "Verplicht.", "en": "Required."},
    "empty": {"nl": "Leeg: {default}.", "en": "Empty: {default}."},
    "choice": {"nl": "Een van: {values}.", "en": "One of: {values}."},
    "whole": {"nl": "Geheel getal", "en": "Whole number"},
    "number": {"nl": "Getal", "en": "Number"},
    "or_more": {"nl": "{noun}, {min} of meer.", "en": "{noun}, {min} or more."},
    "from_to": {"nl": "{noun}, {min} tot en met {max}.", "en": "{noun}, {min} to {max}."},
    "flag": {"nl": "true (ja) of false (nee).", "en": "true or false."},
    "date": {"nl": "Datum.", "en": "Date."},
    "code": {"nl": "Een code van blad lists.", "en": "A code of sheet lists."},
    "text": {"nl": "Tekst.", "en": "Text."},
    "id": {"nl": "Tekst die de rij aanwijst (id).", "en": "Text that names the row (id)."},
    "place_id": {"nl": "Tekst zonder spaties (id).", "en": "Text without spaces (id)."},
    "ids": {"nl": "Een of meer id's, met een spatie ertussen.", "en": "One or more ids, with a space between them."},
    "policy_date": {"nl": "verplicht", "en": "required"},
    "policy_days": {"nl": "1", "en": "1"},
}

CODE_HEADERS: Final[Mapping[Lang, Sequence[tuple[str, int]]]] = {
    "nl": (("vr_code", 10), ("veiligheidsregio", 30), ("gm_code", 10), ("gemeente", 30), ("vr_code", 10)),
    "en": (("vr_code", 10), ("safety region", 30), ("gm_code", 10), ("municipality", 30), ("vr_code", 10)),
}

GUIDE: Final[Mapping[str, Lines]] = {
    "sample": {
        "nl": (
            ("Voorbeeld", "Dit is een verzonnen dag. Alleen gemeenten, regio's en aantallen per soort lijken op echt."),
            ("", "Huishoudens, locaties en woningen bestaan niet. Vervang de rijen door die van vandaag."),
        ),
        "en": (
            ("Example", "This day is made up. Only municipalities, regions and the proportions resemble reality."),
            ("", "Households, sites and homes do not exist. Replace the rows by today's."),
        ),
    },
    "template": {
        "nl": (
            ("Leeg formulier", "Vul op blad policy de datum in, en op de andere bladen een rij per huishouden enz."),
        ),
        "en": (("Empty form", "Fill in the date on sheet policy, and on the other sheets a row per household etc."),),
    },
    "both": {
        "nl": (
            ("Controleren", "cno validate BESTAND.xlsx noemt elke fout met blad, rij en kolom."),
            ("Plannen", "cno plan BESTAND.xlsx --out MAP maakt het plan en de kaart."),
            ("Gele kop", "Deze kolom is verplicht. In de andere kolommen mag een cel leeg blijven."),
            ("Uitleg per kolom", "Wijs de kop van een kolom aan: wat er staat, wat mag, en wat leeg betekent."),
            ("Namen", "Laat de namen van bladen en kolommen staan; de volgorde is vrij."),
            ("Datums", "Als datum of als tekst: 2026-11-03 of 03-11-2026 (3 november)."),
            ("Codes", "Op blad lists staan de codes van veiligheidsregio's en gemeenten."),
            ("Persoonsgegevens", "Zet hier geen namen of v-nummers in; een eigen nummer per huishouden is genoeg."),
        ),
        "en": (
            ("Check", "cno validate FILE.xlsx names every fault with sheet, row and column."),
            ("Plan", "cno plan FILE.xlsx --out FOLDER makes the plan and the map."),
            ("Yellow header", "This column is required. In the others a cell may stay empty."),
            ("Notes", "Point at the header of a column: what it holds, what may stand there, and what empty means."),
            ("Names", "Keep the names of sheets and columns; their order is free."),
            ("Dates", "As a date or as text: 2026-11-03 or 03-11-2026 (3 November)."),
            ("Codes", "Sheet lists holds the codes of safety regions and municipalities."),
            ("Personal data", "Enter no names or alien numbers; a number of your own per household is enough."),
        ),
    },
}

SHEETS: Final[Mapping[str, Texts]] = {
    "policy": {"nl": "De dag en de afspraken; leeg is de standaard.", "en": "The day and the agreements in force."},
    "households": {
        "nl": "Een rij per huishouden dat een plek nodig heeft; een huishouden wordt nooit gesplitst.",
        "en": "One row a household that is to be placed; a household is never split.",
    },
    "origins": {
        "nl": "Waar mensen wachten: aanmeldcentra en andere plekken.",
        "en": "Where people wait: registration centres and other places.",
    },
    "sites": {"nl": "CNO-locaties.", "en": "CNO sites."},
    "regions": {
        "nl": "Wat een veiligheidsregio inbrengt; voor een regio die ontbreekt geldt de standaard.",
        "en": "What a safety region brings; a region that is not listed has the defaults.",
    },
    "housing": {
        "nl": "Woningen en tussenvoorzieningen voor statushouders.",
        "en": "Homes and interim places for status holders.",
    },
    "buses": {
        "nl": "Bussen met chauffeur; zonder rijen staan er bussen van 50 zitplaatsen op de eerste plek van origins.",
        "en": "Buses with driver; without rows, buses of 50 seats stand at the first of the origins.",
    },
    "travel_times": {
        "nl": "Rijtijden die beter bekend zijn dan uit de afstand.",
        "en": "Driving times that are known better than by distance.",
    },
    "lists": {
        "nl": "Codes van veiligheidsregio's en gemeenten, om op te zoeken.",
        "en": "Codes of safety regions and municipalities, to look up.",
    },
}

COLUMNS_NL: Final[Mapping[str, str]] = {
    "households.household_id": "eigen nummer van het huishouden, elk een keer",
    "households.kind": "asielzoeker (asylum_seeker) of statushouder (status_holder)",
    "households.persons": "iedereen telt mee, ook baby's",
    "households.care_level": "zorg die het huishouden nodig heeft",
    "households.wheelchairs": "hoeveel van hen een rolstoel gebruiken; niet meer dan persons",
    "households.minor_alone": "alleenstaande minderjarige vreemdeling (amv)",
    "households.priority": "2 is het dringendst",
    "households.origin_id": "waar het huishouden nu is",
    "households.arrived_on": "wanneer het daar aankwam",
    "households.linked_municipality": "gemeente waaraan een statushouder is gekoppeld",
    "households.linked_on": "wanneer het is gekoppeld",
    "households.ready_on": "vanaf deze dag wordt voor een statushouder gepland",
    "households.group_id": "huishoudens met hetzelfde teken willen naar dezelfde regio",
    "households.moves": "hoe vaak het al is verhuisd",
    "households.pinned_to": "de plek die de planner al heeft bepaald",
    "households.not_to": "plekken waar het niet heen mag",
    "households.transport": "met de bus (bus) of met eigen vervoer (own)",
    "origins.origin_id": "eigen code van de plek, elk een keer",
    "origins.name": "de naam op kaart en lijsten",
    "origins.lon": "oosterlengte in graden, WGS 84",
    "origins.lat": "noorderbreedte in graden, WGS 84",
    "sites.site_id": "eigen code van de locatie, elk een keer, zonder spaties",
    "sites.name": "de naam op kaart en lijsten",
    "sites.vr_code": "veiligheidsregio, VR01 tot en met VR25",
    "sites.gm_code": "gemeente, in die regio",
    "sites.lon": "oosterlengte in graden, WGS 84",
    "sites.lat": "noorderbreedte in graden, WGS 84",
    "sites.tranche": "telt mee voor de eerste (base) of de tweede (additional) 225 plaatsen van de regio",
    "sites.places": "bedden",
    "sites.occupied": "bewoners van vannacht die niet op blad households staan",
    "sites.care_level": "het hoogste zorgniveau dat de locatie aankan",
    "sites.care_minutes_used": "zorgminuten per dag voor de bewoners die er al zijn",
    "sites.wheelchair_places": "plaatsen voor mensen in een rolstoel",
    "sites.minors": "neemt alleenstaande minderjarigen (amv) op",
    "sites.status": "open (open), te openen (can_open) of dicht (closed)",
    "sites.staff_fixed": "personeel dat nodig is zodra de locatie in gebruik is, hoe vol ook",
    "sites.open_cost": "telt mee als het plan de locatie opent",
    "sites.opens_on": "eerste dag met bewoners",
    "sites.closes_on": "eerste dag zonder bewoners; na opens_on",
    "regions.vr_code": "veiligheidsregio, VR01 tot en met VR25",
    "regions.base_places": "de eerste 225 plaatsen",
    "regions.additional_places": "de tweede 225 plaatsen, daarbovenop",
    "regions.own_staff": "personeel van de regio zelf",
    "regions.state_staff_max": "het meeste personeel dat het rijk levert",
    "regions.hired_staff_max": "het meeste personeel dat kan worden ingehuurd",
    "regions.care_minutes": "zorgminuten per dag die de regio kan geven",
    "housing.offer_id": "eigen code van het aanbod, elk een keer, zonder spaties",
    "housing.gm_code": "gemeente",
    "housing.type": "woning (home), flexwoning (flex), transformatiewoning (transformation): een huishouden elk; "
    "tussenvoorziening (interim): gedeeld",
    "housing.persons": "hoeveel personen in een woning, of in de hele tussenvoorziening",
    "housing.units": "hoeveel van zulke woningen; een tussenvoorziening heeft er 1",
    "housing.wheelchair": "geschikt voor een rolstoel",
    "housing.available_on": "eerste dag",
    "housing.available_until": "eerste dag dat het niet meer kan",
    "buses.bus_id": "eigen code van de bus, elk een keer",
    "buses.station_id": "waar de bus de dag begint en eindigt",
    "buses.seats": "zitplaatsen voor reizigers",
    "buses.wheelchair_positions": "plekken voor reizigers in een rolstoel",
    "travel_times.from_id": "van",
    "travel_times.to_id": "naar",
    "travel_times.minutes": "rijtijd in minuten",
}

OTHERWISE_NL: Final[Mapping[str, str]] = {  # what an empty cell means, by the English of `tables.py`
    "not given": "niet opgegeven",
    "not given; asylum seekers need one": "niet opgegeven; voor asielzoekers verplicht",
    "ready": "meteen",
    "asylum seekers `bus`, status holders `own`": "asielzoekers bus, statushouders own",
    "the id": "de code (id)",
    "`occupied` * `care_minutes[0]`": "occupied maal het eerste getal van care_minutes",
    "policy `effort.open_site`": "effort.open_site van blad policy",
    "has opened": "is al open",
    "stays open": "blijft open",
    "policy `base_places_per_region`": "base_places_per_region van blad policy",
    "policy `additional_places_per_region`": "additional_places_per_region van blad policy",
    "policy `staff_per_region`": "staff_per_region van blad policy",
    "unlimited": "onbeperkt",
    "available": "beschikbaar",
    "stays available": "blijft beschikbaar",
}

POLICY_EN: Final = {"date": "the day that is planned", "days": "number of days; 1 for now"}  # the rest: `SETTINGS`
POLICY_NL: Final[Mapping[str, str]] = {
    "date": "de dag waarvoor wordt gepland",
    "days": "aantal dagen; nu alleen 1",
    "base_places_per_region": "eerste CNO-plaatsen per regio",
    "additional_places_per_region": "tweede CNO-plaatsen per regio, daarbovenop",
    "buses_per_day": "bussen met chauffeur per dag, voor het hele land",
    "staff_per_region": "meeste personeel dat het rijk per dag aan een regio levert",
    "people_per_staff": "bewoners per ingezet personeelslid",
    "care_minutes": "zorgminuten per persoon per dag, voor zorgniveau 0 tot en met 3",
    "interim_in_region": "een statushouder mag naar een tussenvoorziening elders in de regio van zijn gemeente",
    "weeks_to_house": "weken na koppeling waarbinnen de gemeente huisvest",
    "priority_weights": "gewicht van een persoon, voor prioriteit 0 tot en met 2",
    "max_drive_minutes": "rijtijd van een bus per dag (Verordening (EG) 561/2006: 9 uur)",
    "max_duty_minutes": "dienst van een bus per dag: rijden, stoppen en pauzes",
    "load_minutes": "instappen aan het begin van een rit",
    "stop_minutes": "elke halte van een rit",
    "day_starts": "vroegste vertrek",
    "max_household_persons": "een groter huishouden is een fout in de invoer",
    "tolerance": "afstand tot de grens waarbij een niveau klaar is, voor de vijf niveaus",
    "time_limit_seconds": "seconden voor het hele plan",
    "effort.drive_minute": "gewicht van een minuut rijden met een bus",
    "effort.own_minute": "gewicht van een minuut met eigen vervoer",
    "effort.state_staff": "gewicht van een personeelslid van het rijk",
    "effort.hired_staff": "gewicht van een ingehuurd personeelslid",
    "effort.open_site": "gewicht van het openen van een locatie zonder open_cost",
    "effort.relocation": "gewicht van een verhuisd persoon uit een locatie die open blijft, maal (1 + moves)",
}
