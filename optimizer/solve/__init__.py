"""From a scenario to a proven decision."""
