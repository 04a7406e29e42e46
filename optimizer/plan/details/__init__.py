"""What those who receive people need beside the plan: arrivals by stop, housing by municipality, limits by region."""
