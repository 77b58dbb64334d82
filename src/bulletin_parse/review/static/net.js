// What the page asks of the server that gave it, and of nobody else.

export class Refused extends Error {
  constructor(status, said) {
    super(said.error || String(status));
    this.status = status;
    this.remedy = said.remedy || "";
  }
}

let spoken = ""; // the page's language, once it is told; before, the browser's own preference says which

export const speak = (language) => { spoken = language; };

const answered = async (path, options) => {
  let answer;
  try {
    const headers = { ...options?.headers, ...(spoken && { "accept-language": spoken }) };
    answer = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options, headers });
  } catch {
    throw new Refused(0, {});
  }
  const kind = answer.headers.get("content-type") || "";
  const said = kind.startsWith("application/json") ? await answer.json() : { error: await answer.text() };
  if (!answer.ok) throw new Refused(answer.status, said);
  return said;
};

const at = (key) => `/api/bulletins/${encodeURIComponent(key)}`;
const sent = (path, value) => answered(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) });

export const words = (language) => answered(`/api/words${language ? `?lang=${language}` : ""}`);
export const settings = () => answered("/api/settings");
export const queue = () => answered("/api/queue");
export const bulletin = (key) => answered(at(key));
export const state = (key) => answered(`${at(key)}/state`);
export const pages = (key) => answered(`${at(key)}/pages`);
export const pictureOf = (key, page) => `${at(key)}/pages/${page}`;
export const choices = (key, field) => answered(`${at(key)}/choices?field=${encodeURIComponent(field)}`);
export const correct = (key, value) => sent(`${at(key)}/corrections`, value);
export const takeBack = (key, ids) => sent(`${at(key)}/taken-back`, { ids });
export const rebind = (key, ids) => sent(`${at(key)}/rebound`, { ids });
export const look = (key, by, done) => sent(`${at(key)}/looked`, { by, done });
