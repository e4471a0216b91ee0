// Fills the list of suggested questions while one is typed. Without it the page works the same, with fixed examples.
(() => {
  const list = document.getElementById("suggested");
  if (!list) return;
  let last = "";
  let timer;
  const show = (questions) => {
    list.replaceChildren(...questions.map((text) => Object.assign(document.createElement("option"), { value: text })));
  };
  const ask = async (text) => {
    const answer = await fetch("/api/suggest?q=" + encodeURIComponent(text));
    if (answer.ok && text === last) show((await answer.json()).suggestions);
  };
  for (const box of document.querySelectorAll('input[list="suggested"]')) {
    box.addEventListener("input", () => {
      last = box.value;
      clearTimeout(timer);
      timer = setTimeout(() => ask(last).catch(() => {}), 120);
    });
  }
})();
