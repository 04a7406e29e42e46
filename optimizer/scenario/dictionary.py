"""The data dictionary as a page, made from the schemas that `read_scenario` checks with."""

from __future__ import annotations

from typing import Any, Final

from optimizer.scenario.expected.mix import BUILT_IN_MIX
from optimizer.scenario.reading.settings import DAYS_EXPECTED, SETTINGS, default_of
from optimizer.scenario.tables import DAY_TABLES, HORIZON_TABLES, TABLES, expectation

_NEEDED: Final = {  # when a table may be absent
    "households": "Required; it may be empty.",
    "origins": "Required as soon as a household, bus or travel time names a place that is no site.",
    "sites": "Required as soon as there is an asylum seeker.",
    "regions": "Optional.",
    "housing": "Required as soon as a pin names a home; without it, no status holder can be housed.",
    "buses": "Optional; so is every row of it.",
    "travel_times": "Optional. A pair that is not listed takes 1.25 times the great circle at 80 km/h, rounded up.",
    "inflow": "Optional. Rows of one day and origin are added up, with a warning.",
    "mix": "Optional. Shares that do not add up to 1 are divided by their sum, with a warning.",
    "coa": "Optional. Rows of one day are added up, with a warning.",
    "status_inflow": "Optional. Rows of one day and municipality are added up, with a warning.",
    "region_days": "Optional. An empty cell leaves the figure as it was the day before.",
    "targets": "Optional; `cno targets` writes it. Where one period ends on the day the next begins, that day is the "
    "next one's.",
    "exchange": "Optional; used with `policy.exchange` only.",
}
_HEAD: Final = """# Data dictionary

<!-- Made by scripts/write_data_dictionary.py from optimizer/scenario/tables/; a test fails when it is stale. -->

What a scenario consists of. `cno validate SCENARIO` checks all of it at once and names every fault with file, row,
column, value, what is expected and, for a mistyped name, the nearest valid one. Rows are counted as a spreadsheet shows
them: the header is row 1.

## Files

A scenario is a folder with `scenario.toml` and one CSV or Parquet file a table (`households.csv`, ...), or one Excel
workbook with a sheet a table and a sheet `policy` with columns `key` and `value`. A folder may also hold some tables in
a `scenario.xlsx`; a table that is in two places is a fault. Unknown columns, sheets and files are kept out of the plan
and named in a warning. The order of columns is free; case and blanks around a column name do not count.

How cells are read:

- Ids and codes are text, always: leading zeros stay, `NA`, `None` and `-` are ids, the number 12.0 in Excel is `12`.
  Blanks around an id are a fault.
- CSV is separated by `,`, `;` or tab (the header tells), in UTF-8, UTF-16 with a byte order mark, or Windows-1252 (with
  a warning).
- Numbers have a decimal point or comma. What could be two numbers is refused with its place: `1.170` is never 1.17; it
  is 1170 only in a column of whole numbers of a file that is separated by `;`.
- Dates are `2026-11-03` or `03-11-2026` (3 November), in Excel also date cells and day numbers. `3/11/2026` is refused.
- True and false are `true`, `ja`, `waar`, `yes`, `1` and `false`, `nee`, `onwaar`, `no`, `0`.
- Words of a list, such as `asylum_seeker`, are written exactly so.
- An error such as `#N/A`, or a formula that was never computed, is a fault.
"""
_TAIL: Final = """## Across tables

- An id is used once in its table; no origin or home is called like a site.
- `origin_id`, `station_id`, `from_id` and `to_id` name an origin or a site, in `inflow` an origin; `pinned_to` and
  `not_to` a site or a home.
- An asylum seeker has an `origin_id`; a household, expected ones too, is no larger than `max_household_persons`.
- Municipalities are those of today; for one that was merged away, the fault names the one it merged into.
- A site's `vr_code` is the safety region of its `gm_code`.
- Periods of `targets` of one municipality lie apart; a `province` is the municipality's own.
"""
_SEVERAL: Final = """## Several days

`days` above 1 plans the days `date` to `date + days - 1`: the first day household by household, the later days as an
outlook in expected persons, which may be fractions. The tables below are for those days. What is dated outside them is
not used, with a warning; neither is what `inflow` and `status_inflow` say of the first day, as whoever arrives or is
ready that day is in `households`.
"""
_MIX: Final = """## The built-in composition

The expected households where there is no `mix`: {persons} persons each on average. Streams and the share of
unaccompanied minors are measured (IND, 2022), children with parents too (CBS, first quarter of 2019); sizes of
families, care, wheelchairs and priority are assumed, as in [the sample](sample.md).
"""


def data_dictionary() -> str:
    """The page in Markdown."""
    of_day, of_horizon = map(_table_section, DAY_TABLES), map(_table_section, HORIZON_TABLES)
    sections = [_HEAD, _settings_section(), *of_day, _SEVERAL, *of_horizon, _mix_section(), _TAIL]
    return "\n".join(sections)


def _mix_section() -> str:
    mean = sum(part.share * part.persons for part in BUILT_IN_MIX)
    names = tuple(BUILT_IN_MIX[0].__dataclass_fields__)
    rows = [tuple(_shown(getattr(part, name)) for name in names) for part in BUILT_IN_MIX]
    head = _MIX.format(persons=f"{mean:.2f}")
    return "\n".join([head, _line(names), _line(["---"] * len(names)), *map(_line, rows)]) + "\n"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


def _settings_section() -> str:
    rows = [("`date`", "a date, from 2000 to 2099", "required", "the day that is planned")]
    rows += [("`days`", DAYS_EXPECTED, "1", "how many days are planned")]
    rows += [(f"`policy.{key}`", setting.expected, _default(key), setting.meaning) for key, setting in SETTINGS.items()]
    notes = "A sheet `policy` has the same keys, with or without `policy.`; a list is written `2, 10, 25, 45`."
    return _table("## scenario.toml", notes, ("key", "value", "default", "meaning"), rows)


def _default(key: str) -> str:
    value = default_of(key)
    if key == "day_starts":
        return f"{value // 60:02d}:{value % 60:02d}"
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(f"{number:g}" for number in value) if isinstance(value, tuple) else f"{value:g}"


def _table_section(name: str) -> str:
    schema = TABLES[name].to_schema()
    rows = [
        (f"`{column}`", _value(field), _when_empty(field.metadata), field.description)
        for column, field in schema.columns.items()
    ]
    rules = [f"`{check.name}`: {check.error}" for check in schema.checks]
    notes = f"{(TABLES[name].__doc__ or '').strip()} {_NEEDED[name]}"
    page = _table(f"## {name}", notes, ("column", "value", "empty cell", "meaning"), rows)
    return page + ("\nIn each row: " + "; ".join(rules) + ".\n" if rules else "")


def _value(field: Any) -> str:
    unit, target = field.metadata.get("unit"), field.metadata.get("to")
    words = expectation(field) + (f" ({unit})" if unit else "")
    return f"{words} of {target}" if target and words.startswith("an id") else words


def _when_empty(metadata: dict[str, Any]) -> str:
    if metadata["required"]:
        return "a fault"
    default = metadata.get("default")
    if default is None:
        return str(metadata.get("otherwise", "not given"))
    return str(default).lower() if isinstance(default, bool | str) else f"{default:g}"


def _table(title: str, notes: str, header: tuple[str, ...], rows: list[tuple[str, str, str, str]]) -> str:
    lines = [title, "", notes, "", _line(header), _line(["---"] * len(header)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"
