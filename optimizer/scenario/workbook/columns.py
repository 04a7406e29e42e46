"""What a workbook says about a column and lets a planner type there, from the data dictionary in `tables.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from optimizer.scenario.reading.cells import Cell
from optimizer.scenario.regions import municipality_facts, region_facts
from optimizer.scenario.tables import NUMBER_LIMIT, TABLES
from optimizer.scenario.workbook.texts import COLUMNS_NL, OTHERWISE_NL, PHRASES, Lang

LAST_ROW: Final = 100_000  # validation reaches this far; more rows are read too
LISTS: Final = "lists"  # the sheet with the codes of regions and municipalities
DAYS: Final = ("=DATE(2000,1,1)", "=DATE(2099,12,31)")
_CODE_LISTS: Final = {
    "regions": f"={LISTS}!$A$2:$A${len(region_facts()) + 1}",
    "municipalities": f"={LISTS}!$C$2:$C${len(municipality_facts()) + 1}",
}
_RANGES: Final = {Cell.WHOLE: "integer", Cell.NUMBER: "decimal", Cell.DEGREES: "decimal", Cell.DATE: "date"}
_PLACES: Final = {
    "origins.csv": ("origins",),
    "origins.csv or sites.csv": ("origins", "sites"),
    "sites.csv or housing.csv": ("sites", "housing"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet; `limits` has `min_value` and `max_value`, or `allowed_values`."""

    table: str
    name: str
    cell: Cell
    required: bool
    unique: bool
    to: str
    limits: dict[str, Any]
    meaning: str
    empty: str

    def comment(self, lang: Lang) -> str:
        """The note on the header: the meaning, what may stand there, and what an empty cell means."""
        return "\n".join((self.meaning, self._expected(lang), self.empty))

    def _expected(self, lang: Lang) -> str:
        if self.cell is Cell.CHOICE:
            return PHRASES["choice"][lang].format(values=", ".join(self.limits["allowed_values"]))
        if self.cell in (Cell.WHOLE, Cell.NUMBER, Cell.DEGREES):
            high = self.limits["max_value"]
            ends = {end: f"{self.limits[f'{end}_value']:g}" for end in ("min", "max")}
            if lang == "nl":
                ends = {end: number.replace(".", ",") for end, number in ends.items()}
            noun = PHRASES["whole" if self.cell is Cell.WHOLE else "number"][lang]
            key = "or_more" if high == NUMBER_LIMIT else "from_to"
            return PHRASES[key][lang].format(noun=noun, **ends)
        return PHRASES["code" if self.to in _CODE_LISTS else self.cell.name.lower()][lang]

    def validation(self, letter: str) -> dict[str, Any] | None:
        """XlsxWriter's rule for the cells of this column, called `letter`; None: anything may stand there."""
        choices = self._choices()
        if choices is not None:
            return {"validate": "list", "source": choices}
        if self.cell in _RANGES:
            low, high = (self.limits[end] for end in ("min_value", "max_value")) if self.limits else DAYS
            return {"validate": _RANGES[self.cell], "criteria": "between", "minimum": low, "maximum": high}
        if self.unique:
            return {"validate": "custom", "value": f"=COUNTIF(${letter}$2:${letter}${LAST_ROW},{letter}2)=1"}
        if self.cell is Cell.ID and self.to in _PLACES:
            found = "+".join(f"COUNTIF({sheet}!$A$2:$A${LAST_ROW},{letter}2)" for sheet in _PLACES[self.to])
            return {"validate": "custom", "value": f"={found}>0", "error_type": "warning"}
        return None

    def _choices(self) -> list[str] | str | None:
        """The values to choose from, or where they stand."""
        if self.cell is Cell.CHOICE:
            return list(self.limits["allowed_values"])
        if self.cell is Cell.FLAG:
            return ["true", "false"]
        return _CODE_LISTS.get(self.to)


def columns_of(table: str, lang: Lang) -> list[Column]:
    """The columns of a table in the contract's order, with their texts in `lang`."""
    schema = TABLES[table].to_schema()
    return [_column(table, name, column, lang) for name, column in schema.columns.items()]


def _column(table: str, name: str, schema: Any, lang: Lang) -> Column:
    metadata = schema.metadata
    return Column(
        table=table,
        name=name,
        cell=metadata["cell"],
        required=metadata["required"],
        unique=schema.unique,
        to=metadata.get("to", ""),
        limits={key: value for check in schema.checks for key, value in check.statistics.items()},
        meaning=_meaning(f"{table}.{name}", schema.description, lang),
        empty=_empty(metadata, lang),
    )


def _meaning(key: str, english: str, lang: Lang) -> str:
    words = COLUMNS_NL[key] if lang == "nl" else english
    return (words[0].upper() + words[1:]).replace("`", "")


def _empty(metadata: dict[str, Any], lang: Lang) -> str:
    """What an empty cell means."""
    if metadata["required"]:
        return PHRASES["required"][lang]
    words: object = metadata.get("default")
    if words is None:
        otherwise = metadata.get("otherwise", "not given")
        words = OTHERWISE_NL[otherwise] if lang == "nl" else otherwise
    elif isinstance(words, bool):
        words = str(words).lower()
    elif isinstance(words, float):
        words = f"{words:g}"
    return PHRASES["empty"][lang].format(default=words).replace("`", "")
