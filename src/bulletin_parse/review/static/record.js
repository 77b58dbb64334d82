// The record of a bulletin: findings, masthead, index beside items, bodies, what belongs to no field, and what was corrected.

import { doubtful, made, marked, said, visible } from "./dom.js";
import { counted, fieldName, placeName, told } from "./telling.js";

export const SEVERITIES = ["error", "warning", "info"];
export const worstOf = (findings) => SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity));
const KINDS = ["paragraph", "heading", "caption", "note"];

export class RecordView {
  constructor(words, acts) {
    this.words = words;
    this.acts = acts; // edit, accept, takeBack, name, go
  }

  show(sheet) {
    this.sheet = sheet;
    this.findings = new Map();
    this.echoes = new Map(); // of findings that compare two places: the other place
    const put = (map, field, finding) => map.set(field, [...(map.get(field) ?? []), finding]);
    for (const finding of sheet.findings.filter((each) => !each.known)) {
      if (finding.field) put(this.findings, finding.field, finding);
      for (const other of finding.also) put(this.echoes, other, finding);
    }
    const { words } = this;
    const count = (number) => made("small", { text: number });
    return [
      this.#found(),
      made("h2", {}, words.fields.masthead, made("button", { type: "button", class: "small", title: words.more, text: "…", on: { click: () => this.acts.rare() } })),
      made("dl", {}, ...sheet.masthead.map((cell) => this.#field(cell))),
      this.#remnants("front_matter"),
      made("h2", { title: words.hints.index }, words.fields.index, count(sheet.index.filter((row) => row.at !== null).length), this.#adder("index")),
      made("ol", { class: "entries" }, ...sheet.index.map((row) => this.#entry(row))),
      made("h2", {}, words.fields.items, count(sheet.items.length), this.#adder("items")),
      ...sheet.items.map((item) => this.#item(item)),
      ...["residue", "back_matter", "furniture"].map((name) => this.#remnants(name)),
      this.#hidden(),
      this.#corrections(),
      this.#elsewhere(),
    ].filter(Boolean);
  }

  #adder(list) {
    const { words } = this;
    const title = list === "index" ? words.add_entry : words.add_item;
    return made("button", { type: "button", class: "small", title, "aria-label": title, text: "＋", on: { click: () => this.acts.add(list) } });
  }

  #found() {
    const { words, sheet } = this;
    const open = sheet.findings.filter((finding) => !finding.known);
    const counts = SEVERITIES.map((severity) => [severity, open.filter((finding) => finding.severity === severity).length]).filter(([, count]) => count);
    const list = sheet.findings.length
      ? made("ul", { class: "findings" }, ...sheet.findings.map((finding, at) => this.#finding(finding, at)))
      : made("p", { class: "clean", text: words.no_findings });
    return made("section", { class: "found" }, made("h2", {}, words.findings,
      made("span", { class: "counts" }, ...counts.map(([severity, count]) => made("span", { class: `count ${severity}`, text: `${words.fields[severity]} ${count}` })))), list);
  }

  #finding(finding, at) {
    const { words } = this;
    const name = words.rules[finding.code]?.name ?? finding.name;
    const about = words.rules[finding.code]?.about ?? "";
    return made("li", { class: `finding ${finding.severity}${finding.known ? " known" : ""}`, tabindex: -1, data: { finding: at, leads: finding.field } },
      made("span", { class: "severity", title: words.hints[finding.severity], text: words.fields[finding.severity] }), " ",
      made("span", { class: "code", text: finding.code, title: about }), " ",
      made("span", { class: "rule", text: name, title: about }), " ",
      made("span", { class: "message", text: finding.said }), " ",
      finding.field ? this.#leads(finding) : null, " ",
      finding.known ? made("span", { class: "soft explained", title: words.hints.accepted, text: words.accepted }) : this.#accepts(finding));
  }

  #leads({ field }) {
    const { words } = this;
    return made("button", { type: "button", class: "small", text: words.open_field, title: placeName(words, field), on: { click: () => this.acts.go(field) } });
  }

  // The button that accepts stands by itself at the edge: it opens the question why, and does nothing yet.
  #accepts(finding) {
    const { words } = this;
    return made("button", { type: "button", class: "small accept", text: words.accept, title: `${words.accept_this} (a)`, on: { click: () => this.acts.accept(finding) } });
  }

  // What rules say of a field, where it stands; at both places of which either may be wrong.
  #notes(field) {
    const { words } = this;
    const note = (finding, kind, ...more) => made("p", { class: `note ${finding.severity}${kind}` },
      made("span", { class: "code", text: finding.code }), " ", made("span", { class: "rule", text: words.rules[finding.code]?.name ?? "" }), " ", made("span", { class: "message", text: finding.said }), " ",
      ...more, made("span", { class: "about", text: words.rules[finding.code]?.about ?? "" }));
    return [...(this.findings.get(field) ?? []).map((finding) => note(finding, "", this.#accepts(finding))),
      ...(this.echoes.get(field) ?? []).map((finding) => note(finding, " echo", this.#leads(finding)))];
  }

  // The worst that is open at a field, for its bar.
  #worstAt(field) {
    const worst = worstOf([...(this.findings.get(field) ?? []), ...(this.echoes.get(field) ?? [])]);
    return worst ? ` has-finding ${worst}` : "";
  }

  // The words of a value: doubtful characters and those that differ are marked; what is empty says so.
  value(cell) {
    if (cell.text === null || cell.text === "") return [made("em", { class: "absent", text: this.words.empty_value })];
    const [text, spans] = cell.doubt?.marked ? doubtful(cell.doubt.marked) : [cell.text, []];
    if (spans.length && text === cell.text) {
      const others = cell.doubt.alternatives.join(" ");
      return marked(text, spans, "doubtful", `${this.words.doubtful}${others ? `: ${this.words.alternatives} ${others}` : ""}`);
    }
    return cell.marks ? marked(cell.text, cell.marks, "differs", this.words.differs) : [document.createTextNode(visible(cell.text))];
  }

  // What is told beside a value: who corrected it, what recognition had beside it.
  #beside(cell) {
    const { words } = this;
    const parts = [];
    if (cell.goes) parts.push(made("a", { class: "follow", href: cell.text, target: "_blank", rel: "noopener noreferrer", tabindex: -1, title: words.follow, text: "↗" }));
    if (cell.doubt) {
      for (const other of cell.doubt.alternatives) {
        parts.push(made("button", { type: "button", class: "small other", tabindex: -1, title: words.origin_recognition, text: other,
          on: { click: () => this.acts.edit(cell, this.#filledIn(cell, other)) } }));
      }
      if (cell.doubt.why) parts.push(made("small", { class: "soft", text: cell.doubt.why }));
    }
    if (cell.corrected) parts.push(this.#pen(cell.corrected));
    return parts;
  }

  // A text in which an alternative stands in the doubtful place, if there is one such place; else as it is.
  #filledIn(cell, other) {
    const places = cell.doubt.marked.match(/⟦[^⟧]*⟧/g) ?? [];
    return places.length === 1 ? cell.doubt.marked.replace(places[0], other) : cell.text;
  }

  #pen(edit) {
    const was = edit.was === null || edit.was === undefined ? "" : ` · ${this.words.was}: ${edit.was}`;
    return made("span", { class: "pen", title: visible([edit.by, edit.at && this.#moment(edit.at), edit.why].filter(Boolean).join(" · ") + was), text: `✎ ${edit.by}` });
  }

  #tools(cell, { naming = false } = {}) {
    const { words } = this;
    return made("span", { class: "tools" },
      cell ? made("button", { type: "button", class: "small", tabindex: -1, text: words.edit, title: `${words.edit} (Enter)`, on: { click: () => this.acts.edit(cell) } }) : null,
      naming ? made("button", { type: "button", class: "small", tabindex: -1, text: "…", title: `${words.this_is} (m)`, "aria-label": words.this_is,
        on: { click: (event) => this.acts.name(event.target.closest("[data-field]")) } }) : null);
  }

  #field(cell) {
    const { words } = this;
    const name = cell.label ? cell.name : cell.field.startsWith("items") ? fieldName(words, cell.name) : words.fields[cell.name] ?? cell.name;
    return made("div", { class: `field row${this.#worstAt(cell.field)}${cell.rare ? " rare" : ""}`, tabindex: -1, data: { field: cell.field } },
      made("dt", { text: name, title: cell.label ? undefined : words.hints[cell.name], class: !cell.label && words.hints[cell.name] ? "explained" : undefined }),
      made("dd", {}, made("span", { class: "value" }, ...this.value(cell)), " ", ...this.#beside(cell), this.#tools(cell), ...this.#notes(cell.field)));
  }

  #inline(cell) {
    return made("span", { class: `cell row ${cell.name}${this.#worstAt(cell.field)}${cell.rare ? " rare" : ""}`, tabindex: -1, data: { field: cell.field } },
      made("span", { class: "value" }, ...this.value(cell)), ...this.#beside(cell), this.#tools(cell), ...this.#notes(cell.field));
  }

  #entry(row) {
    const { words } = this;
    if (row.at === null) {
      return made("li", { class: `entry missing ${row.state}` }, made("span", { class: "state", text: words.fields[row.state] }), ` ${visible(row.title)} `,
        made("button", { type: "button", class: "small", text: words.add_entry, on: { click: () => this.acts.add("index", row) } }));
    }
    return made("li", { class: `entry ${row.state}` },
      made("div", { class: "part row", tabindex: -1, data: { field: row.field, part: "entry" } },
        made("span", { class: `state ${row.state}`, title: words.fields[row.state], text: row.state === "agrees" ? "✓" : words.fields[row.state] }),
        this.#tools(null, { naming: true }), ...this.#notes(row.field)),
      ...row.cells.map((cell) => this.#inline(cell)));
  }

  #item(item) {
    const [number, title, ...others] = item.cells;
    return made("article", { class: "item" },
      made("div", { class: "part row head", tabindex: -1, data: { field: item.field, part: "item" } },
        made("span", { class: "ordinal", title: item.field, text: placeName(this.words, item.field) }), this.#tools(null, { naming: true }), ...this.#notes(item.field)),
      made("dl", {}, ...[number, title, ...others].map((cell) => this.#field(cell))),
      made("div", { class: "blocks" }, ...item.blocks.map((block) => this.#block(block))));
  }

  #block(block) {
    const { words } = this;
    const body = block.kind === "table" ? this.#table(block)
      : block.kind === "figure" ? made("span", { class: "soft", text: words.fields.figure })
        : made("span", { class: "value" }, ...this.value(block.text));
    return made("div", { class: `block row ${block.kind}`, tabindex: -1, data: { field: block.field, part: "block", kind: block.kind } },
      KINDS.includes(block.kind) && block.kind !== "paragraph" ? made("small", { class: "soft kind", text: words.fields[block.kind] }) : null,
      body, ...this.#beside(block.text), block.corrected ? this.#pen(block.corrected) : null,
      this.#tools(KINDS.includes(block.kind) ? block.text : null, { naming: true }),
      ...this.#notes(block.field), ...this.#notes(`${block.field}.text`));
  }

  #table(block) {
    return made("table", { class: "cells" }, ...block.rows.map((row, at) => made("tr", {}, ...row.map((text, place) => {
      const cell = { field: `${block.field}.rows[${at}][${place}]`, name: "rows", text, held: text };
      return made("td", { class: "row", tabindex: -1, title: `${this.words.edit} (Enter)`, data: { field: cell.field }, on: { dblclick: () => this.acts.edit(cell) } }, visible(text));
    }))));
  }

  #remnants(name) {
    const pieces = this.sheet.remnants[name];
    if (!pieces.length) return null;
    return made("section", { class: `remnants ${name}` },
      made("h2", { title: this.words.hints[name], class: "explained" }, this.words.fields[name], made("small", { text: pieces.length })),
      ...pieces.map((piece) => made("div", { class: "block row", tabindex: -1, data: { field: piece.field, part: "remnant" } },
        made("span", { class: "value" }, ...this.value(piece.text)), ...this.#beside(piece.text), piece.corrected ? this.#pen(piece.corrected) : null,
        this.#tools(piece.text, { naming: true }), ...this.#notes(piece.field))));
  }

  #hidden() {
    const { hidden } = this.sheet;
    if (!hidden.length) return null;
    return made("section", { class: "remnants" }, made("h2", { title: this.words.hints.hidden, class: "explained" }, this.words.fields.hidden, made("small", { text: hidden.length })),
      ...hidden.map((piece) => made("div", { class: "block row", tabindex: -1, data: { field: piece.field } },
        made("span", { class: "value", text: piece.text }), " ", made("small", { class: "soft", text: piece.why }), ...this.#notes(piece.field))));
  }

  // When somebody said so: a day, or a moment in the time of this machine.
  #moment(at) {
    return at.includes("T") ? new Date(at).toLocaleString(this.words.language, { dateStyle: "medium", timeStyle: "short" }) : at;
  }

  // Corrections of another file of this bulletin: which would be made here, and why the others would not.
  #elsewhere() {
    const { words, sheet } = this;
    if (!sheet.elsewhere.length) return null;
    const fitting = sheet.elsewhere.filter((each) => each.state === "made").map((each) => each.id);
    const state = (each) => words[each.state === "made" ? "state_fits" : `state_${each.state.replaceAll(" ", "_")}`];
    return made("section", { class: "corrections elsewhere" }, made("h2", {}, words.elsewhere, made("small", { text: sheet.elsewhere.length })),
      made("p", { class: "soft", text: words.elsewhere_hint }),
      made("ul", {}, ...sheet.elsewhere.map((each) => made("li", { class: each.state === "made" ? "" : "unfit" }, made("span", { class: "said", title: each.about, text: told(words, each) }), " ",
        made("small", { class: "soft", text: [each.by, this.#moment(each.at), each.why].filter(Boolean).join(" · ") }), " ",
        made("small", { class: "state", text: [state(each), each.reason].filter(Boolean).join(": ") })))),
      fitting.length ? made("button", { type: "button", id: "rebind", text: counted(words.rebind, fitting.length), on: { click: () => this.acts.rebind(fitting) } }) : null);
  }

  #corrections() {
    const { words, sheet } = this;
    const rows = sheet.corrections.map((each) => made("li", { class: each.state === "made" ? "" : "unfit" },
      made("span", { class: "said", title: each.about, text: told(words, each) }), " ",
      made("small", { class: "soft", text: [each.by, this.#moment(each.at), each.why].filter(Boolean).join(" · ") }), " ",
      each.state === "made" ? null : made("small", { class: "state", title: each.reason, text: words[`state_${each.state.replaceAll(" ", "_")}`] }), " ",
      made("button", { type: "button", class: "small undo", data: { id: each.id }, text: words.undo, on: { click: () => this.acts.takeBack(each) } })));
    return made("section", { class: "corrections" }, made("h2", { title: words.hints.corrected, class: "explained" }, words.corrections, made("small", { text: rows.length })),
      rows.length ? made("ul", {}, ...rows) : made("p", { class: "soft", text: words.no_corrections }));
  }
}
