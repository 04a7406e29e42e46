"use strict";
/* Tables in a browser: every column sorts, long ones can be filtered, and what is shown can be downloaded. */
(function () {
  const { element, fill, page: { texts, lang } } = cno;
  const FILTERED_FROM = 13; // rows; fewer are seen at a glance
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

  // Rows in which every word stands that is typed; what all rows add up to is then not shown.
  function filter(table, asked, said) {
    const words = cno.plain(asked).split(" ").filter(Boolean), rows = [...table.tBodies[0].rows];
    for (const row of rows) {
      const text = cno.plain([...row.cells].map(shown).join(" "));
      row.hidden = !words.every((word) => text.includes(word));
    }
    const left = rows.filter((row) => !row.hidden).length, number = new Intl.NumberFormat(lang);
    if (table.tFoot) table.tFoot.hidden = words.length > 0;
    said.textContent = words.length ? fill(texts.filtered, { n: number.format(left), all: number.format(rows.length) }) : "";
  }

  function makeFilter(table, title) {
    if (table.tBodies[0].rows.length < FILTERED_FROM) return;
    const box = element("input", { type: "search", autocomplete: "off", "aria-label": `${texts.filter}: ${title}` });
    const said = element("span", { role: "status" });
    box.addEventListener("input", () => filter(table, box.value, said));
    table.parentElement.before(element("div", { class: "filter" }, element("label", {}, texts.filter, box), said));
  }

  const rowsShown = (table) => [...table.rows].filter((row) => !row.hidden && !row.parentElement.hidden);

  // Rows of cells: a number, or text that no spreadsheet takes for a formula.
  function cells(table) {
    const guarded = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
    const value = (cell) => (cno.number(cell) === undefined ? guarded(shown(cell)) : Number(cno.number(cell)));
    return rowsShown(table).map((row) => [...row.cells].map(value));
  }

  // As spreadsheets of the language read it: `;` and a decimal comma in Dutch.
  function csv(rows) {
    const [comma, point] = lang === "nl" ? [";", ","] : [",", "."];
    const text = (cell) => (typeof cell === "number" ? String(cell).replace(".", point) : `"${cell.replaceAll('"', '""')}"`);
    return "\ufeff" + rows.map((row) => row.map(text).join(comma)).join("\r\n") + "\r\n";
  }

  // For programs: the columns by their keys, numbers as numbers, null where nothing is said.
  function json(table) {
    const heads = [...table.tHead.rows[0].cells].map((head) => head.dataset.column);
    const value = (cell) => (cno.number(cell) === undefined ? (["–", ""].includes(shown(cell)) ? null : shown(cell)) : Number(cno.number(cell)));
    const rows = rowsShown(table).filter((row) => row.parentElement === table.tBodies[0]);
    return JSON.stringify(rows.map((row) => ({ key: row.dataset.key, ...Object.fromEntries(heads.map((head, i) => [head, value(row.cells[i])])) })), null, 1);
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
      ["json", "application/json", () => json(table)],
    ];
    const buttons = kinds.map(([kind, type, make]) => {
      const button = element("button", { type: "button", "data-download": kind, "aria-label": `${texts[kind]}: ${title}` }, KINDS[kind]);
      button.addEventListener("click", () => save(make(), type, `${name}.${kind}`));
      return button;
    });
    table.parentElement.after(element("div", { class: "downloads" }, element("span", { "aria-hidden": "true" }, texts.download), ...buttons));
  }

  const KINDS = { csv: "CSV", xlsx: "Excel", json: "JSON" };
  const page_name = () => location.pathname.split("/").pop().replace(/\.html$/, "") || "cno";

  const said = element("p", { role: "status", class: "unseen" });
  document.body.append(said);
  for (const table of document.querySelectorAll("table.data")) {
    const title = document.getElementById(table.dataset.table).textContent;
    makeSortable(table, said);
    makeFilter(table, title);
    addDownloads(table, title);
  }
})();
