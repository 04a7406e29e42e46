"""Take pictures of a plan's map: python scripts/screenshots.py PLAN_DIR OUT_DIR

Writes map.png (desktop), phone.png (360 pixels wide) and map.pdf (A4) for looking at; `map.png` is small enough for
the documentation. Needs the `dev` extras and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
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


def open_page(browser: Browser, file: Path, width: int, height: int, scale: float = 1) -> Page:
    """The page with its map drawn, in a window of this size and without any network."""
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
    page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    page.clock.set_fixed_time(f"{planned_date(file)}T07:00:00")
    page.goto(file.resolve().as_uri())
    page.wait_for_selector(".leaflet-tooltip.value")
    return page


def planned_date(file: Path) -> str:
    """The day that a page is about, so that its picture does not say that it is old."""
    return file.read_text(encoding="utf-8").split('<time datetime="', 1)[1].split('"', 1)[0]


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", type=Path, help="a plan folder with map.html")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    arguments = parser.parse_args()
    file, out = arguments.plan / "map.html", arguments.out
    out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        open_page(browser, file, 1280, 1350, scale=0.75).screenshot(path=out / "map.png")
        phone = open_page(browser, file, 360, 740)
        phone.screenshot(path=out / "phone.png", full_page=True)
        phone.pdf(path=out / "map.pdf", format="A4", prefer_css_page_size=True)
        browser.close()


if __name__ == "__main__":
    main()
