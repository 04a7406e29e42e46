"""What a page sees of a plan: value objects, read from the plan folder. No page reads a file itself."""
