// The editor of /sparql over the plain form that is there without it. No request leaves this server.
import Yasgui from "@zazuko/yasgui";

import "@zazuko/yasgui/build/yasgui.min.css";
const place = document.getElementById("yasgui");
const form = document.getElementById("plain");
if (place && form) {
  const text = form.querySelector("textarea").value;
  const draft = new URLSearchParams(window.location.search).has("draft");
  const endpoint = new URL(place.dataset.endpoint, window.location.href).href;
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    yasqe: { value: text, editorHeight: "27rem" },
  });
  const tab = draft ? yasgui.addTab(true, { name: "SPARQL" }) : yasgui.getTab();
  if (draft || !tab.getYasqe().getValue().trim()) tab.setQuery(text);
  form.hidden = true;
  for (const example of document.querySelectorAll("code.example")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = example.closest("details").querySelector("a").textContent;
    button.addEventListener("click", () => {
      yasgui.addTab(true, { name: example.closest("details").querySelector("summary").textContent.slice(0, 24) }).setQuery(example.textContent);
      place.scrollIntoView();
    });
    example.closest("details").querySelector("li").replaceChildren(button);
  }
}
