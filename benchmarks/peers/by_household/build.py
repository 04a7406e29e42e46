"""The two models of a day, which share nothing: asylum seekers to sites, status holders to homes."""

from __future__ import annotations

from benchmarks.peers.by_household.buses import drive
from benchmarks.peers.by_household.columns import HomeModel, SiteModel, place
from benchmarks.peers.by_household.goals import effort, elsewhere, scattered, uneven, unhoused, unsheltered
from benchmarks.peers.by_household.rules import house, keep_region, keep_sites
from optimizer.scenario.entities import Scenario


def shelter_model(scenario: Scenario) -> SiteModel:
    """Asylum seekers: levels 1, 3 (groups), 4 and 5."""
    model = SiteModel(scenario)
    place(model)
    keep_sites(model)
    for region in scenario.regions:
        keep_region(model, region)
    driven = drive(model)
    model.goals = {1: unsheltered(model), 3: scattered(model), 4: uneven(model), 5: effort(model, driven)}
    return model


def housing_model(scenario: Scenario) -> HomeModel:
    """Status holders: levels 2 and 3 (housed elsewhere)."""
    model = HomeModel(scenario)
    house(model)
    model.goals = {2: unhoused(model), 3: elsewhere(model)}
    return model
