"""The days after the planned one: tables, charts and sentences of what a plan of several days expects."""
