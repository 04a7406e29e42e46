"""From files to a checked Scenario: sources -> raw tables -> checked tables -> entities."""
