"""What the program tells machines: one JSON object a line, without personal data."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger


def json_log(stream: TextIO, origin: str) -> FilteringBoundLogger:
    """A logger that writes `action`, `object`, `result`, `origin`, `actor`, `time` and what else it is given.

    `origin` is the program and version; `actor` the account's number (a name could be a person's);
    `time` is UTC, ISO 8601. Log counts, codes and file names of tables only: never a household or a cell.
    """
    import structlog

    actor = f"uid {os.getuid()}" if hasattr(os, "getuid") else "unknown"
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(stream),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.EventRenamer("action"),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(0),
        origin=origin,
        actor=actor,
    )
    return logger
