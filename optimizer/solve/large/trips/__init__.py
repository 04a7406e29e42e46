"""Fractions of bus trips: which there are, what they are worth, and the bound that they give."""
