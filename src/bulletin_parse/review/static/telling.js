// What places and corrections are called by people, in the words that the page has for them elsewhere.

import { said } from "./dom.js";

const short = (value, most = 60) => {
  const chars = Array.from(Array.isArray(value) ? value.join(" / ") : String(value));
  return chars.length > most ? `${chars.slice(0, most).join("")}…` : chars.join("");
};

// A field as people call it: “Item 2 · Source” for items[1].source.
export const placeName = (words, field) => {
  const match = field.match(/^(\w+)(?:\[(\d+)\])?(?:\.blocks\[(\d+)\])?(?:\.([^.[\]]+))?(?:[.[](.+?)\]?)?$/);
  if (!match) return field;
  const [, root, at, block, name, label] = match;
  if (at === undefined) return words.fields[root] ?? field;
  const number = Number(at) + 1;
  const part = root === "items" ? said(words.item_at, { number }) : root === "index" ? said(words.entry_at, { number }) : `${words.fields[root] ?? root} ${number}`;
  const inner = block !== undefined ? said(words.block_at, { number: Number(block) + 1 })
    : name === undefined || (name === "text" && root !== "items") ? "" : name === "labels" ? label : fieldName(words, name);
  return inner ? said(words.at_field, { part, field: inner }) : part;
};

// The name of a field of a part; the title of the bulletin itself has a name of its own.
export const fieldName = (words, name) => words.fields[name === "title" ? "item_title" : name] ?? name;

// A rule as people call it: its code and its name.
export const ruleName = (words, code) => `${code} ${words.rules[code]?.name ?? ""}`;

// One of two forms of words for a count: of one, of others.
export const counted = (words, count) => { const [one, more] = words.split("|"); return said(count === 1 ? one : more ?? one, { count }); };

// What a correction did, in a few words.
export const told = (words, each) => {
  const to = each.to ? words[`is_${each.to}`] ?? placeName(words, each.to) : "";
  const place = each.do === "accept" ? ruleName(words, each.about) : placeName(words, each.about);
  const quoted = (value) => (value === null || value === undefined ? words.empty_value : `“${short(value)}”`);
  switch (each.do) {
    case "set": return `${place}: ${quoted(each.was)} → ${quoted(each.now)}`;
    case "move": return `${each.texts?.length ? each.texts.map(quoted).join(" ") : place} → ${to}`;
    case "join": return said(words.did_join, { what: quoted(each.now) });
    case "part": return said(words.did_part, { what: (each.now ?? []).map((text) => `“${short(text, 20)}”`).join(" ") });
    case "add": return said(words.did_add, { to });
    case "remove": return said(words.did_remove, { what: quoted(each.was) });
    default: return said(words.did_accept, { what: place });
  }
};
