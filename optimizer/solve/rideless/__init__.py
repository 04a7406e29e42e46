"""A day on which nobody rides: which sites to open and who goes where, by prices, pieces and branching."""
