"""From wishes to the changed scenario: every wish becomes a policy key or a cell, and everything is checked anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from optimizer.scenario.changes.sheet import Sheet
from optimizer.scenario.changes.wish import (
    KEYS,
    CellWish,
    Meant,
    RowWish,
    SettingWish,
    SiteWish,
    UnclearError,
    Wish,
    columns_of,
    meant_by,
    step_of,
)
from optimizer.scenario.entities import Scenario, SiteStatus
from optimizer.scenario.faults import Fault, InputError
from optimizer.scenario.read import ScenarioFiles
from optimizer.scenario.reading.asked import Asked
from optimizer.scenario.reading.cells import PLAIN, READERS, Cell, Raw, UnreadableError
from optimizer.scenario.reading.edits import Edits
from optimizer.scenario.reading.nearest import Nearest, code_nearest
from optimizer.scenario.reading.settings import SETTINGS, Entry
from optimizer.scenario.tables import CODES, TABLES, expectation

_OF_REGION_DAYS: Final = frozenset(columns_of(TABLES["region_days"])) - {"vr_code", "from"}


def changed_scenario(files: ScenarioFiles, wishes: Sequence[Wish]) -> Scenario:
    """The scenario of `files` with every wish fulfilled, checked as any other.

    A step (`+10`) is taken from what the cell or its default says after the policy keys are changed. InputError:
    every fault of every wish, and of the tables as they then are; or the files are faulty as they stand.
    """
    base = files.scenario()
    faults: list[Fault] = []
    meant = _meant(wishes, faults)
    settings = Edits()
    for wish in meant:
        if isinstance(wish, SettingWish):
            _try(lambda wish=wish: _set_key(settings, wish, base), faults)
    changes = _Changes(files, _checked(files, settings, faults) or base, settings)
    for kind in (RowWish, SiteWish, CellWish):  # a row is there before its cells are set
        for wish in meant:
            if isinstance(wish, kind):
                _try(lambda wish=wish: changes.make(wish), faults)
    changed = _checked(files, changes.edits(), faults)
    if faults or changed is None:
        raise InputError(list(dict.fromkeys(faults)))
    return replace(changed, warnings=(*changed.warnings, *_warnings(meant, changed)))


def _warnings(meant: Iterable[Meant], changed: Scenario) -> Iterable[str]:
    """What is asked for and has less effect than it seems."""
    for wish in meant:
        if isinstance(wish, SettingWish) and wish.key == "policy.buses_per_day":
            if (most := changed.policy.buses_per_day) > len(changed.buses):
                there = f"{len(changed.buses)} buses are listed, and no more can drive"
                yield f"buses_per_day is {most}: {there}; --add buses.NEW=LIKE adds one"
        elif isinstance(wish, SiteWish) and not wish.opened:
            site = next(site for site in changed.sites if site.id == wish.site_id)
            if site.occupied:
                there = f"its {site.occupied} residents are not in households.csv"
                yield f"{site.id} is closed: {there}, so nobody moves them"


def _meant(wishes: Iterable[Wish], faults: list[Fault]) -> list[Meant]:
    """What can be understood; the same thing twice is a fault."""
    found: dict[object, Meant] = {}
    for wish in wishes:
        try:
            meant = meant_by(wish)
        except UnclearError as unclear:
            faults.append(unclear.fault)
            continue
        about = _about(meant)
        if about in found:
            first = " ".join(filter(None, (found[about].asked.option, found[about].asked.key, found[about].asked.text)))
            faults.append(_fault(meant.asked, f"each thing once ({first} is there too)"))
        else:
            found[about] = meant
    return list(found.values())


def _about(wish: Meant) -> tuple[str, ...]:
    match wish:
        case SettingWish(key=key):
            return (key,)
        case CellWish(table=table, row_id=row_id, column=column):
            return ("cell", table, row_id, column)
        case RowWish(table=table, row_id=row_id):
            return ("row", table, row_id)
        case SiteWish(site_id=site_id):
            return ("cell", "sites", site_id, "status")


def _try(change: Any, faults: list[Fault]) -> None:
    try:
        change()
    except UnclearError as unclear:
        faults.append(unclear.fault)


def _checked(files: ScenarioFiles, edits: Edits, faults: list[Fault]) -> Scenario | None:
    """The scenario with these edits; None, with faults: there is none."""
    try:
        return files.scenario(edits)
    except InputError as error:
        faults += error.faults
        return None


def _fault(asked: Asked, expected: str, nearest: str = "") -> Fault:
    return Fault(asked.option, None, asked.key, asked.text, expected, nearest)


def _set_key(edits: Edits, wish: SettingWish, base: Scenario) -> None:
    """The key as a sheet `policy` would write it."""
    text, step = wish.asked.text, step_of(wish.asked.text)
    if step is not None:
        text = str(_stepped(wish.asked, _value_of_key(base, wish.key), step, _cell_of_key(wish.key)))
    edits.settings[wish.key] = Entry(wish.key, text, None, text=True)
    edits.asked["scenario", None, wish.key] = wish.asked


def _cell_of_key(key: str) -> Cell:
    if key in ("date", "days"):
        return Cell.DATE if key == "date" else Cell.WHOLE
    setting = SETTINGS[key.removeprefix("policy.")]
    return setting.cell if setting.count == 1 else Cell.TEXT


def _value_of_key(base: Scenario, key: str) -> Any:
    if key in ("date", "days"):
        return base.date if key == "date" else base.horizon.days
    name = key.removeprefix("policy.")
    if name.startswith("effort."):
        return getattr(base.policy.effort, name.removeprefix("effort."))
    return getattr(base.policy if hasattr(base.policy, name) else base.horizon, name, None)


def _stepped(asked: Asked, now: Any, step: tuple[int, str], cell: Cell) -> Any:
    """`now` and a step more or less; a date moves by days. UnclearError: there is nothing that can be added to."""
    sign, text = step
    if cell not in (Cell.WHOLE, Cell.NUMBER, Cell.DATE):
        raise UnclearError(asked, "a value without + or -: this is no number")
    if now is None:
        raise UnclearError(asked, "a value without + or -: there is none now that could be added to")
    amount = _read(asked, Cell.NUMBER if cell is Cell.NUMBER else Cell.WHOLE, text, "a number to add")
    if isinstance(now, date):
        return now + timedelta(days=sign * amount)
    found = now + sign * amount
    if found < 0:
        raise UnclearError(asked, f"a step that leaves 0 or more; it is {now:g} now")
    return found if cell is Cell.WHOLE else round(found, 9)


def _read(asked: Asked, cell: Cell, text: str, expected: str) -> Any:
    try:
        return READERS[cell](text, PLAIN)
    except UnreadableError as error:
        raise UnclearError(asked, error.expected or expected, error.nearest) from error


class _Changes:
    """The tables with what is asked for in them; `base` says what is there now, defaults included."""

    def __init__(self, files: ScenarioFiles, base: Scenario, settings: Edits) -> None:
        self._files, self._base, self._edits = files, base, settings
        self._sheets: dict[str, Sheet] = {}
        self._entities: dict[str, dict[str, Any]] = {
            "regions": {region.code: region for region in base.regions},
            "sites": {site.id: site for site in base.sites},
            "buses": {bus.id: bus for bus in base.buses},
            "housing": {offer.id: offer for offer in base.offers},
            "origins": {origin.id: origin for origin in base.origins},
            "households": {household.id: household for household in base.households},
            "exchange": {side.municipality: side for side in base.horizon.exchanges},
        }

    def edits(self) -> Edits:
        """All of it, to be checked."""
        tables = {name: sheet.raw() for name, sheet in self._sheets.items()}
        return Edits(self._edits.settings, tables, self._edits.asked)

    def make(self, wish: Meant) -> None:
        """Write what is asked for. UnclearError: there is no such row, or the value cannot be read."""
        if isinstance(wish, RowWish):
            self._add(wish)
        elif isinstance(wish, SiteWish):
            self._use(wish)
        elif isinstance(wish, CellWish):
            self._set(wish)

    def _add(self, wish: RowWish) -> None:
        sheet = self._sheet(wish.table)
        like = self._row(wish.asked, wish.table, wish.like) if wish.like else None
        if wish.row_id in self._entities[wish.table]:
            raise UnclearError(wish.asked, f"a name that no other row of {wish.table} has")
        row = sheet.add({KEYS[wish.table]: wish.row_id}, like)
        self._edits.asked[wish.table, sheet.number(row), KEYS[wish.table]] = wish.asked
        self._entities[wish.table][wish.row_id] = self._entities[wish.table].get(wish.like)

    def _use(self, wish: SiteWish) -> None:
        sheet, row = self._sheet("sites"), self._row(wish.asked, "sites", wish.site_id)
        site, today = self._entities["sites"][wish.site_id], self._base.date
        sheet.put(row, "status", str(SiteStatus.OPEN if wish.opened else SiteStatus.CLOSED))
        self._edits.asked["sites", sheet.number(row), "status"] = wish.asked
        if not wish.opened or site is None:
            return
        if site.opens_on is not None and site.opens_on > today:
            sheet.put(row, "opens_on", today)
        if site.closes_on is not None and site.closes_on <= today:
            sheet.put(row, "closes_on", None)

    def _set(self, wish: CellWish) -> None:
        cell, text, step = columns_of(TABLES[wish.table])[wish.column], wish.asked.text, step_of(wish.asked.text)
        sheet, row = self._sheet(wish.table), self._row(wish.asked, wish.table, wish.row_id)
        later = self._set_later(wish, step, cell) if wish.table == "regions" else 0
        value: Raw = None
        if step is not None:
            now = getattr(self._entities[wish.table][wish.row_id], wish.column, None)
            if now is None and later:  # unlimited at first, and a figure from some day on
                return
            value = _stepped(wish.asked, now, step, cell)
        elif text:
            column = TABLES[wish.table].to_schema().columns[wish.column]
            value = _read(wish.asked, cell, text, expectation(column))
        sheet.put(row, wish.column, " ".join(value) if isinstance(value, tuple) else value)
        self._edits.asked[wish.table, sheet.number(row), wish.column] = wish.asked

    def _set_later(self, wish: CellWish, step: tuple[int, str] | None, cell: Cell) -> int:
        """What region_days.csv says of a region's later days: a step is taken there too, a value holds on all days.

        How many cells it says something in.
        """
        if wish.column not in _OF_REGION_DAYS or self._files.table("region_days") is None:
            return 0
        sheet, changed = self._sheet("region_days"), 0
        for row in list(sheet.rows_of(wish.row_id)):
            now = sheet.value(row, wish.column, cell)
            if now is not None:
                sheet.put(row, wish.column, _stepped(wish.asked, now, step, cell) if step is not None else None)
                changed += 1
        return changed

    def _sheet(self, name: str) -> Sheet:
        """The table; usual buses and regions that are not listed get the rows they have by default."""
        if name not in self._sheets:
            sheet = self._sheets[name] = Sheet(name, self._files.table(name))
            if name == "buses" and not len(sheet):
                for bus in self._base.buses:
                    columns = ("bus_id", "station_id", "seats", "wheelchair_positions")
                    cells = (bus.id, bus.station_id, bus.seats, bus.wheelchair_positions)
                    sheet.add(dict(zip(columns, cells, strict=True)))
        return self._sheets[name]

    def _row(self, asked: Asked, table: str, row_id: str) -> int:
        """Where a row is. UnclearError: no row has this name."""
        sheet = self._sheet(table)
        found = next(sheet.rows_of(row_id), None)
        if found is None and table == "regions" and row_id in self._entities[table]:
            return sheet.add({"vr_code": row_id})
        if found is None:
            known = self._entities[table]
            if table == "regions":
                near = code_nearest("VR", {code: region.name for code, region in known.items()})
                raise UnclearError(asked, CODES["regions"], near(row_id))
            raise UnclearError(asked, f"the {KEYS[table]} of a row of {table}", Nearest(known)(row_id))
        return found
