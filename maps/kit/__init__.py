"""What every page shares: the template, the look, tables and their figures, texts and state in words."""
