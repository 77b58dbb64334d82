// The review's page: the queue, one bulletin, the keys, and what is said to the server.

import { made, said } from "./dom.js";
import { Editing } from "./editing.js";
import { isPressed, released } from "./hand.js";
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
    this.pane.addEventListener("focusin", (event) => this.#came(event.target.closest("[data-field], [data-finding]")));
    this.pane.addEventListener("click", () => this.#attendPressed(), true);
    this.pane.addEventListener("click", (event) => this.#clicked(event));
    this.tools = this.#madeTools();
    this.bar.replaceChildren(this.tools);
    this.taken = [];
    this.turn = Promise.resolve();
    document.documentElement.lang = words.language;
    net.speak(words.language);
    document.title = words.title;
    document.addEventListener("keydown", (event) => this.#key(event));
    addEventListener("popstate", () => { if (!this.sheet || this.#keyAsked !== this.sheet.key) this.route(); }); // a field alone is hashchange's
    addEventListener("hashchange", () => this.focus(this.#asked(), { takes: !isTyping() }));
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
    const isMeant = this.#goes("");
    await this.#tried(async () => {
      const queue = await net.queue();
      if (!await isMeant()) return;
      if (moves) history.pushState(null, "", this.queue.address);
      this.sheet = null;
      this.#leaveBehind();
      this.queue.take(queue);
      this.#drawBar();
      this.queue.show(this.main, (key) => this.open(key));
      this.main.className = "is-queue";
    });
  }

  async open(key, { moves = true, field = "" } = {}) {
    if (!this.#mayLeave()) return;
    const isMeant = this.#goes(key);
    const isThere = await this.#tried(async () => {
      if (!this.queue.bulletins.length) this.queue.take(await net.queue());
      const sheet = await net.bulletin(key);
      if (!await isMeant()) return;
      if (moves) history.pushState(null, "", `/bulletin/${encodeURIComponent(sheet.key)}`);
      this.sheet = null;
      this.#leaveBehind();
      this.current = field || "";
      this.main.className = "panes";
      this.main.replaceChildren(this.paper.pane, this.pane);
      this.pane.scrollTop = 0;
      this.#take(sheet, { asked: field });
    });
    if (!isThere && this.going === key) this.going = undefined;
  }

  // The reviewer goes to a bulletin or the queue. Gives what is asked once the answer has come: whether it is still meant, and no other place since;
  // whoever began to edit or to say something while it was under way stays.
  #goes(key) {
    this.editing?.cancel();
    this.going = key;
    const asked = (this.way = {});
    return async () => {
      await released();
      if (this.way !== asked) return false;
      this.going = undefined;
      return !this.editing?.isOpen && !this.dialog.open;
    };
  }

  // Draws the record of a bulletin anew, and leaves the reviewer where they were, with what they are typing.
  #take(sheet, { asked = "" } = {}) {
    if (this.sheet && this.sheet.key !== sheet.key && location.pathname.startsWith("/bulletin/")) {
      history.replaceState(null, "", `/bulletin/${encodeURIComponent(sheet.key)}${location.hash}`);
    }
    const at = this.pane.scrollTop;
    const { activeElement } = document;
    // Somebody who chooses lines on the paper goes on choosing, and whoever writes in the bar goes on writing.
    const isElsewhere = !asked && (this.paper.pane.contains(activeElement) || (this.bar.contains(activeElement) && isTyping()));
    const texts = new Map(this.taken.map((field) => [field, this.#textAt(field)]));
    const finding = this.sheet && this.at?.isConnected ? this.sheet.findings[this.at.dataset.finding] : undefined;
    this.sheet = sheet;
    this.pane.replaceChildren(...this.record.show(sheet));
    this.pane.scrollTop = asked ? 0 : at;
    this.taken = this.taken.filter((field) => texts.get(field) !== undefined && this.#textAt(field) === texts.get(field)); // the same place may be another text now
    this.#tellChosen();
    this.#drawBar();
    this.paper.show(sheet);
    this.#drawOnward();
    const found = finding ? sheet.findings.findIndex((each) => !each.known && nameOf(each) === nameOf(finding)) : -1;
    const options = { scrolls: Boolean(asked), takes: !isElsewhere };
    if (found >= 0) this.#goTo(this.pane.querySelector(`[data-finding="${found}"]`), options);
    else this.focus(asked || this.current || sheet.masthead[0].field, options);
    if (this.editing?.isOpen) this.#goOnEditing(activeElement);
  }

  #textAt(field) {
    const row = this.pane.querySelector(`[data-field="${CSS.escape(field)}"]`);
    return (row?.querySelector(".value") ?? row)?.textContent;
  }

  // A form that is open while an answer comes: in the row as it is now.
  #goOnEditing(focused) {
    const row = this.#row(this.editing.cell.field);
    if (row) this.editing.moveTo(row, focused);
    else this.editing.cancel();
  }

  // The end of the bar is drawn once: a name that is being typed there must not go with what comes from the server.
  #madeTools() {
    const { words } = this;
    const who = made("label", { class: "who" }, made("span", { text: words.who }), made("input", { type: "text", id: "who", value: this.by, size: 8, maxlength: 200, "aria-label": words.who,
      on: { change: (event) => { this.by = event.target.value.trim(); localStorage.setItem(WHO, this.by); } } }));
    return made("div", { class: "tools" }, who,
      this.#button("other_language", words.other_language, () => { localStorage.setItem(LANGUAGE, words.language === "en" ? "zh" : "en"); location.reload(); }),
      this.#button("theme", "◐", () => themed(document.documentElement.dataset.theme === "dark" || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches) ? "light" : "dark")),
      this.#button("help", "?", () => this.help(), "?"));
  }

  #button(name, text, act, key = "", extra = {}) {
    const { words } = this;
    return made("button", { type: "button", id: name, text, title: [words[name] ?? text, key && `(${key})`].filter(Boolean).join(" "), "aria-label": words[name] ?? text, on: { click: act }, ...extra });
  }

  #drawBar() {
    const { words, sheet } = this;
    const title = made("h1", {}, made("a", { href: this.queue.address, text: words.title, title: sheet ? `${words.back} (q)` : words.queue, on: { click: (event) => { event.preventDefault(); this.showQueue(); } } }));
    const [place, all] = sheet ? this.queue.place(sheet.key) : [0, 0];
    const here = sheet ? [
      made("div", { class: "steps" }, this.#button("previous", "‹", () => this.step(-1), "p"), made("span", { class: "place", text: place ? `${place} / ${all}` : "" }), this.#button("next", "›", () => this.step(1), "n"),
        sheet.looked ? this.#button("not_done", said(words.done_by, { by: sheet.looked.by }), () => this.done(false), "", { class: "good" }) : this.#button("mark_done", `✓ ${words.mark_done}`, () => this.done(true), "d", { class: "save" }),
        this.#button("undo", "↶", () => this.undo(), "u")),
      made("p", { class: "file", title: `${sheet.path}\n${sheet.engine}` }, made("b", { text: sheet.label ?? "" }), ` ${sheet.file} · ${sheet.day ?? ""}`),
    ] : [];
    for (const each of [...this.bar.children]) if (each !== this.tools) each.remove();
    this.tools.before(title, ...here);
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

  focus(field, options) {
    if (this.sheet && field) this.#goTo(this.#row(field), options);
  }

  #goTo(row, { scrolls = true, takes = true } = {}) {
    if (!row) return;
    if (row.matches(".rare")) this.pane.classList.add("shows-rare");
    this.#attend(row, { scrolls });
    if (takes) row.focus({ preventScroll: true });
    if (scrolls) row.scrollIntoView({ block: "nearest" });
  }

  // A row that is pressed is gone to when its click is told: what is shown of it then would move its buttons from under the mouse.
  #came(row) {
    if (!isPressed()) { this.#attend(row); return; }
    this.pressed = row;
    released().then(() => this.#attendPressed());
  }

  #attendPressed() {
    const row = this.pressed;
    this.pressed = null;
    if (row?.isConnected) this.#attend(row);
  }

  // The reviewer is at a row: its place is lit, and the address names it. The row stays where it is on the screen, whatever another does not show any more.
  #attend(row, { scrolls = true } = {}) {
    if (!row || this.at === row) return;
    const { top } = row.getBoundingClientRect();
    this.at = row;
    this.pane.querySelectorAll(".is-current").forEach((each) => each.classList.remove("is-current"));
    row.classList.add("is-current");
    this.pane.querySelectorAll('[tabindex="0"].row').forEach((each) => { each.tabIndex = -1; });
    row.tabIndex = 0;
    this.pane.scrollTop += row.getBoundingClientRect().top - top;
    const field = row.dataset.field ?? row.dataset.leads;
    if (row.dataset.field) {
      this.current = row.dataset.field;
      history.replaceState(history.state, "", `${location.pathname}#${encodeURIComponent(this.current).replaceAll("%5B", "[").replaceAll("%5D", "]")}`);
    }
    if (field) this.paper.light(field, { scrolls });
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

  // What is said to the server is said in turn: each knows what the one before has done.
  #inTurn(act) {
    const done = this.turn.then(act);
    this.turn = done.catch(() => {});
    return done;
  }

  // The record as it is now, drawn unless the reviewer has gone on; says which.
  async #renewed(key, sheet) {
    await released();
    if (this.sheet?.key !== key) return false;
    this.#take(sheet);
    return true;
  }

  // Says what is to be done with a bulletin as it was seen: what was chosen in it may by now be another place.
  async #say(acts, why, seen, editing) {
    if (!this.by) {
      document.getElementById("who").focus();
      throw new net.Refused(422, { error: this.words.who_prompt });
    }
    const began = performance.now();
    const sheet = await net.correct(seen.key, { by: this.by, why, revision: seen.revision, acts });
    if (editing && this.editing === editing) this.editing = null;
    const isHere = await this.#renewed(seen.key, sheet);
    const [last] = sheet.corrections;
    this.tell(said(this.words.saved, { what: told(this.words, last) }), "good", isHere ? { undo: last } : {});
    performance.measure("saved", { start: began, end: performance.now() });
  }

  async #sayOrTell(acts, why, seen) {
    return this.#tried(() => this.#inTurn(async () => {
      try {
        await this.#say(acts, why, seen);
        this.release();
      } catch (error) {
        if (error.status === 409) await this.#renewed(seen.key, await net.bulletin(seen.key));
        throw error;
      }
    }));
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
      const isLast = () => this.editing === editing;
      if (!typed) { if (isLast()) this.editing = null; return; }
      try {
        if (typed.now === cell.text) { editing.close(); if (isLast()) this.editing = null; return; }
        await this.#inTurn(() => this.#say([{ do: "set", field: cell.field, was: cell.held, now: typed.now }], typed.why, this.sheet, editing));
        return;
      } catch (error) {
        if (!(error instanceof net.Refused)) throw error;
        if (!editing.isOpen) { if (isLast()) this.editing = null; this.tell(this.#words(error), "error"); return; } // it was let go while it was sent
        editing.refused(this.#words(error));
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
    const { sheet } = this;
    const selected = typed ? { row, run: typed } : this.#selected();
    if (selected.run) {
      await this.#named(sheet, { fields: [selected.row.dataset.field], lines: [], run: selected.run });
      return;
    }
    const lines = this.paper.lines;
    const fields = this.taken.length ? this.#inOrder(this.taken) : !lines.length && row?.dataset.field ? [this.#partOf(row)].filter(Boolean) : [];
    if (!fields.length && !lines.length) { this.tell(this.words.choose_hint); return; }
    const here = this.current?.match(/^items\[(\d+)\]/)?.[1];
    await this.#named(sheet, { fields, lines, near: here === undefined ? undefined : Number(here) + 1 });
  }

  async #named(sheet, chosen) {
    const answer = await this.naming.ask(sheet, chosen);
    if (chosen.run) getSelection()?.removeAllRanges();
    if (answer) await this.#sayOrTell(answer.acts, answer.why, sheet);
    this.focus(this.current, { takes: !isTyping() });
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
    const { sheet } = this;
    const answer = await this.naming.add(sheet, list, row);
    if (answer) await this.#sayOrTell(answer.acts, answer.why, sheet);
  }

  async accept(finding) {
    const { sheet } = this;
    const answer = await this.naming.accept(finding);
    if (answer) await this.#sayOrTell(answer.acts, answer.why, sheet);
  }

  async takeBack(each) {
    const { key } = this.sheet;
    await this.#tried(() => this.#inTurn(() => this.#takeBack(key, each)));
  }

  async #takeBack(key, each) {
    await this.#renewed(key, await net.takeBack(key, [each.id]));
    this.tell(said(this.words.undone, { what: told(this.words, each) }), "good");
  }

  // Corrections of another file of this bulletin that still fit become its own; each can be taken back.
  async rebind(ids) {
    if (!this.#mayLeave()) return;
    const { key } = this.sheet;
    await this.#tried(() => this.#inTurn(async () => {
      await this.#renewed(key, await net.rebind(key, ids));
      this.tell(counted(this.words.rebound, ids.length), "good");
    }));
  }

  // Takes back what this reviewer corrected last in this bulletin, what is being saved at the moment too.
  async undo() {
    if (!this.sheet) return;
    const { key } = this.sheet;
    await this.#tried(() => this.#inTurn(async () => {
      if (this.sheet?.key !== key) return;
      const mine = this.sheet.corrections.find((each) => each.by === this.by);
      if (mine) await this.#takeBack(key, mine);
      else this.tell(this.words.nothing_to_undo);
    }));
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
    await this.#tried(async () => {
      const { by } = await this.#inTurn(() => net.look(key, this.by, done));
      const row = this.queue.bulletins.find((each) => each.key === key);
      if (row) row.looked = by;
      await released();
      if (this.sheet?.key !== key) return; // the reviewer has gone on meanwhile
      this.sheet.looked = by ? { by } : null;
      this.#drawBar();
      if (done) await this.#stepFrom(key, 1);
    });
  }

  // From where the reviewer is, or is going.
  async step(step) {
    if (this.sheet) await this.#stepFrom(this.going || this.sheet.key, step);
  }

  async #stepFrom(from, step) {
    const key = this.queue.beside(from, step);
    if (key) await this.open(key);
    else this.tell(step > 0 ? this.words.last_one : this.words.first_one);
  }

  async #lookAgain() {
    if (!this.sheet || this.isLooking || document.hidden || this.editing || this.dialog.open) return;
    const { key, revision } = this.sheet;
    // Whoever began to edit, saved or went on while an answer was under way keeps what they see.
    const isBusy = async () => { await released(); return this.sheet?.key !== key || this.sheet.revision !== revision || this.editing || this.dialog.open; };
    this.isLooking = true;
    try {
      const state = await net.state(key);
      if (await isBusy()) return;
      const isOther = state.revision !== revision;
      if (isOther || (this.runs !== undefined && state.across.runs > this.runs)) {
        const sheet = await net.bulletin(key);
        if (await isBusy()) return;
        if (JSON.stringify(sheet) !== JSON.stringify(this.sheet)) this.#take(sheet);
        if (isOther) this.tell(this.words.changed_elsewhere);
      }
      this.runs = state.across.runs;
    } catch { /* the next look tells, or what is saved does */ } finally {
      this.isLooking = false;
    }
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
    if (isPressed()) { released().then(() => this.tell(words, kind, { undo })); return; }
    const place = document.getElementById("told");
    clearTimeout(this.timer);
    this.timer = undefined;
    place.replaceChildren(...(words ? [made("p", { class: kind, title: words, text: words })] : []),
      ...(undo ? [made("button", { type: "button", class: "small", id: "undo_told", text: this.words.undo, title: `${this.words.undo} (u)`, on: { click: () => this.takeBack(undo) } })] : []));
    if (undo || !words) return;
    const timer = setTimeout(async () => {
      await released();
      if (this.timer === timer) place.replaceChildren();
    }, TOLD);
    this.timer = timer;
  }
}

// A finding as it is told, whichever place it has in the list by now.
const nameOf = (finding) => [finding.code, finding.subject, finding.message].join("\n");

const isTyping = () => Boolean(document.activeElement?.matches("input, textarea, select"));

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
