"""Why arrivals change, as the workbook says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from optimizer.plan.causes import Cause, CauseCode, Value
from optimizer.plan.plan import LEVEL_NAMES
from optimizer.plan.report.texts import LEVELS, NO_DAY, SITE_STATUSES, figure_text
from optimizer.plan.texts import Lang, Texts
from optimizer.scenario.entities import SiteStatus

CAUSES: Final[Mapping[CauseCode, Texts]] = {
    CauseCode.INFLOW: {
        "nl": "instroom in het land die dag: {now} (was {before})",
        "en": "inflow into the country that day: {now} (was {before})",
    },
    CauseCode.PLACES: {
        "nl": "plaatsen in de regio: {now} (was {before})",
        "en": "places of the region: {now} (was {before})",
    },
    CauseCode.SITE_NEW: {"nl": "nieuwe locatie: {site}", "en": "new site: {site}"},
    CauseCode.SITE_GONE: {"nl": "vervallen locatie: {site}", "en": "site that is gone: {site}"},
    CauseCode.SITE_STATUS: {"nl": "{site}: {now} (was {before})", "en": "{site}: {now} (was {before})"},
    CauseCode.SITE_OPENS: {
        "nl": "{site} gaat open: {now} (was {before})",
        "en": "{site} opens: {now} (was {before})",
    },
    CauseCode.SITE_CLOSES: {
        "nl": "{site} gaat dicht: {now} (was {before})",
        "en": "{site} closes: {now} (was {before})",
    },
    CauseCode.LEVEL_BETTER: {
        "nl": "doel {goal}: alle wijzigingen samen maken het {gained} lager",
        "en": "goal {goal}: all changes together make it {gained} lower",
    },
    CauseCode.IMPOSSIBLE: {"nl": "wat verteld was, kan niet meer", "en": "what was told is not possible any more"},
    CauseCode.PLANNED: {
        "nl": "vandaag is per huishouden opnieuw gepland",
        "en": "today is planned anew, household by household",
    },
}


def causes_words(causes: Iterable[Cause], lang: Lang, names: Mapping[str, str]) -> str:
    """All causes in a cell, sites with their `names` by id."""
    text = "; ".join(_words(cause, lang, names) for cause in causes)
    return f"{text[:1].upper()}{text[1:]}"


def _words(cause: Cause, lang: Lang, names: Mapping[str, str]) -> str:
    words = {name: _shown(value, lang) for name, value in cause.named.items()}
    if "site" in words:
        words["site"] = names.get(words["site"], words["site"])
    if "level" in words:
        words["goal"] = LEVELS[LEVEL_NAMES[int(words["level"]) - 1]][lang]
    return CAUSES[cause.code][lang].format(**words)


def _shown(value: Value, lang: Lang) -> str:
    if value is None:
        return NO_DAY[lang]
    if isinstance(value, SiteStatus):
        return SITE_STATUSES[value][lang]
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    return value if isinstance(value, str) else figure_text(value, lang)
