"""The part of the national page about the days after the planned one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maps.ahead.chart import Chart, chart, round_top
from maps.ahead.homes import homes_sentence, kinds_table
from maps.ahead.homes import regions_table as homes_regions_table
from maps.ahead.periods import DAILY_COUNTRY, periods
from maps.ahead.runs_out import runs_out_regions_table, runs_out_sentence, runs_out_table
from maps.ahead.tables import arrivals_table, country_table, load_table
from maps.ahead.told import told_regions_table, told_sentence
from maps.ahead.words import chart_words, outlook_sentence, region_sentence, run_down_sentence
from maps.kit.tables import Table, plain
from maps.texts import Texts
from maps.view.day import DayView
from maps.view.outlook import Outlook, RunsOut
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
    """What the template shows: sentences, the days of the slider (key and text), charts on one scale.

    `homes` says which homes are missing, `told` what is otherwise than was told, `runs_out` what does first; both
    empty where nothing is known of it.
    """

    sentences: tuple[str, ...]
    homes: str
    told: str
    runs_out: str
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
        *_told(view, outlook, texts),
        *_runs_out(view, outlook, texts),
        *_homes(view, outlook, texts),
    )


def _told(view: DayView, outlook: Outlook, texts: Texts) -> Iterator[Table]:
    if outlook.changes:
        yield told_regions_table(view, outlook.changes, texts)


def _runs_out(view: DayView, outlook: Outlook, texts: Texts) -> Iterator[Table]:
    if outlook.runs_out is not None:
        yield runs_out_table("runs_out", _of_country(outlook.runs_out), texts)
        yield runs_out_regions_table(view, outlook.runs_out, texts)


def _of_country(runs_out: Sequence[RunsOut]) -> list[RunsOut]:
    return [one for one in runs_out if not one.vr_code]


def _homes(view: DayView, outlook: Outlook, texts: Texts) -> Iterator[Table]:
    if outlook.shortages:
        yield homes_regions_table(view, outlook, texts)
        yield kinds_table(outlook.shortages, outlook.days, texts)


def ahead_section(view: DayView, texts: Texts) -> AheadSection | None:
    """The section; None where the plan does not look ahead."""
    if view.outlook is None:
        return None
    outlook, top = view.outlook, top_of(view.outlook.regions.values(), view.outlook.bands.values())
    return AheadSection(
        sentences=(outlook_sentence(outlook, texts), run_down_sentence(outlook, texts)),
        homes=homes_sentence(outlook.shortages, outlook.days, texts),
        told="" if outlook.changes is None else told_sentence(outlook.changes, texts),
        runs_out="" if outlook.runs_out is None else runs_out_sentence(_of_country(outlook.runs_out), texts),
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
