"""Sheet names, headers and words of the workbook, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Final

from optimizer.plan.details.values import Bind
from optimizer.plan.plan import Level
from optimizer.plan.texts import Lang, Texts
from optimizer.scenario.entities import Kind, SiteStatus, Tranche

SHEETS: Final[Mapping[str, Texts]] = {
    "summary": {"nl": "Samenvatting", "en": "Summary"},
    "regions": {"nl": "Regio's", "en": "Regions"},
    "capacity": {"nl": "Personeel en zorg", "en": "Staff and care"},
    "sites": {"nl": "Locaties", "en": "Sites"},
    "municipalities": {"nl": "Gemeenten", "en": "Municipalities"},
    "exchange": {"nl": "Uitruil", "en": "Exchange"},
    "trips": {"nl": "Ritten", "en": "Trips"},
    "riders": {"nl": "Buslijsten", "en": "Bus lists"},
    "households": {"nl": "Huishoudens", "en": "Households"},
    "unplaced": {"nl": "Niet geplaatst", "en": "Not placed"},
    "reasons": {"nl": "Uitleg redenen", "en": "Reasons explained"},
    "country": {"nl": "Vooruitblik land", "en": "Outlook country"},
    "outlook": {"nl": "Vooruitblik regio's", "en": "Outlook regions"},
    "targets": {"nl": "Taakstelling", "en": "Targets"},
    "shortages": {"nl": "Ontbrekende woningen", "en": "Missing homes"},
    "changes": {"nl": "Wijzigingen", "en": "Changes"},
}
HEADERS: Final[Mapping[str, Texts]] = {
    "aboard": {"nl": "Aan boord bij vertrek", "en": "Aboard at departure"},
    "agreed": {"nl": "Afgesproken plaatsen", "en": "Agreed places"},
    "alighting": {"nl": "Stappen uit", "en": "Get off"},
    "arrivals": {"nl": "Komen erbij", "en": "Arrivals"},
    "arrives": {"nl": "Aankomst", "en": "Arrives"},
    "binds": {"nl": "Wat het eerst vol is", "en": "What is full first"},
    "available": {"nl": "Er is hooguit", "en": "At most"},
    "bound": {"nl": "Lager dan dit kan niet", "en": "Cannot be lower than"},
    "bus": {"nl": "Bus", "en": "Bus"},
    "care_from_1": {"nl": "Zorg nodig", "en": "Need care"},
    "care_level": {"nl": "Zorgniveau", "en": "Care level"},
    "care_minutes_limit": {"nl": "Zorgminuten beschikbaar", "en": "Care minutes available"},
    "care_minutes_used": {"nl": "Zorgminuten nodig", "en": "Care minutes needed"},
    "closes_on": {"nl": "Eerste dag dicht", "en": "First day closed"},
    "code": {"nl": "Code", "en": "Code"},
    "departs": {"nl": "Vertrek", "en": "Departs"},
    "destination": {"nl": "Bestemming", "en": "Destination"},
    "drive_minutes": {"nl": "Rijminuten", "en": "Minutes driven"},
    "free": {"nl": "Vrije bedden", "en": "Free beds"},
    "from": {"nl": "Vanaf", "en": "From"},
    "gives_housing": {"nl": "Huisvest hoogstens voor anderen", "en": "Houses at most for others"},
    "housed_by": {"nl": "Gehuisvest door", "en": "Housed by"},
    "linked_to": {"nl": "Gekoppeld aan", "en": "Linked to"},
    "province": {"nl": "Provincie", "en": "Province"},
    "takes_cno_places": {"nl": "Neemt CNO-plaatsen over", "en": "Takes CNO places"},
    "gm_code": {"nl": "Gemeentecode", "en": "Municipality code"},
    "hired_staff": {"nl": "Ingehuurd personeel", "en": "Hired staff"},
    "hired_staff_max": {"nl": "Ingehuurd, hooguit", "en": "Hired staff, at most"},
    "household": {"nl": "Huishouden", "en": "Household"},
    "households": {"nl": "Huishoudens", "en": "Households"},
    "in_use": {"nl": "In gebruik", "en": "In use"},
    "kind": {"nl": "Soort", "en": "Kind"},
    "level": {"nl": "Doel", "en": "Goal"},
    "load": {"nl": "Bezetting", "en": "Load"},
    "means": {"nl": "Wat het betekent", "en": "What it means"},
    "minor_alone": {"nl": "Amv", "en": "Unaccompanied minor"},
    "minors": {"nl": "Neemt amv op", "en": "Takes lone minors"},
    "minors_alone": {"nl": "Amv", "en": "Unaccompanied minors"},
    "municipality": {"nl": "Gemeente", "en": "Municipality"},
    "name": {"nl": "Naam", "en": "Name"},
    "needed": {"nl": "Nodig", "en": "Needed"},
    "occupied_after": {"nl": "Bewoners vannacht", "en": "Residents tonight"},
    "occupied_before": {"nl": "Bewoners nu", "en": "Residents now"},
    "offered": {"nl": "Aanbod (personen)", "en": "Offered (persons)"},
    "opened": {"nl": "Gaat vandaag open", "en": "Opens today"},
    "outcome": {"nl": "Uitkomst", "en": "Outcome"},
    "overdue": {"nl": "Wachten te lang", "en": "Waiting too long"},
    "overload": {"nl": "Te veel door wie er al woont", "en": "Too much by present residents"},
    "own_staff": {"nl": "Eigen personeel", "en": "Own staff"},
    "persons": {"nl": "Personen", "en": "Persons"},
    "places": {"nl": "Plaatsen", "en": "Places"},
    "proof": {"nl": "Hoe zeker?", "en": "How sure?"},
    "reason": {"nl": "Reden", "en": "Reason"},
    "region": {"nl": "Regio", "en": "Region"},
    "room": {"nl": "Kunnen er nog bij", "en": "Can still come"},
    "site": {"nl": "Locatie", "en": "Site"},
    "sizes": {"nl": "Huishoudens × personen", "en": "Households × persons"},
    "staff_needed": {"nl": "Personeel nodig", "en": "Staff needed"},
    "state_staff": {"nl": "Personeel van het Rijk", "en": "State staff"},
    "state_staff_max": {"nl": "Van het Rijk, hooguit", "en": "State staff, at most"},
    "status": {"nl": "Status", "en": "Status"},
    "stop": {"nl": "Halte", "en": "Stop"},
    "to_do": {"nl": "Wat u kunt doen", "en": "What you can do"},
    "tonight": {"nl": "De regio vannacht", "en": "The region tonight"},
    "tranche": {"nl": "Eerste of tweede tranche", "en": "First or second tranche"},
    "trip": {"nl": "Rit", "en": "Trip"},
    "used": {"nl": "Vandaag gehuisvest", "en": "Housed today"},
    "value": {"nl": "Waarde", "en": "Value"},
    "vr_code": {"nl": "Code", "en": "Code"},
    "waiting": {"nl": "Wachten op een woning", "en": "Waiting for a home"},
    "wheelchair_places": {"nl": "Rolstoel-plaatsen", "en": "Wheelchair places"},
    "wheelchairs": {"nl": "Rolstoelen", "en": "Wheelchairs"},
    # of several days
    "after": {"nl": "Komen nu", "en": "Arrivals now"},
    "before": {"nl": "Kwamen volgens het vorige plan", "en": "Arrivals as told before"},
    "behind": {"nl": "Nog te huisvesten", "en": "Still to be housed"},
    "buses_used": {"nl": "Bussen", "en": "Buses"},
    "coa_places_left": {"nl": "Vrij in reguliere opvang", "en": "Free in regular reception"},
    "date": {"nl": "Dag", "en": "Day"},
    "expected": {"nl": "Verwacht daarna", "en": "Expected after that"},
    "home_for": {"nl": "Woning voor personen", "en": "Home for persons"},
    "homes_missing": {"nl": "Woningen te weinig", "en": "Homes missing"},
    "housed": {"nl": "Statushouders gehuisvest", "en": "Status holders housed"},
    "inflow": {"nl": "Instroom", "en": "Inflow"},
    "moved_in": {"nl": "Van een locatie die sluit", "en": "From a site that closes"},
    "moved_out": {"nl": "Weg omdat hun locatie sluit", "en": "Leave a site that closes"},
    "planned": {"nl": "Vandaag gehuisvest", "en": "Housed today"},
    "ready": {"nl": "Statushouders zonder woning", "en": "Status holders without a home"},
    "realised": {"nl": "Al gerealiseerd", "en": "Realised before"},
    "residents": {"nl": "Bewoners die nacht", "en": "Residents that night"},
    "target": {"nl": "Taakstelling", "en": "Target"},
    "to_coa": {"nl": "Naar reguliere opvang", "en": "To regular reception"},
    "unsheltered": {"nl": "Zonder opvang die nacht", "en": "Unsheltered that night"},
    "until": {"nl": "Tot en met", "en": "Until"},
    "waiting_seekers": {"nl": "Wachten op opvang", "en": "Waiting for shelter"},
    "week": {"nl": "Week", "en": "Week"},
    "wheelchair": {"nl": "Met rolstoel", "en": "With wheelchair"},
    "why": {"nl": "Waarom", "en": "Why"},
}
SUMMARY: Final[Mapping[str, Texts]] = {
    "title": {"nl": "Plan crisisnoodopvang, {}", "en": "Crisis emergency reception plan, {}"},
    "status": {"nl": "Hoe goed is het plan", "en": "How good the plan is"},
    "households": {"nl": "Huishoudens in de lijst", "en": "Households in the list"},
    "persons": {"nl": "Personen in de lijst", "en": "Persons in the list"},
    "sheltered": {"nl": "Personen naar een CNO-locatie", "en": "Persons sent to a CNO site"},
    "housed": {"nl": "Personen naar huisvesting", "en": "Persons sent to housing"},
    "stay": {"nl": "Personen die nog blijven waar ze zijn", "en": "Persons who stay where they are"},
    "unplaced": {"nl": "Personen die niet geplaatst zijn", "en": "Persons not placed"},
    "unplaced_asylum_seeker": {
        "nl": "   van wie asielzoekers (vannacht zonder opvang)",
        "en": "   of whom asylum seekers (no shelter tonight)",
    },
    "unplaced_status_holder": {
        "nl": "   van wie statushouders (wachten op een woning)",
        "en": "   of whom status holders (waiting for a home)",
    },
    "buses_used": {"nl": "Bussen die rijden", "en": "Buses that drive"},
    "levels": {
        "nl": "Doelen: eerst 1, dan 2, enzovoort; lager is beter",
        "en": "Goals in their order; lower is better",
    },
    "levels_days": {
        "nl": "Doelen, opgeteld over alle {} dagen: eerst 1, dan 2, enzovoort; lager is beter",
        "en": "Goals in their order, added up over all {} days; lower is better",
    },
    "levels_today": {"nl": "Dezelfde doelen, van vandaag alleen", "en": "The same goals, of today alone"},
    "overloads": {"nl": "Te veel door wie er al woont", "en": "Too much by present residents"},
    "warnings": {"nl": "Meldingen van het programma", "en": "Notices of the program"},
    "contents": {"nl": "Wat staat waar", "en": "What is where"},
    "none": {"nl": "geen", "en": "none"},
    "made": {"nl": "Waar dit plan van gemaakt is", "en": "What this plan was made from"},
    "version": {"nl": "Versie van het programma", "en": "Version of the program"},
    "scenario_sha256": {"nl": "Kenmerk van de invoer (sha256)", "en": "Input fingerprint (sha256)"},
}
CONTENTS: Final[Mapping[str, Texts]] = {
    "regions": {
        "nl": "elke regio: plaatsen, en wie er nog bij kan",
        "en": "every region: places, and who can still come",
    },
    "capacity": {
        "nl": "elke regio: wat nodig is en wat er hooguit is",
        "en": "every region: what is needed, and the most there is",
    },
    "sites": {"nl": "elke locatie, ervoor en erna", "en": "every site, before and after"},
    "municipalities": {"nl": "huisvesting van statushouders", "en": "housing of status holders"},
    "exchange": {
        "nl": "wie statushouders huisvest voor wie CNO-plaatsen overneemt",
        "en": "who houses status holders for whom, against CNO places",
    },
    "trips": {"nl": "elke halte van elke bus", "en": "every stop of every bus"},
    "riders": {"nl": "wie met welke bus gaat", "en": "who rides which bus"},
    "households": {"nl": "elk huishouden en waar het heen gaat", "en": "every household and where it goes"},
    "unplaced": {"nl": "wie geen plek heeft, en waarom", "en": "who has no place, and why"},
    "reasons": {"nl": "wat elke reden betekent en wat u kunt doen", "en": "what each reason means and what you can do"},
    "country": {
        "nl": "het land, dag voor dag; verwachte personen, met breuken",
        "en": "the country day by day; expected persons, with fractions",
    },
    "outlook": {"nl": "elke regio, dag voor dag", "en": "every region, day by day"},
    "targets": {"nl": "hoe ver elke gemeente komt", "en": "how far each municipality comes"},
    "shortages": {
        "nl": "welke woningen er per week en gemeente ontbreken",
        "en": "which homes are missing, by week and municipality",
    },
    "changes": {"nl": "wat anders is dan in het vorige plan", "en": "what differs from the earlier plan"},
    "region": {"nl": "om aan de regio te sturen", "en": "to send to the region"},
}
REGION: Final[Mapping[str, Texts]] = {
    "arrivals": {"nl": "Wie komen er vandaag", "en": "Who comes today"},
    "sites": {"nl": "Locaties", "en": "Sites"},
    "housing": {"nl": "Statushouders per gemeente (personen)", "en": "Status holders by municipality (persons)"},
    "brief": {"nl": "In het kort", "en": "In brief"},
    "nobody": {"nl": "Vandaag komt er niemand.", "en": "Nobody comes today."},
    "coming": {"nl": "Personen die vandaag komen: {}.", "en": "Persons who come today: {}."},
    "staying": {
        "nl": "Personen van de lijst die hier al zijn en blijven: {}.",
        "en": "Persons of the list who are here already and stay: {}.",
    },
    "first_bus": {"nl": "De eerste bus is er om {}.", "en": "The first bus is there at {}."},
    "own_way": {"nl": "eigen vervoer", "en": "own transport"},
    "stays": {"nl": "blijft hier", "en": "stays here"},
    "people": {"nl": "Plaatsen", "en": "Places"},
    "staff": {"nl": "Personeel", "en": "Staff"},
    "own_staff": {"nl": "   eigen personeel", "en": "   own staff"},
    "state_staff": {"nl": "   rijkspersoneel", "en": "   state staff"},
    "hired_staff": {"nl": "   ingehuurd personeel", "en": "   hired staff"},
    "care": {"nl": "Zorgminuten per dag", "en": "Care minutes a day"},
    "no_room": {"nl": "Er kan niemand meer bij.", "en": "Nobody more can come."},
    "room": {"nl": "Er kunnen nog {} mensen bij.", "en": "{} more people can come."},
    "room_one": {"nl": "Er kan nog 1 persoon bij.", "en": "1 more person can come."},
    "full_then": {"nl": "Wat dan vol is: {}.", "en": "What is full then: {}."},
    "full_now": {"nl": "Wat vol is: {}.", "en": "What is full: {}."},
    "note": {
        "nl": "U kunt dit blad los versturen: er staan alleen aantallen op, geen huishoudens. "
        "Stuur nooit het hele bestand door; daar staan huishoudens in.",
        "en": "You can send this sheet on its own: it holds counts only, no households. "
        "Never pass on the whole file; that holds households.",
    },
}
LEVELS: Final[Mapping[str, Texts]] = {
    "unsheltered": {"nl": "1. Zonder opvang (gewogen personen)", "en": "1. Unsheltered (weighted persons)"},
    "unhoused": {"nl": "2. Zonder huisvesting (gewogen personen)", "en": "2. Unhoused (weighted persons)"},
    "displaced": {"nl": "3. Buiten gemeente of groep (personen)", "en": "3. Displaced (persons)"},
    "uneven": {"nl": "4. Ongelijke verdeling over de regio's", "en": "4. Uneven load of the regions"},
    "effort": {"nl": "5. Inspanning (gewogen)", "en": "5. Effort (weighted)"},
}
PROOFS: Final[Mapping[str, Texts]] = {
    "best": {"nl": "Bewezen: beter kan niet", "en": "Proven: it cannot be better"},
    "near": {"nl": "Bewezen: kan hooguit {} beter", "en": "Proven: at most {} better is possible"},
    "open": {"nl": "Nog niet bewezen: kan hooguit {} beter", "en": "Not proven yet: at most {} better is possible"},
    "unknown": {"nl": "Niet bewezen", "en": "Not proven"},
}
BINDS: Final[Mapping[Bind, Texts]] = {
    Bind.NO_SITE: {"nl": "geen locatie in gebruik", "en": "no site in use"},
    Bind.SITE_PLACES: {"nl": "plaatsen op de locaties", "en": "places in the sites"},
    Bind.TRANCHE_BASE: {"nl": "eerste tranche plaatsen", "en": "first tranche of places"},
    Bind.TRANCHE_ADDITIONAL: {"nl": "tweede tranche plaatsen", "en": "second tranche of places"},
    Bind.STAFF: {"nl": "personeel", "en": "staff"},
    Bind.CARE_MINUTES: {"nl": "zorgminuten", "en": "care minutes"},
}
KINDS: Final[Mapping[Kind, Texts]] = {
    Kind.ASYLUM_SEEKER: {"nl": "asielzoeker", "en": "asylum seeker"},
    Kind.STATUS_HOLDER: {"nl": "statushouder", "en": "status holder"},
}
TRANCHES: Final[Mapping[Tranche, Texts]] = {
    Tranche.BASE: {"nl": "eerste", "en": "first"},
    Tranche.ADDITIONAL: {"nl": "tweede", "en": "second"},
}
SITE_STATUSES: Final[Mapping[SiteStatus, Texts]] = {
    SiteStatus.OPEN: {"nl": "open", "en": "open"},
    SiteStatus.CAN_OPEN: {"nl": "kan open", "en": "can open"},
    SiteStatus.CLOSED: {"nl": "gesloten", "en": "closed"},
}
NO_DAY: Final[Texts] = {"nl": "geen dag", "en": "no day"}
YES: Final[Texts] = {"nl": "ja", "en": "yes"}
NO: Final[Texts] = {"nl": "nee", "en": "no"}
ALL: Final[Texts] = {"nl": "Samen", "en": "Together"}
CARE: Final[Texts] = {"nl": "zorgniveau {}: {}", "en": "care level {}: {}"}
UNLIMITED: Final[Texts] = {"nl": "geen grens", "en": "no limit"}
PAGE: Final[Texts] = {"nl": "Bladzijde &P van &N", "en": "Page &P of &N"}
CONCEPT: Final[Texts] = {"nl": "CONCEPT", "en": "DRAFT"}
CONCEPT_LINE: Final[Texts] = {
    "nl": "CONCEPT: nog door niemand goedgekeurd",
    "en": "DRAFT: nobody has approved this yet",
}
PERSONAL: Final[Texts] = {
    "nl": "Gegevens van huishoudens: niet doorsturen",
    "en": "Holds households: do not pass on",
}
COUNTS_ONLY: Final[Texts] = {"nl": "Alleen aantallen, geen huishoudens", "en": "Counts only, no households"}


def day_text(day: date, lang: Lang) -> str:
    """`maandag 2 maart 2026` or `Monday 2 March 2026`."""
    from babel.dates import format_date

    return format_date(day, "EEEE d MMMM y", locale={"nl": "nl_NL", "en": "en_GB"}[lang])


def figure_text(value: float, lang: Lang) -> str:
    """`1.170,5` or `1,170.5`: at most one decimal, none for a whole number."""
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.#", locale={"nl": "nl_NL", "en": "en_GB"}[lang])


def proof_text(level: Level, lang: Lang) -> str:
    """How sure it is that a level could not be lower; a gap is rounded up to a tenth of a per cent."""
    if level.gap is None:
        return PROOFS["unknown"][lang]
    tenths = ceil(round(level.gap * 1000, 6))
    if tenths <= 0:
        return PROOFS["best"][lang]
    share = figure_text(tenths / 10, lang) + {"nl": "\u00a0%", "en": "%"}[lang]
    return PROOFS["near" if level.settled else "open"][lang].format(share)
