"""What follows from a decision: times, tallies and the places around it."""
