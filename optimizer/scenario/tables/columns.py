"""What a column of a table can be: the words of the data dictionary, as pandera fields."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from optimizer.scenario.reading.cells import DATE, FLAG, Cell

NUMBER_LIMIT: Final = 1_000_000  # no count, minute or weight of a real day comes near
LON_RANGE: Final = (3.2, 7.3)  # degrees, WGS 84: the European Netherlands with some sea
LAT_RANGE: Final = (50.7, 53.6)
CODES: Final = {
    "regions": "a safety region, VR01 to VR25",
    "municipalities": "the code of a municipality, like GM0034",
}
_WORDS: Final = {
    Cell.ID: "an id",
    Cell.PLACE_ID: "an id without spaces",
    Cell.IDS: "ids with spaces between them",
    Cell.TEXT: "text",
    Cell.FLAG: FLAG,
    Cell.DATE: DATE,
}
DUTCH_WORDS: Final = {  # what a Dutch planner may write instead; only to name the right word, never read as it
    "asielzoeker": "asylum_seeker",
    "statushouder": "status_holder",
    "eigen": "own",
    "eigen vervoer": "own",
    "eerste": "base",
    "tweede": "additional",
    "geopend": "open",
    "te openen": "can_open",
    "dicht": "closed",
    "gesloten": "closed",
    "woning": "home",
    "flexwoning": "flex",
    "transformatiewoning": "transformation",
    "tussenvoorziening": "interim",
    "TuVo": "interim",
}


def any_cell(cell: Cell, meaning: str, *, required: bool = False, **rest: Any) -> Any:
    """A column; `default` is filled in for an empty cell, `otherwise` says in words what an empty cell means."""
    checks = {key: rest.pop(key) for key in ("ge", "le", "isin", "unique", "alias") if key in rest}
    metadata = {"cell": cell, "required": required} | rest
    return pa.Field(nullable=not required, description=meaning, metadata=metadata, **checks)


def identity(meaning: str, cell: Cell = Cell.ID) -> Any:
    """The column that names a row, unique in its table."""
    return any_cell(cell, meaning, required=True, unique=True)


def reference(meaning: str, to: str, **rest: Any) -> Any:
    """An id of another table, or an official code; `to` says which."""
    return any_cell(Cell.ID, meaning, to=to, **rest)


def text(meaning: str, **rest: Any) -> Any:
    """Free text, as it stands."""
    return any_cell(Cell.TEXT, meaning, **rest)


def choice(values: type[StrEnum], meaning: str, **rest: Any) -> Any:
    """One of a fixed list of words."""
    words = [str(value) for value in values]
    return any_cell(Cell.CHOICE, meaning, isin=words, values=words, **rest)


def whole(meaning: str, *, low: int = 0, high: int = NUMBER_LIMIT, **rest: Any) -> Any:
    """A whole number from `low` to `high`."""
    return any_cell(Cell.WHOLE, meaning, ge=low, le=high, **rest)


def number(meaning: str, *, low: float = 0, **rest: Any) -> Any:
    """A number of `low` or more, with decimals where they make sense."""
    return any_cell(Cell.NUMBER, meaning, ge=low, le=NUMBER_LIMIT, **rest)


def flag(meaning: str, **rest: Any) -> Any:
    """True or false."""
    return any_cell(Cell.FLAG, meaning, **rest)


def day(meaning: str, **rest: Any) -> Any:
    """A date."""
    return any_cell(Cell.DATE, meaning, **rest)


def degrees(meaning: str, within: tuple[float, float]) -> Any:
    """A coordinate that has to lie in the Netherlands."""
    return any_cell(Cell.DEGREES, meaning, required=True, ge=within[0], le=within[1])


def expectation(column: Any) -> str:
    """What a cell of this schema column has to be, in words, for faults and for the documentation."""
    cell: Cell = column.metadata["cell"]
    limits = {key: value for check in column.checks for key, value in check.statistics.items()}
    if cell is Cell.CHOICE:
        return "one of " + ", ".join(limits["allowed_values"])
    if cell is Cell.DEGREES:
        return f"degrees in the Netherlands, {limits['min_value']} to {limits['max_value']}"
    if cell in (Cell.WHOLE, Cell.NUMBER):
        noun = "a whole number" if cell is Cell.WHOLE else "a number"
        low, high = limits["min_value"], limits["max_value"]
        if (low, high) == (-NUMBER_LIMIT, NUMBER_LIMIT):
            return noun
        return f"{noun}, {low} or more" if high == NUMBER_LIMIT else f"{noun}, {low} to {high}"
    return CODES.get(column.metadata.get("to", "")) or _WORDS[cell]


def not_after(frame: pd.DataFrame, first: str, last: str) -> pd.Series:
    """Row by row, whether date `first` is not after date `last`; an empty one is neither."""
    return pd.Series(
        [a is None or b is None or a <= b for a, b in zip(frame[first], frame[last], strict=True)],
        index=frame.index,
        dtype=bool,
    )


Text = Series[pd.StringDtype]
Whole = Series[pd.Int64Dtype]
Number = Series[pd.Float64Dtype]
Flag = Series[pd.BooleanDtype]
Day = Series[object]
Ids = Series[object]
