// Gallery: every scenario that comes with rippletank, each with a small picture of its network.

import { element, replaceIn } from "./dom.js";
import { plain } from "./words.js";

const SHELVES = [
  ["tutorial", "Tutorial: read in order"],
  ["labs", "Networks of the labs"],
  ["studies", "Studies"],
];

/** A picture of few strokes, in the colours of the page. */
export function thumbnail({ width, height, points, links } = {}) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width ?? 192} ${height ?? 108}`);
  svg.setAttribute("aria-hidden", "true");
  const add = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    svg.append(made);
  };
  if (links?.length) {
    const at = (node) => `${points[2 * node]} ${points[2 * node + 1]}`;
    let path = "";
    for (let i = 0; i < links.length; i += 2) path += `M${at(links[i])}L${at(links[i + 1])}`;
    add("path", { d: path, class: "thumb-links" });
  }
  if (points) {
    const radius = points.length > 120 ? 2 : 4.2;
    let path = "";
    for (let i = 0; i < points.length; i += 2) path += `M${points[i]} ${points[i + 1]}h.01`;
    add("path", { d: path, class: "thumb-nodes", "stroke-width": 2 * radius });
  }
  return svg;
}

function card(scenario, onChoose) {
  const [, name] = /([^/]+)\.json$/.exec(scenario.path) ?? [null, scenario.path];
  const playable = scenario.text !== undefined;
  return element("button", { class: "card", disabled: !playable, onclick: () => onChoose(scenario) },
    thumbnail(scenario.thumbnail),
    element("strong", {}, plain(name)),
    element("span", {}, scenario.description || ""),
    !playable && element("em", {}, scenario.sweep ? "a sweep: for the command" : "reads large files: for the command"));
}

function matches(scenario, words) {
  const text = `${scenario.path} ${scenario.description} ${scenario.text ?? ""}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** `onChoose(scenario)`; `onOwn(text, name)`: the reader's own scenario. */
export function showGallery(place, scenarios, onChoose, onOwn) {
  const found = element("div");
  const search = element("input", { type: "search", placeholder: "Search: gnutella, ring, firewalls …",
    "aria-label": "Search scenarios", oninput: () => draw() });
  const file = element("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: async () => {
    if (file.files.length > 0) onOwn(await file.files[0].text(), file.files[0].name);
    file.value = "";
  } });
  function draw() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shelves = SHELVES.map(([folder, title]) => {
      const on = scenarios.filter((one) => one.path.startsWith(`${folder}/`) && matches(one, words));
      return on.length > 0 && element("section", {}, element("h2", {}, title),
        element("div", { class: "cards" }, on.map((scenario) => card(scenario, onChoose))));
    }).filter(Boolean);
    replaceIn(found, shelves.length > 0 ? shelves : element("p", { class: "quiet" }, "No scenario has all these words."));
  }
  draw();
  replaceIn(place,
    element("div", { class: "hero" },
      element("h1", {}, "See how queries spread through networks of peers"),
      element("p", {}, "Choose a network, watch a question travel, stop it, step back, break something, and see what then happens. All of it is computed here, in this page.")),
    element("div", { class: "row search" }, search, file,
      element("button", { onclick: () => file.click() }, "Open a file …"),
      element("button", { onclick: () => onOwn("", "") }, "Write your own")),
    found);
}
