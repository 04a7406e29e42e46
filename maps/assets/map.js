"use strict";
/* The map in a browser: layers, details, search and deep links. Every figure is read from the page's own tables. */
(function () {
  const { element, fill, page } = cno, { map, texts } = page;
  const section = document.querySelector(".map-section"), picture = section.querySelector(".picture");
  const figure = picture.parentElement, details = section.querySelector(".details"), tip = section.querySelector(".tip");
  const zoom = cno.zoomable(picture);
  const tables = Object.fromEntries([...document.querySelectorAll("table.data")].map((table) => [table.dataset.table, table]));
  const rows = {};
  for (const [name, table] of Object.entries(tables)) {
    rows[name] = new Map([...table.tBodies[0].rows].map((row) => [row.dataset.key, row]));
    for (const row of rows[name].values()) row.removeAttribute("id"); // a deep link leads to the map, not to the row
  }
  const areas = {};
  for (const group of picture.querySelectorAll("[data-area]")) {
    areas[group.dataset.area] = new Map([...group.children].map((path) => [path.dataset.key, path]));
  }
  const ring = picture.querySelector(".ring");
  const slider = document.getElementById("day-slider"), days = map.days ?? [];
  let layer = null, layerKey = "", chosen = null, opener = null;

  const text = (node) => node.textContent.trim();
  const heads = (table) => [...tables[table].tHead.rows[0].cells];
  const about = (table, key) => rows[table]?.get(key);
  const kindOf = (key) => Object.keys(areas).find((kind) => areas[kind].has(key));

  // The column of the day that the slider is on; tables of later days have one for each, behind the name.
  const dayHead = () => heads(layer.ahead)[Number(slider.value) + 1];
  const tablesOf = (table) => (layer.ahead && table === "regions" ? map.details.ahead : map.details[table]) ?? [table];

  // What is said of a row: pairs of a column and its cell, the first of which is the name.
  function said(table, key, columns) {
    const row = about(table, key);
    if (!row) return [];
    const named = table === "legs" ? 2 : 1; // the first columns are the name
    return heads(table).flatMap((head, i) => (i >= named && (!columns || columns.includes(head.dataset.column)) ? [[text(head), text(row.cells[i])]] : []));
  }

  function list(pairs) {
    return element("dl", {}, ...pairs.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, element("bdi", {}, value))]));
  }

  function nameOf(table, key) {
    const row = about(table, key);
    if (table !== "legs") return row ? text(row.cells[0]) : (map.names[key] ?? "");
    return `${text(row.cells[0])} → ${text(row.cells[1])}`;
  }

  /* layers */

  // Of a layer of later days: the labels and colours of the day that the slider is on, from its table.
  function onDay() {
    const at = Number(slider.value) + 1, labels = {}, looks = {};
    for (const [code, row] of rows[layer.ahead]) {
      const cell = row.cells[at], number = cno.number(cell);
      labels[code] = text(cell);
      const value = number === undefined ? (cell.dataset.order === undefined ? null : Infinity) : Number(number);
      looks[code] = value === null ? layer.none : layer.bands.find(([most]) => most === null || value <= most)[1];
    }
    const day = days[slider.value][1];
    slider.setAttribute("aria-valuetext", day);
    section.querySelector("output").textContent = day;
    return { ...layer, labels, looks };
  }

  function show(key) {
    layerKey = key;
    layer = map.layers[key];
    if (layer.ahead) layer = onDay();
    for (const part of section.querySelectorAll("[data-ahead]")) part.hidden = !layer.ahead;
    picture.dataset.shown = layer.area;
    for (const [kind, shapes] of Object.entries(areas)) {
      if (kind === layer.area || (kind === "regions" && layer.area === "origins")) {
        for (const [code, path] of shapes) path.setAttribute("class", `area look-${layer.looks[code] ?? layer.none}`);
      }
    }
    for (const label of picture.querySelectorAll(".values text")) label.textContent = layer.labels[label.dataset.key] ?? "";
    for (const label of picture.querySelectorAll(".fine-values text")) label.textContent = layer.fine[label.dataset.key] ?? "";
    for (const [code, path] of areas.regions) {
      path.setAttribute("aria-label", fill(map.texts.label, { region: nameOf("regions", code), layer: layer.name, value: layer.labels[code] || "–" }));
    }
    for (const part of section.querySelectorAll("[data-layer]")) part.hidden = part.dataset.layer !== key;
    tickedOff();
    const choice = section.querySelector(`input[name="layer"][value="${key}"]`);
    if (choice) choice.checked = true;
    picture.setAttribute("aria-label", fill(map.texts.live, { layer: layer.name }));
  }

  // Sites, bus lines and borders can be left out; a map of municipalities or of later days is about something else.
  const ticks = section.querySelectorAll("input[data-part]");
  function tickedOff() {
    const other = layer.area === "municipalities" || Boolean(layer.ahead);
    for (const tick of ticks) {
      const shown = tick.checked && !other;
      picture.classList.toggle(`with-${tick.dataset.part}`, shown);
      for (const part of section.querySelectorAll(`.legend [data-shows="${tick.dataset.part}"]`)) part.hidden = !shown;
      tick.closest("fieldset").hidden = other;
    }
  }

  /* what is about one thing on the map */

  function target(node) {
    const thing = node.closest?.("[data-key]");
    if (!thing) return null;
    const key = thing.dataset.key, table = thing.dataset.table ?? kindOf(key);
    return about(table, key) || map.names[key] !== undefined ? { table, key, thing } : null;
  }

  function markRow(found) {
    for (const row of document.querySelectorAll("tr.chosen")) row.classList.remove("chosen");
    for (const table of found ? tablesOf(found.table) : []) about(table, found.key)?.classList.add("chosen");
    const path = found && areas[found.table]?.get(found.key);
    ring.setAttribute("d", path ? path.getAttribute("d") : "M0 0");
  }

  function open(found, focus) {
    opener = focus ? document.activeElement : null;
    chosen = found;
    const title = nameOf(found.table, found.key);
    const columns = layer.ahead && found.table === "regions" ? [dayHead().dataset.column] : undefined;
    const parts = tablesOf(found.table).map((table) => [table, said(table, found.key, columns)]).filter(([, pairs]) => pairs.length);
    const link = [found.table, ...parts.map(([table]) => table)].map((table) => about(table, found.key)?.querySelector("a")).find(Boolean);
    const close = element("button", { type: "button", class: "close", "aria-label": map.texts.close }, "×");
    close.addEventListener("click", () => leave());
    details.replaceChildren(close, element("h3", {}, element("bdi", {}, title)));
    if (!parts.length) details.append(element("p", {}, map.texts.nothing));
    for (const [table, pairs] of parts) {
      if (parts.length > 1 && table !== found.table) details.append(element("h4", {}, text(document.getElementById(table))));
      details.append(list(pairs));
    }
    if (link) details.append(element("p", {}, element("a", { href: link.getAttribute("href") }, fill(map.texts.page, { name: title }))));
    details.setAttribute("aria-label", fill(map.texts.details, { name: title }));
    details.hidden = false;
    tip.hidden = true;
    markRow(found);
    keepClear(found);
    if (!focus) return;
    close.focus({ preventScroll: true });
    close.scrollIntoView({ block: "nearest" }); // on a phone the figures stand below the map
  }

  // The figures of what is chosen, in another layer or on another day; focus stays where it is.
  function again() {
    const kept = opener, inside = details.contains(document.activeElement);
    open(chosen, false);
    opener = kept;
    if (inside) details.querySelector(".close").focus({ preventScroll: true });
  }

  // What the figures are about stays in view: they stand on the other side of the map.
  function keepClear(found) {
    const shape = found.thing ?? areas[found.table]?.get(found.key);
    if (!shape) return;
    const box = shape.getBoundingClientRect(), frame = figure.getBoundingClientRect();
    details.classList.toggle("right", box.left + box.width / 2 < frame.left + frame.width / 2);
  }

  function shut() {
    const inside = details.contains(document.activeElement);
    details.hidden = true;
    chosen = null;
    markRow(null);
    if (inside && opener?.isConnected) opener.focus({ preventScroll: true });
  }

  // Escape and the close button: also out of the address.
  function leave() {
    shut();
    address();
  }

  function hover(event) {
    const found = event.pointerType === "mouse" ? target(event.target) : null;
    tip.hidden = !found || (chosen && chosen.key === found.key);
    if (tip.hidden) return;
    const columns = map.brief[found.table], layered = columns && areas[found.table] ? [...columns, layer.column] : columns;
    const later = layer.ahead && found.table === "regions";
    const pairs = later ? said(layer.ahead, found.key, [dayHead().dataset.column]) : tablesOf(found.table).flatMap((table) => said(table, found.key, layered));
    tip.replaceChildren(element("b", {}, element("bdi", {}, nameOf(found.table, found.key))), list(pairs));
    const frame = figure.getBoundingClientRect(), box = tip.getBoundingClientRect();
    const left = event.clientX - frame.left + 14, top = event.clientY - frame.top + 14;
    tip.style.left = `${Math.max(0, Math.min(left, frame.width - box.width))}px`;
    tip.style.top = `${top + box.height > frame.height ? Math.max(0, top - box.height - 28) : top}px`;
  }

  /* addresses: #VR09, #laag=personeel, #laag=straks&dag=2022-08-28, and a place with & between them */

  const layerOf = (word) => Object.keys(map.layers).find((key) => key === word || map.layers[key].word === word);
  const first = map.order[0];

  // Writes down what is shown; the browser then calls `arrive`.
  function address(changed = {}) {
    const state = { layer: layerKey, place: chosen && areas[chosen.table] ? chosen.key : "", ...changed };
    const parts = [state.place, state.layer === first ? "" : `${map.texts.layer}=${map.layers[state.layer].word}`, map.layers[state.layer].ahead ? `${map.texts.day}=${days[slider.value][0]}` : ""].filter(Boolean);
    const wanted = parts.join("&");
    if (decodeURIComponent(location.hash.slice(1)) === wanted) return;
    if (wanted) location.hash = wanted;
    else {
      history.pushState(null, "", location.pathname + location.search);
      arrive();
    }
  }

  function arrive() {
    let parts = [];
    try {
      parts = decodeURIComponent(location.hash.slice(1)).split("&").filter(Boolean);
    } catch {
      return; // no address of this page
    }
    const place = parts.find((part) => kindOf(part)), asked = new Map(parts.filter((part) => part.includes("=")).map((part) => part.split("=")));
    const day = days.findIndex(([key]) => key === asked.get(map.texts.day));
    asked.delete(map.texts.day);
    const word = [...asked.values()][0];
    if (parts.length && !place && !layerOf(word)) return; // a place in the page
    const before = `${layerKey} ${slider?.value}`;
    if (day >= 0) slider.value = day;
    show(layerOf(word) ?? first);
    if (!place) return chosen && areas[chosen.table] ? shut() : undefined;
    if (chosen?.key === place) return before === `${layerKey} ${slider?.value}` ? undefined : again();
    lookAt(areas[kindOf(place)].get(place));
    open({ table: kindOf(place), key: place }, false);
    section.scrollIntoView({ block: "start" });
  }

  function boxOf(shape) {
    if (shape.matches(".point")) {
      const { e, f } = shape.transform.baseVal.consolidate().matrix;
      return { x: e, y: f, width: 0, height: 0 };
    }
    const shown = picture.dataset.shown;
    picture.dataset.shown = "municipalities"; // what is not displayed has no box
    const box = shape.getBBox();
    picture.dataset.shown = shown;
    return box;
  }

  // Small things are looked at from near; a large one only when it is not in view.
  function lookAt(shape) {
    const box = boxOf(shape);
    if (Math.max(box.width, box.height) < 300 || !zoom.shows(box)) zoom.to(box);
  }

  function choose(found) {
    open(found, true);
    address();
  }

  /* what the reader does */

  picture.addEventListener("click", (event) => {
    const found = target(event.target);
    if (found) choose(found);
  });
  picture.addEventListener("pointermove", hover);
  picture.addEventListener("pointerleave", () => (tip.hidden = true));
  picture.setAttribute("role", "group");
  // The keyboard goes along the regions, and along whatever else says what it is called.
  for (const thing of [...areas.regions.values(), ...picture.querySelectorAll("[data-aloud]")]) {
    thing.setAttribute("tabindex", "0");
    thing.setAttribute("role", "button");
    if (thing.dataset.aloud) thing.setAttribute("aria-label", thing.dataset.aloud);
    thing.addEventListener("focus", () => {
      if (thing.matches(":focus-visible")) ring.setAttribute("d", thing.getAttribute("d") ?? "M0 0");
      if (!zoom.shows(boxOf(thing)) && picture.classList.contains("zoomed")) zoom.to(boxOf(thing));
    });
    thing.addEventListener("blur", () => markRow(chosen));
  }
  picture.addEventListener("keydown", (event) => {
    const found = target(event.target);
    const does = { Enter: () => choose(found), " ": () => choose(found), "+": zoom.in, "-": zoom.out, ArrowLeft: () => zoom.pan(-1, 0), ArrowRight: () => zoom.pan(1, 0), ArrowUp: () => zoom.pan(0, -1), ArrowDown: () => zoom.pan(0, 1) }[event.key];
    const arrow = event.key.startsWith("Arrow") && !picture.classList.contains("zoomed"); // scrolls the page
    if (!does || arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    tip.hidden = true;
    if (!details.hidden) leave();
  });
  for (const [name, act] of [["in", zoom.in], ["out", zoom.out], ["whole", zoom.whole]]) {
    section.querySelector(`[data-zoom="${name}"]`)?.addEventListener("click", act);
  }
  for (const choice of section.querySelectorAll('input[name="layer"]')) {
    choice.addEventListener("change", () => address({ layer: choice.value }));
  }
  slider?.addEventListener("input", () => {
    show(layerKey);
    if (chosen) again();
  });
  slider?.addEventListener("change", () => address());
  for (const button of section.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      slider.value = Number(slider.value) + Number(button.dataset.step);
      slider.dispatchEvent(new Event("input"));
      address();
    });
  }
  for (const tick of ticks) tick.addEventListener("change", tickedOff);

  // Regions first, then municipalities, then sites; a name that is there twice says what it is.
  function startSearch() {
    const form = section.querySelector("form.search"), box = form?.querySelector("input");
    if (!form) return;
    const places = new Map(), options = form.querySelector("datalist"), answer = form.querySelector('[role="status"]');
    const add = (name, found) => places.set(places.has(name) ? `${name} (${found.key})` : name, found);
    for (const [kind, shapes] of Object.entries(areas)) {
      for (const code of shapes.keys()) add(fill(map.texts[kind], { name: nameOf(kind, code) }), { table: kind, key: code });
    }
    for (const point of picture.querySelectorAll(".point.sites")) add(nameOf("sites", point.dataset.key), { table: "sites", key: point.dataset.key, thing: point });
    options.replaceChildren(...[...places.keys()].map((name) => element("option", { value: name })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const asked = cno.plain(box.value), names = [...places.keys()];
      const name = names.find((one) => cno.plain(one) === asked) ?? (asked && (names.find((one) => cno.plain(one).startsWith(asked)) ?? names.find((one) => cno.plain(one).includes(asked))));
      answer.textContent = name ? "" : fill(map.texts.unknown, { name: box.value });
      if (!name) return;
      const found = places.get(name);
      lookAt(found.thing ?? areas[found.table].get(found.key));
      choose(found);
    });
  }

  startSearch();
  window.addEventListener("hashchange", arrive);
  window.addEventListener("popstate", arrive);
  show(first);
  arrive();
})();
