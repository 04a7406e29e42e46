"""The measurements as text: one row a scenario, then the levels of everybody side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.results import Ours, Peer, exponent, first_difference, ratio, steepest
from optimizer.plan.plan import LEVEL_NAMES

Measured = Mapping[str, tuple[Ours, Mapping[str, Peer]]]


def main_table(measured: Measured, peers: Sequence[str]) -> str:
    """A row a scenario: seconds and MiB of the whole process, value and gap of each level, and the peers' ratios."""
    header = ["scenario", "seconds", "solving", "MiB", *(f"{n} {name}" for n, name in enumerate(LEVEL_NAMES, 1))]
    rows = [header + [f"x {peer}" for peer in peers]]
    for name, (ours, theirs) in measured.items():
        levels = [f"{figure(lv.value)} ({percent(lv.gap)}{'' if lv.settled else ' open'})" for lv in ours.levels]
        times = [f"{ours.seconds:.1f}", f"{ours.solving:.1f}", f"{ours.mib:.0f}"]
        rows.append([name, *times, *levels, *(_ratio_text(ours, theirs.get(peer)) for peer in peers)])
    return aligned(rows)


def level_table(measured: Measured, peers: Sequence[str]) -> str:
    """A row a plan: ours and each peer's values, bounds of the models, and the first level where ours differs."""
    rows = [["scenario", "by", "seconds", "MiB", *LEVEL_NAMES, "against ours"]]
    for name, (ours, theirs) in measured.items():
        levels = [_with_bound(level.value, level.bound) for level in ours.levels]
        rows.append([name, "cno plan", f"{ours.seconds:.1f}", f"{ours.mib:.0f}", *levels, ""])
        rows += [[name, peer, *_peer_cells(ours, theirs[peer])] for peer in peers if peer in theirs]
    return aligned(rows)


def growth_lines(measured: Measured, sizes: Mapping[str, int]) -> str:
    """How seconds and memory grow with the size of the day; empty with fewer than two sizes."""
    of = {sizes[name]: ours for name, (ours, _) in measured.items() if name in sizes}
    if len(of) < 2:
        return ""
    seconds = [(float(size), ours.seconds) for size, ours in of.items()]
    memory = [(float(size), ours.mib) for size, ours in of.items()]
    least, most = min(of), max(of)
    return (
        f"growth {least}x to {most}x: seconds ~ size^{exponent(seconds):.2f} (steepest step {steepest(seconds):.2f}),"
        f" memory ~ size^{exponent(memory):.2f}"
    )


def standings(measured: Measured) -> list[str]:
    """How each peer's plan stands to ours, as the level table says it."""
    return [_peer_cells(ours, peer)[-1] for ours, theirs in measured.values() for peer in theirs.values()]


def figure(value: float) -> str:
    """A level value: whole where it is, else one decimal."""
    return f"{value:.0f}" if abs(value - round(value)) < 1e-6 else f"{value:.1f}"


def percent(gap: float | None) -> str:
    """A gap; 0 only when it is 0."""
    if gap is None:
        return "no bound"
    return "0" if gap == 0 else f"{100 * gap:.2g}%"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns side by side, the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join([first.strip().ljust(widths[0]), *others]).rstrip())
    return "\n".join(lines)


def _ratio_text(ours: Ours, peer: Peer | None) -> str:
    if peer is None:
        return "-"
    found = ratio(ours, peer)
    return "never" if found is None else f"{found:.1f}"


def _with_bound(value: float, bound: float | None) -> str:
    return figure(value) if bound is None else f"{figure(value)} >= {figure(bound)}"


def _peer_cells(ours: Ours, peer: Peer) -> list[str]:
    times = [f"{peer.run.seconds:.1f}", f"{peer.run.mib:.0f}"]
    if peer.values is None:
        return [*times, *["-"] * len(LEVEL_NAMES), peer.failure]
    bounds = {stage.level: stage.bound for stage in peer.stages}
    cells = [_with_bound(value, bounds.get(number)) for number, value in enumerate(peer.values, 1)]
    return [*times, *cells, _standing(ours, peer)]


def _standing(ours: Ours, peer: Peer) -> str:
    if peer.broken or peer.values is None:
        return f"breaks {len(peer.broken)} rules"
    level, sign = first_difference(ours.levels, peer.values)
    return {0: "alike", 1: f"worse at level {level}", -1: f"better at level {level}"}[sign]
