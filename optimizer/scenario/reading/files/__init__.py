"""One file, of whatever kind, to the cells that stand in it."""
