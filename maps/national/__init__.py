"""`map.html`: the country on one page."""
