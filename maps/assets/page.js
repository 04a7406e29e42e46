"use strict";
/* What a page does in the browser: its age, and the map by keyboard. Everything it says comes from `page-data`. */
(function () {
  const root = document.documentElement;
  const page = JSON.parse(document.getElementById("page-data").textContent);
  const two = (number) => String(number).padStart(2, "0");
  const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

  // Days between the planned day and today, as the reader's own clock has it.
  function daysOld() {
    return Math.round((Date.parse(day(new Date())) - Date.parse(page.date)) / 86400000);
  }

  function showAge() {
    const days = daysOld(), notice = document.getElementById("stale");
    notice.hidden = days < 1;
    if (days === 1) notice.textContent = page.texts.yesterday;
    if (days > 1) notice.textContent = page.texts.older.replace("{days}", days);
  }

  // The file's own time: the page itself has none, so that the same plan gives the same page.
  function showMade() {
    const made = new Date(document.lastModified);
    if (location.protocol !== "file:" || Number.isNaN(made.getTime())) return;
    const [year, month, date] = day(made).split("-"), time = `${two(made.getHours())}:${two(made.getMinutes())}`;
    document.querySelector("#made time").textContent = page.texts.made.replace("{year}", year).replace("{month}", month).replace("{day}", date).replace("{time}", time);
    document.getElementById("made").hidden = false;
  }

  // Leaflet draws circles; sites that close are diamonds and origins squares, as in the picture.
  const circle = L.SVG.prototype._updateCircle;
  L.SVG.include({
    _updateCircle(layer) {
      const { x, y } = layer._point, r = layer._radius;
      if (layer.options.figure === "diamond") this._setPath(layer, `M${x - r * 1.25} ${y}l${r * 1.25} ${-r * 1.25} ${r * 1.25} ${r * 1.25} ${-r * 1.25} ${r * 1.25}z`);
      else if (layer.options.figure === "square") this._setPath(layer, `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`);
      else circle.call(this, layer);
    },
  });

  function nameRegions(map, regions) {
    regions.eachLayer((layer) => {
      const path = layer.getElement();
      path.setAttribute("tabindex", "0");
      path.setAttribute("role", "button");
      path.setAttribute("aria-label", page.regions[layer.feature.id].aloud);
      path.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        regions.closeTooltip();
        layer.fire("click", { latlng: L.latLng(page.regions[layer.feature.id].at) }, true); // opens the layer's pop-up
        regions.getPopup().getElement().querySelector(".leaflet-popup-close-button").focus({ preventScroll: true });
      });
      path.addEventListener("focus", () => {
        if (!map.getBounds().contains(layer.getBounds())) map.panInsideBounds(layer.getBounds());
      });
    });
  }

  // The value in each region, as text and never as markup.
  function label(map) {
    for (const { at, value } of Object.values(page.regions)) {
      const content = document.createElement("span");
      content.textContent = value;
      L.tooltip(at, { content, permanent: true, direction: "center", className: "value" }).addTo(map);
    }
  }

  function namePopup(map, regions) {
    let opener = null;
    map.on("popupopen", ({ popup }) => {
      opener = regions.hasLayer(popup._source) ? popup._source.getElement() : null;
      const box = popup.getElement(), close = box.querySelector(".leaflet-popup-close-button");
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", page.texts.details);
      close.setAttribute("aria-label", page.texts.close);
    });
    map.on("popupclose", ({ popup }) => {
      const focused = document.activeElement;
      if (opener && (focused === document.body || popup.getElement()?.contains(focused))) opener.focus({ preventScroll: true });
    });
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
  }

  // Marks and lines have their sizes on a map of 600 pixels; marks grow half as fast as the map when it is zoomed.
  function resizeMarks(map) {
    const zoomed = 2 ** ((map.getZoom() - map.getMinZoom()) / 2);
    const factor = Math.min(2, Math.max(0.6, map.getSize().x / 600));
    map.eachLayer((layer) => {
      if (layer.options.interactive !== false || !layer.setStyle) return;
      layer.drawn ??= { radius: layer.options.radius, weight: layer.options.weight };
      if (layer.options.figure) layer.setRadius(layer.drawn.radius * factor * zoomed);
      else layer.setStyle({ weight: layer.drawn.weight * factor });
    });
  }

  // The whole country in view; not while the map is hidden, as it is in print.
  function fit(map, regions) {
    if (!map.getSize().x || !map.getSize().y) return;
    map.setMinZoom(0);
    map.fitBounds(regions.getBounds(), { padding: [6, 6], animate: false });
    map.setMinZoom(map.getZoom());
    resizeMarks(map);
  }

  // A finger that scrolls the page must not drag the map, unless the reader has zoomed in.
  function scrollPast(map) {
    const choose = () => map.dragging[map.getZoom() > map.getMinZoom() ? "enable" : "disable"]();
    map.on("zoomend", choose);
    choose();
  }

  // Called by the script of the map itself, once everything is on it.
  window.startMap = function (map, regions) {
    L.control.zoom({ zoomInTitle: page.texts.zoomIn, zoomOutTitle: page.texts.zoomOut }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    map.getPane("tooltipPane").setAttribute("aria-hidden", "true");
    label(map);
    nameRegions(map, regions);
    namePopup(map, regions);
    fit(map, regions);
    map.on("zoomend", () => resizeMarks(map));
    if (matchMedia("(pointer: coarse)").matches) scrollPast(map);
    window.addEventListener("resize", () => {
      const whole = map.getZoom() <= map.getMinZoom();
      map.invalidateSize(false);
      if (whole) fit(map, regions); // who has zoomed in keeps what is in view
    });
  };

  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
    const panBy = L.Map.prototype.panBy;
    L.Map.include({ panBy(offset) { return panBy.call(this, offset, { animate: false }); } });
  }
  root.classList.add("live-on");
  window.addEventListener("error", () => root.classList.remove("live-on"));
  showAge();
  showMade();
})();
