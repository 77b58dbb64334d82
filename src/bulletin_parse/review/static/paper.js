// The printed side: pages with the places of fields, or the lines of a text; lines are chosen by dragging, or with x.

import { drawn, made, said, visible } from "./dom.js";
import * as net from "./net.js";
import { SEVERITIES, worstOf } from "./record.js";
import { placeName } from "./telling.js";

const NEAR = 4; // pixels of movement that are no drag
// Values that are read from the text of another field.
const READ_FROM = [[/^(issue_numbers?|supplement)$/, "issue_label"], [/^(items\[\d+\])\.published$/, "$1.byline"], [/^(items\[\d+\])\.number$/, "$1.title"],
  [/^(items\[\d+\])\.(link_target|further_links)$/, "$1.link"], [/^(declared_count|date_range)$/, "lead"]];
const area = ([, x0, top, x1, bottom]) => Math.abs(x1 - x0) * Math.abs(bottom - top);

export class Paper {
  constructor(words, acts) {
    this.words = words;
    this.acts = acts; // point (a field), chosen (lines)
    this.pane = made("section", { class: "pages", "aria-label": words.fields.pages });
    this.chosen = new Map();
    this.pane.addEventListener("keydown", (event) => this.#key(event));
  }

  // The paper of a bulletin; stays as it is while the same bulletin is corrected.
  async show(sheet) {
    this.places = new Map(sheet.places.map((place) => [place.field, place]));
    this.findings = sheet.findings.filter((finding) => !finding.known && finding.field).flatMap((finding) => [finding, ...finding.also.map((field) => ({ ...finding, field }))]);
    this.changes = sheet.changes;
    if (this.key === sheet.key && this.held) { this.#mark(); return; }
    this.key = sheet.key;
    this.held = null;
    this.release();
    this.pane.replaceChildren(made("p", { class: "soft", text: this.words.loading }));
    try {
      const held = await net.pages(sheet.key);
      if (this.key !== sheet.key) return;
      this.held = held;
      this.pane.replaceChildren(...(held.form === "lines" ? [this.#lines(held.lines)] : held.pages.map((page) => this.#page(page))));
      this.#mark();
      this.light(this.lit ?? "", { scrolls: true });
    } catch (error) {
      if (this.key === sheet.key) this.pane.replaceChildren(made("p", { class: "soft", text: said(this.words.no_page, { reason: error.message }) }));
    }
  }

  #page(page) {
    const name = said(this.words.fields.page, {}).replace("{}", page.number);
    const svg = drawn("svg", { viewBox: `0 0 ${page.width} ${page.height}`, preserveAspectRatio: "none", role: "group", "aria-label": name },
      drawn("g", { class: "boxes" }), drawn("g", { class: "marks" }),
      drawn("g", { class: "printed" }, ...page.lines.map(([text, [x0, top, x1, bottom]], at) =>
        drawn("rect", { class: "line", x: x0, y: top, width: Math.max(x1 - x0, 1), height: Math.max(bottom - top, 1), tabindex: -1, "aria-label": visible(text),
          data: { line: `${page.number}:${at}` } }))),
      drawn("rect", { class: "drag", visibility: "hidden" }));
    const image = made("img", { src: net.pictureOf(this.key, page.number), alt: name, loading: "lazy", draggable: "false" });
    image.style.aspectRatio = `${page.width} / ${page.height}`;
    this.#drags(svg, page);
    return made("figure", { class: "page", data: { page: page.number } }, made("div", { class: "sheet" }, image, svg), made("figcaption", { text: name }));
  }

  #lines(lines) {
    const list = made("ol", { class: "lines" }, ...lines.map((text, at) => made("li", { tabindex: -1, data: { line: `0:${at}`, number: at + 1 }, text })));
    let from = null;
    const lineAt = (event) => event.target.closest?.("li[data-line]");
    list.addEventListener("pointerdown", (event) => { if (!event.button) { from = lineAt(event); this.dragged = false; } });
    list.addEventListener("pointerover", (event) => {
      const line = lineAt(event);
      if (!from || !line || !(event.buttons & 1) || (line === from && !this.dragged)) return;
      this.dragged = true;
      getSelection()?.removeAllRanges();
      this.#choose(this.#between(from, line), { anew: true });
    });
    addEventListener("pointerup", () => { from = null; });
    list.addEventListener("click", (event) => {
      const line = lineAt(event);
      if (!line || this.dragged) { this.dragged = false; return; }
      const near = this.#fieldAt(Number(line.dataset.number));
      if (near) this.acts.point(near); else line.focus();
    });
    return list;
  }

  #between(from, to) {
    const all = [...this.pane.querySelectorAll("[data-line]")];
    const [first, last] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
    return all.slice(first, last + 1).filter((line) => line.textContent.trim() || line.matches("rect"));
  }

  // The field that says most about a line: the one of the fewest lines.
  #fieldAt(number) {
    let best = null;
    for (const place of this.places.values()) {
      const lines = place.lines ?? [];
      const extent = lines.reduce((sum, [first, last]) => sum + last - first + 1, 0);
      if (lines.some(([first, last]) => first <= number && number <= last) && (!best || extent < best.extent)) best = { field: place.field, extent };
    }
    return best?.field;
  }

  #drags(svg, page) {
    const shade = svg.querySelector(".drag");
    let from = null;
    const at = (event) => {
      const box = svg.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * page.width, ((event.clientY - box.top) / box.height) * page.height, event.clientX, event.clientY];
    };
    const far = (event) => from && Math.hypot(event.clientX - from[2], event.clientY - from[3]) > NEAR;
    svg.addEventListener("pointerdown", (event) => {
      if (event.button || event.pointerType === "touch") return;
      from = at(event);
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      if (!far(event)) return;
      const [x, y] = at(event);
      const box = { x: Math.min(x, from[0]), y: Math.min(y, from[1]), width: Math.abs(x - from[0]), height: Math.abs(y - from[1]) };
      for (const [name, value] of Object.entries(box)) shade.setAttribute(name, value);
      shade.setAttribute("visibility", "visible");
    });
    svg.addEventListener("pointerup", (event) => {
      const wasDrag = far(event);
      shade.setAttribute("visibility", "hidden");
      const [x, y] = at(event);
      if (wasDrag) this.#chooseWithin(svg, [Math.min(x, from[0]), Math.min(y, from[1]), Math.max(x, from[0]), Math.max(y, from[1])]);
      else if (from) this.#pointAt(page.number, x, y);
      from = null;
    });
  }

  #pointAt(page, x, y) {
    let best = null;
    for (const place of this.places.values()) {
      const boxes = place.boxes ?? [];
      const size = boxes.reduce((sum, box) => sum + area(box), 0);
      const holds = ([number, x0, top, x1, bottom]) => number === page && x0 - 1 <= x && x <= x1 + 1 && top - 1 <= y && y <= bottom + 1;
      if (boxes.some(holds) && (!best || size < best.size)) best = { field: place.field, size };
    }
    if (best) this.acts.point(best.field);
  }

  #chooseWithin(svg, [left, upper, right, lower]) {
    const lines = [...svg.querySelectorAll(".line")].filter((line) => {
      const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(line.getAttribute(name)));
      return y + height / 2 >= upper && y + height / 2 <= lower && x < right && x + width > left;
    });
    if (lines.length) this.#choose(lines, { anew: true });
    else this.acts.within([...this.places.values()].filter((place) => (place.boxes ?? []).some(([number, x0, top, x1, bottom]) =>
      number === Number(svg.closest(".page").dataset.page) && (top + bottom) / 2 >= upper && (top + bottom) / 2 <= lower && x0 < right && x1 > left)).map((place) => place.field));
  }

  #choose(lines, { anew = false } = {}) {
    if (anew) this.release({ silently: true });
    for (const line of lines) {
      line.classList.add("taken");
      this.chosen.set(line.dataset.line, this.#printed(line));
    }
    this.acts.chosen();
  }

  #printed(line) {
    const [page, at] = line.dataset.line.split(":").map(Number);
    if (this.held.form === "lines") return { text: this.held.lines[at], where: [{ [this.held.of]: at + 1, [`end_${this.held.of}`]: at + 1 }] };
    const [text, bbox] = this.held.pages.find((each) => each.number === page).lines[at];
    return { text, where: [{ page, bbox }] };
  }

  // The chosen lines in printed order, those without a character left out.
  get lines() {
    const order = (name) => name.split(":").reduce((sum, part) => sum * 1e6 + Number(part), 0);
    return [...this.chosen].sort(([a], [b]) => order(a) - order(b)).map(([, line]) => line).filter((line) => line.text.trim());
  }

  release({ silently = false } = {}) {
    this.pane.querySelectorAll(".taken").forEach((line) => line.classList.remove("taken"));
    this.chosen.clear();
    if (!silently) this.acts.chosen();
  }

  #key(event) {
    const line = event.target.closest?.("[data-line]");
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (step) {
      const all = [...this.pane.querySelectorAll("[data-line]")];
      const next = all[all.indexOf(line) + step];
      if (next) {
        if (event.shiftKey) this.#choose([line, next]);
        next.focus();
        next.scrollIntoView({ block: "nearest" });
      }
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "x") {
      if (this.chosen.has(line.dataset.line)) {
        this.chosen.delete(line.dataset.line);
        line.classList.remove("taken");
        this.acts.chosen();
      } else this.#choose([line]);
      event.preventDefault();
      event.stopPropagation();
    }
  }

  // Goes to the line that a field stands in, or to the first one.
  focus(field) {
    const place = this.places?.get(field);
    const number = place?.lines?.[0]?.[0];
    const box = place?.boxes?.[0];
    const lines = [...this.pane.querySelectorAll("[data-line]")];
    const line = number ? lines.find((each) => Number(each.dataset.number) === number)
      : box ? lines.find((each) => each.dataset.line.startsWith(`${box[0]}:`) && Number(each.getAttribute("y")) + Number(each.getAttribute("height")) / 2 >= box[2]) : lines[0];
    (line ?? lines[0])?.focus();
  }

  #mark() {
    for (const page of this.pane.querySelectorAll(".page")) {
      const number = Number(page.dataset.page);
      const boxes = [];
      for (const place of this.places.values()) for (const box of place.boxes ?? []) if (box[0] === number) boxes.push([place, box]);
      boxes.sort(([, a], [, b]) => area(b) - area(a));
      page.querySelector(".boxes").replaceChildren(...boxes.map(([place, [, x0, top, x1, bottom]]) => drawn("rect", {
        class: `box ${place.kind}`, x: Math.min(x0, x1) - 1, y: Math.min(top, bottom) - 1, width: Math.abs(x1 - x0) + 2, height: Math.abs(bottom - top) + 2,
        data: { place: place.field } })));
      page.querySelector(".marks").replaceChildren(...this.findings.flatMap((finding) => (this.#placeOf(finding.field)?.boxes ?? []).filter((box) => box[0] === number)
        .map(([, x0, top, x1, bottom]) => drawn("rect", { class: `mark ${finding.severity}`, x: x0 - 2, y: top - 2, width: x1 - x0 + 4, height: bottom - top + 4 }))),
      ...this.changes.flatMap((change) => (change.boxes ?? []).filter((box) => box[0] === number).map(([, x0, top, , bottom]) =>
        drawn("rect", { class: "pen", x: x0 - 7, y: top, width: 3, height: bottom - top }, drawn("title", { text: this.#changed(change) })))));
    }
    const findings = this.findings.map((finding) => [finding, this.#placeOf(finding.field)?.lines ?? []]);
    const changes = this.changes.map((change) => [change, this.#linesOf(change)]);
    for (const line of this.pane.querySelectorAll(".lines li")) {
      const number = Number(line.dataset.number);
      const here = (placed) => placed.filter(([, lines]) => lines.some(([first, last]) => first <= number && number <= last)).map(([each]) => each);
      const [found, changed] = [here(findings), here(changes)];
      const worst = worstOf(found);
      for (const severity of SEVERITIES) line.classList.toggle(severity, severity === worst);
      line.classList.toggle("flagged", found.length > 0);
      line.classList.toggle("penned", changed.length > 0);
      line.title = [...found.map((finding) => `${finding.code} ${finding.said}`), ...changed.map((change) => this.#changed(change))].join("\n");
    }
  }

  // The lines in which a changed value stands: of several those that hold it, where one does.
  #linesOf({ lines = [], was }) {
    const holds = ([first, last]) => was && this.held.form === "lines" && this.held.lines.slice(first - 1, last).join("\n").includes(was);
    return lines.some(holds) ? lines.filter(holds) : lines;
  }

  // What somebody changed, for the mark at its line.
  #changed({ by, field, was, now }) {
    const value = (text) => text ?? this.words.empty_value;
    return said(this.words.changed, { by, field: placeName(this.words, field), was: value(was), now: value(now) });
  }

  // A field's own place, or that of the text that it was read from, or of the part that it is in.
  #placeOf(given) {
    const field = READ_FROM.reduce((name, [end, other]) => (this.places.has(name) ? name : name.replace(end, other)), given);
    for (let name = field; name; name = name.replace(/(\.[^.[\]]+|\[[^\]]*\])$/, "")) {
      if (this.places.has(name)) return this.places.get(name);
      if (!/[.[]/.test(name)) return undefined;
    }
    return undefined;
  }

  // Lights where a field stands, and brings it into sight.
  light(field, { scrolls = true } = {}) {
    this.lit = field;
    this.pane.querySelectorAll(".lit").forEach((each) => each.classList.remove("lit"));
    const place = field && this.places ? this.#placeOf(field) : undefined;
    if (!place) return;
    const there = place.lines
      ? [...this.pane.querySelectorAll(".lines li")].filter((line) => place.lines.some(([first, last]) => first <= Number(line.dataset.number) && Number(line.dataset.number) <= last))
      : [...this.pane.querySelectorAll(`.box[data-place="${CSS.escape(place.field)}"]`)];
    there.forEach((each) => each.classList.add("lit"));
    if (!scrolls || !there.length) return;
    const box = there[0].getBoundingClientRect();
    const frame = this.pane.getBoundingClientRect();
    if (box.top < frame.top + 8 || box.bottom > frame.bottom - 8) this.pane.scrollBy({ top: box.top - frame.top - Math.max(24, (frame.height - box.height) / 3), behavior: "auto" });
  }
}
