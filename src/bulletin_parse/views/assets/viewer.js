"use strict";
// A field in the record and its places on the page have the same key in data-f; whichever is pointed at, both are lit.
(() => {
  const pages = document.querySelector(".pages");
  const record = document.querySelector(".record");
  const SCROLL_DELAY = 150; // milliseconds of rest before pointing moves the other side
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let pinned = [];
  let timer = 0;

  const keysOf = (element) => (element.dataset.near || element.dataset.f).split(" ");
  const partners = (keys) => keys.flatMap((key) => [...document.querySelectorAll(`[data-f~="${CSS.escape(key)}"]`)]);
  const target = (event) => event.target instanceof Element ? event.target.closest("[data-f]") : null;
  const usable = (element) => element && (element.dataset.near !== "");

  const mark = (name, keys) => {
    document.querySelectorAll(`.${name}`).forEach((each) => each.classList.remove(name));
    partners(keys).forEach((each) => each.classList.add(name));
  };

  const seen = (element, pane) => {
    const box = element.getBoundingClientRect();
    const frame = pane.getBoundingClientRect();
    return box.top >= frame.top && box.bottom <= frame.bottom && box.height > 0;
  };

  const reveal = (from, keys, always) => {
    const pane = pages.contains(from) ? record : pages;
    const there = partners(keys).filter((each) => pane.contains(each) && each.getClientRects().length);
    if (!there.length || (!always && there.some((each) => seen(each, pane)))) return;
    const first = there[0];
    const folded = first.closest("details:not([open])");
    if (folded) folded.open = true;
    // scrollIntoView would also move the window under a pane that is taller than the screen.
    const box = first.getBoundingClientRect();
    const frame = pane.getBoundingClientRect();
    const scrolls = pane.scrollHeight > pane.clientHeight + 1;
    const room = scrolls ? frame.height : innerHeight;
    const middle = box.top - (scrolls ? frame.top : 0) - Math.max(16, (room - box.height) / 2);
    (scrolls ? pane : window).scrollBy({ top: middle, behavior: calm.matches ? "auto" : "smooth" });
  };

  const light = (element) => {
    if (!usable(element)) return;
    const keys = keysOf(element);
    mark("lit", keys);
    clearTimeout(timer);
    timer = setTimeout(() => reveal(element, keys, false), SCROLL_DELAY);
  };

  const pin = (element) => {
    if (!usable(element)) return;
    pinned = keysOf(element);
    mark("pinned", pinned);
    mark("lit", pinned);
    clearTimeout(timer);
    reveal(element, pinned, true);
  };

  // A pane that this script scrolls under a pointer at rest is no pointing; the reader's own wheel is.
  let rest = "";
  document.addEventListener("wheel", () => { rest = ""; }, { passive: true });
  document.addEventListener("pointerover", (event) => {
    const spot = `${event.clientX},${event.clientY}`;
    if (spot === rest) return;
    rest = spot;
    const element = target(event);
    if (element) light(element);
    else { clearTimeout(timer); mark("lit", pinned); }
  });
  document.addEventListener("focusin", (event) => { const element = target(event); if (element) light(element); });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a, summary, button, label, input")) return;
    const element = target(event);
    if (element) pin(element);
  });

  // An address (#items[2].link, counted as in Python) leads to its field.
  const lead = () => {
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const there = name && document.getElementById(name);
    if (!there) return;
    if (there.dataset.f) { pin(there); there.focus({ preventScroll: true }); }
    const box = there.getBoundingClientRect();
    const frame = record.getBoundingClientRect();
    record.scrollBy({ top: box.top - frame.top - Math.max(16, (frame.height - box.height) / 2) });
  };
  addEventListener("hashchange", lead);

  const neighbours = (element) => {
    const pane = pages.contains(element) ? pages : record;
    const all = [...pane.querySelectorAll("[data-f][tabindex]")].filter((each) => each.getClientRects().length);
    if (pane === record) return all;
    // On a page the largest lie lowest, so that small ones can be pointed at: keys go down the page instead.
    const boxes = new Map(all.map((each) => [each, each.getBoundingClientRect()]));
    const size = (box) => box.width * box.height;
    return all.sort((one, other) => {
      const [a, b] = [boxes.get(one), boxes.get(other)];
      return Math.round(a.top) - Math.round(b.top) || size(b) - size(a) || a.left - b.left;
    });
  };
  const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { pinned = []; mark("pinned", []); mark("lit", []); return; }
    const element = target(event);
    if (!element || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && event.target === element) { pin(element); event.preventDefault(); }
    if (event.key in STEPS && event.target === element) {
      const all = neighbours(element);
      const next = all[all.indexOf(element) + STEPS[event.key]];
      if (next) { next.focus(); event.preventDefault(); }
    }
  });
  lead();
})();
