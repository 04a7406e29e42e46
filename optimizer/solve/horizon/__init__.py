"""Several days: today household by household, the days after it in expected persons."""
