"""Every reason for having no place in plain words: what it means, and what a planner can do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from optimizer.plan.texts import Texts


@dataclass(frozen=True, slots=True)
class Explained:
    """What a reason means and what a planner can do about it."""

    means: Texts
    to_do: Texts


EXPLAINED: Final[Mapping[str, Explained]] = {
    "pin_impossible": Explained(
        {
            "nl": "U hebt zelf een plek gekozen voor dit huishouden. Die plek kan het vandaag niet opnemen.",
            "en": "You chose a place for this household yourself. That place cannot take it today.",
        },
        {
            "nl": "Kies een andere plek, of laat pinned_to leeg. Dan kiest het programma.",
            "en": "Choose another place, or leave pinned_to empty. Then the program chooses.",
        },
    ),
    "not_a_site": Explained(
        {
            "nl": "De plek die u koos, is geen CNO-locatie. Een asielzoeker gaat naar een CNO-locatie.",
            "en": "The place you chose is no CNO site. An asylum seeker goes to a CNO site.",
        },
        {
            "nl": "Zet bij pinned_to het nummer van een CNO-locatie, of laat het leeg.",
            "en": "Put the id of a CNO site in pinned_to, or leave it empty.",
        },
    ),
    "not_housing": Explained(
        {
            "nl": "De plek die u koos, is geen huisvesting. Een statushouder gaat naar huisvesting.",
            "en": "The place you chose is no housing. A status holder goes to housing.",
        },
        {
            "nl": "Zet bij pinned_to het nummer van een aanbod uit de lijst met huisvesting, of laat het leeg.",
            "en": "Put the id of an offer from the list of housing in pinned_to, or leave it empty.",
        },
    ),
    "not_in_linked_municipality": Explained(
        {
            "nl": "De woning die u koos, staat niet in de gemeente waaraan de statushouder is gekoppeld.",
            "en": "The home you chose is not in the municipality that the status holder is linked to.",
        },
        {
            "nl": "Kies een woning in de gekoppelde gemeente, of een tussenvoorziening in dezelfde regio.",
            "en": "Choose a home in the linked municipality, or an interim facility in the same region.",
        },
    ),
    "excluded_everywhere": Explained(
        {
            "nl": "Er zijn plekken die passen, maar die zijn voor dit huishouden allemaal uitgesloten.",
            "en": "There are places that would do, but all of them are excluded for this household.",
        },
        {
            "nl": "Kijk of alle uitsluitingen bij not_to nog nodig zijn.",
            "en": "See whether all exclusions in not_to are still needed.",
        },
    ),
    "no_usable_site": Explained(
        {
            "nl": "Vandaag is er geen enkele CNO-locatie open, en er kan er ook geen open.",
            "en": "No CNO site is open today, and none can open.",
        },
        {
            "nl": "Controleer de status en de datums van de locaties. Vraag regio's om een locatie te openen.",
            "en": "Check the status and dates of the sites. Ask regions to open a site.",
        },
    ),
    "no_care_level": Explained(
        {
            "nl": "Dit huishouden heeft meer zorg nodig dan een locatie vandaag kan geven.",
            "en": "This household needs more care than any site can give today.",
        },
        {
            "nl": "Zoek een plek met deze zorg, bijvoorbeeld in een zorginstelling. "
            "Of vraag een regio om zorg op een locatie uit te breiden.",
            "en": "Look for a place with this care, for instance in a care home. "
            "Or ask a region to add care at a site.",
        },
    ),
    "no_minor_place": Explained(
        {
            "nl": "Dit is een alleenstaande minderjarige (amv). Geen locatie met de juiste zorg neemt een amv op.",
            "en": "This is an unaccompanied minor. No site with the right care takes unaccompanied minors.",
        },
        {
            "nl": "Bel vandaag nog met Nidos of het COA voor een beschermde plek. "
            "Of vraag een regio of een locatie een amv kan opnemen.",
            "en": "Call Nidos or COA today for a protected place. "
            "Or ask a region whether a site can take unaccompanied minors.",
        },
    ),
    "no_wheelchair_place": Explained(
        {
            "nl": "Geen locatie heeft genoeg plaatsen voor de rolstoelen van dit huishouden.",
            "en": "No site has enough places for the wheelchairs of this household.",
        },
        {
            "nl": "Vraag regio's of een locatie geschikt te maken is voor een rolstoel.",
            "en": "Ask regions whether a site can be made fit for a wheelchair.",
        },
    ),
    "household_larger_than_any_place": Explained(
        {
            "nl": "Het huishouden is groter dan het aantal plaatsen op elke locatie die past. "
            "Een huishouden wordt nooit gesplitst.",
            "en": "The household is larger than the places of any site that would do. A household is never split.",
        },
        {
            "nl": "Controleer het aantal personen. Klopt het, zoek dan een grotere locatie.",
            "en": "Check the number of persons. If it is right, look for a larger site.",
        },
    ),
    "no_bus": Explained(
        {"nl": "Er rijdt vandaag geen bus.", "en": "No bus drives today."},
        {
            "nl": "Regel een bus, of zet transport op own als het huishouden zelf kan reizen.",
            "en": "Arrange a bus, or set transport to own if the household can travel by itself.",
        },
    ),
    "no_bus_large_enough": Explained(
        {
            "nl": "Het huishouden past niet in één bus. Een huishouden reist altijd samen.",
            "en": "The household does not fit into one bus. A household always travels together.",
        },
        {
            "nl": "Regel een grotere bus. Controleer ook het aantal personen.",
            "en": "Arrange a larger bus. Check the number of persons too.",
        },
    ),
    "no_wheelchair_on_bus": Explained(
        {
            "nl": "Geen bus heeft genoeg plaatsen voor de rolstoelen van dit huishouden.",
            "en": "No bus has enough positions for the wheelchairs of this household.",
        },
        {
            "nl": "Regel een bus of taxi voor rolstoelen.",
            "en": "Arrange a bus or taxi for wheelchairs.",
        },
    ),
    "bus_too_far": Explained(
        {
            "nl": "Het is te ver: geen chauffeur kan heen en terug binnen de rijtijd van één dag.",
            "en": "It is too far: no driver can go there and back within a day's driving time.",
        },
        {
            "nl": "Zoek een locatie dichterbij, of zet een bus dichter bij het vertrekpunt.",
            "en": "Look for a site nearby, or station a bus closer to where the household is.",
        },
    ),
    "places_used_up": Explained(
        {
            "nl": "De locaties die passen zijn vol, of er is te weinig plaats over voor dit huishouden.",
            "en": "The sites that would do are full, or have too little left for this household.",
        },
        {
            "nl": "Vraag regio's om meer plaatsen, of om een locatie te openen.",
            "en": "Ask regions for more places, or to open a site.",
        },
    ),
    "wheelchair_places_used_up": Explained(
        {
            "nl": "De plaatsen voor rolstoelen zijn op.",
            "en": "The wheelchair places are used up.",
        },
        {
            "nl": "Vraag regio's om meer plaatsen voor rolstoelen.",
            "en": "Ask regions for more wheelchair places.",
        },
    ),
    "tranche_used_up": Explained(
        {
            "nl": "Er staan nog bedden, maar de plaatsen die met de regio zijn afgesproken zijn op.",
            "en": "There are beds, but the places agreed with the region are used up.",
        },
        {
            "nl": "Maak met de regio een nieuwe afspraak over het aantal plaatsen.",
            "en": "Agree with the region on more places.",
        },
    ),
    "staff_used_up": Explained(
        {
            "nl": "Er zijn bedden, maar de regio heeft te weinig personeel voor meer mensen.",
            "en": "There are beds, but the region has too little staff for more people.",
        },
        {
            "nl": "Zoek meer personeel: eigen, van het Rijk of ingehuurd. De naam van de regio staat in de reden.",
            "en": "Find more staff: the region's own, the state's or hired. The reason names the region.",
        },
    ),
    "care_minutes_used_up": Explained(
        {
            "nl": "Er zijn bedden, maar de zorg in de regio is voor vandaag op.",
            "en": "There are beds, but the region's care for today is used up.",
        },
        {
            "nl": "Vraag de regio (GGD of GHOR) om meer zorg.",
            "en": "Ask the region's health services for more care.",
        },
    ),
    "buses_used_up": Explained(
        {
            "nl": "Er is een plek, maar geen bus heeft nog stoelen of tijd om erheen te rijden.",
            "en": "There is a place, but no bus has seats or time left to go there.",
        },
        {
            "nl": "Regel nog een bus of taxi. De plek waar ruimte is, staat in de reden.",
            "en": "Arrange another bus or taxi. The reason names the place with room.",
        },
    ),
    "room_left": Explained(
        {
            "nl": "Er is een plek. Het programma stopte met zoeken voordat het die gebruikte, "
            "of het huishouden telt niet mee door het gewicht van zijn voorrang.",
            "en": "There is a place. The program stopped searching before it used it, "
            "or the weight of its priority makes the household count for nothing.",
        },
        {
            "nl": "Zet het huishouden met pinned_to zelf op die plek, of geef het programma meer tijd.",
            "en": "Choose that place yourself with pinned_to, or give the program more time.",
        },
    ),
    "not_linked": Explained(
        {
            "nl": "Deze statushouder is nog niet aan een gemeente gekoppeld.",
            "en": "This status holder is not linked to a municipality yet.",
        },
        {
            "nl": "Laat het COA de statushouder koppelen. Vul daarna linked_municipality in.",
            "en": "Have COA link the status holder. Then fill in linked_municipality.",
        },
    ),
    "no_home_in_municipality": Explained(
        {
            "nl": "Voor de gekoppelde gemeente is er vandaag geen woning en geen tussenvoorziening.",
            "en": "There is no home and no interim facility for the linked municipality today.",
        },
        {
            "nl": "Vraag de gemeente om een woning. Controleer de datums van het aanbod.",
            "en": "Ask the municipality for a home. Check the dates of what is offered.",
        },
    ),
    "no_wheelchair_home": Explained(
        {
            "nl": "Er is huisvesting, maar niet voor een rolstoel.",
            "en": "There is housing, but none that is fit for a wheelchair.",
        },
        {
            "nl": "Vraag de gemeente om een woning die geschikt is voor een rolstoel.",
            "en": "Ask the municipality for a home that is fit for a wheelchair.",
        },
    ),
    "homes_too_small": Explained(
        {
            "nl": "Alle woningen zijn te klein voor dit huishouden.",
            "en": "All homes are too small for this household.",
        },
        {
            "nl": "Vraag de gemeente om een grotere woning.",
            "en": "Ask the municipality for a larger home.",
        },
    ),
    "homes_used_up": Explained(
        {
            "nl": "De woningen die groot genoeg zijn, gaan vandaag naar andere huishoudens.",
            "en": "The homes that are large enough go to other households today.",
        },
        {
            "nl": "Vraag de gemeente om meer woningen.",
            "en": "Ask the municipality for more homes.",
        },
    ),
    "interim_used_up": Explained(
        {
            "nl": "De tussenvoorzieningen hebben te weinig ruimte over voor dit huishouden.",
            "en": "The interim facilities have too little room left for this household.",
        },
        {
            "nl": "Vraag de gemeente om een woning, of de regio om meer ruimte in een tussenvoorziening.",
            "en": "Ask the municipality for a home, or the region for more room in an interim facility.",
        },
    ),
    "exchange_used_up": Explained(
        {
            "nl": "Een andere gemeente in de provincie heeft plek, maar de afgesproken uitruil laat geen huishouden "
            "van deze grootte meer toe.",
            "en": "Another municipality of the province has room, but the agreed exchange leaves none for a "
            "household this large.",
        },
        {
            "nl": "Spreek meer uitruil af: meer CNO-plaatsen van de ene gemeente, of meer huisvesting van de andere "
            "(exchange.csv).",
            "en": "Agree on more exchange: more CNO places of the one municipality, or more housing of the other "
            "(exchange.csv).",
        },
    ),
}
