// Elements without markup: text of a bulletin only ever becomes text.

const SVG = "http://www.w3.org/2000/svg";
// Characters that act on the reader's screen and are not seen: controls, directions of writing, no width.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ue000-\uf8ff]/g;

export const visible = (text) => text.replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

const filled = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "text") element.textContent = visible(String(value));
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

export const made = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);
export const drawn = (name, attributes = {}, ...children) => filled(document.createElementNS(SVG, name), attributes, children);

// Words with braces filled in.
export const said = (words, values = {}) => words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));

// A text with some characters marked; places count characters, as Python does, not UTF-16 units.
export const marked = (text, spans, kind, title) => {
  const chars = Array.from(text);
  const parts = [];
  let at = 0;
  for (const [start, end] of spans) {
    parts.push(document.createTextNode(visible(chars.slice(at, start).join(""))));
    parts.push(made("mark", { class: kind, title, text: chars.slice(start, end).join("") }));
    at = end;
  }
  parts.push(document.createTextNode(visible(chars.slice(at).join(""))));
  return parts;
};

// A text with its doubtful characters in ⟦ ⟧, without the brackets: the text, and the places of those characters.
export const doubtful = (text) => {
  const chars = [];
  const spans = [];
  let start = null;
  for (const char of text) {
    if (char === "⟦" && start === null) start = chars.length;
    else if (char === "⟧" && start !== null) { spans.push([start, chars.length]); start = null; }
    else chars.push(char);
  }
  return [chars.join(""), spans];
};
