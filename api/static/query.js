// What the editor of /sparql lacks for keyboards and screen readers: names, tabs that may hold a button, a way out.
(() => {
  const place = document.getElementById("yasgui");
  if (!place) return;
  const names = JSON.parse(place.dataset.names);
  const mend = () => {
    // A tablist may hold nothing but tabs, and the editor puts a button there: they are links to the tab shown.
    for (const list of place.querySelectorAll('[role="tablist"]')) list.removeAttribute("role");
    for (const tab of place.querySelectorAll('a[role="tab"], a[aria-selected]')) {
      if (tab.getAttribute("aria-selected") === "true") tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
      tab.removeAttribute("role");
      tab.removeAttribute("aria-selected");
    }
    for (const area of place.querySelectorAll(".CodeMirror textarea:not([aria-label])")) area.setAttribute("aria-label", names.query);
    for (const field of place.querySelectorAll("input:not([aria-label])")) field.setAttribute("aria-label", names.field);
    for (const size of place.querySelectorAll("select:not([aria-label])")) size.setAttribute("aria-label", names.rows);
    for (const head of place.querySelectorAll("th .dt-column-title")) if (!head.textContent.trim()) head.textContent = "#";
    for (const scroll of place.querySelectorAll('.CodeMirror-scroll[tabindex="-1"]')) {
      scroll.tabIndex = 0;
      scroll.setAttribute("role", "region");
      scroll.setAttribute("aria-label", names.text);
    }
    for (const box of place.querySelectorAll(".CodeMirror")) {
      if (!box.CodeMirror || box.dataset.mended) continue;
      box.dataset.mended = "yes";
      box.CodeMirror.addKeyMap({ Tab: false, "Shift-Tab": false }); // Tab leaves the editor
    }
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mend(); });
  }).observe(place, { childList: true, subtree: true, attributes: true, attributeFilter: ["role", "aria-selected", "tabindex"] });
  mend();
})();
