"use strict";
// Search over all items, inside the page: their words lie in it compressed, and are unpacked when the field is first used.
(() => {
  const MAX_HITS = 100;
  const AROUND = 36; // characters shown on each side of a hit
  const WAIT = 80; // milliseconds of quiet before searching
  const field = document.getElementById("search");
  const found = document.getElementById("found");
  const hits = document.getElementById("hits");
  const filters = document.getElementById("filters");
  const chosen = () => Object.fromEntries([...filters.querySelectorAll("select")].map((select) => [select.name, select.value]));
  const folded = (text) => text.normalize("NFKC").toLowerCase();
  let rows = null;
  let timer = 0;

  const unpacked = async () => {
    const coded = document.getElementById("searched").textContent;
    const bytes = Uint8Array.from(atob(coded), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const table = JSON.parse(await new Response(stream).text());
    return table.map(([page, number, day, at, title, source, body]) => ({ page, number, day, at, title, source, body,
      head: folded(title), all: folded(`${title}\n${source}\n${body}`) }));
  };
  const loaded = () => (rows ??= unpacked());

  const made = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  // The text with the words marked, as nodes: text never becomes markup.
  const marked = (text, words) => {
    const parts = document.createDocumentFragment();
    const plain = folded(text);
    if (plain.length !== text.length) text = plain; // places in one would not be places in the other
    let at = 0;
    while (at < text.length) {
      const next = words.map((word) => [plain.indexOf(word, at), word]).filter(([place]) => place >= 0).sort((a, b) => a[0] - b[0])[0];
      if (!next) break;
      parts.append(text.slice(at, next[0]), made("mark", text.slice(next[0], next[0] + next[1].length)));
      at = next[0] + next[1].length;
    }
    parts.append(text.slice(at));
    return parts;
  };

  const around = (body, words) => {
    const plain = folded(body);
    if (plain.length !== body.length) body = plain;
    const places = words.map((word) => plain.indexOf(word)).filter((place) => place >= 0);
    const from = Math.max(0, (places.length ? Math.min(...places) : 0) - AROUND);
    const piece = body.slice(from, from + 3 * AROUND);
    return (from ? "…" : "") + piece + (from + 3 * AROUND < body.length ? "…" : "");
  };

  // Hits push down what is below them: what is pressed there stays under the mouse until it is released and its click told.
  let pressed = Promise.resolve();
  addEventListener("pointerdown", (event) => {
    if (event.button) return;
    pressed = new Promise((over) => { for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, () => setTimeout(over), { once: true }); });
  });

  const search = async () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    if (!words.length) { hits.replaceChildren(); found.textContent = ""; return; }
    const table = await loaded();
    await pressed;
    if (words.join(" ") !== folded(field.value).split(/\s+/).filter(Boolean).join(" ")) return; // typed on meanwhile
    const { rule, year, source } = chosen();
    const pages = new Set(rule ? [...document.querySelectorAll(".shelf li")].filter((line) => line.dataset.rules.split(" ").includes(rule)).map((line) => line.dataset.page) : []);
    const matches = table.filter((row) => (!year || row.day.startsWith(year)) && (!source || row.source === source) && (!rule || pages.has(row.page)) &&
      words.every((word) => row.all.includes(word)));
    const weight = (row) => words.filter((word) => row.head.includes(word)).length;
    matches.sort((a, b) => weight(b) - weight(a) || (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
    found.textContent = matches.length ? found.dataset.found.replace("{}", matches.length) +
      (matches.length > MAX_HITS ? found.dataset.first.replace("{}", MAX_HITS) : "") : found.dataset.none;
    hits.replaceChildren(...matches.slice(0, MAX_HITS).map((row) => {
      const line = made("li");
      const link = made("a");
      link.href = `bulletins/${encodeURIComponent(row.page)}#item-${row.at}`;
      link.append(marked(row.title, words));
      line.append(link, made("span", ` ${row.number} · ${row.day} · ${row.source}`, "outlet"));
      const snippet = made("p");
      snippet.append(marked(around(row.body, words), words));
      line.append(snippet);
      return line;
    }));
  };

  // The calendar is one stop of the Tab key, at its last bulletin; arrow keys go from week to week, and a line says which it is.
  const calendar = document.querySelector(".calendar");
  const week = document.getElementById("week");
  const links = [...document.querySelectorAll(".calendar td a")];
  links.forEach((link, at) => { link.tabIndex = at === links.length - 1 ? 0 : -1; });
  const above = (link, step) => {
    const at = link.closest("td").cellIndex;
    let row = link.closest("tr");
    while ((row = step < 0 ? row.previousElementSibling : row.nextElementSibling)) {
      const there = row.cells[at]?.querySelector("a");
      if (there) return there;
    }
    return null;
  };
  const STEPS = {
    ArrowLeft: (link) => links[links.indexOf(link) - 1], ArrowRight: (link) => links[links.indexOf(link) + 1],
    ArrowUp: (link) => above(link, -1), ArrowDown: (link) => above(link, 1),
    Home: () => links[0], End: () => links[links.length - 1],
  };
  calendar?.addEventListener("keydown", (event) => {
    const link = event.target.closest("td a");
    if (!link || !(event.key in STEPS) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = STEPS[event.key](link);
    if (!next) return;
    link.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  const say = (event) => {
    const cell = event.target.closest("td");
    week.textContent = cell?.title || cell?.querySelector("a")?.title || "";
  };
  calendar?.addEventListener("pointerover", say);
  calendar?.addEventListener("focusin", say);

  // The list of all bulletins by rule, year and source.
  const filtered = document.getElementById("filtered");
  const filter = () => {
    const { rule, year, source } = chosen();
    const any = rule || year || source;
    const outlet = String(filters.querySelector("[name=source]").selectedIndex - 1); // as the list names it
    let count = 0;
    for (const group of document.querySelectorAll("details.year")) {
      let shown = 0;
      for (const line of group.querySelectorAll(".shelf li")) {
        const { year: of, rules, sources } = line.dataset;
        line.hidden = Boolean((year && of !== year) || (rule && !rules.split(" ").includes(rule)) || (source && !sources.split(" ").includes(outlet)));
        shown += !line.hidden;
      }
      group.hidden = any && !shown;
      group.open = Boolean(any && shown);
      count += shown;
    }
    filtered.textContent = any ? filtered.dataset.words.replace("{}", count) : "";
  };

  // What is searched and filtered stands in the address, so that it can be sent to others and gone back to.
  const keep = () => {
    const said = new URLSearchParams(Object.entries({ search: field.value.trim(), ...chosen() }).filter(([, value]) => value));
    history.replaceState(null, "", said.size ? `#${said}` : location.href.split("#")[0]);
  };
  const take = () => {
    if (!location.hash.includes("=")) return;
    const said = new URLSearchParams(location.hash.slice(1));
    field.value = said.get("search") ?? "";
    for (const select of filters.querySelectorAll("select")) select.value = said.get(select.name) ?? "";
    filter();
    if (field.value) search();
  };
  filters.addEventListener("change", () => { filter(); keep(); if (field.value) search(); });
  addEventListener("hashchange", take);

  field.addEventListener("focus", () => { loaded(); }, { once: true });
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { keep(); search(); }, WAIT); });
  take();
  if (field.value) search();
})();
