"""scenario.toml, or the sheet `policy` of a workbook: the day and the agreements in force."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

from optimizer.scenario.entities import Effort, Policy
from optimizer.scenario.horizon import MAX_DAYS, Horizon
from optimizer.scenario.reading.cells import DATE, PLAIN, READERS, Cell, Raw, Style, UnreadableError, is_blank, shown
from optimizer.scenario.reading.files.raw import RawTable
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.reading.nearest import Nearest

TABLE: Final = "scenario"  # the name under which its faults are kept
_LIMIT: Final = 1_000_000
_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
DAYS_EXPECTED: Final = f"a whole number, 1 to {MAX_DAYS}"
HORIZON_FIELDS: Final = {  # policy key -> field of Horizon
    "freed_per_housed": "freed_per_housed",
    "horizon_tolerance": "tolerance",
    "exchange": "exchange",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A policy key: what its value is, between which limits, and (`count` above 1) how many of them."""

    meaning: str
    cell: Cell = Cell.NUMBER
    low: float = 0
    high: float = _LIMIT
    count: int = 1
    above: bool = False  # whether `low` itself is too little

    @property
    def expected(self) -> str:
        """In words."""
        if self.cell is Cell.FLAG:
            return "true or false"
        if self.cell is Cell.TEXT:
            return "a time of day, HH:MM"
        whole = self.cell is Cell.WHOLE
        noun = ("a whole number" if whole else "a number") if self.count == 1 else f"a list of {self.count} numbers"
        if self.high < _LIMIT:
            return f"{noun}, {self.low:g} to {self.high:g}"
        return f"{noun}, above {self.low:g}" if self.above else f"{noun}, {self.low:g} or more"


SETTINGS: Final[dict[str, Setting]] = {
    "base_places_per_region": Setting("first tranche of CNO places a region", Cell.WHOLE),
    "additional_places_per_region": Setting("second tranche, on top", Cell.WHOLE),
    "buses_per_day": Setting("buses with driver for the whole country, a day", Cell.WHOLE, high=10_000),
    "staff_per_region": Setting("most staff the state supplies to a region, a day", Cell.WHOLE),
    "people_per_staff": Setting("residents one deployed person can look after", above=True),
    "care_minutes": Setting("care minutes a person a day, by care level 0..3", count=4),
    "interim_in_region": Setting(
        "a status holder may go to an interim facility elsewhere in the region of the linked municipality", Cell.FLAG
    ),
    "weeks_to_house": Setting("weeks after linking within which a municipality is to house", Cell.WHOLE, high=520),
    "priority_weights": Setting("weight of a person in a household of priority 0..2", count=3),
    "max_drive_minutes": Setting("driving a bus a day (Regulation (EC) 561/2006: 9 h)"),
    "max_duty_minutes": Setting("driving + service + breaks of a bus a day"),
    "load_minutes": Setting("boarding at the start of a trip"),
    "stop_minutes": Setting("each stop of a trip"),
    "day_starts": Setting("earliest departure", Cell.TEXT),
    "max_household_persons": Setting("a larger `persons` is wrong input", Cell.WHOLE, low=1),
    "tolerance": Setting("relative gap at which each level counts as settled", high=1, count=5),
    "time_limit_seconds": Setting("for the whole solve", above=True),
    "freed_per_housed": Setting(
        "several days: places in regular reception that are free the next day for each status holder housed", high=10
    ),
    "horizon_tolerance": Setting("several days: relative gap at which each level counts as settled", high=1, count=5),
    "exchange": Setting(
        "municipalities of one province may trade CNO places against housing (exchange.csv)", Cell.FLAG
    ),
    "effort.drive_minute": Setting("weight of a minute driven by a bus"),
    "effort.own_minute": Setting("weight of a minute of a household with transport `own`"),
    "effort.state_staff": Setting("weight of a person of state staff"),
    "effort.hired_staff": Setting("weight of a hired person"),
    "effort.open_site": Setting("weight of opening a site that has no `open_cost`"),
    "effort.relocation": Setting("weight of a person moved out of a site that stays open, times (1 + `moves`)"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One key as it was written, with the row; `text`: it comes from a sheet, where a number may be text."""

    key: str
    raw: Raw
    row: int | None
    text: bool = False
    style: Style = PLAIN


@dataclass(slots=True)
class Settings:
    """What scenario.toml says; a faulty or missing key has its default, a faulty date is None."""

    date: date | None = None
    days: int = 1
    values: dict[str, Any] = field(default_factory=dict)

    def policy(self) -> Policy:
        """The policy, defaults included."""
        effort = {key.removeprefix("effort."): v for key, v in self.values.items() if key.startswith("effort.")}
        rest = {key: v for key, v in self.values.items() if "." not in key and key not in HORIZON_FIELDS}
        return Policy(**rest, effort=Effort(**effort))

    def horizon(self) -> Horizon:
        """The horizon without its tables, defaults included."""
        given = {HORIZON_FIELDS[key]: value for key, value in self.values.items() if key in HORIZON_FIELDS}
        return Horizon(days=self.days, **given)


def default_of(key: str) -> Any:
    """The value a key has when it is not given."""
    if key in HORIZON_FIELDS:
        return getattr(Horizon(), HORIZON_FIELDS[key])
    policy = Policy()
    return getattr(policy.effort, key.removeprefix("effort.")) if key.startswith("effort.") else getattr(policy, key)


def entries_of_toml(content: bytes, findings: Findings) -> list[Entry] | None:
    """The keys of scenario.toml; None, with a fault: it is no TOML."""
    text = content.decode("utf-8-sig", "replace")
    lines = text.splitlines()
    if spoilt := next((row for row, line in enumerate(lines, start=1) if "\ufffd" in line), None):
        findings.fault(TABLE, spoilt, "", lines[spoilt - 1], "text in UTF-8")
        return None
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = re.search(r"at line ([0-9]+)", str(error))
        row = int(place[1]) if place else None
        written = lines[row - 1] if row is not None and row <= len(lines) else ""
        findings.fault(TABLE, row, "", written, f"TOML, key = value, with text in quotes ({error})")
        return None
    rows = _rows_of_keys(text)
    return [Entry(key, value, rows.get(key)) for key, value in _leaves(tree, "")]


def entries_of_sheet(table: RawTable, findings: Findings) -> list[Entry] | None:
    """The keys of a sheet with columns key and value; None, with a fault: it has no such columns."""
    header = [name.strip().casefold() for name in table.header]
    lacking = [name for name in ("key", "value") if name not in header]
    for name in lacking:
        findings.fault(TABLE, None, name, "", "this column", Nearest(header)(name))
    if lacking:
        return None
    for name in header:
        if name not in ("key", "value", "", "default", "meaning"):
            findings.warn(TABLE, f"column {name!r} is not known and is not used")
    at_key, at_value = header.index("key"), header.index("value")
    pairs = zip(table.rows, table.numbers, strict=True)
    return [_sheet_entry(row[at_key], row[at_value], number, table.style) for row, number in pairs]


def _sheet_entry(key: Raw, value: Raw, row: int, style: Style) -> Entry:
    name = shown(key).strip()
    if name.removeprefix("policy.") in SETTINGS:
        name = "policy." + name.removeprefix("policy.")
    return Entry(name, value, row, text=True, style=style)


def read_settings(entries: Iterable[Entry], findings: Findings) -> Settings:
    """Check every key; unknown and wrong ones are faults."""
    settings = Settings()
    seen: dict[str, int | None] = {}
    for entry in entries:
        if entry.key in seen:
            findings.fault(TABLE, entry.row, entry.key, entry.raw, f"each key once (row {seen[entry.key]} has it)")
        elif not (entry.text and is_blank(entry.raw)):
            _read_entry(entry, settings, findings)
            seen[entry.key] = entry.row
    if "date" not in seen:
        findings.fault(TABLE, None, "date", "", "this key: the day that is planned")
    return settings


def _read_entry(entry: Entry, settings: Settings, findings: Findings) -> None:
    key = entry.key.removeprefix("policy.") if entry.key.startswith("policy.") else ""
    try:
        if entry.key == "date":
            settings.date = _read_day(entry)
        elif entry.key == "days":
            settings.days = _read_days(entry)
        elif key in SETTINGS:
            settings.values[key] = _read_value(entry, key, SETTINGS[key])
        else:
            _refuse_key(entry, findings)
    except UnreadableError as error:
        expected = error.expected or (SETTINGS[key].expected if key in SETTINGS else DATE)
        findings.fault(TABLE, entry.row, entry.key, _as_written(entry.raw), expected, error.nearest)


def _refuse_key(entry: Entry, findings: Findings) -> None:
    """A key that resembles a known one, or is among the policy, is a fault; another is only not used."""
    near = Nearest(["date", "days"], {key: f"policy.{key}" for key in SETTINGS})(entry.key.removeprefix("policy."))
    if near or entry.key.startswith("policy"):
        known = "date, days or a policy key (see the data dictionary)"
        findings.fault(TABLE, entry.row, entry.key, _as_written(entry.raw), known, near)
    else:
        findings.warn(TABLE, f"key {entry.key!r} is not known and is not used")


def _read_day(entry: Entry) -> date:
    found = READERS[Cell.DATE](entry.raw, entry.style)
    if not isinstance(found, date) or not 2000 <= found.year < 2100:
        raise UnreadableError(f"{DATE}, from 2000 to 2099")
    return found


def _read_days(entry: Entry) -> int:
    try:
        days = int(_number(entry, entry.raw, Cell.WHOLE))
    except UnreadableError:
        days = 0
    if not 1 <= days <= MAX_DAYS:
        raise UnreadableError(DAYS_EXPECTED)
    return days


def _read_value(entry: Entry, key: str, setting: Setting) -> Any:
    if key == "day_starts":
        return _read_clock(entry.raw)
    if setting.cell is Cell.FLAG:
        if not entry.text and not isinstance(entry.raw, bool):
            raise UnreadableError
        return READERS[Cell.FLAG](entry.raw, entry.style)
    if setting.count == 1:
        return _in_range(entry, entry.raw, setting)
    parts = _split(entry.raw) if entry.text else entry.raw
    if not isinstance(parts, list) or len(parts) != setting.count:
        raise UnreadableError
    return tuple(_in_range(entry, part, setting) for part in parts)


def _read_clock(raw: Raw) -> int:
    """Minutes after midnight."""
    if isinstance(raw, time):
        raw = f"{raw:%H:%M}" if raw == raw.replace(second=0, microsecond=0) else ""
    found = _CLOCK.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None:
        raise UnreadableError
    return 60 * int(found[1]) + int(found[2])


def _in_range(entry: Entry, raw: Raw, setting: Setting) -> float:
    number = _number(entry, raw, setting.cell)
    if not setting.low <= number <= setting.high or (setting.above and number == setting.low):
        raise UnreadableError
    return number


def _number(entry: Entry, raw: Raw, cell: Cell) -> float:
    if is_blank(raw) or isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise UnreadableError
    if isinstance(raw, str) and not entry.text:
        raise UnreadableError
    found = READERS[cell](raw, entry.style)
    assert isinstance(found, int | float)  # what these readers make
    return found


def _split(raw: Raw) -> list[str]:
    """`[2, 10]`, `2, 10`, `2 10`, or with decimal commas `2,5; 10`; commas and blanks are never mixed."""
    bare = shown(raw).strip().removeprefix("[").removesuffix("]")
    if ";" in bare:
        return [part.strip() for part in bare.split(";")]
    if "," in bare:
        return [part.strip() for part in bare.split(",")]
    return bare.split()


def _leaves(tree: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _rows_of_keys(text: str) -> dict[str, int]:
    """The line of each key, as far as a line shows one; keys of inline tables have none."""
    rows: dict[str, int] = {}
    prefix = ""
    for row, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            prefix = header[1] + "."
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            rows.setdefault(prefix + key[1], row)
    return rows


def _as_written(raw: Raw) -> Raw:
    return f"[{', '.join(map(shown, raw))}]" if isinstance(raw, list) else raw
