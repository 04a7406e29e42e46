"""Why an arrival is told otherwise than before: codes with their figures, as `why` of changes.csv holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Final
from urllib.parse import quote, unquote

from optimizer.plan.cells import number_text
from optimizer.scenario.entities import SiteStatus

Value = str | float | date | None
LEVELS: Final = 5


class CauseCode(StrEnum):
    """What can make an arrival change: what is known to be otherwise, and then what forced the change."""

    INFLOW = "inflow"
    PLACES = "places"
    SITE_NEW = "site_new"
    SITE_GONE = "site_gone"
    SITE_STATUS = "site_status"
    SITE_OPENS = "site_opens"
    SITE_CLOSES = "site_closes"
    LEVEL_BETTER = "level_better"
    IMPOSSIBLE = "impossible"
    PLANNED = "planned"


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _level(text: str) -> str:
    if text not in map(str, range(1, LEVELS + 1)):
        raise ValueError(text)
    return text


def _site(text: str) -> str:
    if not text:
        raise ValueError(text)
    return unquote(text)


Reader = Callable[[str], Value]
_THEN_AND_NOW: Final[Mapping[str, Reader]] = {"before": _number, "now": _number}
_DAYS: Final[Mapping[str, Reader]] = {"site": _site, "before": _day, "now": _day}
# What goes with each code, in this order.
PARAMETERS: Final[Mapping[CauseCode, Mapping[str, Reader]]] = {
    CauseCode.INFLOW: _THEN_AND_NOW,
    CauseCode.PLACES: _THEN_AND_NOW,
    CauseCode.SITE_NEW: {"site": _site},
    CauseCode.SITE_GONE: {"site": _site},
    CauseCode.SITE_STATUS: {"site": _site, "before": SiteStatus, "now": SiteStatus},
    CauseCode.SITE_OPENS: _DAYS,
    CauseCode.SITE_CLOSES: _DAYS,
    CauseCode.LEVEL_BETTER: {"level": _level, "gained": _number},
    CauseCode.IMPOSSIBLE: {},
    CauseCode.PLANNED: {},
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause; `values` are those of PARAMETERS[code]: persons, ids of sites, days (None: no day), a level's number.

    `gained` is by how much the level is better over all days. ValueError: too few values, or too many.
    """

    code: CauseCode
    values: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        if len(self.values) != len(PARAMETERS[self.code]):
            raise ValueError(f"{self.code} goes with {', '.join(PARAMETERS[self.code]) or 'nothing'}")

    def __str__(self) -> str:
        return ":".join([self.code, *map(_written, self.values)])

    @property
    def named(self) -> dict[str, Value]:
        """The values by what they are."""
        return dict(zip(PARAMETERS[self.code], self.values, strict=True))

    @classmethod
    def parse(cls, text: str) -> Cause:
        """The cause that was written so. ValueError: it is none."""
        word, *values = text.split(":")
        code = CauseCode(word)
        readers = PARAMETERS[code].values()
        return cls(code, tuple(read(value) for read, value in zip(readers, values, strict=True)))


def causes_text(causes: Iterable[Cause]) -> str:
    """The causes as a cell of changes.csv, with a space between two."""
    return " ".join(map(str, causes))


def read_causes(text: str) -> tuple[Cause, ...]:
    """The causes of a cell. ValueError: something in it is no cause."""
    return tuple(map(Cause.parse, text.split()))


def _written(value: Value) -> str:
    """A number to a thousandth, a day as YYYY-MM-DD, an id without spaces and colons."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return number_text(round(value, 3))
    return value.isoformat() if isinstance(value, date) else quote(value, safe="")
