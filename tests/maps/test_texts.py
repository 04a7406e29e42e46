"""One catalogue: complete in both languages, nothing missing, nothing left over."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from maps.drawing.layers import REGION_LAYERS
from maps.national.tables import (
    leg_table,
    level_table,
    origin_table,
    region_table,
    site_table,
    staff_table,
    trip_table,
)
from maps.texts import LANGUAGES, Lang, Texts, catalogue
from maps.view.day import SiteState
from maps.view.read import read_view
from optimizer.plan.plan import LEVEL_NAMES, Limit

MAPS = Path(__file__).parents[2] / "maps"
LAYERS = [layer.key for layer in REGION_LAYERS]
TABLES = ["regions", "staff", "sites", "origins", "legs", "trips", "levels"]
# Keys that are put together while running, with all they can become.
FAMILIES = {
    "state.": set(SiteState),
    "limit.": set(Limit),
    "over.": set(Limit),
    "level.": set(LEVEL_NAMES),
    "layer.": {*LAYERS, *(f"{key}.note" for key in LAYERS)},
    "band.": {f"{layer.key}.{band.key}" for layer in REGION_LAYERS for band in (*layer.bands, layer.no_value)},
    "table.": {*TABLES, *(f"{table}.note" for table in TABLES)},
    "number.": {"needing", "sheltered", "unsheltered", "free"},
    "map.source.": {"derived", "official"},
}


def keys(lang: Lang) -> dict[str, list[str]]:
    """Every key, with its text or its texts."""
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): [m.string] if isinstance(m.string, str) else list(m.string)
        for m in catalogue(lang)
        if m.id
    }


def columns() -> set[str]:
    """The columns of every table of the page."""
    view, texts = read_view(Path(__file__).parents[1] / "data" / "plan_small"), Texts("nl")
    tables = [region_table(view, layer, texts) for layer in REGION_LAYERS]
    tables += [
        make(view, texts) for make in (staff_table, site_table, origin_table, leg_table, trip_table, level_table)
    ]
    assert {table.key for table in tables} == set(TABLES)
    return {column for table in tables for column in table.columns}


def put_together() -> set[str]:
    """Every key that is put together while running."""
    return {prefix + member for prefix, members in (FAMILIES | {"column.": columns()}).items() for member in members}


def sources() -> str:
    files = [*MAPS.rglob("*.py"), *(MAPS / "templates").iterdir()]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def asked() -> set[str]:
    """Every key that stands in a call."""
    return set(re.findall(r"""\b(?:t|texts|self)(?:\.count)?\(\s*"([\w.]+\w)"\s*[,)]""", sources()))


def test_every_key_has_a_text_in_both_languages() -> None:
    dutch, english = keys("nl"), keys("en")
    assert dutch.keys() == english.keys()
    assert [
        key for found in (dutch, english) for key, texts in found.items() if not all(t and t.strip() for t in texts)
    ] == []


def test_every_page_kind_has_a_file_in_both_languages() -> None:
    files = {lang: {file.name for file in (MAPS / "texts" / lang).iterdir()} for lang in LANGUAGES}
    assert files["nl"] == files["en"] >= {"kit.po", "national.po"}


@pytest.mark.parametrize(("first", "second"), [("a.po", "a.po"), ("a.po", "b.po")])
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, first: str, second: str) -> None:
    (tmp_path / "nl").mkdir()
    for file, text in ((first, "een"), (second, "twee")):
        with (tmp_path / "nl" / file).open("a") as stream:
            stream.write(f'msgid "key"\nmsgstr "{text}"\n\n')
    with pytest.raises(ValueError, match=rf"{second}:\d: there is a text 'key' already"):
        catalogue("nl", tmp_path)


def test_a_catalogue_is_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    for file in ("a", "b"):
        (tmp_path / "en" / f"{file}.po").write_text(f'msgid "{file}"\nmsgstr "text of {file}"\n')
    assert {m.id: m.string for m in catalogue("en", tmp_path) if m.id} == {"a": "text of a", "b": "text of b"}


def test_no_key_is_missing() -> None:
    assert len(asked()) > 30
    assert (asked() | put_together()) - keys("nl").keys() == set()


def test_no_key_is_left_over() -> None:
    text, known = sources(), asked() | put_together()
    handed_on = {key for key in keys("nl") if "." in key and f'"{key}"' in text}
    assert keys("nl").keys() - known - handed_on == set()


def test_languages_name_the_same_values() -> None:
    def names(texts: list[str]) -> set[str]:
        return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}

    english = keys("en")
    assert {key for key, texts in keys("nl").items() if names(texts) != names(english[key])} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unknown_key_is_an_error(lang: Lang) -> None:
    with pytest.raises(KeyError, match="no text"):
        Texts(lang)("no.such.key")
    with pytest.raises(KeyError, match="no text"):
        Texts(lang).count("no.such.key", 2)


def test_numbers_and_dates_are_written_as_the_language_writes_them() -> None:
    dutch, english = Texts("nl"), Texts("en")
    assert (dutch.number(1170), dutch.number(1170.25), dutch.percent(94)) == ("1.170", "1.170,3", "94\u00a0%")
    assert (english.number(1170), english.number(1170.25), english.percent(94)) == ("1,170", "1,170.3", "94%")
    assert dutch.day(date(2022, 8, 25)) == "donderdag 25 augustus 2022"
    assert english.short_day(date(2022, 8, 25)) == "25 Aug 2022"
    assert (dutch.count("day.buses", 1), dutch.count("day.buses", 1200)) == (
        "Er rijdt 1 bus.",
        "Er rijden 1.200 bussen.",
    )


def test_a_value_is_never_a_template() -> None:
    shown = Texts("nl").count("attention.unsheltered", 2, place="{n} {0} ${x}")
    assert shown.startswith("{n} {0} ${x}: 2 mensen")
