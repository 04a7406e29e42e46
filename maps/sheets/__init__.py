"""What is carried along and hung up: a list for each bus, a day sheet for each region, on paper and as PDF."""
