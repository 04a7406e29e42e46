"""What tests look for in a page that a browser has open."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A4_MM = (210, 297)
MARGIN_MM = 12
PIXELS_A_MM = 96 / 25.4
PAPER = tuple(round((side - 2 * MARGIN_MM) * PIXELS_A_MM) for side in A4_MM)  # pixels within the margins


def violations(page: Page) -> list[str]:
    """What axe finds wrong."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def wait_until(page: Page, condition: str) -> None:
    """Wait for a JavaScript function to say true; the page's own policy forbids Playwright's way, which uses eval."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def ready_in_ms(page: Page) -> float:
    """How long it takes until the page can be used, its scripts included: the best of five loads."""
    times = []
    for _ in range(5):
        page.reload(wait_until="load")
        times.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    return float(min(times))


def cells(page: Page, table: str) -> list[list[str]]:
    """What a table shows, row by row, without its header and total."""
    rows = page.locator(f'table[data-table="{table}"] tbody tr')
    return rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))")


def row(page: Page, table: str, key: str) -> dict[str, str]:
    """What a table says about `key`, by the column's heading."""
    found = page.locator(f'table[data-table="{table}"]').evaluate(
        """(table, key) => { const row = [...table.tBodies[0].rows].find(row => row.dataset.key === key);
        const text = (cell) => cell.textContent.trim();
        return [...table.tHead.rows[0].cells].map((head, i) => [text(head), text(row.cells[i])]) }""",
        key,
    )
    return dict(found)


def details(page: Page) -> dict[str, str]:
    """What the map tells about what was chosen."""
    box = page.locator(".details")
    names, values = (box.locator(tag).all_text_contents() for tag in ("dt", "dd"))
    return {"": box.locator("h3").text_content() or ""} | dict(zip(names, values, strict=True))


BROKEN = """([where, longest]) => [...document.querySelectorAll(where)].flatMap(part => {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), found = [], range = document.createRange();
    while (walk.nextNode()) {
        const node = walk.currentNode;
        for (const word of node.data.matchAll(/[\\p{L}\\d]+/gu)) {
            const line = at => {
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                return [...range.getClientRects()].at(-1)?.top; // the last: a hyphen may stand before it
            };
            const broken = Math.abs(line(word.index) - line(word.index + word[0].length - 1)) > 2;
            if (broken && word[0].length <= longest) found.push(`${part.dataset.table}: ${word[0]}`);
        }
    }
    return found; })"""
LONGEST_WORD = 18  # letters: Tytsjerksteradiel has 17; longer ones may be broken so that the table fits


def broken_words(page: Page, where: str = "table.data") -> list[str]:
    """Words in `where`, a selector, that go on in the middle on the next line."""
    return list(page.evaluate(BROKEN, [where, LONGEST_WORD]))
