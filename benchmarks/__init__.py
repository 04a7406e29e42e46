"""Measurements against others: whole runs of `cno plan`, peers on the same scenarios, published instances."""
