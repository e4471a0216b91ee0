// What the editor of /sparql lacks for keyboards, screen readers and newcomers: names, tabs that may hold a button, a way
// out, the query in sight (its PREFIX lines folded), and a button that says what it does.
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
    for (const pre of place.querySelectorAll(".errorResult pre")) tellError(pre);
    for (const part of place.querySelectorAll(".yasr_header, .tableControls, .errorHeader")) translate(part);
    for (const scroll of place.querySelectorAll('.CodeMirror-scroll[tabindex="-1"]')) {
      scroll.tabIndex = 0;
      scroll.setAttribute("role", "region");
      scroll.setAttribute("aria-label", names.text);
    }
    for (const box of place.querySelectorAll(".CodeMirror")) {
      if (!box.CodeMirror || box.dataset.mended) continue;
      box.dataset.mended = "yes";
      box.CodeMirror.addKeyMap({ Tab: false, "Shift-Tab": false }); // Tab leaves the editor
      box.CodeMirror.collapsePrefixes?.(true);
      if (box.CodeMirror.query) addRun(box);
    }
  };
  // What the endpoint says of a wrong query comes as JSON: its sentence and what to do are shown instead.
  const tellError = (pre) => {
    let said;
    try {
      said = JSON.parse(pre.textContent).error;
    } catch {
      return;
    }
    if (said?.message) pre.textContent = [said.message, said.hint && `→ ${said.hint}`].filter(Boolean).join("\n");
  };
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const word = node.data.trim();
      if (!word || !Object.hasOwn(names.words ?? {}, word)) continue;
      node.data = node.data.replace(word, names.words[word]);
      node.parentElement.closest("button[aria-label]")?.setAttribute("aria-label", names.words[word]);
    }
    for (const field of root.querySelectorAll("input[placeholder]")) field.placeholder = names.words?.[field.placeholder] ?? field.placeholder;
  };
  const addRun = (box) => {
    const row = document.createElement("p");
    row.className = "run";
    const run = Object.assign(document.createElement("button"), { type: "button", textContent: names.run });
    run.addEventListener("click", () => {
      box.CodeMirror.query().catch(() => {}); // what went wrong is shown where the result would be
      row.scrollIntoView({ block: "start" });
    });
    row.append(run, " ", Object.assign(document.createElement("span"), { className: "quiet", textContent: names.keys }));
    (box.closest(".yasqe") ?? box).after(row);
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mend(); });
  }).observe(place, { childList: true, subtree: true, attributes: true, attributeFilter: ["role", "aria-selected", "tabindex"] });
  mend();
})();
