"""Growth as a picture: seconds and memory against the size of the day, both axes in logarithms, as plain SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

Points = Sequence[tuple[float, float]]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 420, 320, 64, 44, 20, 52


def growth_svg(seconds: Points, mib: Points) -> str:
    """Two panels side by side. ValueError: no points, or a figure that is not above 0."""
    if not seconds or not mib or min(min(point) for point in (*seconds, *mib)) <= 0:
        raise ValueError("there is no growth to draw without figures above 0")
    panels = _panel(seconds, "seconds, whole process", 0) + _panel(mib, "MiB, peak of the process", WIDTH)
    label = "Seconds and memory of cno plan against the size of the day"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" role="img" aria-label="{label}"'
        ' font-family="sans-serif" font-size="13" fill="#1b1b1b">\n'
        f'<rect width="{2 * WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{panels}</svg>\n'
    )


def _panel(points: Points, title: str, shift: int) -> str:
    points = sorted(points)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    low, high = floor(log10(min(ys))), ceil(log10(max(ys)) + 1e-9)
    high += high == low
    wide = max(log10(xs[-1]) - log10(xs[0]), 1e-9)

    def across(x: float) -> float:
        return LEFT + (log10(x) - log10(xs[0])) / wide * (WIDTH - LEFT - RIGHT - 20) + 10

    def down(y: float) -> float:
        return HEIGHT - BOTTOM - (log10(y) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = [f'<text x="{LEFT}" y="{TOP - 18}" font-weight="bold">{escape(title)}</text>']
    for power in range(low, high + 1):
        y = down(10.0**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ccc"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    parts += [f'<text x="{across(x):.1f}" y="{bottom + 20}" text-anchor="middle">{x:g}x</text>' for x in xs]
    parts.append(f'<text x="{(LEFT + right) / 2:.1f}" y="{bottom + 40}" text-anchor="middle">size of the day</text>')
    line = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#154273" stroke-width="2"/>')
    for x, y in points:
        parts.append(f'<circle cx="{across(x):.1f}" cy="{down(y):.1f}" r="4" fill="#154273"/>')
        parts.append(f'<text x="{across(x):.1f}" y="{down(y) - 10:.1f}" text-anchor="middle">{y:.3g}</text>')
    return f'<g transform="translate({shift} 0)">\n' + "\n".join(parts) + "\n</g>\n"
