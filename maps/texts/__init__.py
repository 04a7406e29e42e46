"""Every text of every page: one catalogue in Dutch (`nl/`) and one in English (`en/`), a file for each kind of page.

A text is asked for by its key. Names between braces are filled in; a text that counts has a singular and a
plural. Numbers and dates are written as the language writes them, here and never in the browser.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
_LOCALES: dict[Lang, str] = {"nl": "nl_NL", "en": "en_GB"}
_FOLDER = Path(__file__).parent


def catalogue(lang: Lang, folder: Path = _FOLDER) -> Catalog:
    """The texts of a language, of all its files together. ValueError: a key stands there twice."""
    whole = Catalog(locale=lang)
    seen: set[str] = set()
    for file in sorted((folder / lang).glob("*.po")):
        _refuse_twice(file, seen)
        with file.open("rb") as stream:
            for message in read_po(stream, locale=lang, abort_invalid=True):
                if message.id:
                    whole.add(message.id, message.string)
    return whole


def _refuse_twice(file: Path, seen: set[str]) -> None:
    """Babel would take the last of two texts without a word."""
    for line, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if (found := re.fullmatch(r'msgid "(.+)"', text)) and found[1] in seen:
            raise ValueError(f"{file}:{line}: there is a text {found[1]!r} already; give it another key")
        seen.update(found.groups() if found else ())


@cache
def _translations(lang: Lang) -> Translations:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(lang))
    compiled.seek(0)
    return Translations(compiled)


@dataclass(frozen=True, slots=True)
class Few:
    """A count that is not told, as it is of fewer than `limit`, and not of none: `< 5`."""

    limit: int = 5


Number = int | float | Few
_TURNS = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI"})  # bidirectional classes


def _isolated(value: str) -> str:
    """A name between marks, where it may turn the direction of the sentence that it stands in."""
    turns = any(unicodedata.bidirectional(sign) in _TURNS for sign in value)
    return f"\N{FIRST STRONG ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}" if turns else value


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    lang: Lang

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `values` filled in, numbers written as the language does. KeyError: no such text."""
        return self._fill(key, _translations(self.lang).gettext(key), values)

    def count(self, key: str, number: Number, **values: object) -> str:
        """The text of `key` for `number` of something, which is `{n}` in it; a part of one is told as many are.

        KeyError: no such text.
        """
        how_many = 1 if number == 1 else 2
        text = _translations(self.lang).ngettext(key, f"{key}.plural", how_many)
        return self._fill(key, text, {"n": number, **values})

    def _fill(self, key: str, text: str, values: dict[str, object]) -> str:
        if text in {key, f"{key}.plural"}:
            raise KeyError(f"no text {key!r} in maps/texts/{self.lang}")
        shown = {
            name: self.number(value) if isinstance(value, int | float | Few) else _isolated(str(value))
            for name, value in values.items()
        }
        return text.format(**shown)

    def number(self, value: Number, decimals: int = 1) -> str:
        """`1.170` or `1,170`; at most `decimals` behind the comma, rounded half up, and none where they are 0.

        Every number of every page comes through here, so that one that may not be told is `< 5` everywhere.
        """
        if isinstance(value, Few):
            return self("few", limit=value.limit)
        rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        rounded = rounded or abs(rounded)  # a little less than nothing is no "-0"
        return format_decimal(rounded, format=f"#,##0.{'#' * decimals}", locale=_LOCALES[self.lang])

    def percent(self, value: float) -> str:
        """A percentage with at most one decimal: `94 %` (with a space that does not break) or `94%`."""
        return self("percentage", n=value)

    def day(self, value: date) -> str:
        """`donderdag 25 augustus 2022` or `Thursday 25 August 2022`."""
        return format_date(value, "EEEE d MMMM y", locale=_LOCALES[self.lang])

    def short_day(self, value: date) -> str:
        """`25 aug 2022` or `25 Aug 2022`."""
        return format_date(value, "d MMM y", locale=_LOCALES[self.lang])

    def week_day(self, value: date, *, year: bool = True) -> str:
        """`do 25 aug 2022` or `Thu 25 Aug 2022`; without the year where it is known."""
        return format_date(value, "EEE d MMM y" if year else "EEE d MMM", locale=_LOCALES[self.lang])

    def day_of_month(self, value: date) -> str:
        """`25 aug` or `25 Aug`: of a year that is known."""
        return format_date(value, "d MMM", locale=_LOCALES[self.lang])
