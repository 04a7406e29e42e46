"""How a value came to be otherwise than the files say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """The option that asks for a value, what it is about, and the value as it was written."""

    option: str
    key: str
    text: str
