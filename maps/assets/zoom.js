"use strict";
/* Zooms and pans a drawing by its view box. Marks and labels keep a size that suits the window. */
(function () {
  const CLOSEST = 12; // times as large as the whole map
  const CLOSE = 2.5; // from here on there is room for the labels of municipalities
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  cno.zoomable = function (picture) {
    const { width: W, height: H } = picture.viewBox.baseVal;
    const whole = { x: 0, y: 0, times: 1 };
    let view = whole, moving = 0, printing = false;

    // Marks have their size on a map of 600 pixels, smaller on a phone, and grow half as fast as the map is zoomed.
    function draw() {
      const shown = printing ? whole : view;
      picture.setAttribute("viewBox", `${shown.x} ${shown.y} ${W / shown.times} ${H / shown.times}`);
      picture.classList.toggle("zoomed", shown.times > 1);
      picture.classList.toggle("close", shown.times >= CLOSE);
      const pixels = picture.getBoundingClientRect().width;
      if (!pixels) return; // not in view: the style sheet's own sizes hold
      const unit = W / shown.times / pixels;
      picture.style.setProperty("--px", unit * Math.min(1.2, Math.max(0.6, pixels / 600)) * Math.sqrt(shown.times));
      picture.style.setProperty("--lx", unit * (pixels < 320 ? 0.78 : pixels < 450 ? 0.85 : 1));
    }

    // Never closer than CLOSEST, never further than the whole, never beside it.
    function within({ x, y, times }) {
      const t = Math.min(CLOSEST, Math.max(1, times));
      const most = (size) => size - size / t;
      return { x: Math.min(most(W), Math.max(0, x)), y: Math.min(most(H), Math.max(0, y)), times: t };
    }

    function set(next) {
      view = within(next);
      draw();
    }

    function go(next) {
      cancelAnimationFrame(moving);
      if (calm.matches) return set(next);
      const from = view, to = within(next), start = performance.now();
      const step = (now) => {
        const part = Math.min(1, (now - start) / 250), eased = part * (2 - part);
        const at = (key) => from[key] + (to[key] - from[key]) * eased;
        set({ x: at("x"), y: at("y"), times: at("times") });
        if (part < 1) moving = requestAnimationFrame(step);
      };
      moving = requestAnimationFrame(step);
    }

    // Where in the drawing a point of the window is.
    function at(event) {
      const box = picture.getBoundingClientRect();
      return { x: view.x + ((event.clientX - box.left) / box.width) * (W / view.times), y: view.y + ((event.clientY - box.top) / box.height) * (H / view.times) };
    }

    function around(point, factor) {
      const times = Math.min(CLOSEST, Math.max(1, view.times * factor)), kept = view.times / times;
      return { x: point.x - (point.x - view.x) * kept, y: point.y - (point.y - view.y) * kept, times };
    }

    const middle = () => ({ x: view.x + W / view.times / 2, y: view.y + H / view.times / 2 });
    const zoomable = {
      in: () => go(around(middle(), 2)),
      out: () => go(around(middle(), 0.5)),
      whole: () => go(whole),
      pan: (right, down) => go({ ...view, x: view.x + (right * W) / view.times / 4, y: view.y + (down * H) / view.times / 4 }),
      // A box of the drawing with room around it; not closer than is useful to see where it is.
      to: ({ x, y, width, height }) => {
        const times = Math.min(6, 0.5 / Math.max(width / W, height / H));
        go({ x: x + width / 2 - W / times / 2, y: y + height / 2 - H / times / 2, times });
      },
      // Whether a box of the drawing is in view.
      shows: ({ x, y, width, height }) => x >= view.x && y >= view.y && x + width <= view.x + W / view.times && y + height <= view.y + H / view.times,
    };

    const fingers = new Map();
    let moved = 0;
    picture.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      fingers.set(event.pointerId, event);
      moved = 0;
    });
    picture.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
      moved += Math.hypot(dx, dy);
      const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
      if (moved > 4 && !picture.hasPointerCapture(event.pointerId)) picture.setPointerCapture(event.pointerId);
      if (other) pinch(before, event, other);
      else if (view.times > 1) drag(dx, dy);
      fingers.set(event.pointerId, event);
    });
    for (const ending of ["pointerup", "pointercancel"]) {
      picture.addEventListener(ending, (event) => {
        fingers.delete(event.pointerId);
        setTimeout(() => (moved = 0)); // after the click that ends a drag; a click without a pointer counts again
      });
    }
    // A drag is no click.
    picture.addEventListener("click", (event) => moved > 4 && event.stopImmediatePropagation(), true);

    function drag(dx, dy) {
      const unit = W / view.times / picture.getBoundingClientRect().width;
      set({ ...view, x: view.x - dx * unit, y: view.y - dy * unit });
    }

    function pinch(before, now, other) {
      const apart = (finger) => Math.max(1, Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY));
      const between = { clientX: (now.clientX + other.clientX) / 2, clientY: (now.clientY + other.clientY) / 2 };
      set(around(at(between), apart(now) / apart(before)));
    }

    picture.addEventListener("dblclick", (event) => go(around(at(event), 2)));
    // The wheel scrolls the page; with Ctrl, as touch pads send a pinch, it zooms.
    picture.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      set(around(at(event), Math.exp(-event.deltaY / 200)));
    }, { passive: false });

    const print = (on) => {
      printing = on;
      draw();
    };
    matchMedia("print").addEventListener("change", (event) => print(event.matches));
    window.addEventListener("beforeprint", () => print(true));
    window.addEventListener("afterprint", () => print(false));
    window.addEventListener("resize", draw);
    draw();
    return zoomable;
  };
})();
