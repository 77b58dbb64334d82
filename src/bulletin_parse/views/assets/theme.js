"use strict";
// Light, dark, or as the system says; remembered where the browser allows it for a file.
(() => {
  const root = document.documentElement;
  const kept = { get: () => { try { return localStorage.getItem("bulletin-theme"); } catch { return null; } },
                 set: (name) => { try { localStorage.setItem("bulletin-theme", name); } catch { /* not allowed for files here */ } } };
  const now = () => root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const known = kept.get();
  if (known === "dark" || known === "light") root.dataset.theme = known;
  document.getElementById("theme")?.addEventListener("click", () => {
    root.dataset.theme = now() === "dark" ? "light" : "dark";
    kept.set(root.dataset.theme);
  });
})();
