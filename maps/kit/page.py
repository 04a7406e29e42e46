"""One self-contained page: a template, the style sheet, the scripts, and a policy that lets nothing else in."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

_HERE = Path(__file__).parents[1]
_ASSETS = _HERE / "assets"


@cache
def asset(name: str) -> str:
    """The text of a file of maps/assets."""
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def colours() -> dict[str, str]:
    """The colours of the style sheet's tokens, by name."""
    return dict(re.findall(r"^\s*--([\w-]+):\s*(#[0-9a-f]{6});", asset("style.css"), re.MULTILINE))


def render(template: str, scripts: list[str], **values: Any) -> str:
    """The page of a template; `scripts` follow Leaflet and the page's own script. No other script ever runs in it."""
    style = leaflet_style() + asset("style.css")
    every_script = [leaflet_script(), asset("page.js"), *scripts]
    if any("</script" in script.lower() for script in every_script):
        raise ValueError("a script holds its own end tag")
    page = _environment().get_template(template)
    return page.render(
        style=style,
        scripts=every_script,
        policy=_policy(style, every_script),
        **values,
    )


def leaflet_script() -> str:
    """Leaflet without the mention of its source map, which a browser would ask for."""
    return asset("leaflet/leaflet.js").split("\n//# sourceMappingURL", maxsplit=1)[0]


def leaflet_style() -> str:
    """Leaflet's style without the pictures of controls and markers that the maps do not use."""
    return re.sub(r"^\s*[\w-]+:\s*url\([^)]*\);\n", "", asset("leaflet/leaflet.css"), flags=re.MULTILINE)


def _policy(style: str, scripts: list[str]) -> str:
    """Nothing from anywhere, but these scripts and this style; `data:` is for the icon that a browser else asks for."""
    allowed = " ".join(f"'{_hash(script)}'" for script in scripts)
    sources = f"default-src 'none'; script-src {allowed}; style-src '{_hash(style)}'; img-src data:"
    return f"{sources}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
