"""`glossary.html`: every word of the pages that not everybody knows."""
