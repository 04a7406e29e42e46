"""Tables in plain text, for a terminal as for a pipe."""

from __future__ import annotations

from collections.abc import Sequence


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns two blanks apart, the first and texts to the left, columns of figures to the right."""
    widths = [max(len(row[at]) for row in (header, *rows)) for at in range(len(header))]
    right = [at > 0 and all(_is_figure(row[at]) for row in rows) for at in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
        return "  ".join(padded).rstrip()

    return "\n".join(line(row) for row in (header, *rows))


def _is_figure(text: str) -> bool:
    return text.lstrip("+-")[:1].isdigit() or text in ("", "-")
