// The queue: what needs eyes first, filters that stay in the address, and the order in which next and previous go.

import { made, said } from "./dom.js";
import { ruleName } from "./telling.js";

const FILTERS = ["text", "state", "rule", "year", "source"];
const STATES = {
  open: (each) => each.errors + each.warnings + each.infos > 0,
  errors: (each) => each.errors > 0,
  unseen: (each) => !each.looked,
  doubts: (each) => each.doubts > 0,
  corrected: (each) => each.corrected > 0,
  done: (each) => Boolean(each.looked),
};

export class Queue {
  constructor(words) {
    this.words = words;
    this.bulletins = [];
    this.sources = [];
    this.filters = this.#kept();
  }

  // The filters in the address, or those that were last used: next and previous stay among them.
  #kept() {
    const given = new URLSearchParams(location.search);
    const kept = new URLSearchParams(sessionStorage.getItem("bulletin-review-queue") || "");
    const source = FILTERS.some((name) => given.has(name)) || location.pathname === "/" ? given : kept;
    return Object.fromEntries(FILTERS.map((name) => [name, source.get(name) || ""]));
  }

  get address() {
    const said = new URLSearchParams(Object.entries(this.filters).filter(([, value]) => value));
    return said.size ? `/?${said}` : "/";
  }

  // What is corrected or checked meanwhile stays where it was: the order of the first look holds until it is asked for anew.
  take({ bulletins, sources }) {
    const places = new Map(this.bulletins.map((each, at) => [each.key, at]));
    const files = new Map(this.bulletins.map((each, at) => [each.file, at])); // a bulletin whose number was corrected has another key
    const placeOf = (each) => places.get(each.key) ?? files.get(each.file) ?? Infinity;
    this.urgent = bulletins;
    this.bulletins = [...bulletins].sort((a, b) => { const [one, other] = [placeOf(a), placeOf(b)]; return one === other ? 0 : one - other; });
    this.sources = sources;
  }

  get isSorted() { return this.bulletins.every((each, at) => each === this.urgent[at]); }

  get shown() {
    const { text, state, rule, year, source } = this.filters;
    const words = text.trim().toLowerCase();
    const outlet = source ? this.sources.indexOf(source) : null;
    return this.bulletins.filter((each) =>
      (!words || String(each.number) === words || each.title.toLowerCase().includes(words) || each.file.toLowerCase().includes(words)) &&
      (!state || STATES[state]?.(each)) && (!rule || each.codes.includes(rule)) && (!year || (each.day || "").startsWith(year)) &&
      (outlet === null || each.sources.includes(outlet)));
  }

  // The neighbour of a bulletin in the order of the queue as it was opened: what is corrected meanwhile stays where it was.
  beside(key, step) {
    const at = this.order.indexOf(key);
    return at < 0 ? (step > 0 ? this.order[0] : undefined) : this.order[at + step];
  }

  get order() {
    return (this.fixed ??= this.shown.map((each) => each.key));
  }

  place(key) {
    return [this.order.indexOf(key) + 1, this.order.length];
  }

  show(main, open) {
    const { words } = this;
    const list = made("ol", { class: "queue", "aria-label": words.queue });
    const count = made("p", { class: "count", role: "status" });
    const draw = () => {
      this.fixed = null;
      history.replaceState(null, "", this.address);
      sessionStorage.setItem("bulletin-review-queue", new URLSearchParams(this.filters).toString());
      const rows = this.shown;
      count.textContent = said(words.left, { count: rows.length });
      list.replaceChildren(...rows.map((each, at) => this.#row(each, at)));
      if (!rows.length) list.append(made("li", { class: "none", text: words.empty }));
    };
    const done = this.bulletins.filter((each) => each.looked).length;
    const progress = made("div", { class: "progress" },
      made("progress", { max: this.bulletins.length || 1, value: done, "aria-label": words.queue }),
      made("span", { text: said(words.progress, { done, all: this.bulletins.length }) }));
    list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link.dataset.key);
    });
    const sort = made("button", { type: "button", id: "sort_anew", class: "small", text: words.sort_anew, title: words.sort_hint, hidden: this.isSorted, on: { click: () => {
      this.bulletins = this.urgent;
      sort.hidden = true;
      draw();
      list.querySelector("a")?.focus({ preventScroll: true });
    } } });
    main.replaceChildren(made("section", { class: "overview" }, progress, this.#filters(draw), made("div", { class: "shown" }, count, sort), list));
    draw();
    list.querySelector("a")?.focus({ preventScroll: true });
  }

  #filters(draw) {
    const { words } = this;
    const years = [...new Set(this.bulletins.map((each) => (each.day || "").slice(0, 4)).filter(Boolean))].sort().reverse();
    const codes = [...new Set(this.bulletins.flatMap((each) => each.codes))].sort();
    const fields = {
      state: this.#choice("state", Object.keys(STATES).map((name) => [name, words[`state_${name}`]])),
      rule: this.#choice("rule", codes.map((code) => [code, ruleName(words, code)])),
      year: this.#choice("year", years.map((year) => [year, year])),
      source: this.#choice("source", this.sources.map((name) => [name, name])),
    };
    const text = made("input", { type: "search", id: "filter-text", placeholder: words.filter_text, "aria-label": words.filter_text, value: this.filters.text });
    text.addEventListener("input", () => { this.filters.text = text.value; draw(); });
    for (const [name, field] of Object.entries(fields)) field.addEventListener("change", () => { this.filters[name] = field.value; draw(); });
    const clear = made("button", { type: "button", text: words.clear, on: { click: () => {
      for (const name of FILTERS) this.filters[name] = "";
      text.value = "";
      for (const field of Object.values(fields)) field.value = "";
      draw();
    } } });
    return made("div", { class: "filters" }, text,
      ...Object.entries(fields).map(([name, field]) => made("label", { title: words.hints[name] }, made("span", { text: words[`filter_${name}`] }), field)), clear);
  }

  #choice(name, options) {
    const field = made("select", { id: `filter-${name}` }, made("option", { value: "", text: this.words.any }),
      ...options.map(([value, text]) => made("option", { value, text })));
    field.value = this.filters[name];
    return field;
  }

  #row(each, at) {
    const { words } = this;
    const rules = each.codes.map((code) => ruleName(words, code));
    const counts = ["errors", "warnings", "infos"].filter((name) => each[name]).map((name) => made("span", { class: `count ${name.slice(0, -1)}`, text: each[name],
      title: [`${words.fields[name.slice(0, -1)]} ${each[name]}`, name === "errors" && each.missing_before ? said(words.missing_before, { count: each.missing_before }) : ""].filter(Boolean).join("\n") }));
    return made("li", {}, made("a", { href: `/bulletin/${each.key}`, data: { key: each.key }, tabindex: at ? -1 : 0 },
      made("span", { class: "number", text: each.number ?? "–" }),
      made("span", { class: "day", text: each.day ?? words.fields.undated }),
      made("span", { class: "first", text: each.title || each.file }),
      made("span", { class: "codes", title: rules.join("\n"), text: rules.join(" · ") }),
      made("span", { class: "counts" }, ...counts,
        each.doubts ? made("span", { class: "count doubt", title: `${words.doubts}: ${words.hints.doubts}`, text: `?${each.doubts}` }) : null,
        each.corrected ? made("span", { class: "count pen", title: words.corrected, text: `✎${each.corrected}` }) : null,
        each.looked ? made("span", { class: "count good", title: said(words.done_by, { by: each.looked }), text: "✓" }) : null)));
  }
}
