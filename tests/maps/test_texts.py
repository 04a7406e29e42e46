"""One catalogue: complete in both languages, nothing missing, nothing left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from maps.glossary.page import TERMS
from maps.kit import tables
from maps.national.layers import EVERY_LAYER
from maps.public.pages import TERMS as PUBLIC_TERMS
from maps.public.tables import LAYERS as PUBLIC_LAYERS
from maps.texts import LANGUAGES, Few, Lang, Texts, catalogue
from maps.view import day
from maps.view.outlook import What
from optimizer.plan import plan
from optimizer.plan.causes import CauseCode
from optimizer.plan.details import values
from optimizer.plan.plan import LEVEL_NAMES, Limit
from optimizer.scenario import entities
from optimizer.scenario.entities import SiteStatus

MAPS = Path(__file__).parents[2] / "maps"
LAYERS = [layer.key for layer in (*EVERY_LAYER, *PUBLIC_LAYERS)]
BANDS = [(layer, band) for layer in EVERY_LAYER if layer.bands for band in layer.every_band]
BANDS += [(layer, band) for layer in PUBLIC_LAYERS for band in layer.bands]  # every region has a figure
# Keys that are put together while running, with all they can become.
FAMILIES = {
    "state.": set(day.SiteState),
    "limit.": set(Limit),
    "over.": set(Limit),
    "level.": set(LEVEL_NAMES),
    "layer.": {f"{key}{part}" for key in LAYERS for part in ("", ".note", ".word", ".short")},
    "band.": {f"{layer.key}.{band.key}" for layer, band in BANDS},
    "number.": {"needing", "sheltered", "unsheltered", "free"},
    "map.source.": {"derived", "official"},
    "term.": {f"{key}{part}" for key in (*TERMS, *PUBLIC_TERMS) for part in ("", ".means")},
    "cause.": {f"{code}{part}" for code in CauseCode for part in ("", ".brief")}
    | {"level_better.little", "no_day", *SiteStatus, *(f"goal.{number}" for number in range(1, 6))},
    "runs_out.": {f"{what.name.lower()}{part}" for what in What for part in ("", ".first")}
    | {"first", "first.any", "inflow", "never", "day_of"},
    "attention.unproven.": set(LEVEL_NAMES[:2]),
}


def keys(lang: Lang) -> dict[str, list[str]]:
    """Every key, with its text or its texts."""
    return {
        (m.id if isinstance(m.id, str) else m.id[0]): [m.string] if isinstance(m.string, str) else list(m.string)
        for m in catalogue(lang)
        if m.id
    }


def put_together() -> set[str]:
    """Every key that is put together while running, as far as what it can become is listed above."""
    return {prefix + member for prefix, members in FAMILIES.items() for member in members}


@cache
def python() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in MAPS.rglob("*.py"))


@cache
def templates() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (MAPS / "templates").iterdir())


def asked() -> set[str]:
    """Every key that stands in a call."""
    return set(re.findall(r"""\b(?:t|texts|self)(?:\.count)?\(\s*"([\w.]+\w)"\s*[,)]""", python() + templates()))


def patterns() -> Iterator[str]:
    """How keys are put together: f"level.{name}" and "layer." ~ key ~ ".note", what varies as (.+)."""
    for node in (node for path in MAPS.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else "(.+)" for p in node.values]
            yield "".join(parts)
    for found in re.findall(r"""["'][\w.]+\.["'](?:\s*~\s*(?:"[\w.]+"|[\w.\[\]]+))+""", templates()):
        parts = [part.strip() for part in found.split("~")]
        yield "".join(re.escape(part.strip("\"'")) if part[0] in "\"'" else "(.+)" for part in parts)


@cache
def words() -> frozenset[str]:
    """What can stand for what varies: every word in quotes, and every member of an enumeration."""
    modules = (day, plan, values, entities, tables)
    enums = (kind for module in modules for kind in vars(module).values() if isinstance(kind, type))
    members = {str(member) for kind in enums if issubclass(kind, StrEnum) for member in kind}
    quoted = set(re.findall(r"""["']([\w.]+)["']""", python() + templates()))
    bands = {band.key for layer in EVERY_LAYER for band in layer.every_band}
    return frozenset(members | quoted | bands)


@cache
def patterns_of_keys() -> tuple[re.Pattern[str], ...]:
    return tuple({re.compile(pattern) for pattern in patterns() if re.match(r"[a-z_]+\\\.", pattern)})


def is_put_together(key: str) -> bool:
    """Whether some pattern makes this key of words that are there."""
    found = (pattern.fullmatch(key) for pattern in patterns_of_keys())
    return any(match and set(match.groups()) <= words() for match in found)


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
    assert len(asked()) > 100
    assert (asked() | put_together()) - keys("nl").keys() == set()


def test_no_key_is_left_over() -> None:
    quoted = set(re.findall(r"""["']([\w.]+)["']""", python() + templates()))
    left = keys("nl").keys() - quoted - put_together()
    assert {key for key in left if not is_put_together(key)} == set()


def test_what_is_listed_is_all_there_is() -> None:
    """A key of a family whose members are listed is one of them."""
    listed = put_together()
    families = tuple(family for family in FAMILIES if family not in {"number.", "limit."})
    assert {key for key in keys("nl") if key.startswith(families)} - listed == set()


@pytest.mark.parametrize("key", ["no.such.key", "level.sixth", "band.load.b9", "layer.load.notes"])
def test_a_key_that_nobody_asks_for_would_be_seen(key: str) -> None:
    assert not is_put_together(key)


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


def test_what_may_not_be_told_is_few_in_both_languages() -> None:
    assert [Texts(lang).number(Few()) for lang in LANGUAGES] == ["<\u00a05", "<\u00a05"]
    assert Texts("en").number(Few(10)) == "<\u00a010"


def test_a_value_is_never_a_template() -> None:
    shown = Texts("nl").count("attention.unsheltered", 2, place="{n} {0} ${x}")
    assert shown.startswith("{n} {0} ${x}: 2 mensen")


# Nouns that are told of many; a text that has one of them behind a number has to be counted.
MANY = (
    *("mensen", "personen", "bewoners", "plaatsen", "medewerkers", "minuten", "dagen", "statushouders", "bussen"),
    *("bedden", "locaties", "ritten", "huishoudens", "regio's", "people", "persons", "residents", "places", "minutes"),
    *("days", "beds", "buses", "sites", "households", "trips", "regions", "status holders", "asylum seekers"),
)
# Never of one: a page older than a day, numbers of the legend, the least that is told, days and people of whom there
# are more. The four placeholders that the test leaves out are counted themselves (`unit.residents` and so on).
ALWAYS_MANY = {
    "stale.more",
    "legend.places",
    "legend.persons",
    "public.few",
    "public.outside.few",
    "ahead.short",
    "day.short",
}
ALWAYS_MANY |= {"public.not_told.few", "region.staff.reckoning", "ahead.charts.note", "ahead.region.note"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_of_one_is_never_told_as_many(lang: Lang) -> None:
    noun = re.compile(r"\{(?!residents\}|places\}|staff\}|minutes\})(\w+)\} (\w+ )?(" + "|".join(MANY) + r")\b")
    found = {
        message.id if isinstance(message.id, str) else message.id[0]: text
        for message in catalogue(lang)
        for text in ([message.string] if isinstance(message.string, str) else list(message.string))
        for match in [noun.search(text)]
        if message.id and match and (isinstance(message.id, str) or match[1] != "n")
    }
    assert {key: text for key, text in found.items() if key not in ALWAYS_MANY} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", [key for key in keys("nl") if re.match(r"(region\.|public\.)?number\.", key)])
def test_what_a_figure_counts_follows_the_figure(lang: Lang, key: str) -> None:
    # "public.number.agreed", ".here" and ".unsheltered" are never of one: that is "< 5"
    if key in ("public.number.agreed", "public.number.here", "public.number.unsheltered"):
        assert len(keys(lang)[key]) == 1
    else:
        one, many = (Texts(lang).count(key, number, there=1) for number in (1, 2))
        assert one != many == Texts(lang).count(key, 1.5, there=1) == Texts(lang).count(key, 0, there=1)


@pytest.mark.parametrize(("value", "text"), [(-0.0, "0"), (-0.04, "0"), (-0.06, "-0,1"), (0.04, "0"), (0, "0")])
def test_a_little_less_than_nothing_is_nothing(value: float, text: str) -> None:
    assert Texts("nl").number(value) == text


@pytest.mark.parametrize("name", ["\u202eright to left", "\u2067isolated", "قاعة ٢", "אולם"])
def test_a_name_never_turns_the_sentence_around_it(name: str) -> None:
    said = Texts("nl")("bus.trip", n=1, trip="T001", departs="07:20", start=name)
    assert f"\u2068{name}\u2069" in said
    again = Texts("nl")("bus.heading", bus=said)  # a sentence in a sentence
    assert again.count("\u2068") == again.count("\u2069")


def test_other_names_stay_as_they_are() -> None:
    said = Texts("nl")("bus.trip", n=1, trip="T001", departs="07:20", start="Café ‘t Hoekje, Súdwest 中文 🧑‍🚒")
    assert "\u2068" not in said
    assert "Café ‘t Hoekje, Súdwest 中文 🧑‍🚒" in said
