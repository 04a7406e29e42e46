"""Questions that are answered by planning again: what if, what would help most, what may come."""
