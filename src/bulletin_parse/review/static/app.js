// The review's page: the queue, one bulletin, the keys, and what is said to the server.

import { made, said } from "./dom.js";
import { Editing } from "./editing.js";
import { Naming } from "./naming.js";
import * as net from "./net.js";
import { Paper } from "./paper.js";
import { Queue } from "./queue.js";
import { RecordView } from "./record.js";
import { counted, told } from "./telling.js";

const LANGUAGE = "bulletin-review-language";
const WHO = "bulletin-review-by";
const THEME = "bulletin-theme";
const LOOK_AGAIN = 4000; // milliseconds between two looks whether somebody else has changed the bulletin
const TOLD = 6000; // milliseconds for which a message stays

class Review {
  constructor(words, settings) {
    this.words = words;
    this.by = localStorage.getItem(WHO) || settings.by || "";
    this.main = document.getElementById("main");
    this.bar = document.getElementById("bar");
    this.dialog = document.getElementById("dialog");
    this.queue = new Queue(words);
    this.naming = new Naming(this.dialog, words);
    this.paper = new Paper(words, { point: (field) => this.focus(field), chosen: () => this.#tellChosen(), within: (fields) => this.#chooseTexts(fields) });
    this.record = new RecordView(words, {
      edit: (cell, given) => this.edit(cell, given), accept: (finding) => this.accept(finding), takeBack: (each) => this.takeBack(each), rebind: (ids) => this.rebind(ids),
      name: (row) => this.name(row), go: (field) => this.focus(field), rare: () => this.pane.classList.toggle("shows-rare"), add: (list, row) => this.add(list, row),
    });
    this.pane = made("section", { class: "record", "aria-label": words.fields.record });
    this.pane.addEventListener("focusin", (event) => this.#attend(event.target.closest("[data-field], [data-finding]")));
    this.pane.addEventListener("click", (event) => this.#clicked(event));
    this.taken = [];
    document.documentElement.lang = words.language;
    net.speak(words.language);
    document.title = words.title;
    document.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("popstate", () => { if (!this.sheet || this.#keyAsked !== this.sheet.key) this.route(); }); // a field alone is hashchange's
    addEventListener("hashchange", () => this.focus(this.#asked(), { scrolls: true }));
    addEventListener("beforeunload", (event) => { if (this.editing?.isChanged) event.preventDefault(); });
    setInterval(() => this.#lookAgain(), LOOK_AGAIN);
  }

  // Shows what the address says.
  async route() {
    const key = this.#keyAsked;
    if (key) await this.open(key, { moves: false, field: this.#asked() });
    else await this.showQueue({ moves: false });
  }

  get #keyAsked() {
    const key = location.pathname.match(/^\/bulletin\/([^/]+)$/)?.[1];
    return key && decodeURIComponent(key);
  }

  #asked() { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } }

  async showQueue({ moves = true } = {}) {
    if (!this.#mayLeave()) return;
    this.sheet = null;
    this.#leaveBehind();
    if (moves) history.pushState(null, "", this.queue.address);
    await this.#tried(async () => {
      this.queue.take(await net.queue());
      this.#drawBar();
      this.queue.show(this.main, (key) => this.open(key));
      this.main.className = "is-queue";
    });
  }

  async open(key, { moves = true, field = "" } = {}) {
    if (!this.#mayLeave()) return;
    await this.#tried(async () => {
      if (!this.queue.bulletins.length) this.queue.take(await net.queue());
      const sheet = await net.bulletin(key);
      if (moves) history.pushState(null, "", `/bulletin/${encodeURIComponent(sheet.key)}`);
      this.#leaveBehind();
      this.current = field || "";
      this.main.className = "panes";
      this.main.replaceChildren(this.paper.pane, this.pane);
      this.pane.scrollTop = 0;
      this.#take(sheet, { asked: field });
    });
  }

  // Draws the record of a bulletin anew, and stays where the reviewer was.
  #take(sheet, { asked = "" } = {}) {
    if (this.sheet && this.sheet.key !== sheet.key && location.pathname.startsWith("/bulletin/")) {
      history.replaceState(null, "", `/bulletin/${encodeURIComponent(sheet.key)}${location.hash}`);
    }
    const at = this.pane.scrollTop;
    const isOnPaper = !asked && this.paper.pane.contains(document.activeElement); // somebody who chooses lines there goes on choosing
    this.sheet = sheet;
    this.editing = null;
    this.pane.replaceChildren(...this.record.show(sheet));
    this.pane.scrollTop = asked ? 0 : at;
    this.taken = this.taken.filter((field) => this.#row(field));
    this.#tellChosen();
    this.#drawBar();
    this.paper.show(sheet);
    this.#drawOnward();
    this.focus(asked || this.current || sheet.masthead[0].field, { scrolls: Boolean(asked), takes: !isOnPaper });
  }

  #drawBar() {
    const { words, sheet } = this;
    const button = (name, text, act, key = "", extra = {}) => made("button", { type: "button", id: name, text, title: [words[name] ?? text, key && `(${key})`].filter(Boolean).join(" "), "aria-label": words[name] ?? text, on: { click: act }, ...extra });
    const title = made("h1", {}, made("a", { href: this.queue.address, text: words.title, title: sheet ? `${words.back} (q)` : words.queue, on: { click: (event) => { event.preventDefault(); this.showQueue(); } } }));
    const [place, all] = sheet ? this.queue.place(sheet.key) : [0, 0];
    const here = sheet ? [
      made("div", { class: "steps" }, button("previous", "‹", () => this.step(-1), "p"), made("span", { class: "place", text: place ? `${place} / ${all}` : "" }), button("next", "›", () => this.step(1), "n"),
        sheet.looked ? button("not_done", said(words.done_by, { by: sheet.looked.by }), () => this.done(false), "", { class: "good" }) : button("mark_done", `✓ ${words.mark_done}`, () => this.done(true), "d", { class: "save" }),
        button("undo", "↶", () => this.undo(), "u")),
      made("p", { class: "file", title: `${sheet.path}\n${sheet.engine}` }, made("b", { text: sheet.label ?? "" }), ` ${sheet.file} · ${sheet.day ?? ""}`),
    ] : [];
    const who = made("label", { class: "who" }, made("span", { text: words.who }), made("input", { type: "text", id: "who", value: this.by, size: 8, maxlength: 200, "aria-label": words.who,
      on: { change: (event) => { this.by = event.target.value.trim(); localStorage.setItem(WHO, this.by); } } }));
    this.bar.replaceChildren(title, ...here, made("div", { class: "tools" }, who,
      button("other_language", words.other_language, () => { localStorage.setItem(LANGUAGE, words.language === "en" ? "zh" : "en"); location.reload(); }),
      button("theme", "◐", () => themed(document.documentElement.dataset.theme === "dark" || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches) ? "light" : "dark")),
      button("help", "?", () => this.help(), "?")));
  }

  // The bar below: what is left to be looked at in this bulletin, and the way there.
  #drawOnward() {
    const { words, sheet } = this;
    const open = sheet?.findings.filter((finding) => !finding.known) ?? [];
    const step = (id, text, key, by) => made("button", { type: "button", id, title: `${words[id]} (${key})`, "aria-label": words[id], on: { click: () => this.#walkFindings(by) } }, text, made("kbd", { text: key }));
    document.getElementById("onward").replaceChildren(...(!sheet ? [] : open.length
      ? [made("span", { class: "soft", text: said(words.open_left, { count: open.length }) }), step("previous_finding", "‹", "[", -1), step("next_finding", words.next_finding, "]", 1)]
      : [made("span", { class: "good", text: `✓ ${words.nothing_open}` })]));
  }

  // What was said, chosen and gone to in one bulletin is nothing to the next.
  #leaveBehind() {
    this.tell("");
    this.release();
    this.finding = null;
    this.#drawOnward();
  }

  // Rows that can be gone to, from the top.
  get #rows() { return [...this.pane.querySelectorAll("[data-field], [data-finding]")].filter((row) => row.getClientRects().length); }

  #row(field) {
    for (let name = field; name; name = name.replace(/(\.[^.[\]]+|\[[^\]]*\])$/, "")) {
      const row = this.pane.querySelector(`[data-field="${CSS.escape(name)}"]`);
      if (row) return row;
      if (!/[.[]/.test(name)) return null;
    }
    return null;
  }

  focus(field, { scrolls = true, takes = true } = {}) {
    if (!this.sheet || !field) return;
    const row = this.#row(field);
    if (!row) return;
    if (row.matches(".rare")) this.pane.classList.add("shows-rare");
    if (takes) row.focus({ preventScroll: true });
    if (scrolls) row.scrollIntoView({ block: "nearest" });
    this.#attend(row);
  }

  // The reviewer is at a row: its place is lit, and the address names it.
  #attend(row) {
    if (!row || this.at === row) return;
    this.at = row;
    this.pane.querySelectorAll(".is-current").forEach((each) => each.classList.remove("is-current"));
    row.classList.add("is-current");
    this.pane.querySelectorAll('[tabindex="0"].row').forEach((each) => { each.tabIndex = -1; });
    row.tabIndex = 0;
    const field = row.dataset.field ?? row.dataset.leads;
    if (row.dataset.field) {
      this.current = row.dataset.field;
      history.replaceState(history.state, "", `${location.pathname}#${encodeURIComponent(this.current).replaceAll("%5B", "[").replaceAll("%5D", "]")}`);
    }
    if (field) this.paper.light(field);
  }

  #clicked(event) {
    if (event.target.closest("button, a, input, textarea, form")) return;
    const row = event.target.closest("[data-field], [data-finding]");
    if (!row) return;
    if (row.dataset.finding !== undefined && row.dataset.leads) { this.focus(row.dataset.leads); return; }
    if (event.detail === 2 && row.dataset.field) { this.#editRow(row); return; }
    row.focus({ preventScroll: true });
  }

  // What is said to the server, and what it answers.

  async #tried(act) {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof net.Refused)) throw error;
      this.tell(this.#words(error), "error");
      return false;
    }
  }

  #words(error) {
    const { words } = this;
    if (error.status === 0) return words.offline;
    if (error.status === 401 || error.status === 403) return words.no_access;
    return [said(error.status === 409 ? words.conflict : error.status === 404 ? "{reason}" : words.failed, { reason: error.message }), error.remedy].filter(Boolean).join(" ");
  }

  async #say(acts, why) {
    if (!this.by) {
      document.getElementById("who").focus();
      throw new net.Refused(422, { error: this.words.who_prompt });
    }
    const began = performance.now();
    const sheet = await net.correct(this.sheet.key, { by: this.by, why, revision: this.sheet.revision, acts });
    this.#take(sheet);
    const [last] = sheet.corrections;
    this.tell(said(this.words.saved, { what: told(this.words, last) }), "good", { undo: last });
    performance.measure("saved", { start: began, end: performance.now() });
    return sheet;
  }

  async #sayOrTell(acts, why) {
    return this.#tried(async () => {
      try {
        await this.#say(acts, why);
        this.release();
      } catch (error) {
        if (error.status === 409) this.#take(await net.bulletin(this.sheet.key));
        throw error;
      }
    });
  }

  cellOf(field) {
    const { sheet } = this;
    const cells = [...sheet.masthead, ...sheet.index.flatMap((row) => row.cells), ...sheet.items.flatMap((item) => [...item.cells, ...item.blocks.map((block) => block.text)]),
      ...Object.values(sheet.remnants).flat().map((piece) => piece.text)];
    return cells.find((cell) => cell.field === field) ?? cells.find((cell) => cell.field === `${field}.text`);
  }

  #editRow(row) {
    if (row?.dataset.finding !== undefined) { this.focus(row.dataset.leads); return; }
    if (!row) return;
    const field = row.dataset.field;
    if (row.matches("td")) { const text = row.textContent; this.edit({ field, name: "rows", text, held: text }); return; }
    const block = row.dataset.kind;
    const cell = block === "table" || block === "figure" ? null : this.cellOf(field);
    if (cell) this.edit(cell);
    else if (block === "table") row.querySelector("td")?.focus();
    else if (row.dataset.part) this.name(row);
  }

  async edit(cell, given) {
    if (!this.#mayLeave()) return;
    this.editing?.cancel();
    const row = this.#row(cell.field);
    if (!row) return;
    const editing = new Editing(this.words, this.sheet.key, row, cell, given, (run) => this.name(row, run));
    this.editing = editing;
    for (;;) {
      const typed = await editing.ended;
      if (!typed) { if (this.editing === editing) this.editing = null; return; }
      try {
        if (typed.now === cell.text) { editing.close(); this.editing = null; return; }
        await this.#say([{ do: "set", field: cell.field, was: cell.held, now: typed.now }], typed.why);
        return;
      } catch (error) {
        if (!(error instanceof net.Refused)) throw error;
        editing.refused(this.#words(error));
        if (error.status === 409) this.sheet.stale = true;
      }
    }
  }

  #mayLeave() {
    if (!this.editing?.isChanged) return true;
    this.tell(this.words.unsaved, "error");
    this.editing.text.focus();
    return false;
  }

  // Characters that are selected with the mouse in a text of the record.
  #selected() {
    const selection = getSelection();
    const part = selection?.rangeCount && !selection.isCollapsed && selection.anchorNode.parentElement?.closest(".value")?.closest("[data-part]");
    return part && part.contains(selection.focusNode) ? { row: part, run: selection.toString() } : {};
  }

  async name(row, typed) {
    const selected = typed ? { row, run: typed } : this.#selected();
    if (selected.run) {
      const answer = await this.naming.ask(this.sheet, { fields: [selected.row.dataset.field], lines: [], run: selected.run });
      getSelection()?.removeAllRanges();
      if (answer) await this.#sayOrTell(answer.acts, answer.why);
      this.focus(this.current);
      return;
    }
    const lines = this.paper.lines;
    const fields = this.taken.length ? this.#inOrder(this.taken) : !lines.length && row?.dataset.field ? [this.#partOf(row)].filter(Boolean) : [];
    if (!fields.length && !lines.length) { this.tell(this.words.choose_hint); return; }
    const here = this.current?.match(/^items\[(\d+)\]/)?.[1];
    const answer = await this.naming.ask(this.sheet, { fields, lines, near: here === undefined ? undefined : Number(here) + 1 });
    if (answer) await this.#sayOrTell(answer.acts, answer.why);
    this.focus(this.current);
  }

  // The part that a row is, or that its field is in.
  #partOf(row) {
    for (let each = row; each; each = this.#row(each.dataset.field.replace(/(\.[^.[\]]+|\[[^\]]*\])$/, ""))) {
      if (each.dataset.part) return each.dataset.field;
      if (!/[.[]/.test(each.dataset.field)) return null;
    }
    return null;
  }

  async add(list, row) {
    const answer = await this.naming.add(this.sheet, list, row);
    if (answer) await this.#sayOrTell(answer.acts, answer.why);
  }

  async accept(finding) {
    const answer = await this.naming.accept(finding);
    if (answer) await this.#sayOrTell(answer.acts, answer.why);
  }

  async takeBack(each) {
    await this.#tried(async () => {
      this.#take(await net.takeBack(this.sheet.key, [each.id]));
      this.tell(said(this.words.undone, { what: told(this.words, each) }), "good");
    });
  }

  // Corrections of another file of this bulletin that still fit become its own; each can be taken back.
  async rebind(ids) {
    if (!this.#mayLeave()) return;
    await this.#tried(async () => {
      this.#take(await net.rebind(this.sheet.key, ids));
      this.tell(counted(this.words.rebound, ids.length), "good");
    });
  }

  // Takes back what this reviewer corrected last in this bulletin.
  async undo() {
    const mine = this.sheet?.corrections.find((each) => each.by === this.by);
    if (mine) await this.takeBack(mine);
    else this.tell(this.words.nothing_to_undo);
  }

  async done(done) {
    if (!this.#mayLeave()) return;
    if (!this.by) { document.getElementById("who").focus(); this.tell(this.words.who_prompt, "error"); return; }
    const { key } = this.sheet;
    const errors = this.sheet.findings.filter((finding) => finding.severity === "error" && !finding.known && !finding.elsewhere);
    if (done && errors.length) {
      const answer = await this.naming.left(errors.length);
      if (answer === false) this.#showFinding(errors[0]);
      if (!answer) return;
    }
    const wrote = await this.#tried(async () => {
      const { by } = await net.look(key, this.by, done);
      this.sheet.looked = by ? { by } : null;
      const row = this.queue.bulletins.find((each) => each.key === key);
      if (row) row.looked = by;
    });
    if (!wrote) return;
    this.#drawBar();
    if (done) await this.step(1);
  }

  async step(step) {
    if (!this.sheet) return;
    const key = this.queue.beside(this.sheet.key, step);
    if (key) await this.open(key);
    else this.tell(step > 0 ? this.words.last_one : this.words.first_one);
  }

  async #lookAgain() {
    if (!this.sheet || document.hidden || this.editing || this.dialog.open) return;
    const { key, revision } = this.sheet;
    // Whoever began to edit, saved or went on while an answer was under way keeps what they see.
    const isBusy = () => this.sheet?.key !== key || this.sheet.revision !== revision || this.editing || this.dialog.open;
    try {
      const state = await net.state(key);
      if (isBusy()) return;
      const isOther = state.revision !== revision;
      if (isOther || (this.runs !== undefined && state.across.runs > this.runs)) {
        const sheet = await net.bulletin(key);
        if (isBusy()) return;
        this.#take(sheet);
        if (isOther) this.tell(this.words.changed_elsewhere);
      }
      this.runs = state.across.runs;
    } catch { /* the next look tells, or what is saved does */ }
  }

  // Texts that are chosen, to be told what they are.

  choose(row) {
    const field = row?.dataset.part && row.dataset.field;
    if (!field) return;
    const at = this.taken.indexOf(field);
    if (at < 0) this.taken.push(field);
    else this.taken.splice(at, 1);
    row.classList.toggle("taken", at < 0);
    this.#tellChosen();
  }

  #chooseTexts(fields) {
    for (const field of fields) {
      const row = this.pane.querySelector(`[data-field="${CSS.escape(field)}"][data-part]`);
      if (row && ["block", "remnant"].includes(row.dataset.part) && !this.taken.includes(field)) this.choose(row);
    }
  }

  #inOrder(fields) {
    const rows = this.#rows.map((row) => row.dataset.field);
    return [...fields].sort((a, b) => rows.indexOf(a) - rows.indexOf(b));
  }

  #tellChosen() {
    const { words } = this;
    for (const field of this.taken) this.#row(field)?.classList.add("taken");
    const lines = this.paper.chosen.size;
    const bar = document.getElementById("chosen");
    bar.hidden = !lines && !this.taken.length;
    bar.replaceChildren(...(bar.hidden ? [] : [
      made("span", { text: lines ? said(words.chosen_lines, { count: lines }) : said(words.chosen_texts, { count: this.taken.length }) }),
      made("button", { type: "button", class: "save", id: "name-chosen", text: words.this_is, title: `${words.this_is} (m)`, on: { click: () => this.name(null) } }),
      made("button", { type: "button", text: words.release, title: `${words.release} (Esc)`, on: { click: () => this.release() } })]));
  }

  release() {
    this.pane.querySelectorAll(".taken").forEach((row) => row.classList.remove("taken"));
    this.taken = [];
    this.paper.release();
    this.#tellChosen();
  }

  // Keys.

  #key(event) {
    if (event.ctrlKey && event.key === "z" && this.sheet && !event.target.closest?.("input, textarea")) { event.preventDefault(); this.undo(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || this.dialog.open || event.target.closest?.("input, textarea, select")) return;
    if (event.target.closest?.("button, a, summary") && (event.key === "Enter" || event.key === " ")) return;
    const act = this.sheet ? this.#acts[event.key] : { "?": () => this.help(), ArrowDown: () => this.#walkQueue(1), ArrowUp: () => this.#walkQueue(-1), j: () => this.#walkQueue(1), k: () => this.#walkQueue(-1) }[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  }

  get #acts() {
    const here = () => (this.at?.isConnected ? this.at : null);
    const walk = (step) => (event) => this.#walk(step, event.shiftKey);
    const edit = () => this.#editRow(here());
    return {
      ArrowDown: walk(1), ArrowUp: walk(-1), j: walk(1), k: walk(-1), Enter: edit, e: edit,
      "]": () => this.#walkFindings(1), "[": () => this.#walkFindings(-1), a: () => this.#acceptHere(here()),
      x: () => this.choose(here()), m: () => this.name(here()), g: () => this.paper.focus(this.current), u: () => this.undo(), d: () => this.done(true),
      n: () => this.step(1), p: () => this.step(-1), q: () => this.showQueue(), ".": () => this.pane.classList.toggle("shows-rare"), "?": () => this.help(),
      Escape: () => { this.release(); this.focus(this.current); },
    };
  }

  #walk(step, extends_) {
    const rows = this.#rows;
    const at = rows.indexOf(this.at);
    const next = rows[at < 0 ? 0 : at + step];
    if (!next) return;
    if (extends_) for (const row of [this.at, next]) if (row?.dataset.part && !this.taken.includes(row.dataset.field)) this.choose(row);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  #walkQueue(step) {
    const links = [...this.main.querySelectorAll(".queue a")];
    links[Math.min(Math.max(links.indexOf(document.activeElement) + step, 0), links.length - 1)]?.focus();
  }

  #walkFindings(step) {
    const open = this.sheet.findings.filter((finding) => !finding.known);
    if (!open.length) { this.tell(this.words.no_findings); return; }
    // From the one that was gone to last; where that is mended by now, the next one has its place.
    const nameOf = (finding) => [finding.code, finding.subject, finding.message].join("\n");
    const last = this.finding ?? { name: "", at: 0 };
    const there = open.findIndex((finding) => nameOf(finding) === last.name);
    const at = ((there >= 0 ? there + step : step > 0 ? last.at : last.at - 1) + open.length) % open.length;
    this.finding = { name: nameOf(open[at]), at };
    this.#showFinding(open[at]);
  }

  #showFinding(finding) {
    if (finding.field) this.focus(finding.field);
    else this.pane.querySelector(`[data-finding="${this.sheet.findings.indexOf(finding)}"]`)?.focus();
  }

  #acceptHere(row) {
    if (!row) return;
    const finding = row.dataset.finding !== undefined ? this.sheet.findings[Number(row.dataset.finding)] : this.record.findings.get(row.dataset.field)?.find((each) => !each.known);
    if (finding && !finding.known) this.accept(finding);
  }

  help() {
    const { words } = this;
    const rows = Object.values(words.keys).map((line) => { const [keys, does] = line.split("|"); return made("tr", {}, made("th", { text: keys }), made("td", { text: does })); });
    this.dialog.onkeydown = (event) => { if (event.key === "?") this.dialog.close(); };
    const terms = Object.entries(words.hints).map(([name, about]) => [made("dt", { text: words.terms[name] ?? words.fields[name] ?? words[name] }), made("dd", { text: about })]).flat();
    this.dialog.replaceChildren(made("h2", { text: words.help }), made("table", { class: "help" }, ...rows), made("p", { class: "soft", text: words.choose_hint }),
      made("details", { class: "terms" }, made("summary", { text: words.terms_title }), made("dl", {}, ...terms)),
      made("button", { type: "button", class: "cancel", text: words.cancel, on: { click: () => this.dialog.close() } }));
    this.dialog.showModal();
  }

  // A notice in the bar below, for some seconds; with a correction, the way to take it back, which stays until something else is told or done.
  tell(words, kind = "", { undo } = {}) {
    const place = document.getElementById("told");
    clearTimeout(this.timer);
    place.replaceChildren(...(words ? [made("p", { class: kind, title: words, text: words })] : []),
      ...(undo ? [made("button", { type: "button", class: "small", id: "undo_told", text: this.words.undo, title: `${this.words.undo} (u)`, on: { click: () => this.takeBack(undo) } })] : []));
    if (!undo) this.timer = setTimeout(() => place.replaceChildren(), TOLD);
  }
}

const themed = (name) => {
  document.documentElement.dataset.theme = name;
  localStorage.setItem(THEME, name);
};

const begin = async () => {
  const kept = localStorage.getItem(THEME);
  if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
  const address = new URL(location.href);
  const language = address.searchParams.get("lang") || localStorage.getItem(LANGUAGE) || "";
  if (address.searchParams.has("token")) {
    // The cookie has it by now; the address that is seen and kept does not.
    address.searchParams.delete("token");
    history.replaceState(null, "", address.pathname + address.search + address.hash);
  }
  try {
    const [words, settings] = await Promise.all([net.words(language), net.settings()]);
    const review = new Review(words, settings);
    window.review = review;
    await review.route();
  } catch (error) {
    const known = { 401: "请打开 bulletin-parse review 打印的完整网址（含 token）。 Open the whole address that bulletin-parse review printed, with its token." };
    document.getElementById("main").replaceChildren(made("p", { class: "problem", text: known[error.status] ?? String(error.message || error) }));
  }
};

begin();
