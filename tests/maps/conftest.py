"""Plan folders for the pages, and a browser that has no network."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_kinds import KINDS, book_of
from plan_folders import HOSTILE, SMALL, Edit, copy_of, rewrite
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from maps.texts import Lang
from optimizer.scenario.regions import municipality_facts

OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A plan folder of 25 regions, 8 sites in every state, and 3 trips."""
    return copy_of(SMALL, tmp_path / "plan")


@pytest.fixture(scope="session")
def national(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan folder as large as that of a national day: 100 sites and 30 trips."""
    folder = copy_of(SMALL, tmp_path_factory.mktemp("national") / "plan")
    dice = random.Random(1)
    towns = dice.sample(municipality_facts(), 100)
    site = {"kind": "site", "tranche": "base", "care_level": "1", "minors": "false", "wheelchair_places": "2"}
    places = [
        {
            **site,
            "place_id": f"s{i}",
            "name": f"Sporthal De Lange Naam {i}, {town.name}",
            "gm_code": town.code,
            "vr_code": town.region,
            "lon": str(town.lon),
            "lat": str(town.lat),
            "status": dice.choice(["open", "open", "can_open"]),
            "closes_on": dice.choice(["", "", "2022-08-29"]),
            "opens_on": "",
            "persons_waiting": "0",
            "persons_unsheltered": "0",
        }
        for i, town in enumerate(towns)
    ]
    figures = [
        {
            "site_id": f"s{i}",
            "in_use": "true",
            "opened": str(p["status"] == "can_open").lower(),
            "places": str(dice.randint(25, 350)),
            "occupied_before": "20",
            "arrivals": "5",
            "occupied_after": "25",
        }
        for i, p in enumerate(places)
    ]
    trip = {"sequence": "1", "origin_id": "ter-apel", "departs": "07:20", "drive_minutes": "120", "persons": "45"}
    trips = [{**trip, "trip_id": f"T{i:03}", "bus_id": f"B{i % 20:02}"} for i in range(30)]
    stops = [
        {"trip_id": f"T{i:03}", "sequence": str(k), "site_id": f"s{2 * i + k}", "arrives": "10:00", "persons": str(n)}
        for i in range(30)
        for k, n in ((1, 20), (2, 25))
    ]
    rewrite(folder, "places.csv", lambda rows: [r for r in rows if r["kind"] == "origin"] + places)
    rewrite(folder, "sites.csv", lambda rows: figures)
    rewrite(folder, "trips.csv", lambda rows: trips)
    rewrite(folder, "stops.csv", lambda rows: stops)
    rewrite(folder, "regions.csv", lambda rows: [{**row, "overload": ""} for row in rows])
    return folder


@pytest.fixture
def hostile(small: Path) -> Path:
    """A plan folder in which every name and id that a planner can choose attacks the page."""
    texts = [*HOSTILE, *HOSTILE]

    def renamed(column: str) -> Edit:
        return lambda rows: [{**row, column: texts[i]} for i, row in enumerate(rows)]

    rewrite(small, "places.csv", renamed("name"))
    rewrite(
        small, "regions.csv", lambda rows: [{**row, "name": HOSTILE[i % len(HOSTILE)]} for i, row in enumerate(rows)]
    )
    for file, column in (("trips.csv", "bus_id"), ("municipalities.csv", "name")):
        rewrite(small, file, renamed(column))
    ids = {"ter-apel": HOSTILE[4], "expo-assen": HOSTILE[3], "sporthal-zuid": HOSTILE[0], "haven-goes": HOSTILE[1]}
    for file, column in (
        ("places.csv", "place_id"),
        ("sites.csv", "site_id"),
        ("trips.csv", "origin_id"),
        ("stops.csv", "site_id"),
        ("assignments.csv", "destination_id"),
    ):
        rewrite(small, file, lambda rows, c=column: [{**row, c: ids.get(row[c], row[c])} for row in rows])
    rewrite(small, "regions.csv", lambda rows: [{**row, "overload": ""} for row in rows])
    return small


Write = Callable[..., Path]


@pytest.fixture
def write_page(tmp_path: Path) -> Write:
    """Write a kind of page of a plan folder to a file of its own."""

    def write(folder: Path, lang: Lang = "nl", kind: str = "map") -> Path:
        file = tmp_path / f"{kind}-{lang}.html"
        file.write_bytes(KINDS[kind](book_of(folder, lang)))
        return file

    return write


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a file; in the end it must have asked for nothing, said nothing on the console and failed at nothing."""
    contexts: list[tuple[BrowserContext, list[str]]] = []

    def opened(
        file: Path,
        width: int = 1280,
        height: int = 900,
        today: str | None = "2022-08-25",
        address: str = "",
        **options: object,
    ) -> Page:
        def own(url: str) -> bool:  # the page itself, and what it makes for a download
            return url.split("#", maxsplit=1)[0] == file.as_uri() or url.startswith("blob:")

        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        said: list[str] = []
        contexts.append((context, said))
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("request", lambda request: own(request.url) or said.append(f"request: {request.url[:99]}"))
        page.route(lambda url: not own(url), lambda route: route.abort())
        if today and options.get("java_script_enabled", True):
            page.clock.set_fixed_time(f"{today}T07:00:00")
        page.goto(file.as_uri() + address)
        return page

    yield opened
    for context, said in contexts:
        context.close()
        assert said == []
