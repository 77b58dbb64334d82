// A field edited where it stands: its words, what else it may say, and why.

import { made, visible } from "./dom.js";
import * as net from "./net.js";

const REASON = "bulletin-review-why";

export const reasonOf = (words) => sessionStorage.getItem(REASON) || words.so_printed;
export const keepReason = (why) => sessionStorage.setItem(REASON, why);

export const reasonField = (words) => made("input", { type: "text", class: "why", name: "why", "aria-label": words.why, value: reasonOf(words), maxlength: 2000, required: true });

// Opens the form in a row; resolves with what was typed, or null if it was let go.
export class Editing {
  constructor(words, key, row, cell, given, named) {
    this.named = named; // told of the selected characters, where only they are something else
    this.row = row;
    this.cell = cell;
    this.words = words;
    this.ended = new Promise((resolve) => { this.end = resolve; });
    const text = made("textarea", { class: "text", rows: 1, spellcheck: "false", "aria-label": cell.name, value: given ?? cell.text ?? "" });
    this.text = text;
    this.why = reasonField(words);
    this.choices = made("div", { class: "choices", "aria-label": words.choices });
    const button = (name, act, kind = "") => made("button", { type: "button", class: kind, text: words[name], on: { click: act } });
    this.problem = made("p", { class: "problem", role: "alert", hidden: true });
    this.form = made("form", { class: "editing" }, text, this.choices,
      made("label", { class: "reason" }, made("span", { text: words.why }), this.why),
      made("span", { class: "acts" }, button("save", () => this.save(), "save"), button("nothing", () => this.leave(null), "nothing"), button("cancel", () => this.cancel(), "cancel")),
      this.problem);
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

  get isChanged() { return this.text.value !== (this.cell.text ?? ""); }

  async #offer(key) {
    try {
      const found = (await net.choices(key, this.cell.field)).filter((choice) => choice.text !== this.cell.text);
      this.choices.replaceChildren(...found.map((choice, at) => made("button", { type: "button", class: "choice", title: this.words[`origin_${choice.origin}`], data: { text: choice.text },
        on: { click: () => this.take(choice.text) } }, at < 9 ? made("kbd", { text: at + 1 }) : null, visible(choice.text), made("small", { text: this.words[`origin_${choice.origin}`] }))));
      this.form.scrollIntoView({ block: "nearest" });
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
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !event.target.closest("button")) { this.save(); event.preventDefault(); }
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
    if (!this.why.value.trim()) { this.why.focus(); return; }
    keepReason(this.why.value);
    this.end({ now: value, why: this.why.value });
  }

  cancel() { this.close(); this.end(null); }

  close() {
    this.form.remove();
    this.row.classList.remove("is-edited");
    this.row.focus();
  }

  refused(words) {
    this.problem.textContent = visible(words);
    this.problem.hidden = false;
    this.ended = new Promise((resolve) => { this.end = resolve; });
    this.text.focus();
  }
}
