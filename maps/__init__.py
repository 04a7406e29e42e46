"""Shows a plan: maps and pages that work without the internet."""
