// DOM: elements in one line each; texts are always texts, whatever stands in them.

/** `element("button", {class: "x", onclick: f}, "text", child …)`. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

export function replaceIn(parent, ...children) {
  parent.replaceChildren(...children.flat().filter(Boolean));
}

/** Like replaceIn, but whoever was inside stays there: at what has the same id, else at the place itself. */
export function renewIn(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const scrolled = [...parent.querySelectorAll(".scroll")].map(({ scrollTop }) => scrollTop);
  replaceIn(parent, ...children);
  [...parent.querySelectorAll(".scroll")].forEach((place, i) => (place.scrollTop = scrolled[i] ?? 0));
  if (!focused) return;
  const again = focused === parent ? parent : byId(focused.id);
  if (!again) parent.tabIndex = -1;
  (again ?? parent).focus({ preventScroll: true });
}

/** Offers bytes or a text as a file. */
export function download(name, content, type) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = element("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

let announced = 0;

/** Says something for a moment, to readers of screens, too. */
export function announce(text, kind = "") {
  const line = byId("announcement");
  line.textContent = text;
  line.className = `announcement shown ${kind}`;
  const mine = ++announced;
  setTimeout(() => {
    if (mine === announced) line.className = "announcement";
  }, kind === "error" ? 8000 : 3500);
}
