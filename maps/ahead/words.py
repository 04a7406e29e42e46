"""What is expected after the planned day, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from maps.ahead.periods import whole
from maps.texts import Texts
from maps.view.outlook import Outlook
from optimizer.plan.outlook import OutlookRow


def outlook_sentence(outlook: Outlook, texts: Texts) -> str:
    """Whether everybody is expected to have a place on the days after the planned one; else when not."""
    later = outlook.country[1:]
    without = [day for day in later if whole(day.unsheltered)]
    if not without:
        return texts.count("ahead.all_sheltered", len(later))
    worst = max(without, key=lambda day: day.unsheltered)
    if len(without) == 1:
        return texts.count("ahead.short_once", whole(worst.unsheltered), day=texts.day(worst.date))
    return texts.count(
        "ahead.short",
        whole(worst.unsheltered),
        days=texts.number(len(without)),
        first=texts.day(without[0].date),
        worst=texts.day(worst.date),
    )


def run_down_sentence(outlook: Outlook, texts: Texts) -> str:
    """How many residents there are tonight and at the end, and how many status holders are housed on the way."""
    first, last = (sum(days[at].occupied for days in outlook.regions.values()) for at in (0, -1))
    housed = sum(day.housed for day in outlook.country)
    return texts(
        "ahead.residents",
        first=whole(first),
        last=whole(last),
        day=texts.day(outlook.days[-1]),
        housed=texts.count("ahead.housed", whole(housed)),
    )


def region_sentence(days: Sequence[OutlookRow], texts: Texts) -> str:
    """How many people come or move to a region in the week after the planned day, and when it has most residents."""
    week, most = days[1:8], max(days, key=lambda day: day.occupied)
    persons, moving = whole(sum(day.arrivals for day in week)), whole(sum(day.moved_in for day in week))
    coming = texts.count("ahead.region.coming", persons) if persons else texts("ahead.region.nobody")
    moves = [texts.count("ahead.region.moving", moving)] if moving else []
    residents = texts.count("unit.residents", whole(most.occupied))
    places = texts.count("ahead.agreed", whole(most.places))
    busiest = texts("ahead.region.most", residents=residents, places=places, day=texts.day(most.date))
    return " ".join([coming, *moves, busiest])


def chart_words(days: Sequence[OutlookRow], texts: Texts) -> str:
    """What a chart shows, in words that stand beside it."""
    most = max(days, key=lambda day: day.occupied)
    return texts(
        "ahead.chart",
        first=whole(days[0].occupied),
        last=whole(days[-1].occupied),
        until=texts.day_of_month(days[-1].date),
        most=whole(most.occupied),
        day=texts.day_of_month(most.date),
        places=whole(days[-1].places),
    )
