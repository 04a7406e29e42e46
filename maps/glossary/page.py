"""The glossary: its terms in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from maps.kit.book import Book, Writer
from maps.kit.page import render
from maps.kit.tables import sorts_as

PATH: Final = "glossary.html"
TERMS: Final = (
    "concept",
    "proven",
    "gap",
    "goals",
    "input",
    "version",
    "asylum_seeker",
    "status_holder",
    "household",
    "minor",
    "care_level",
    "wheelchair",
    "group",
    "region",
    "site",
    "tranche",
    "site_state",
    "load",
    "free_beds",
    "outside",
    "overload",
    "origin",
    "trip",
    "own_staff",
    "state_staff",
    "hired_staff",
    "care_minutes",
    "linked",
    "housing",
    "flex",
    "transformation",
    "interim",
    "overdue",
    "target",
    "regular",
    "ahead",
    "band",
    "agreed",
    "samples",
    "inflow",
    "missing",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    key: str
    name: str
    meaning: str


def glossary_page(book: Book, keys: Sequence[str] = TERMS) -> bytes:
    """The page as it is for every plan, with the state of this one; `keys` are the words that its readers meet."""
    texts = book.texts
    terms = [Term(key, texts(f"term.{key}"), texts(f"term.{key}.means")) for key in keys]
    return render("glossary.html", PATH, book, terms=sorted(terms, key=lambda term: sorts_as(term.name)))


WRITER: Final = Writer(paths=lambda view: (PATH,), write=lambda book: {PATH: glossary_page(book)})
