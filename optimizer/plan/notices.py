"""Warnings of a plan in Dutch. They are English sentences in `summary.json`; here each is known by its form.

A form has names between braces for what varies. A test holds the forms against every warning that the program gives.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from optimizer.plan.texts import Lang

DUTCH: Final = {
    # of solving
    "the time limit is {seconds} s, given on the command line": (
        "de tijdslimiet is {seconds} s, opgegeven bij het starten"
    ),
    "the time limit, not the work limit, ended the search: another run may find another plan": (
        "de tijd was op voordat het zoeken klaar was: een volgende keer kan er een ander plan uitkomen"
    ),
    "interrupted: this is the best valid plan found until then": (
        "onderbroken: dit is het beste geldige plan dat tot dan gevonden was"
    ),
    "there was no time to settle every level of the days after the first: after level 1 they could be better": (
        "er was geen tijd om elk doel van de dagen na vandaag af te maken: na doel 1 kunnen ze nog beter"
    ),
    "there was no time to keep to what the earlier plan told: changes are not reported": (
        "er was geen tijd om bij het vorige plan te blijven: wijzigingen zijn niet vermeld"
    ),
    "there was no time for every bound of all days: a bound of 0 can mean that there is none": (
        "er was geen tijd om voor alle dagen te bewijzen wat het best mogelijke is: 0 kan betekenen dat dat niet "
        "bekend is"
    ),
    # of the input; `file` is where it stands
    "{file}: has no households: a plan of nothing": "{file}: er zijn geen huishoudens; het plan is leeg",
    "{file}: {n} status-holder households have no linked_municipality: no home for them": (
        "{file}: {n} huishoudens van statushouders hebben geen linked_municipality; voor hen is er geen woning"
    ),
    "{file}: there is no housing: status holders cannot be housed": (
        "{file}: er is geen huisvesting; statushouders kunnen niet gehuisvest worden"
    ),
    "{file}: {n} interim facilities have more than one unit; each counts units * persons": (
        "{file}: {n} tussenvoorzieningen hebben meer dan één eenheid; elke telt units × persons"
    ),
    "{file}: {n} sites have no {column}: taken as {value}": (
        "{file}: {n} locaties hebben geen {column}; gerekend is met {value}"
    ),
    "{file}: no buses are listed and there is no origin to station the usual ones: no bus drives": (
        "{file}: er zijn geen bussen opgegeven en er is geen vertrekpunt voor de gewone bussen; er rijdt geen bus"
    ),
    "{file}: has no rows: {n} usual buses at the first origin are used (for no bus, set buses_per_day to 0)": (
        "{file}: heeft geen rijen; gerekend is met {n} gewone bussen bij het eerste vertrekpunt "
        "(voor geen bus: zet buses_per_day op 0)"
    ),
    "{file}: column {column} is not known and is not used (did you mean {meant}? Without it, every row has its "
    "default)": (
        "{file}: kolom {column} is niet bekend en is niet gebruikt (bedoelt u {meant}? Zonder die kolom geldt voor "
        "elke rij de standaardwaarde)"
    ),
    "{file}: column {column} is not known and is not used": "{file}: kolom {column} is niet bekend en is niet gebruikt",
    "{file}: key {key} is not known and is not used": "{file}: sleutel {key} is niet bekend en is niet gebruikt",
    "{file}: is empty, without even a header row; it counts as a table without rows": (
        "{file}: is leeg, ook zonder kopregel; telt als een tabel zonder rijen"
    ),
    "{file}: empty rows between the others are not read ({n}: row {rows})": (
        "{file}: lege rijen tussen de andere zijn overgeslagen ({n}: rij {rows})"
    ),
    "{file}: is not UTF-8 and was read as Windows-1252: check the letters with accents": (
        "{file}: is geen UTF-8 en is gelezen als Windows-1252; controleer de letters met accenten"
    ),
    "{file}: is no table of a scenario and is not used (did you mean {meant}?)": (
        "{file}: is geen tabel van een scenario en is niet gebruikt (bedoelt u {meant}?)"
    ),
    "{file}: is no table of a scenario and is not used": "{file}: is geen tabel van een scenario en is niet gebruikt",
    "{file}: has no rows: nobody is expected to arrive after the first day": (
        "{file}: heeft geen rijen; na vandaag wordt niemand verwacht"
    ),
    "{file}: says something of later days only, and one day is planned": (
        "{file}: gaat alleen over latere dagen, en er is één dag gepland"
    ),
    "{file}: {n} rows repeat a {what}; their {figure} are added up": (
        "{file}: {n} rijen herhalen een {what}; hun {figure} zijn opgeteld"
    ),
    "{file}: {n} rows of the first day, {day}, are not used: {who} that day is to be in {households}": (
        "{file}: {n} rijen van de eerste dag, {day}, zijn niet gebruikt: wie er die dag is, hoort in {households}"
    ),
    "{file}: {n} rows are not used: outside the days that are planned ({first} to {last})": (
        "{file}: {n} rijen zijn niet gebruikt: buiten de dagen van het plan ({first} tot en met {last})"
    ),
    "{file}: the shares add up to {total}, not to 1; each is divided by {same}": (
        "{file}: de aandelen zijn samen {total} en niet 1; elk is gedeeld door {same}"
    ),
    "{file}: is not used: the policy has no exchange = true": (
        "{file}: is niet gebruikt: in het beleid staat geen exchange = true"
    ),
    "{file}: has no rows: exchange is allowed, and nobody offers any": (
        "{file}: heeft geen rijen; uitruil mag, en niemand biedt iets aan"
    ),
    "{file}: {town} takes {n} CNO places; its sites have {there}": (
        "{file}: {town} neemt {n} CNO-plaatsen over; de locaties daar hebben er {there}"
    ),
    "{file}: nobody in {province} gives housing, so nothing is traded there": (
        "{file}: niemand in {province} geeft huisvesting; daar wordt dus niets uitgeruild"
    ),
    "{file}: nobody in {province} takes CNO places, so nothing is traded there": (
        "{file}: niemand in {province} neemt CNO-plaatsen over; daar wordt dus niets uitgeruild"
    ),
    # of what is asked instead
    "buses_per_day is {most}: {n} buses are listed, and no more can drive; --add buses.NEW=LIKE adds one": (
        "buses_per_day is {most}: er zijn {n} bussen opgegeven en meer kunnen er niet rijden; "
        "--add buses.NEW=LIKE voegt er een toe"
    ),
    "{site} is closed: its {n} residents are not in households.csv, so nobody moves them": (
        "{site} is dicht: de {n} bewoners staan niet in households.csv, dus niemand verhuist hen"
    ),
}


def notice_text(warning: str, lang: Lang) -> tuple[str, Lang]:
    """A warning in a language, and the language that it is in: English where it is not known."""
    dutch = _dutch(warning) if lang == "nl" else None
    return (warning, "en") if dutch is None else (dutch, "nl")


def _dutch(warning: str) -> str | None:
    """None: it has no form that is known."""
    for form, text in DUTCH.items():
        if found := _pattern(form).fullmatch(warning):
            return text.format(**found.groupdict())
    return None


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """A form as an expression in which each name stands for anything."""
    parts = re.split(r"\{(\w+)\}", form)
    return re.compile("".join(f"(?P<{p}>.+?)" if at % 2 else re.escape(p) for at, p in enumerate(parts)), re.DOTALL)
