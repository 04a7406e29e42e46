"""Sheet names, headers and words of the workbook, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from optimizer.plan.texts import Texts
from optimizer.scenario.entities import Kind, SiteStatus, Tranche

SHEETS: Final[Mapping[str, Texts]] = {
    "summary": {"nl": "Samenvatting", "en": "Summary"},
    "regions": {"nl": "Regio's", "en": "Regions"},
    "sites": {"nl": "Locaties", "en": "Sites"},
    "trips": {"nl": "Ritten", "en": "Trips"},
    "riders": {"nl": "Buslijsten", "en": "Bus lists"},
    "households": {"nl": "Huishoudens", "en": "Households"},
    "unplaced": {"nl": "Niet geplaatst", "en": "Not placed"},
}
HEADERS: Final[Mapping[str, Texts]] = {
    "arrivals": {"nl": "Komt erbij", "en": "Arrivals"},
    "arrives": {"nl": "Aankomst", "en": "Arrives"},
    "bound": {"nl": "Bewezen grens", "en": "Proven bound"},
    "bus": {"nl": "Bus", "en": "Bus"},
    "care_level": {"nl": "Zorgniveau", "en": "Care level"},
    "care_minutes_used": {"nl": "Zorgminuten", "en": "Care minutes"},
    "code": {"nl": "Code", "en": "Code"},
    "departs": {"nl": "Vertrek", "en": "Departs"},
    "destination": {"nl": "Bestemming", "en": "Destination"},
    "drive_minutes": {"nl": "Rijminuten", "en": "Minutes driven"},
    "from": {"nl": "Vanaf", "en": "From"},
    "free": {"nl": "Vrij", "en": "Free"},
    "gap": {"nl": "Verschil", "en": "Gap"},
    "hired_staff": {"nl": "Ingehuurd personeel", "en": "Hired staff"},
    "household": {"nl": "Huishouden", "en": "Household"},
    "in_use": {"nl": "In gebruik", "en": "In use"},
    "kind": {"nl": "Soort", "en": "Kind"},
    "level": {"nl": "Doel", "en": "Level"},
    "load": {"nl": "Bezettingsgraad", "en": "Load"},
    "minor_alone": {"nl": "Amv", "en": "Unaccompanied minor"},
    "municipality": {"nl": "Gemeente", "en": "Municipality"},
    "name": {"nl": "Naam", "en": "Name"},
    "occupied_after": {"nl": "Bewoners na het plan", "en": "Residents after"},
    "occupied_before": {"nl": "Bewoners ervoor", "en": "Residents before"},
    "opened": {"nl": "Gaat open", "en": "Opened"},
    "outcome": {"nl": "Uitkomst", "en": "Outcome"},
    "overload": {"nl": "Overbelasting", "en": "Overload"},
    "own_staff": {"nl": "Eigen personeel", "en": "Own staff"},
    "persons": {"nl": "Personen", "en": "Persons"},
    "places": {"nl": "Plaatsen", "en": "Places"},
    "reason": {"nl": "Reden", "en": "Reason"},
    "region": {"nl": "Regio", "en": "Region"},
    "settled": {"nl": "Bewezen", "en": "Settled"},
    "site": {"nl": "Locatie", "en": "Site"},
    "state_staff": {"nl": "Rijkspersoneel", "en": "State staff"},
    "status": {"nl": "Status", "en": "Status"},
    "stop": {"nl": "Halte", "en": "Stop"},
    "tranche": {"nl": "Tranche", "en": "Tranche"},
    "trip": {"nl": "Rit", "en": "Trip"},
    "value": {"nl": "Waarde", "en": "Value"},
    "vr_code": {"nl": "Regiocode", "en": "Region code"},
    "wheelchairs": {"nl": "Rolstoelen", "en": "Wheelchairs"},
}
SUMMARY: Final[Mapping[str, Texts]] = {
    "title": {"nl": "Plan crisisnoodopvang voor {:%d-%m-%Y}", "en": "Crisis emergency reception plan for {:%d-%m-%Y}"},
    "status": {"nl": "Status van het plan", "en": "Status of the plan"},
    "households": {"nl": "Huishoudens in de lijst", "en": "Households in the list"},
    "persons": {"nl": "Personen in de lijst", "en": "Persons in the list"},
    "sheltered": {"nl": "Personen naar een CNO-locatie", "en": "Persons sent to a CNO site"},
    "housed": {"nl": "Personen naar huisvesting", "en": "Persons sent to housing"},
    "stay": {"nl": "Personen die nog blijven waar ze zijn", "en": "Persons who stay where they are"},
    "unplaced": {"nl": "Personen zonder plek", "en": "Persons not placed"},
    "buses_used": {"nl": "Bussen die rijden", "en": "Buses that drive"},
    "levels": {"nl": "Doelen, op volgorde", "en": "Levels, in their order"},
    "overloads": {"nl": "Overbelasting door wie er al woont", "en": "Overloads by present residents"},
    "warnings": {"nl": "Waarschuwingen (in het Engels)", "en": "Warnings"},
    "none": {"nl": "geen", "en": "none"},
    "made": {"nl": "Waar dit plan van gemaakt is", "en": "What this plan was made from"},
    "version": {"nl": "Versie van het programma", "en": "Version of the program"},
    "scenario_sha256": {"nl": "Kenmerk van de invoer (sha256)", "en": "Input fingerprint (sha256)"},
}
LEVELS: Final[Mapping[str, Texts]] = {
    "unsheltered": {"nl": "1. Zonder opvang (gewogen personen)", "en": "1. Unsheltered (weighted persons)"},
    "unhoused": {"nl": "2. Zonder huisvesting (gewogen personen)", "en": "2. Unhoused (weighted persons)"},
    "displaced": {"nl": "3. Buiten gemeente of groep (personen)", "en": "3. Displaced (persons)"},
    "uneven": {"nl": "4. Ongelijke verdeling over de regio's", "en": "4. Uneven load of the regions"},
    "effort": {"nl": "5. Inspanning (gewogen)", "en": "5. Effort (weighted)"},
}
YES: Final[Texts] = {"nl": "ja", "en": "yes"}
NO: Final[Texts] = {"nl": "nee", "en": "no"}
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
PAGE: Final[Texts] = {"nl": "Bladzijde &P van &N", "en": "Page &P of &N"}
