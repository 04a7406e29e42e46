"""The days after the first in expected persons: one linear programme over all days, and one for housing."""
