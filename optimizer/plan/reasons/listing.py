"""How a reason names places: a few of them, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.plan.plan import Reason

NAMED = 5
Detail = tuple[tuple[str, tuple[str, ...]], ...]


def one(key: str, value: object) -> Detail:
    """A detail with one value."""
    return ((key, (str(value),)),)


def listed(key: str, values: Iterable[str]) -> Detail:
    """The first few `values` under `key`, and the number left out under `key`_more; nothing for no values."""
    every = tuple(dict.fromkeys(values))
    if not every:
        return ()
    more = one(f"{key}_more", len(every) - NAMED) if len(every) > NAMED else ()
    return ((key, every[:NAMED]), *more)


def pinned(place_id: str, why: Reason) -> Reason:
    """Why the planner's own choice `place_id` cannot be kept."""
    return Reason("pin_impossible", (*one("pinned_to", place_id), *one("because", why.code), *why.detail))
