"""What residents need of care: minutes by region, wheelchair places by kind of site."""

from __future__ import annotations

from optimizer.model.horizon.day import Column, Day, Frame
from optimizer.model.linear import expression

LEAST, MOST = 0, -1  # of care_minutes


def add_care(frame: Frame, day: Day, before: Day | None) -> None:
    """Care minutes where they are limited: people who leave may be chosen by need, none need less than the least.

    care_in of a region lies between what its arrivals need if they are those who need least, and most.
    """
    setting, linear = frame.setting, frame.linear
    minutes = setting.scenario.policy.care_minutes
    limited = [v for v in range(len(setting.regions[0])) if frame.ceiling.care_limited(v)]
    if not limited:
        return
    needed = expression(list(day.take.values()), [minutes[setting.crowd.classes[c].care_level] for c, _ in day.take])
    everywhere: list[Column] = []
    for v in limited:
        pools = [g for g in range(len(setting.pools)) if setting.pools[g].region == v]
        arrive = [day.arrive[g] for g in pools if g in day.arrive]
        most = [minutes[setting.pools[g].kind.care_level] for g in pools if g in day.arrive]
        day.care[v] = frame.new(frame.ceiling.of_care(day.number, v))
        day.care_in[v], day.care_out[v] = frame.new(), frame.new()
        everywhere.append(day.care_in[v])
        linear.row(expression([day.care_in[v]]) + expression(arrive, -minutes[LEAST]), low=0.0)
        linear.row(expression([day.care_in[v]]) + expression(arrive, [-m for m in most] or -1.0), high=0.0)
        away = [day.leave[g] for g in pools if g in day.leave]
        away += [x for (g, _), x in day.move.items() if g in pools] + [x for g, x in day.outside.items() if g in pools]
        linear.row(expression([day.care_out[v]]) + expression(away, -minutes[MOST]), high=0.0)
        moved = [day.move_in[g] for g in pools if g in day.move_in]
        old = [before.care[v]] if before else []
        come = expression([day.care[v], day.care_out[v], day.care_in[v], *old], [1.0, 1.0, -1.0, *[-1.0 for _ in old]])
        known = 0.0 if before else frame.start.care[v]
        linear.row(come + expression(moved, -minutes[LEAST]), low=known, high=known)
        stay = [day.stay[g] for g in pools if g in day.stay]
        linear.row(expression([day.care[v]]) + expression(stay, -frame.ceiling.least_care), low=0.0)
    rest = [x for g, x in day.arrive.items() if setting.pools[g].region not in limited]
    most_rest = [
        minutes[setting.pools[g].kind.care_level] for g in day.arrive if setting.pools[g].region not in limited
    ]
    spread = expression(everywhere) + needed.times(-1.0)
    linear.row(spread + expression(rest, minutes[LEAST]), high=0.0)
    linear.row(spread + expression(rest, most_rest or 1.0), low=0.0)


def add_wheelchairs(frame: Frame, day: Day, before: Day | None) -> None:
    """Wheelchair places by kind of site; they do not grow fewer here, as those who are moved take theirs along."""
    setting, linear = frame.setting, frame.linear
    for t, kind in enumerate(setting.kinds):
        pools = [g for g, pool in enumerate(setting.pools) if pool.kind == kind]
        if not kind.wheelchairs or not pools:
            continue
        day.wheelchairs[t] = frame.new(frame.ceiling.of_wheelchairs(day.number, t))
        shares = [(x, float(setting.crowd.classes[c].wheelchairs)) for (c, s), x in day.take.items() if s == t]
        come = expression([x for x, _ in shares], [-share for _, share in shares] or 1.0)
        old = [before.wheelchairs[t]] if before else []
        known = 0.0 if before else frame.start.wheelchairs[t]
        left = expression([day.wheelchairs[t], *old], [1.0, *[-1.0 for _ in old]]) + come
        leave = [day.leave[g] for g in pools if g in day.leave]
        if leave:
            day.wheelchairs_out[t] = frame.new()
            linear.row(expression([day.wheelchairs_out[t]]) + expression(leave, -1.0), high=0.0)
            left = left + expression([day.wheelchairs_out[t]])
        linear.row(left, low=known, high=known)
