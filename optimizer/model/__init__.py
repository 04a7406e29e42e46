"""The mathematics: classes, networks and one module a rule."""
