"""One cell to one value, as a Dutch or English planner wrote it; whatever is ambiguous is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from math import isfinite, isnan
from typing import Any, Final

Raw = Any  # str from text; what python-calamine or pyarrow makes of a typed cell: int, float, bool, date, datetime ...
Value = str | int | float | bool | date | tuple[str, ...]


class Cell(StrEnum):
    """What a column's cells are read as."""

    ID = "id"
    PLACE_ID = "id without spaces"
    IDS = "ids with spaces between them"
    TEXT = "text"
    CHOICE = "one of"
    WHOLE = "whole number"
    NUMBER = "number"
    DEGREES = "degrees"
    FLAG = "true or false"
    DATE = "date"


_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_COMMA = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+")  # 3,5 and 1.170,5
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+")  # 1.170: 1170 in Dutch, 1.17 elsewhere
_COMMA_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")  # 1,170: the other way round
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_FLAGS: Final = dict.fromkeys(("true", "1", "yes", "ja", "waar"), True) | dict.fromkeys(
    ("false", "0", "no", "nee", "onwaar"), False
)
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = range(32_874, 73_051)  # 1990-01-01 .. 2099-12-31; other numbers are not taken for dates
_FIRST_YEAR: Final = 1900
_DIGITS: Final = 15  # more do not survive Excel
_LARGEST: Final = 1e15
DATE: Final = "a date, like 2026-11-03 or 03-11-2026"
FLAG: Final = "true or false (ja or nee, 1 or 0)"


@dataclass(frozen=True, slots=True)
class Style:
    """What a file says about its numbers: `dutch` when it is separated by `;`, `excel` when it counts days."""

    dutch: bool = False
    excel: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell of a workbook that shows no value: an error such as #N/A, or a formula nobody computed."""

    written: str

    def __str__(self) -> str:
        return self.written


PLAIN: Final = Style()


class UnreadableError(ValueError):
    """A cell that is no value.

    `expected` is empty where the column's own expectation says it all. `meant` is the value the cell surely stands
    for, to spare further faults about it.
    """

    def __init__(self, expected: str = "", *, nearest: str = "", meant: Value | None = None) -> None:
        super().__init__(expected)
        self.expected, self.nearest, self.meant = expected, nearest, meant


def is_blank(raw: Raw) -> bool:
    """Whether nothing was written: no cell, only blanks, or not a number."""
    return (
        raw is None or (isinstance(raw, str) and not raw.strip()) or (isinstance(raw, float | Decimal) and isnan(raw))
    )


def shown(raw: Raw) -> str:
    """The cell as the planner sees it, 12.0 as 12; at most 80 characters."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, Decimal):
        raw = float(raw)
    if isinstance(raw, float) and isfinite(raw):
        return f"{raw:.0f}" if raw.is_integer() else repr(raw)
    if isinstance(raw, datetime) and raw.timetz() == raw.min.time():
        return raw.date().isoformat()
    written = "a very large number" if isinstance(raw, int) and abs(raw) > _LARGEST**2 else str(raw)
    return written if len(written) <= 80 else written[:79] + "…"


def read_text(raw: Raw, style: Style) -> str:
    """Free text without the blanks around it; `NA`, `None` and `-` are text."""
    return _as_text(raw).strip()


def read_id(raw: Raw, style: Style) -> str:
    """An id, as it stands; leading zeros stay, the number 12.0 of Excel is 12."""
    text = _as_text(raw)
    bare = text.strip()
    if bare != text:
        raise UnreadableError("an id without blanks around it", nearest=bare, meant=bare)
    if not text.isprintable():
        raise UnreadableError("an id without line breaks or invisible characters", meant=text)
    return text


def read_spaceless_id(raw: Raw, style: Style) -> str:
    """An id that can stand in a list that is separated by spaces (`not_to`)."""
    text = read_id(raw, style)
    if " " in text:
        raise UnreadableError("an id without spaces", nearest=text.replace(" ", "-"), meant=text)
    return text


def read_ids(raw: Raw, style: Style) -> tuple[str, ...]:
    """Several ids with spaces between them."""
    return tuple(_as_text(raw).split())


def read_choice(raw: Raw, style: Style) -> str:
    """A word of a list, exactly; whether it is in the list is for the schema to say."""
    return _as_text(raw)


def read_whole(raw: Raw, style: Style) -> int:
    """A whole number; `1.170` is 1170 in a file that is separated by `;`, and refused elsewhere."""
    number = _typed_number(raw)
    if number is None:
        number = _written_number(raw.strip(), style)
        if number is None and style.dutch and _THOUSANDS.fullmatch(raw.strip()):
            number = float(raw.strip().replace(".", ""))
    if number is None:
        raise _no_number(raw)
    if not number.is_integer():
        raise UnreadableError
    return int(number)


def read_number(raw: Raw, style: Style) -> float:
    """A number; whatever reads as 1170 in one country and as 1.17 in another is refused."""
    number = _typed_number(raw)
    if number is None:
        number = _written_number(raw.strip(), style)
    if number is None:
        raise _no_number(raw)
    return number


def read_degrees(raw: Raw, style: Style) -> float:
    """A coordinate; it has at most three digits before the decimal point or comma, so that 4.895 is clear."""
    number = _typed_number(raw)
    if number is None and _PLAIN.fullmatch(written := raw.strip().replace(",", ".", 1)):
        number = float(written)
    if number is None:
        raise UnreadableError
    return number


def read_flag(raw: Raw, style: Style) -> bool:
    """True or false, in English, Dutch, or as 1 and 0."""
    if isinstance(raw, bool):
        return raw
    found = _FLAGS.get(shown(raw).strip().lower())
    if found is None:
        raise UnreadableError
    return found


def read_date(raw: Raw, style: Style) -> date:
    """A day: a date cell, `2026-11-03`, `03-11-2026` (3 November), or in Excel the number of the day."""
    if isinstance(raw, datetime):
        if raw.timetz() != raw.min.time():
            raise UnreadableError("a date without a time of day", nearest=raw.date().isoformat())
        found: date | None = raw.date()
    elif isinstance(raw, date):
        found = raw
    elif isinstance(raw, str):
        found = _written_day(raw.strip())
    else:
        found = _serial_day(raw) if style.excel else None
    if found is None or found.year < _FIRST_YEAR:
        raise UnreadableError
    return found


def _as_text(raw: Raw) -> str:
    if isinstance(raw, str):
        if "\0" in raw:
            raise UnreadableError("text without NUL bytes (the file is damaged)")
        return raw
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return shown(raw)
    if isinstance(raw, Broken):
        raise UnreadableError
    raise UnreadableError("text (a date, time or yes/no cell is not: format the column as text)")


def _typed_number(raw: Raw) -> float | None:
    """The number of a typed cell; None: it is text. UnreadableError: it is neither, or too large."""
    if isinstance(raw, str):
        return None
    if isinstance(raw, Broken):
        raise UnreadableError
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise UnreadableError("a number (this cell is formatted as a date, time or yes/no)")
    if not -_LARGEST < raw < _LARGEST:
        raise UnreadableError(f"a number of at most {_DIGITS} digits")
    return float(raw)


def _written_number(text: str, style: Style) -> float | None:
    """None: it is no number, or it could be two."""
    if len(text) > 2 * _DIGITS or _THOUSANDS.fullmatch(text):
        return None
    if _COMMA.fullmatch(text) and (style.dutch or not _COMMA_THOUSANDS.fullmatch(text)):
        text = text.replace(".", "").replace(",", ".")
    if not _PLAIN.fullmatch(text) or not abs(float(text)) < _LARGEST:
        return None
    return float(text)


def _no_number(raw: str) -> UnreadableError:
    text = raw.strip()
    if _THOUSANDS.fullmatch(text) or _COMMA_THOUSANDS.fullmatch(text):
        thousands = re.sub("[.,]", "", text)
        return UnreadableError(f"a number that can be read in one way ({thousands}, if that is meant)")
    return UnreadableError()


def _written_day(text: str) -> date | None:
    iso, dutch = _ISO_DAY.fullmatch(text), _DUTCH_DAY.fullmatch(text)
    if iso is not None:
        year, month, day = map(int, iso.groups())
    elif dutch is not None:
        day, month, year = map(int, dutch.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _serial_day(raw: Raw) -> date | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw not in _SERIALS:
        return None
    return _EXCEL_DAY_ZERO + timedelta(days=int(raw))


READERS: Final[dict[Cell, Callable[[Raw, Style], Value]]] = {
    Cell.ID: read_id,
    Cell.PLACE_ID: read_spaceless_id,
    Cell.IDS: read_ids,
    Cell.TEXT: read_text,
    Cell.CHOICE: read_choice,
    Cell.WHOLE: read_whole,
    Cell.NUMBER: read_number,
    Cell.DEGREES: read_degrees,
    Cell.FLAG: read_flag,
    Cell.DATE: read_date,
}
