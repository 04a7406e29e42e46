"""`cno regions`: which boundaries of regions and municipalities the maps show."""

from __future__ import annotations

from pathlib import Path

import click

from optimizer.commands.shared import EXISTING_FILE, Said


@click.group()
def regions() -> None:
    """Which boundaries of regions and municipalities the maps show."""


@regions.command("use")
@click.argument("file", type=EXISTING_FILE)
def use_regions(file: Path) -> Said:
    """Use the official boundaries in FILE (GeoPackage, GeoJSON or TopoJSON), after checking that none is missing."""
    from optimizer.scenario.regions_use import use_boundaries

    return Said(str(use_boundaries(file)))


@regions.command("reset")
def reset_regions() -> Said:
    """Use the project's own boundaries again."""
    from optimizer.scenario.regions_use import use_boundaries

    return Said(str(use_boundaries(None)))


@regions.command("show")
def show_regions() -> Said:
    """Say which boundaries are used, and where they came from."""
    from optimizer.scenario.regions_use import boundaries_in_use

    return Said(str(boundaries_in_use()))
