"""`index.html`: where a planner starts: the day, what needs attention first, and the way to everything else."""
