"""Why arrivals change: written, read back, refused where it is no cause, and said in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.plan.causes import PARAMETERS, Cause, CauseCode, causes_text, read_causes
from optimizer.plan.report.causes import CAUSES, causes_words
from optimizer.plan.texts import Lang
from optimizer.scenario.entities import SiteStatus

EVERY = (
    Cause(CauseCode.INFLOW, (20.0, 12.5)),
    Cause(CauseCode.PLACES, (250.0, 1200.0)),
    Cause(CauseCode.SITE_NEW, ("S1",)),
    Cause(CauseCode.SITE_GONE, ("S 2:x%",)),
    Cause(CauseCode.SITE_STATUS, ("S1", SiteStatus.OPEN, SiteStatus.CLOSED)),
    Cause(CauseCode.SITE_OPENS, ("S1", None, date(2026, 3, 4))),
    Cause(CauseCode.SITE_CLOSES, ("S1", date(2026, 3, 4), None)),
    Cause(CauseCode.LEVEL_BETTER, ("4", 130.26)),
    Cause(CauseCode.IMPOSSIBLE),
    Cause(CauseCode.PLANNED),
)
WRITTEN = (
    "inflow:20:12.5 places:250:1200 site_new:S1 site_gone:S%202%3Ax%25 site_status:S1:open:closed "
    "site_opens:S1::2026-03-04 site_closes:S1:2026-03-04: level_better:4:130.26 impossible planned"
)


def test_every_cause_is_written_and_read_back() -> None:
    assert {cause.code for cause in EVERY} == set(CauseCode) == set(PARAMETERS)
    assert causes_text(EVERY) == WRITTEN
    assert read_causes(WRITTEN) == EVERY
    assert read_causes("") == ()


@given(st.text(min_size=1).filter(lambda text: text.isprintable()), st.floats(-1e6, 1e6))
def test_any_id_and_number_come_back(site: str, number: float) -> None:
    causes = (Cause(CauseCode.SITE_NEW, (site,)), Cause(CauseCode.PLACES, (number, 0.0)))
    text = causes_text(causes)
    back = read_causes(text)
    assert back[0] == causes[0]
    assert back[1].named["before"] == pytest.approx(number, abs=0.0005)
    assert not text.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    "text",
    [
        *("strike", "inflow", "inflow:20", "inflow:20:x", "inflow:nan:1", "inflow:1:inf", "inflow:1:2:3"),
        *("site_new:", "site_status:S1:open:shut", "site_opens:S1::morgen", "level_better:6:1", "level_better:0:1"),
        *("impossible:1", "12 people are expected", ":"),
    ],
)
def test_what_is_no_cause_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of several kinds, as enumerations, dates and numbers raise them
        read_causes(text)


def test_a_cause_has_all_that_goes_with_it() -> None:
    with pytest.raises(ValueError, match="goes with before, now"):
        Cause(CauseCode.INFLOW, (1.0,))
    with pytest.raises(ValueError, match="goes with nothing"):
        Cause(CauseCode.IMPOSSIBLE, ("x",))


WORDS: dict[Lang, list[str]] = {
    "nl": [
        "Instroom in het land die dag: 12,5 (was 20)",
        "plaatsen in de regio: 1.200 (was 250)",
        "nieuwe locatie: Hal",
        "vervallen locatie: S 2:x%",
        "Hal: gesloten (was open)",
        "Hal gaat open: 04-03-2026 (was geen dag)",
        "Hal gaat dicht: geen dag (was 04-03-2026)",
        "doel 4. Ongelijke verdeling over de regio's: alle wijzigingen samen maken het 130,3 lager",
        "wat verteld was, kan niet meer",
        "vandaag is per huishouden opnieuw gepland",
    ],
    "en": [
        "Inflow into the country that day: 12.5 (was 20)",
        "places of the region: 1,200 (was 250)",
        "new site: Hal",
        "site that is gone: S 2:x%",
        "Hal: closed (was open)",
        "Hal opens: 04-03-2026 (was no day)",
        "Hal closes: no day (was 04-03-2026)",
        "goal 4. Uneven load of the regions: all changes together make it 130.3 lower",
        "what was told is not possible any more",
        "today is planned anew, household by household",
    ],
}


@pytest.mark.parametrize("lang", WORDS)
def test_the_workbook_says_every_cause(lang: Lang) -> None:
    assert set(CAUSES) == set(CauseCode)
    assert causes_words(EVERY, lang, {"S1": "Hal"}) == "; ".join(WORDS[lang])
