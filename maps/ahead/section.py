"""The part of the national page about the days after the planned one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maps.ahead.chart import Chart, chart, round_top
from maps.ahead.periods import DAILY_COUNTRY, periods
from maps.ahead.tables import arrivals_table, country_table, load_table
from maps.ahead.words import chart_words, outlook_sentence, region_sentence, run_down_sentence
from maps.kit.tables import Table, plain
from maps.texts import Texts
from maps.view.day import DayView
from maps.view.outlook import Outlook
from optimizer.plan.outlook import OutlookRow


@dataclass(frozen=True, slots=True)
class NamedChart:
    """A chart with the name it goes by and its words; `link` is the page that says more, in the plan folder."""

    name: str
    words: str
    chart: Chart
    link: str = ""


@dataclass(frozen=True, slots=True)
class AheadSection:
    """What the template shows: sentences, the days of the slider (key and text), charts on one scale."""

    sentences: tuple[str, ...]
    days: tuple[tuple[str, str], ...]
    charts: tuple[NamedChart, ...]
    top: int
    banded: bool


def ahead_tables(view: DayView, texts: Texts) -> tuple[Table, ...]:
    """The tables of the section; none where the plan does not look ahead."""
    if view.outlook is None:
        return ()
    outlook = view.outlook
    return (
        country_table(outlook, texts),
        load_table(view, outlook, texts),
        arrivals_table(view, outlook, texts),
    )


def ahead_section(view: DayView, texts: Texts) -> AheadSection | None:
    """The section; None where the plan does not look ahead."""
    if view.outlook is None:
        return None
    outlook, top = view.outlook, top_of(view.outlook.regions.values(), view.outlook.bands.values())
    return AheadSection(
        sentences=(outlook_sentence(outlook, texts), run_down_sentence(outlook, texts)),
        days=tuple((period.key, period.spoken(texts)) for period in periods(outlook.days, DAILY_COUNTRY)),
        charts=tuple(_charts(view, outlook, top, texts)),
        top=top,
        banded=bool(outlook.bands),
    )


def _charts(view: DayView, outlook: Outlook, top: int, texts: Texts) -> Iterator[NamedChart]:
    for region in view.regions:
        days, name = outlook.regions[region.vr_code], plain(region.name)
        drawn = chart(days, top, outlook.bands.get(region.vr_code, ()))
        yield NamedChart(name, chart_words(days, texts), drawn, f"regions/{region.vr_code}.html#coming-days")


@dataclass(frozen=True, slots=True)
class RegionAhead:
    """A region's coming days: a sentence, its chart up to `top` people, and the first and last day of it."""

    sentence: str
    chart: Chart
    top: int
    first: str
    last: str
    banded: bool


def region_ahead(
    days: Sequence[OutlookRow], texts: Texts, bands: Sequence[tuple[float, float]] = ()
) -> RegionAhead | None:
    """The part of a region's page; None where the plan does not look ahead."""
    if not days:
        return None
    first, last = texts.week_day(days[0].date), texts.week_day(days[-1].date)
    top = top_of([days], [bands])
    return RegionAhead(region_sentence(days, texts), chart(days, top, bands), top, first, last, bool(bands))


def top_of(regions: Iterable[Sequence[OutlookRow]], bands: Iterable[Sequence[tuple[float, float]]] = ()) -> int:
    """A scale that holds the residents and places of all, and their bands."""
    highest = max(max(day.occupied, day.places) for days in regions for day in days)
    return round_top(max([highest, *(high for band in bands for _, high in band)]))
