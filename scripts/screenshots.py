"""Take pictures of the pages of a plan: python scripts/screenshots.py PLAN_DIR OUT_DIR

Writes `KIND-desktop.png` (1280 pixels wide), `KIND-phone.png` (360) and `KIND-print.png` (the first sheet of A4) of
every kind of page: index, map, map with figures and municipalities, region, bus, glossary, and the public ones where
the plan has them. Of a plan of several days it takes what looks ahead, and nothing else: the map of a later day with
its charts, and the weeks of a region. Needs the `dev` extras and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
A4_PIXELS = (794, 1123)
MARGIN_PIXELS = 45  # 12 mm
# Name of the picture: width and height of the window, and how many pixels of the picture are one of it.
SIZES = {"desktop": (1280, 1000, 0.75), "phone": (360, 740, 1.0)}
TALL = {("map", "desktop"): 1420, ("public-map", "desktop"): 1420}  # down to the end of the map
TALL |= {("map-ahead", "desktop"): 2400, ("map-ahead", "phone"): 1500, ("region-ahead", "desktop"): 900}
PLACES = {"map-ahead": "map", "region-ahead": "coming-days"}  # where a picture begins that is of a part of a page


def kinds(plan: Path) -> Iterator[tuple[str, Path, str]]:
    """A name for each kind of page that the plan has, the page, and what the address says of it."""
    if (plan / "outlook.csv").is_file():
        yield "map-ahead", plan / "map.html", later_address(plan)
        yield "region-ahead", busiest(plan / "regions"), ""
        return
    yield "index", plan / "index.html", ""
    yield "map", plan / "map.html", ""
    yield "map-details", plan / "map.html", "#VR09&" + layer_address(plan)
    yield "glossary", plan / "glossary.html", ""
    if (plan / "public").is_dir():
        yield "public-index", plan / "public" / "index.html", ""
        yield "public-map", plan / "public" / "map.html", ""
        yield "public-region", plan / "public" / "VR09.html", ""
    for kind, folder in (("region", "regions"), ("bus", "buses")):
        pages = sorted((plan / folder).glob("*.html")) if (plan / folder).is_dir() else []
        if pages:
            yield kind, busiest(plan / folder), ""


def busiest(folder: Path) -> Path:
    """The page with most on it."""
    return max(folder.glob("*.html"), key=lambda page: (page.stat().st_size, page.name))


def in_english(plan: Path) -> bool:
    """Whether the pages are in English, and not in Dutch."""
    return '<html lang="en"' in (plan / "map.html").read_text(encoding="utf-8")[:200]


def layer_address(plan: Path) -> str:
    """The layer of waiting status holders, in the language of the map."""
    return "layer=waiting" if in_english(plan) else "laag=wachten"


def later_address(plan: Path) -> str:
    """The layer of the load on a later day, two weeks on, in the language of the map."""
    day = date.fromisoformat(planned_date(plan / "map.html")) + timedelta(days=14)
    return f"#layer=load-later&day={day}" if in_english(plan) else f"#laag=bezetting-straks&dag={day}"


def open_page(browser: Browser, file: Path, address: str, width: int, height: int, scale: float = 1) -> Page:
    """The page in a window of this size, without any network, on the day that it is about."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=scale, reduced_motion="reduce"
    )
    page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    page.clock.set_fixed_time(f"{planned_date(file)}T07:00:00")
    page.goto(file.resolve().as_uri() + address)
    return page


def look_at(page: Page, kind: str) -> None:
    """Scroll to where the picture of a part of a page begins."""
    if kind in PLACES:
        page.evaluate("place => document.getElementById(place).scrollIntoView()", PLACES[kind])


def planned_date(file: Path) -> str:
    """The day that a page is about, so that its picture does not say that it is old."""
    return file.read_text(encoding="utf-8").split('<time datetime="', 1)[1].split('"', 1)[0]


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", type=Path, help="a plan folder with its pages")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    arguments = parser.parse_args()
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        for kind, file, address in kinds(arguments.plan):
            for name, (width, height, scale) in SIZES.items():
                page = open_page(browser, file, address, width, TALL.get((kind, name), height), scale)
                look_at(page, kind)
                page.screenshot(path=out / f"{kind}-{name}.png")
            sheet = open_page(browser, file, address, *(side - 2 * MARGIN_PIXELS for side in A4_PIXELS), scale=0.75)
            sheet.emulate_media(media="print")
            look_at(sheet, kind)
            sheet.screenshot(path=out / f"{kind}-print.png")
        browser.close()


if __name__ == "__main__":
    main()
