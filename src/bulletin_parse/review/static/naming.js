// “This is…”: what some chosen texts or lines are, as a list of answers, each with its key.

import { made, said, visible } from "./dom.js";
import { Reason } from "./editing.js";
import { counted, fieldName } from "./telling.js";

const LISTS = [["f", "furniture"], ["b", "back_matter"], ["t", "front_matter"], ["r", "residue"]];
const KINDS = [["1", "paragraph"], ["2", "heading"], ["3", "caption"], ["4", "note"]];
const EMPTY = [["h", "headline"], ["y", "byline"], ["s", "source"], ["l", "link"]];
const partsOf = (field) => field.match(/^(\w+)\[(\d+)\](?:\.blocks\[(\d+)\])?/);

// The place of an item among those of a sheet for texts of it: behind the item that the first of them is in.
const itemBehind = (sheet, fields) => {
  const at = fields.map(partsOf).find((parts) => parts?.[1] === "items")?.[2];
  return at === undefined ? sheet.items.length : Number(at) + 1;
};

export class Naming {
  constructor(dialog, words) {
    this.dialog = dialog;
    this.words = words;
  }

  // Asks what some texts are; resolves with acts and a reason, or null.
  ask(sheet, { fields, lines, near, run }) {
    const answers = run ? this.#ofRun(sheet, fields[0], run) : this.#answers(sheet, fields, lines, near);
    return this.#shown(this.words.what_is_it, answers, { place: answers.some((answer) => answer.placed), sheet, near: near ?? itemBehind(sheet, fields) });
  }

  #answers(sheet, fields, lines, near) {
    const { words } = this;
    const found = [];
    const chosen = lines.length ? { lines } : { fields };
    const [only] = fields;
    const parts = only ? partsOf(only) : null;
    const isPart = fields.length === 1 && !lines.length && parts && !parts[3] && ["items", "index"].includes(parts[1]);
    if (isPart) {
      found.push({ key: "n", text: words.is_none, acts: () => [{ do: "remove", field: only }] });
      for (const [key, name] of LISTS) found.push({ key, text: words[`is_${name}`], acts: () => [{ do: "remove", field: only, to: name }] });
      return found;
    }
    found.push({ key: "i", text: words.is_item, placed: true, acts: (place) => [{ do: "add", to: `items[${place}]`, ...chosen }] });
    found.push({ key: "e", text: words.is_entry, placed: true, acts: (place) => [{ do: "add", to: `index[${Math.min(place, this.#entries(sheet))}]`, ...chosen }] });
    for (const [key, name] of LISTS) {
      if (!(fields.length && fields.every((field) => field.startsWith(`${name}[`)))) found.push({ key, text: words[`is_${name}`], acts: () => [{ do: "move", to: name, ...chosen }] });
    }
    if (!lines.length) this.#ofTexts(found, sheet, fields);
    this.#ofItems(found, sheet, chosen, fields, near);
    return found;
  }

  // What some characters of a text are: the rest of it stays where it is.
  #ofRun(sheet, field, run) {
    const { words } = this;
    const found = LISTS.map(([key, name]) => ({ key, text: words[`is_${name}`], acts: () => [{ do: "move", to: name, fields: [field], run }] }));
    const item = sheet.items[Number(partsOf(field)?.[2])];
    for (const [key, name] of item ? EMPTY : []) {
      const cell = item.cells.find((each) => each.name === name && !each.label);
      if (cell?.text === null) found.push({ key, text: said(words.is_field, { field: words.fields[name], number: item.cells[0].text ?? "–" }), acts: () => [{ do: "move", to: cell.field, fields: [field], run }] });
    }
    return found;
  }

  #entries(sheet) { return sheet.index.filter((row) => row.at !== null).length; }

  #ofTexts(found, sheet, fields) {
    const { words } = this;
    if (fields.length > 1) found.push({ key: "j", text: words.is_one, acts: () => [{ do: "join", fields }] });
    if (fields.length === 1) {
      this.#ofNeighbours(found, sheet, fields[0]);
      const block = this.#textOf(sheet, fields[0]);
      if (block && !["table", "figure"].includes(block.kind)) {
        found.push({ key: "p", text: words.is_several, parts: block.text.text, acts: (texts) => [{ do: "part", field: fields[0], texts }] });
        for (const [key, kind] of block.kind ? KINDS : []) {
          if (kind !== block.kind) found.push({ key, text: said(words.is_kind, { kind: words.fields[kind] }), acts: () => [{ do: "set", field: `${fields[0]}.kind`, was: block.kind, now: kind }] });
        }
      }
    }
  }

  // A paragraph that a page's end cut: one with the one before, or the one after.
  #ofNeighbours(found, sheet, field) {
    const parts = partsOf(field);
    if (parts?.[1] !== "items" || parts[3] === undefined) return;
    const blocks = sheet.items[Number(parts[2])].blocks;
    const at = Number(parts[3]);
    if (["table", "figure"].includes(blocks[at].kind)) return;
    const isText = (block) => block?.kind === blocks[at].kind;
    const join = (key, text, pair) => found.unshift({ key, text, acts: () => [{ do: "join", fields: pair.map((block) => block.field) }] });
    if (isText(blocks[at + 1])) join("j", this.words.join_after, [blocks[at], blocks[at + 1]]);
    if (isText(blocks[at - 1])) join("k", this.words.join_before, [blocks[at - 1], blocks[at]]);
  }

  #ofItems(found, sheet, chosen, fields, near) {
    const { words } = this;
    const parts = fields.map(partsOf).find((each) => each?.[1] === "items");
    const at = parts ? Number(parts[2]) : near === undefined ? sheet.items.length - 1 : near - 1;
    const item = sheet.items[at];
    if (!item) return;
    const numberOf = (place) => sheet.items[place].cells[0].text ?? String(place + 1);
    for (const [key, name] of EMPTY) {
      const cell = item.cells.find((each) => each.name === name && !each.label);
      if (cell?.text === null) found.push({ key, text: said(words.is_field, { field: words.fields[name], number: numberOf(at) }), acts: () => [{ do: "move", to: cell.field, ...chosen }] });
    }
    if (sheet.items[at - 1] && parts) found.push({ key: "<", text: said(words.is_end_of, { number: numberOf(at - 1) }), acts: () => [{ do: "move", to: `items[${at - 1}].blocks[${sheet.items[at - 1].blocks.length}]`, ...chosen }] });
    if (!parts) found.push({ key: "<", text: said(words.is_end_of, { number: numberOf(at) }), acts: () => [{ do: "move", to: `items[${at}].blocks[${item.blocks.length}]`, ...chosen }] });
    if (sheet.items[at + 1]) found.push({ key: ">", text: said(words.is_start_of, { number: numberOf(at + 1) }), acts: () => [{ do: "move", to: `items[${at + 1}].blocks[0]`, ...chosen }] });
  }

  #textOf(sheet, field) {
    const parts = partsOf(field);
    if (parts?.[1] === "items" && parts[3] !== undefined) return sheet.items[Number(parts[2])]?.blocks[Number(parts[3])];
    return Object.values(sheet.remnants).flat().find((piece) => piece.field === field);
  }

  // What the dialog is left with; null where it is closed without an answer.
  #asked(show) {
    const { dialog } = this;
    return new Promise((resolve) => {
      dialog.onclose = () => resolve(null);
      show((value) => { dialog.onclose = null; dialog.close(); resolve(value); });
    });
  }

  #shown(title, answers, { place, sheet, near }) {
    const { words, dialog } = this;
    const why = new Reason(words, "layout");
    const number = made("input", { type: "number", min: 1, max: sheet.items.length + 1, value: near + 1, name: "place" });
    return this.#asked((leave) => {
      const take = (answer) => {
        why.keep();
        if (answer.parts !== undefined) { this.#parted(answer, why, leave); return; }
        leave({ why: why.text, acts: answer.acts(answer.placed ? Math.max(0, Number(number.value || 1) - 1) : undefined) });
      };
      const list = made("ul", { class: "answers" }, ...answers.map((answer) => made("li", {}, made("button", { type: "button", data: { answer: answer.key }, on: { click: () => take(answer) } },
        made("kbd", { text: answer.key }), visible(answer.text)))));
      dialog.replaceChildren(made("h2", { text: title }), list,
        place ? made("label", { class: "reason" }, made("span", { text: words.place }), number) : "",
        why.box,
        made("button", { type: "button", class: "cancel", text: words.cancel, title: `${words.cancel} (Esc)`, on: { click: () => leave(null) } }));
      dialog.onkeydown = (event) => {
        event.stopPropagation();
        if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
        const answer = answers.find((each) => each.key === event.key);
        if (answer) { event.preventDefault(); take(answer); }
      };
      dialog.showModal();
      list.querySelector("button")?.focus();
    });
  }

  // Where a text is several: its paragraphs as lines.
  #parted(answer, why, leave) {
    const { words, dialog } = this;
    const text = made("textarea", { class: "text", rows: 8, value: answer.parts.replaceAll("\n", " ") , spellcheck: "false", "aria-label": words.is_several });
    const save = () => leave({ why: why.text, acts: answer.acts(text.value.split(/\n+/).map((each) => each.trim()).filter(Boolean)) });
    dialog.onkeydown = (event) => { event.stopPropagation(); if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(); };
    dialog.replaceChildren(made("h2", { text: words.is_several }), made("p", { class: "soft", text: words.part_hint }), text,
      made("span", { class: "acts" }, made("button", { type: "button", class: "save", text: `${words.save} (Ctrl+Enter)`, on: { click: save } }),
        made("button", { type: "button", class: "cancel", text: words.cancel, on: { click: () => leave(null) } })));
    text.focus();
    text.setSelectionRange(0, 0);
  }

  // An item or entry that no text of the record is: title, source and link by hand.
  add(sheet, list, row) {
    const { words, dialog } = this;
    const names = list === "items" ? ["title", "source", "link"] : ["title", "source"];
    const item = row ? sheet.items[row.item] : null;
    const known = (name) => item?.cells.find((cell) => cell.name === name)?.text ?? "";
    const place = row ? row.item + 1 : (list === "items" ? sheet.items.length : this.#entries(sheet)) + 1;
    const fields = Object.fromEntries(names.map((name) => [name, made("input", { type: "text", name, value: row ? known(name) : "", required: name === "title" })]));
    const number = made("input", { type: "number", name: "place", min: 1, value: place });
    const why = new Reason(words, "layout");
    return this.#asked((leave) => {
      const form = made("form", { class: "adding" }, made("h2", { text: list === "items" ? words.add_item : words.add_entry }), made("p", { class: "soft", text: words.no_text }),
        ...names.map((name) => made("label", { class: "reason" }, made("span", { text: fieldName(words, name) }), fields[name])),
        made("label", { class: "reason" }, made("span", { text: words.place }), number),
        why.box,
        made("span", { class: "acts" }, made("button", { type: "submit", class: "save", text: words.save }), made("button", { type: "button", class: "cancel", text: words.cancel, on: { click: () => leave(null) } })));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        why.keep();
        const values = Object.fromEntries(names.map((name) => [name, fields[name].value.trim()]).filter(([, value]) => value));
        const most = list === "items" ? sheet.items.length : this.#entries(sheet);
        leave({ why: why.text, acts: [{ do: "add", to: `${list}[${Math.min(Math.max(Number(number.value || 1) - 1, 0), most)}]`, values: { ...values, number: String(number.value) } }] });
      });
      dialog.onkeydown = (event) => event.stopPropagation();
      dialog.replaceChildren(form);
      dialog.showModal();
      fields.title.focus();
    });
  }

  // A finding that may stay, and why.
  accept(finding) {
    const { words, dialog } = this;
    const why = new Reason(words, "accept", { needed: true });
    return this.#asked((leave) => {
      const form = made("form", { class: "adding" }, made("h2", { text: words.accept_why }), made("p", {}, made("span", { class: "code", text: finding.code }), ` ${visible(finding.said)}`),
        made("p", { class: "soft", text: words.accept_about }), why.box,
        made("span", { class: "acts" }, made("button", { type: "submit", class: "save", text: words.accept_this, title: `${words.accept_this} (Enter)` }), made("button", { type: "button", class: "cancel", text: words.cancel, on: { click: () => leave(null) } })));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (!why.text) { why.input.focus(); return; }
        leave({ why: why.text, acts: [{ do: "accept", code: finding.code, subject: finding.subject, message: finding.message }] });
      });
      dialog.onkeydown = (event) => event.stopPropagation();
      dialog.replaceChildren(form);
      dialog.showModal();
      why.input.focus();
    });
  }

  // A bulletin is to be checked while errors are open: resolves with true if it is checked all the same, false if they are to be shown, else null.
  left(count) {
    const { words, dialog } = this;
    return this.#asked((leave) => {
      const button = (kind, text, key, value) => made("button", { type: "button", class: kind, title: `${text} (${key})`, on: { click: () => leave(value) } }, text, made("kbd", { text: key }));
      dialog.onkeydown = (event) => {
        event.stopPropagation();
        if (event.key === "d") { event.preventDefault(); leave(true); }
      };
      dialog.replaceChildren(made("h2", { text: counted(words.left_open, count) }),
        made("span", { class: "acts" }, button("save shows", words.show_open, "Enter", false), button("anyway", words.done_anyway, "d", true), button("cancel", words.cancel, "Esc", null)));
      dialog.showModal();
      dialog.querySelector(".shows").focus();
    });
  }
}
