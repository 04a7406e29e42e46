"""Draws a map twice from the same values: live, for a browser, and still, for paper and no JavaScript."""
