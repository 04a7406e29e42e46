"""The valid value a mistyped one is closest to: the same letters, the same number, or nearly the same spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_CUTOFF: Final = 0.6  # of difflib's ratio; below it a hint misleads more than it helps
_PATIENCE: Final = 300  # spellings looked up by ratio, which takes milliseconds each


class Nearest:
    """Looks values up among `names` (the name itself, or another name for it -> the value)."""

    def __init__(self, values: Iterable[str], names: dict[str, str] | None = None) -> None:
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
        self._looked += 1
        if self._looked > _PATIENCE or not folded or len(folded) > 80:
            return ""
        close = get_close_matches(folded, self._by_fold, n=1, cutoff=_CUTOFF)
        return self._by_fold[close[0]] if close else ""


def _fold(text: str) -> str:
    """Without case, blanks, hyphens and leading zeros: `vr7`, `VR-07` and `VR07` are alike."""
    bare = re.sub(r"[\s_.-]+", "", text.casefold())
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", bare)


def code_nearest(prefix: str, names: dict[str, str]) -> Nearest:
    """For codes such as GM0034: the bare number 34 and the name (`names`: code -> name) find them too."""
    others = {name: code for code, name in names.items()} | {code.removeprefix(prefix): code for code in names}
    return Nearest(names, others)
