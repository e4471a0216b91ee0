// The movable figure of /view/explorer. Positions come from the server (api/views/explorer.py); nothing is fetched.
// Without this script the figure and the table on the same page say the same.
import cytoscape from "cytoscape";

// Dark enough on white for 4.5:1; every kind has a shape of its own as well.
const COLOURS = ["#1f5f8f", "#7a3b00", "#2f6b3a", "#6a4a8c", "#8c2f4a", "#4a5562", "#005f5f", "#6b5b00"];
const SHAPES = ["ellipse", "round-rectangle", "triangle", "diamond", "hexagon", "star", "pentagon", "vee"];

const box = document.getElementById("explorer");
const data = document.getElementById("graph");
if (box && data) start(box, JSON.parse(data.textContent));

function start(box, graph) {
  const look = new Map(graph.kinds.map((kind) => [kind.kind, kind]));
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", box.getAttribute("aria-label"));
  canvas.setAttribute("aria-describedby", "explorer-hint");
  const said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");
  box.replaceChildren(canvas, said);

  const cy = cytoscape({
    container: canvas,
    elements: [
      ...graph.nodes.map((node) => ({ data: node, position: { x: node.x, y: node.y } })),
      ...graph.edges.map((edge) => ({ data: { source: edge.from, target: edge.to, relation: edge.relation } })),
    ],
    layout: { name: "preset", fit: true, padding: 24 },
    minZoom: 0.05,
    maxZoom: 3,
    boxSelectionEnabled: false,
    style: [
      {
        selector: "node",
        style: {
          label: (node) => clipped(node.data("label")),
          "font-size": 14,
          "font-family": "sans-serif",
          "text-wrap": "wrap",
          "text-max-width": 206,
          "text-overflow-wrap": "anywhere",
          "text-valign": (node) => (node.data("x") === 0 ? "bottom" : "center"),
          "text-halign": (node) => (node.data("x") === 0 ? "center" : node.data("x") > 0 ? "right" : "left"),
          "text-margin-x": (node) => Math.sign(node.data("x")) * 5,
          "text-background-color": "#ffffff",
          "text-background-opacity": 0.85,
          "min-zoomed-font-size": 7,
          color: "#1b1f24",
          width: 18,
          height: 18,
          shape: (node) => SHAPES[look.get(node.data("kind")).shape],
          "background-color": (node) => COLOURS[look.get(node.data("kind")).colour],
        },
      },
      {
        selector: "edge",
        style: { width: 1, "line-color": "#9aa8b5", "curve-style": "straight", "line-opacity": 0.8, "target-arrow-shape": "triangle", "target-arrow-color": "#9aa8b5", "arrow-scale": 0.7 },
      },
      { selector: ".far", style: { opacity: 0.18 } },
      { selector: "edge.near", style: { width: 2, "line-color": "#1b1f24", "target-arrow-color": "#1b1f24", label: "data(relation)", "font-size": 11, "text-rotation": "autorotate", "text-background-color": "#fff", "text-background-opacity": 1 } },
      { selector: "node.chosen", style: { width: 30, height: 30, "border-width": 3, "border-color": "#1b1f24", "font-weight": "bold", "z-index": 9 } },
    ],
  });
  cy.getElementById(graph.focus).addClass("chosen");
  if (cy.zoom() < 0.6) {
    // Too many branches to read at once: begin in the middle.
    cy.zoom(Math.min(0.9, Math.max(0.6, cy.width() / 1440)));
    cy.center(cy.getElementById(graph.focus));
  }

  const choose = (node) => {
    cy.elements().removeClass("far near chosen");
    const near = node.closedNeighborhood();
    cy.elements().difference(near).addClass("far");
    near.edges().addClass("near");
    node.addClass("chosen");
    said.textContent = `${node.data("kind")}: ${node.data("label")}（${node.degree(false)}）`;
  };
  cy.on("tap", "node", (event) => choose(event.target));
  cy.on("tap", (event) => {
    if (event.target === cy) cy.elements().removeClass("far near");
  });
  cy.on("dbltap", "node", (event) => go(event.target.id()));
  canvas.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (steps[event.key]) cy.panBy({ x: steps[event.key][0], y: steps[event.key][1] });
    else if (event.key === "+" || event.key === ";") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") cy.fit(undefined, 24);
    else if (event.key === "Enter") go(cy.nodes(".chosen").id());
    else if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
    else return;
    event.preventDefault();
  });
  const zoom = (by) => cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const step = (by) => {
    const nodes = cy.nodes();
    const at = nodes.toArray().findIndex((node) => node.hasClass("chosen"));
    choose(nodes[(at + by + nodes.length) % nodes.length]);
  };
  for (const item of document.querySelectorAll("[data-node]")) {
    item.addEventListener("focus", () => {
      const node = cy.getElementById(item.dataset.node);
      if (node.nonempty()) choose(node);
    });
  }
  box.dataset.ready = String(graph.nodes.length);
}

function go(id) {
  const address = new URL(window.location.href);
  address.searchParams.set("focus", id);
  address.searchParams.delete("page");
  window.location.assign(address);
}

function clipped(label) {
  return label.length > 28 ? `${label.slice(0, 27)}…` : label;
}
