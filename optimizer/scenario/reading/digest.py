"""The hash of what decides: two scenarios with the same checked values have the same one, however they were filed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from optimizer.scenario.entities import Scenario
from optimizer.scenario.horizon import Horizon

_LEFT_OUT = {"sha256", "warnings", "region_of_municipality"}  # what the scenario does not decide itself


def digest(scenario: Scenario) -> str:
    """SHA-256 in hexadecimal over every value, defaults filled in, rows in their order.

    A horizon of one day without tables of its own says nothing, and counts for nothing.
    """
    left_out = _LEFT_OUT | ({"horizon"} if scenario.horizon == Horizon() else set())
    content = {f.name: _plain(getattr(scenario, f.name)) for f in fields(scenario) if f.name not in left_out}
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """What JSON can hold, with one form for equal values."""
    if is_dataclass(value):
        return [_plain(getattr(value, name)) for name in value.__dataclass_fields__]
    if isinstance(value, dict):
        return sorted([*key, minutes] for key, minutes in value.items())
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value + 0.0 if isinstance(value, float) else value  # -0.0 is 0.0
