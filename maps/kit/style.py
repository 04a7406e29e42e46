"""The look: tokens with colours, type and sizes, and a house style that puts its own values in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from optimizer.scenario.faults import Fault, InputError

ASSETS: Final = Path(__file__).parents[1] / "assets"
SHEETS: Final = ("tokens.css", "page.css", "table.css", "map.css", "region.css", "chart.css", "sheets.css")
LARGEST_BYTES: Final = 20_000
_TOKEN: Final = re.compile(r"--([a-z0-9-]+)\s*:\s*([^;{}]*?)\s*")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_SIZE: Final = re.compile(r"\d{1,3}(\.\d{1,4})?(rem|px)")
_FAMILY: Final = r"""(?:[A-Za-z][A-Za-z0-9 -]*|"[A-Za-z0-9 -]+")"""
_FONT: Final = re.compile(rf"{_FAMILY}(?:\s*,\s*{_FAMILY})*")
BANDS: Final = ("band-0", "band-1", "band-2", "band-3", "band-4", "band-over", "band-none")
# What stands on what, and the least contrast (WCAG 2.2: text 4.5, what else has to be told apart 3).
CONTRASTS: Final = (
    *(("ink", ground, 4.5) for ground in ("paper", "panel", *BANDS)),
    *(("ink-soft", ground, 4.5) for ground in ("paper", "panel")),
    *(("accent", ground, 4.5) for ground in ("paper", "panel")),
    *(("alarm", ground, 4.5) for ground in ("paper", "alarm-panel")),
    ("draft", "draft-panel", 4.5),
    *(("focus", ground, 3.0) for ground in ("paper", "panel")),
    *((line, band, 3.0) for line in ("border", "line", "site", "origin", "focus") for band in BANDS),
    ("site-closing", "site", 3.0),
    ("outside", "paper", 3.0),
)


@cache
def asset(name: str) -> str:
    """The text of a file of maps/assets."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def tokens() -> dict[str, str]:
    """The project's own value of every token, by name."""
    return dict(re.findall(r"^\s*--([\w-]+):\s*([^;]+);", asset("tokens.css"), re.MULTILINE))


def style_sheet(house: Mapping[str, str]) -> str:
    """The style of a page: the project's own, and after it the tokens of a house style."""
    own = "\n".join(asset(sheet) for sheet in SHEETS)
    if not house:
        return own
    return own + "\n:root {\n" + "".join(f"  --{name}: {value};\n" for name, value in house.items()) + "}\n"


def house_style(file: Path) -> dict[str, str]:
    """The tokens of a house style's file: `--name: value;` on lines of their own, within `:root { }` or not.

    InputError: every line that is anything else, a token that does not exist, a value of another kind than the
    token's own (colours are `#rrggbb`), and colours that could not be told apart.
    """
    if file.stat().st_size > LARGEST_BYTES:
        raise InputError([Fault(file.name, None, "", str(file.stat().st_size), f"at most {LARGEST_BYTES} bytes")])
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([Fault(file.name, None, "", "", "text in UTF-8")]) from error
    found: dict[str, str] = {}
    faults = list(_read_tokens(file.name, text, found))
    if not faults:
        faults = list(_too_alike(file.name, found))
    if faults:
        raise InputError(faults)
    return found


def _read_tokens(file: str, text: str, found: dict[str, str]) -> Iterator[Fault]:
    """Put what is right into `found`; what is not is a fault."""
    bare = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(bare.splitlines(), start=1):
        for part in filter(None, (part.strip() for part in re.split(r";|:root\s*\{|\}", line))):
            token = _TOKEN.fullmatch(part)
            if token is None:
                yield Fault(file, number, "", part[:80], "--name: value; and nothing else")
            elif token[1] not in tokens():
                yield Fault(file, number, token[1], token[2], f"one of {', '.join(tokens())}")
            elif not _same_kind(tokens()[token[1]], token[2]):
                yield Fault(file, number, token[1], token[2], f"a value like {tokens()[token[1]]}")
            else:
                found[token[1]] = token[2].lower() if _COLOUR.fullmatch(token[2]) else token[2]


def _same_kind(own: str, value: str) -> bool:
    kind = next(kind for kind in (_COLOUR, _SIZE, _FONT) if kind.fullmatch(own))
    return kind.fullmatch(value) is not None


def _too_alike(file: str, house: Mapping[str, str]) -> Iterator[Fault]:
    values = {**tokens(), **house}
    for above, below, least in CONTRASTS:
        found = contrast(values[above], values[below])
        if found < least:
            pair = f"{values[above]} on {values[below]} (--{below})"
            yield Fault(file, None, above, pair, f"a contrast of at least {least:g}, not {found:.2f}")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a colour `#rrggbb`, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
