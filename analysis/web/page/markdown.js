// Markdown: pages of labs as elements of the page; nothing in a text becomes markup of its own.

import { element } from "./dom.js";

const INLINE = /(`[^`]+`)|(\*\*[^*]+\*\*)|(\*[^*\s][^*]*\*)|(\[[^\]]+\]\([^)\s]+\))/;

/** A line with code, emphasis and links in it. */
function inline(text) {
  const parts = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    parts.push(rest.slice(0, found.index));
    const [whole, code, strong, emphasis, link] = found;
    if (code) parts.push(element("code", {}, whole.slice(1, -1)));
    else if (strong) parts.push(element("strong", {}, inline(whole.slice(2, -2))));
    else if (emphasis) parts.push(element("em", {}, inline(whole.slice(1, -1))));
    else if (link) parts.push(linkOf(whole));
    rest = rest.slice(found.index + whole.length);
  }
  return [...parts, rest].filter((part) => part !== "");
}

/** Links to the web stay links; those to files of the project are their text. */
function linkOf(whole) {
  const [, text, target] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(whole);
  if (!/^https?:\/\//.test(target)) return text;
  return element("a", { href: target, rel: "noreferrer", target: "_blank" }, text);
}

function tableOf(lines) {
  const cells = (line) => line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const [head, , ...body] = lines;
  return element("div", { class: "scroll" }, element("table", {},
    element("thead", {}, element("tr", {}, cells(head).map((cell) => element("th", {}, inline(cell))))),
    element("tbody", {}, body.map((line) => element("tr", {}, cells(line).map((cell) => element("td", {}, inline(cell))))))));
}

function listOf(lines, ordered) {
  const items = [];
  for (const line of lines) {
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
    if (item && !/^\s{2,}\S/.test(line)) items.push(item[1]);
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return element(ordered ? "ol" : "ul", {}, items.map((item) => element("li", {}, inline(item))));
}

function blockOf(lines) {
  if (/^#{1,6} /.test(lines[0])) {
    const level = Math.min(6, lines[0].indexOf(" ") + 1);
    return element(`h${level}`, {}, inline(lines[0].replace(/^#+ /, "")));
  }
  if (lines.length > 1 && lines[0].startsWith("|")) return tableOf(lines);
  if (lines.every((line) => line.startsWith("    "))) {
    return element("pre", {}, lines.map((line) => line.slice(4)).join("\n"));
  }
  if (/^[-*] /.test(lines[0])) return listOf(lines, false);
  if (/^\d+\. /.test(lines[0])) return listOf(lines, true);
  return element("p", {}, inline(lines.map((line) => line.trim()).join(" ")));
}

/** Blocks of lines, apart by blank lines; fenced code is one, blank lines in it or not. */
function blocksOf(text) {
  const blocks = [];
  let lines = [];
  const close = () => {
    if (lines.length > 0) blocks.push(blockOf(lines));
    lines = [];
  };
  let fence = null;
  for (const line of text.split("\n")) {
    if (fence) {
      if (line.startsWith("```")) {
        blocks.push(element("pre", {}, fence.join("\n")));
        fence = null;
      } else {
        fence.push(line);
      }
    } else if (line.startsWith("```")) {
      close();
      fence = [];
    } else if (line.trim() === "") {
      if (!(lines.length > 0 && lines[0].startsWith("    "))) close();
      else lines.push("    ");
    } else {
      if (lines.length > 0 && lines[0].startsWith("    ") && !line.startsWith("    ")) close();
      lines.push(line);
    }
  }
  close();
  return blocks;
}

export function markdown(text) {
  return blocksOf(text);
}
