"""What is asked: the input tables, checked, as one immutable Scenario."""
