// A field edited where it stands: its words, what else it may say, and why.

import { made, said, visible } from "./dom.js";
import { released } from "./hand.js";
import * as net from "./net.js";
import { placeName } from "./telling.js";

const REASON = "bulletin-review-why";

// A reason: nothing is said unless a person says it. Usual ones are a click away, and the last that was typed.
export class Reason {
  constructor(words, kind, { needed = false } = {}) {
    this.usual = words[`reasons_${kind}`].split("|");
    const kept = sessionStorage.getItem(REASON);
    const name = needed ? words.why_needed : words.why;
    this.input = made("input", { type: "text", class: "why", name: "why", "aria-label": name, maxlength: 2000, required: needed, placeholder: needed ? undefined : words.no_why });
    const offered = [...this.usual, ...(kept && !this.usual.includes(kept) ? [kept] : [])];
    const choices = offered.map((text) => made("button", { type: "button", class: "small usual", text, "aria-pressed": "false", on: { click: () => this.#toggle(text) } }));
    this.input.addEventListener("input", () => this.#show());
    this.choices = choices;
    this.box = made("div", { class: "reason" }, made("span", { text: name }), made("div", { class: "usuals" }, this.input, ...choices));
  }

  get text() { return this.input.value.trim(); }

  keep() { if (this.text && !this.usual.includes(this.text)) sessionStorage.setItem(REASON, this.text); }

  #toggle(text) {
    this.input.value = this.text === text ? "" : text;
    this.#show();
  }

  #show() { for (const choice of this.choices) choice.setAttribute("aria-pressed", String(choice.textContent === this.text)); }
}

const BLOCK = /\.blocks\[\d+\]\.text$/; // a paragraph or the like: none is empty, and a line's end is no paragraph's

// Opens the form in a row; resolves with what was typed, or null if it was let go.
export class Editing {
  constructor(words, key, row, cell, given, named) {
    this.isOpen = true;
    this.named = named; // told of the selected characters, where only they are something else
    this.row = row;
    this.cell = cell;
    this.words = words;
    this.ended = new Promise((resolve) => { this.end = resolve; });
    const text = made("textarea", { class: "text", rows: 1, spellcheck: "false", "aria-label": cell.name, value: given ?? cell.text ?? "" });
    this.text = text;
    this.why = new Reason(words, "value");
    this.choices = made("div", { class: "choices", "aria-label": words.choices });
    const button = (name, key, act, title = words[name]) => made("button", { type: "button", class: name, text: words[name], title: key ? `${title} (${key})` : title, on: { click: act } });
    this.problem = made("p", { class: "problem", role: "alert", hidden: true });
    // Choices come when the server has found them: below all that is clicked, so that no button is moved from under the mouse.
    this.form = made("form", { class: "editing" }, text,
      BLOCK.test(cell.field) ? made("p", { class: "soft hint", text: words.block_hint }) : null,
      this.why.box,
      made("span", { class: "acts" }, button("save", "Enter", () => this.save()), button("cancel", "Esc", () => this.cancel()),
        cell.text && !BLOCK.test(cell.field) ? button("nothing", "", () => this.leave(null), said(words.nothing_hint, { field: placeName(words, cell.field) })) : null),
      this.problem, this.choices);
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    this.form.addEventListener("keydown", (event) => this.#key(event));
    text.addEventListener("input", () => this.#grow());
    row.classList.add("is-edited");
    row.append(this.form);
    this.#grow();
    text.focus({ preventScroll: true });
    text.select();
    this.form.scrollIntoView({ block: "nearest" });
    this.#offer(key);
  }

  get isChanged() { return this.isOpen && this.text.value !== (this.cell.text ?? ""); }

  // The record was drawn anew: the form goes on in the row that its field has now, with what is typed and where.
  moveTo(row, focused) {
    this.row = row;
    row.classList.add("is-edited");
    row.append(this.form);
    (this.form.contains(focused) ? focused : this.text).focus({ preventScroll: true });
  }

  async #offer(key) {
    try {
      const found = (await net.choices(key, this.cell.field)).filter((choice) => choice.text !== this.cell.text);
      await released();
      this.choices.replaceChildren(...found.map((choice, at) => made("button", { type: "button", class: "choice", title: at < 9 ? `${this.words[`origin_${choice.origin}`]} (Alt+${at + 1})` : this.words[`origin_${choice.origin}`], data: { text: choice.text },
        on: { click: () => this.take(choice.text) } }, at < 9 ? made("kbd", { text: `Alt+${at + 1}` }) : null, visible(choice.text), made("small", { text: this.words[`origin_${choice.origin}`] }))));
      if (!this.form.matches(":hover")) this.form.scrollIntoView({ block: "nearest" });
    } catch { /* choices are a help, and the field can be filled without them */ }
  }

  take(text) {
    this.text.value = text;
    this.#grow();
    this.text.focus();
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }

  #key(event) {
    if (event.key === "Escape") { this.cancel(); event.preventDefault(); }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.target.closest("button:not(.usual)")) { this.save(); event.preventDefault(); }
    else if (event.altKey && /^[1-9]$/.test(event.key)) {
      const choice = this.choices.children[Number(event.key) - 1];
      if (choice) this.take(choice.dataset.text);
      event.preventDefault();
    }
    else if (event.altKey && event.key === "m") {
      const run = this.text.value.slice(this.text.selectionStart, this.text.selectionEnd);
      if (run && !this.isChanged) { this.cancel(); this.named(run); }
      event.preventDefault();
    }
    event.stopPropagation();
  }

  // Nothing that was typed is lost while it is sent: the form stays until it is saved.
  save() { this.leave(this.text.value); }

  leave(value) {
    this.why.keep();
    this.text.readOnly = true; // what is typed after it would go without having been sent
    this.end({ now: value, why: this.why.text });
  }

  cancel() { this.close(); this.end(null); }

  close() {
    this.isOpen = false;
    this.form.remove();
    this.row.classList.remove("is-edited");
    this.row.focus();
  }

  refused(words) {
    this.problem.textContent = visible(words);
    this.problem.hidden = false;
    this.text.readOnly = false;
    this.ended = new Promise((resolve) => { this.end = resolve; });
    this.text.focus();
  }
}
