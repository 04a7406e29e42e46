"""What may be expected of the days to come: who arrives, how many, and what municipalities are to house."""
