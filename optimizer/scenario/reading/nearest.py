"""The valid value a mistyped one is closest to: the same letters, the same number, or nearly the same spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import Final

_CUTOFF: Final = 0.6  # of difflib's ratio; below it a hint misleads more than it helps
_PATIENCE: Final = 300  # spellings looked up by ratio, which takes milliseconds each


class Nearest:
    """Looks a mistyped value up among the valid ones.

    `names`: other names for a value -> the value; `exact`: such names that are no hint when they are only close.
    """

    def __init__(
        self, values: Iterable[str], names: dict[str, str] | None = None, exact: dict[str, str] | None = None
    ) -> None:
        self._exact = {_fold(name): value for name, value in (exact or {}).items()}
        self._by_fold: dict[str, str] = {}
        for name, value in (names or {}).items():
            self._by_fold.setdefault(_fold(name), value)
        for value in values:
            self._by_fold[_fold(value)] = value
        self._found: dict[str, str] = {}
        self._looked = 0

    def __call__(self, value: str) -> str:
        """The closest valid value; empty when none is close."""
        if value not in self._found:
            self._found[value] = self._look(_fold(value))
        return self._found[value]

    def _look(self, folded: str) -> str:
        if folded in self._by_fold:
            return self._by_fold[folded]
        if folded in self._exact:
            return self._exact[folded]
        self._looked += 1
        if self._looked > _PATIENCE or not folded or len(folded) > 80:
            return ""
        close = get_close_matches(folded, self._by_fold, n=len(self._by_fold) + 1, cutoff=_CUTOFF)
        best = min(
            close, key=lambda name: (-SequenceMatcher(None, name, folded).ratio(), _apart(name, folded)), default=""
        )
        return self._by_fold.get(best, "")


def _fold(text: str) -> str:
    """Without case, blanks and hyphens."""
    return re.sub(r"[\s_.-]+", "", text.casefold())


def _apart(name: str, other: str) -> int:
    """How far the numbers in two names are apart: of equally close spellings, VR25 is closer to VR26 than VR06."""
    a, b = (int(digits[:9]) if (digits := re.sub("[^0-9]", "", text)) else 0 for text in (name, other))
    return abs(a - b)


def code_nearest(prefix: str, names: dict[str, str]) -> Nearest:
    """For codes such as GM0034: 34, gm34 and the name (`names`: code -> name) find them too."""
    numbers: dict[str, str] = {}
    for code in names:
        number = code.removeprefix(prefix)
        numbers |= {number: code, number.lstrip("0"): code, prefix + number.lstrip("0"): code}
    return Nearest(names, {name: code for code, name in names.items()}, numbers)
