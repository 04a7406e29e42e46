"""One change as it is asked for on the command line, and what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from optimizer.scenario.faults import Fault
from optimizer.scenario.reading.asked import Asked
from optimizer.scenario.reading.cells import Cell
from optimizer.scenario.reading.nearest import Nearest
from optimizer.scenario.reading.settings import SETTINGS
from optimizer.scenario.tables import TABLES, Schema

Option = Literal["--set", "--add", "--open", "--close"]
KEYS: Final = {  # the tables whose rows have a name, and the column that holds it
    "regions": "vr_code",
    "sites": "site_id",
    "buses": "bus_id",
    "housing": "offer_id",
    "origins": "origin_id",
    "households": "household_id",
    "exchange": "gm_code",
}
_SIGNED: Final = re.compile(r"[+-]\s*([0-9.,]+)")
_ADD_EXPECTED: Final = "TABLE.NEW=LIKE, a new row like an existing one: buses.B21=B20, or TABLE.NEW, an empty one"


@dataclass(frozen=True, slots=True)
class Wish:
    """`--set KEY=VALUE`, `--add TABLE.NEW=LIKE` (or `TABLE.NEW`), `--open SITE` or `--close SITE`, as written."""

    option: Option
    text: str

    def __str__(self) -> str:
        return f"{self.option} {self.text}"


@dataclass(frozen=True, slots=True)
class SettingWish:
    """A policy key, `date` or `days`, and its value."""

    asked: Asked
    key: str  # as scenario.toml has it: policy.buses_per_day


@dataclass(frozen=True, slots=True)
class CellWish:
    """A cell of a row that has a name."""

    asked: Asked
    table: str
    row_id: str
    column: str


@dataclass(frozen=True, slots=True)
class RowWish:
    """A row like another; `like` empty: an empty one."""

    asked: Asked
    table: str
    row_id: str
    like: str


@dataclass(frozen=True, slots=True)
class SiteWish:
    """A site that is to be open, or closed."""

    asked: Asked
    site_id: str
    opened: bool


Meant = SettingWish | CellWish | RowWish | SiteWish


class UnclearError(Exception):
    """A wish that cannot be understood; `fault` says what is expected."""

    def __init__(self, asked: Asked, expected: str, nearest: str = "") -> None:
        super().__init__(expected)
        self.fault = Fault(asked.option, None, asked.key, asked.text, expected, nearest)


def meant_by(wish: Wish) -> Meant:
    """What a wish is about. UnclearError: it cannot be understood."""
    if wish.option in ("--open", "--close"):
        return SiteWish(Asked(wish.option, "", wish.text), wish.text, wish.option == "--open")
    key, sign, value = wish.text.partition("=")
    asked = Asked(wish.option, key.strip(), value.strip())
    if wish.option == "--add":
        return _new_row(asked)
    if not sign:
        raise UnclearError(
            Asked(wish.option, "", wish.text), "KEY=VALUE, like buses_per_day=22 or sites.S12.places=+50"
        )
    key = asked.key.removeprefix("policy.")
    if key in SETTINGS or asked.key in ("date", "days"):
        return SettingWish(asked, f"policy.{key}" if key in SETTINGS else asked.key)
    return _cell(asked)


def _new_row(asked: Asked) -> RowWish:
    table, _, row_id = asked.key.partition(".")
    if not row_id or table not in KEYS or table == "regions":
        raise UnclearError(asked, _ADD_EXPECTED, Nearest(KEYS)(table) if table not in KEYS else "")
    return RowWish(asked, table, row_id, asked.text)


def _cell(asked: Asked) -> CellWish:
    table, _, rest = asked.key.partition(".")
    row_id, dot, column = rest.rpartition(".")
    if table not in KEYS or not dot or not row_id:
        words = [f"{name}.ID.COLUMN" for name in KEYS]
        near = Nearest([*SETTINGS, "date", "days"], {name: f"{name}.ID.COLUMN" for name in KEYS})
        raise UnclearError(asked, f"a policy key, date, days, or {', '.join(words)}", near(asked.key.split(".")[0]))
    known = columns_of(TABLES[table])
    if column not in known or column == KEYS[table]:
        expected = f"a column of {table}: {', '.join(name for name in known if name != KEYS[table])}"
        raise UnclearError(asked, expected, Nearest(known)(column))
    return CellWish(asked, table, row_id, column)


def columns_of(schema: Schema) -> dict[str, Cell]:
    """The columns of a table, and what the cells of each are."""
    return {name: column.metadata["cell"] for name, column in schema.to_schema().columns.items()}


def step_of(text: str) -> tuple[int, str] | None:
    """Sign and number of `+10` or `-3,5`; None: the text is an absolute value."""
    found = _SIGNED.fullmatch(text)
    return (1 if text.startswith("+") else -1, found[1]) if found else None
