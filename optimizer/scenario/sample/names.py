"""Names of sites that a planner could meet: a kind of building, a place-based name, a town; never a person's."""

from __future__ import annotations

from itertools import count

from optimizer.scenario.dice import Dice

# Kind of building, (fewest, most) places, (least, highest) care level.
BUILDINGS = (
    ("Sporthal", (25, 200), (0, 1)),
    ("Sporthal", (25, 200), (0, 1)),
    ("Sportcentrum", (75, 330), (0, 1)),
    ("Evenementenhal", (100, 330), (0, 1)),
    ("Veilinghal", (120, 330), (0, 0)),
    ("Paviljoens", (50, 330), (0, 2)),
    ("Voormalig kantoor", (75, 330), (0, 2)),
    ("Recreatiepark", (75, 330), (0, 2)),
    ("Groepsaccommodatie", (25, 100), (0, 2)),
    ("Hotel", (25, 175), (1, 3)),
    ("Voormalig verzorgingshuis", (25, 330), (2, 3)),
    ("Zorghotel", (25, 330), (2, 3)),
)
LABELS = (
    "Marne", "Brug", "Hoogte", "Wissel", "Vliet", "Eik", "Linde", "Meent", "Brink",
    "Veste", "Haven", "Zwaan", "Molen", "Sluis", "Dreef", "Bongerd", "Schakel", "Kamp",
    "Werf", "Beek", "Poort", "Kade", "Griend", "Terp", "Hoeve", "Spil", "Vaart",
    "Weide", "Horst", "Els", "Wilg", "Kreek", "Toren", "Duinen", "Heuvel", "Waag",
    "Burcht", "Lanen", "Esch", "Zoom",
)  # fmt: skip


class SiteNames:
    """Hands out names, each once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def new(self, town: str, places: int, care_level: int, dice: Dice) -> str:
        """A name for a site of that size and care level in `town`."""
        fitting = [
            building
            for building, (fewest, most), (least, highest) in BUILDINGS
            if fewest <= places <= most and least <= care_level <= highest
        ]
        name = first = f"{dice.pick(fitting)} De {dice.pick(LABELS)}, {town}"
        for hall in count(2):
            if name not in self._given:
                break
            name = f"{first} (hal {hall})"
        self._given.add(name)
        return name
