"""A day too large for one piece: relax for bounds, choose whole trips, seat households, roster the buses."""
