"""Write docs/data-dictionary.md from the schemas: python scripts/write_data_dictionary.py"""

from pathlib import Path

from optimizer.scenario.dictionary import data_dictionary

if __name__ == "__main__":
    page = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"
    page.write_text(data_dictionary(), encoding="utf-8", newline="\n")
