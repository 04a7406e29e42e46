"""The ways of a day: buses as if every one were full and each trip had one stop, and own travel."""

from __future__ import annotations

from optimizer.model.horizon.day import Column, Day, Frame
from optimizer.model.horizon.setting import Setting
from optimizer.model.linear import Expression, expression


def add_buses(frame: Frame, day: Day) -> None:
    """Driving and duty of a day, as if every bus were full and each trip had one stop."""
    setting, policy = frame.setting, frame.setting.scenario.policy
    drive = ridden(setting, day).times(1 / setting.seats)
    frame.linear.row(drive, high=setting.fleet * policy.max_drive_minutes)
    duty = drive + service(setting, day).times(1 / setting.seats)
    frame.linear.row(duty, high=setting.fleet * policy.max_duty_minutes)


def ridden(setting: Setting, day: Day) -> Expression:
    """Person-minutes of driving by bus of a day."""
    rides = _rides(setting, day)
    return expression([x for x, _ in rides], [minutes for _, minutes in rides] or 1.0)


def service(setting: Setting, day: Day) -> Expression:
    """Person-minutes of boarding and stopping of a day, of those who do not stay where they are."""
    policy = setting.scenario.policy
    columns = [x for x, minutes in _rides(setting, day) if minutes > 0]
    return expression(columns, policy.load_minutes + policy.stop_minutes)


def _rides(setting: Setting, day: Day) -> list[tuple[Column, float]]:
    rides = [(x, float(setting.onward[p, v])) for (p, v), x in day.ride.items() if not setting.crowd.departures[p].own]
    return rides + [(x, float(setting.move_onward[g][v])) for (g, v), x in day.move.items()]


def driving(setting: Setting, day: Day) -> Expression:
    """What the ways of a day count at level 5: buses, and own travel."""
    weights = setting.scenario.policy.effort
    own = [
        (x, weights.own_minute * setting.minutes[p, v] / setting.crowd.departures[p].largest)
        for (p, v), x in day.ride.items()
        if setting.crowd.departures[p].own
    ]
    by_bus = ridden(setting, day).times(weights.drive_minute / setting.seats)
    return by_bus + expression([x for x, _ in own], [cost for _, cost in own] or 1.0)
