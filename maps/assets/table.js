"use strict";
/* Tables in a browser: every column sorts, every table can be downloaded as CSV and as a workbook. */
(function () {
  const { element, fill, page: { texts, lang } } = cno;
  const collator = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });

  const shown = (cell) => cell.textContent.replaceAll("\u00ad", "").trim(); // without where a word may break

  // By number where the cell has one, else by text; what says nothing comes last, up and down.
  function compare(one, other, direction) {
    const [a, b] = [one, other].map((cell) => cno.number(cell) ?? cell.dataset.order);
    const [empty, blank] = [one, other].map((cell) => ["–", ""].includes(shown(cell)));
    if (empty || blank) return empty - blank;
    return direction * (a !== undefined && b !== undefined ? a - b : collator.compare(shown(one), shown(other)));
  }

  function sort(table, index, said) {
    const head = table.tHead.rows[0].cells[index], body = table.tBodies[0];
    const up = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up === 1 ? "ascending" : "descending");
    body.append(...[...body.rows].sort((a, b) => compare(a.cells[index], b.cells[index], up)));
    said.textContent = fill(texts.sorted, { column: shown(head) });
  }

  function makeSortable(table, said) {
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      const button = element("button", { type: "button" }, ...head.childNodes);
      button.addEventListener("click", () => sort(table, index, said));
      head.append(button);
    });
  }

  // Rows of cells: a number, or text that no spreadsheet takes for a formula.
  function cells(table) {
    const guarded = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
    const value = (cell) => (cno.number(cell) === undefined ? guarded(shown(cell)) : Number(cno.number(cell)));
    return [...table.rows].map((row) => [...row.cells].map(value));
  }

  // As spreadsheets of the language read it: `;` and a decimal comma in Dutch.
  function csv(rows) {
    const [comma, point] = lang === "nl" ? [";", ","] : [",", "."];
    const text = (cell) => (typeof cell === "number" ? String(cell).replace(".", point) : `"${cell.replaceAll('"', '""')}"`);
    return "\ufeff" + rows.map((row) => row.map(text).join(comma)).join("\r\n") + "\r\n";
  }

  function save(bytes, type, name) {
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  function addDownloads(table, title) {
    const name = `${page_name()}-${table.dataset.table}-${cno.page.date}`;
    const kinds = [
      ["csv", "text/csv", () => csv(cells(table))],
      ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", () => cno.workbook(title, cells(table))],
    ];
    const buttons = kinds.map(([kind, type, make]) => {
      const button = element("button", { type: "button", "data-download": kind, "aria-label": `${texts[kind]}: ${title}` }, texts[kind]);
      button.addEventListener("click", () => save(make(), type, `${name}.${kind}`));
      return button;
    });
    table.parentElement.after(element("div", { class: "downloads" }, ...buttons));
  }

  const page_name = () => location.pathname.split("/").pop().replace(/\.html$/, "") || "cno";

  const said = element("p", { role: "status", class: "unseen" });
  document.body.append(said);
  for (const table of document.querySelectorAll("table.data")) {
    makeSortable(table, said);
    addDownloads(table, document.getElementById(table.dataset.table).textContent);
  }
})();
