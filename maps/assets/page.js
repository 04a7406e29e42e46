"use strict";
/* What every page does in a browser: its age, and when the file was made. What it says comes from `page-data`. */
const cno = { page: JSON.parse(document.getElementById("page-data").textContent) };
(function () {
  const { page } = cno;
  const two = (number) => String(number).padStart(2, "0");
  const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

  // An element with attributes, a class among them, and text or elements in it; text is never markup.
  cno.element = function (tag, attributes = {}, ...content) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...content);
    return made;
  };

  // The number of a figure's cell: as it stands there, or beside it where it is not written as a computer does.
  cno.number = (cell) => cell.dataset.number ?? (cell.matches("td.n") && /^\d+$/.test(cell.textContent) ? cell.textContent : undefined);

  // A name as it is searched for: without accents, capitals and hyphens.
  cno.plain = (name) => name.normalize("NFD").replace(/[\p{M}\u00ad]/gu, "").replace(/[\s-]+/g, " ").toLowerCase().trim();

  cno.fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  // Days between the planned day and today, as the reader's own clock has it.
  function showAge() {
    const days = Math.round((Date.parse(day(new Date())) - Date.parse(page.date)) / 86400000);
    const notice = document.getElementById("stale");
    notice.hidden = days < 1;
    if (days === 1) notice.textContent = page.texts.yesterday;
    if (days > 1) notice.textContent = cno.fill(page.texts.older, { days });
  }

  // The file's own time: the page itself has none, so that the same plan gives the same page.
  function showMade() {
    const made = new Date(document.lastModified);
    if (location.protocol !== "file:" || Number.isNaN(made.getTime())) return;
    const [year, month, date] = day(made).split("-"), time = `${two(made.getHours())}:${two(made.getMinutes())}`;
    document.querySelector("#made time").textContent = cno.fill(page.texts.made, { year, month, day: date, time });
    document.getElementById("made").hidden = false;
  }

  showAge();
  showMade();
  document.documentElement.classList.add("live-on");
})();
