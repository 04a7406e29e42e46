"""Every text of every page, in Dutch and English: one catalogue a language, `nl.po` and `en.po`.

A text is asked for by its key. Names between braces are filled in; a text that counts has a singular and a
plural. Numbers and dates are written as the language writes them, here and never in the browser.
"""

from __future__ import annotations

import io
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


def catalogue(lang: Lang) -> Catalog:
    """The texts of a language as they stand in the file."""
    with (_FOLDER / f"{lang}.po").open("rb") as stream:
        return read_po(stream, locale=lang)


@cache
def _translations(lang: Lang) -> Translations:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(lang))
    compiled.seek(0)
    return Translations(compiled)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    lang: Lang

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `values` filled in, numbers written as the language does. KeyError: no such text."""
        return self._fill(key, _translations(self.lang).gettext(key), values)

    def count(self, key: str, number: int, **values: object) -> str:
        """The text of `key` for `number` of something, which is `{n}` in it. KeyError: no such text."""
        return self._fill(key, _translations(self.lang).ngettext(key, f"{key}.plural", number), {"n": number, **values})

    def _fill(self, key: str, text: str, values: dict[str, object]) -> str:
        if text in {key, f"{key}.plural"}:
            raise KeyError(f"no text {key!r} in {self.lang}.po")
        shown = {
            name: self.number(value) if isinstance(value, int | float) else value for name, value in values.items()
        }
        return text.format(**shown)

    def number(self, value: float, decimals: int = 1) -> str:
        """`1.170` or `1,170`; at most `decimals` behind the comma, rounded half up, and none where they are 0."""
        rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
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
