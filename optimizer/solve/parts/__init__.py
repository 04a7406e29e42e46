"""A day too large for one search: the whole country relaxed, then parts of it planned as days of their own."""
