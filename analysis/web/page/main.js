// The page: from what it carries to what it shows.

import { Controls } from "./controls.js";
import { announce, byId, element, replaceIn } from "./dom.js";
import { Engine } from "./engine.js";
import { Findings } from "./findings.js";
import { showGallery } from "./gallery.js";
import { inputsOf, showLab, showLabs } from "./labs.js";
import { fromLink, toLink } from "./packed.js";
import { isDark } from "./palette.js";
import { Run } from "./run.js";
import { pretty, withFailure } from "./scenario_text.js";
import { Theatre } from "./theatre.js";
import { plain, seconds } from "./words.js";

const MOST_MESSAGES = 300_000;
const LARGEST_TEXT = 2_000_000;
const LARGEST_IN_CONTROLS = 200_000;
const DEEPEST = 100;
const OWN = { path: "own.json", text: `{
  "name": "own",
  "underlay": { "model": "direct", "latency_ms": 50 },
  "overlay": {
    "protocol": { "model": "flood", "ttl_hops": 4 },
    "topology": { "model": "random_regular", "nodes": 30, "degree": 3 }
  },
  "queries": { "model": "list", "origins": [0] }
}
` };

class Page {
  constructor(data, engine) {
    this.data = data;
    this.engine = engine;
    this.findings = new Findings();
    this.theatre = new Theatre(
      engine ? (failure, label, time) => this.breakSomething(failure, label, time) : null,
      () => this.findings.open("inspector"));
    this.run = null;
    this.before = null;
    this.places = new Map();  // scenarios that no link names: files that were opened, runs of labs
    this.edits = new Map();  // by the part of the address behind #, which the way back leads to
    this.turn = 0;
    this.busy = false;
    this.#wire();
  }

  #wire() {
    const on = (id, act) => byId(id).addEventListener("click", act);
    on("home", () => (this.isReport ? window.scrollTo(0, 0) : this.go("")));
    on("theme", () => this.#switchTheme());
    on("run", () => this.play());
    on("cancel", () => this.engine.cancel());
    on("reset", () => this.#reset());
    on("copy-link", () => this.#copyLink());
    byId("scenario-text").addEventListener("change", () => this.#textChanged());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || byId("run-view").hidden) return;
      this.#textChanged();
      this.play();
    });
    document.querySelector(".skip").addEventListener("click", (event) => {
      event.preventDefault();
      byId("main").focus();
    });
    if (!this.isReport) window.addEventListener("hashchange", () => this.follow(location.hash.slice(1)));
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#redraw());
    if (this.engine) this.engine.onProgress = (fraction) => (byId("progress").value = fraction);
  }

  get isReport() {
    return this.data.kind === "report";
  }

  #switchTheme() {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    this.#redraw();
  }

  #redraw() {
    this.theatre.redraw();
    this.findings.redraw();
  }

  // ---- where the reader is ----

  view(id) {
    for (const each of ["gallery-view", "lab-view", "run-view"]) byId(each).hidden = each !== id;
    this.theatre.player.pause();
    for (const link of byId("pages").children) {
      link.setAttribute("aria-current", String(link.dataset.view === id));
    }
    window.scrollTo(0, 0);
  }

  go(hash) {
    if (location.hash.slice(1) === hash) this.follow(hash);
    else location.hash = hash;
  }

  /** Shows what a link names: a scenario of the gallery, a lab, or a whole scenario. */
  async follow(hash) {
    this.#stop();
    if (!byId("run-view").hidden) this.edits.set(this.place, this.text);
    this.place = hash;
    const edited = this.edits.get(hash);
    const [kind, ...rest] = hash.split("=");
    const value = rest.join("=");
    if (kind === "open") {
      const path = decoded(value);
      const scenario = this.data.gallery.find((one) => one.path === path);
      if (scenario?.text !== undefined) return this.openScenario(scenario, true, edited);
      announce("This page has no such scenario.", "error");
    } else if (kind === "own") {
      return this.openScenario(OWN, false, edited);
    } else if (kind === "scenario") {
      try {
        const { text, file, inputs } = await fromLink(value);
        if (typeof text !== "string" || typeof file !== "string") throw new TypeError("no scenario");
        return this.openScenario({ path: file, text, inputs: textsOf(inputs) }, true, edited);
      } catch {
        announce("This link holds no scenario; it may have been cut short.", "error");
      }
    } else if (kind === "labs") {
      this.view("lab-view");
      return showLabs(byId("lab-view"), this.data.labs, this.data.gallery, (lab) => this.go(`lab=${lab.name}`));
    } else if (kind === "lab") {
      const lab = this.data.labs.find((one) => one.name === value);
      if (lab) return this.#showLab(lab);
      announce("This page has no such lab.", "error");
    } else if (this.places.has(hash)) {
      return this.openScenario(this.places.get(hash), true, edited);
    } else if (kind === "lab-run" || kind === "file") {
      const [, lab] = decoded(value).split("/");
      // Put in its place, or the way back would lead here again.
      location.replace(kind === "lab-run" ? `#lab=${lab ?? ""}` : "#");
      return null;
    } else if (hash !== "") {
      announce("This page has no such place.", "error");
    }
    this.view("gallery-view");
    showGallery(byId("gallery-view"), this.data.gallery,
      (scenario) => this.#goAfresh(`open=${encodeURIComponent(scenario.path)}`),
      (text, name) => (text ? this.#goTo("file", { path: name, text }) : this.go("own")));
  }

  /** As it was before anything was changed in it. */
  #goAfresh(hash) {
    this.edits.delete(hash);
    this.go(hash);
  }

  /** Gives a scenario a place, so that ways lead back to it. */
  #goTo(kind, scenario) {
    const hash = `${kind}=${encodeURIComponent(scenario.path)}`;
    this.places.set(hash, scenario);
    this.#goAfresh(hash);
  }

  /** A lab, whose runs have places of their own: the way back leads to the lab. */
  #showLab(lab) {
    this.view("lab-view");
    return showLab(byId("lab-view"), lab, this.engine, (scenario) => this.#goTo("lab-run", scenario));
  }

  // ---- the scenario ----

  /** `edited`: its text, where it is not that of the scenario any more. */
  openScenario(scenario, plays = false, edited = scenario.text) {
    this.#stop();
    this.pinned = null;
    this.original = scenario;
    this.inputs = scenario.inputs ?? {};
    this.file = scenario.path;
    this.before = null;
    this.theatre.showBeside(null);
    this.view("run-view");
    byId("findings-column").hidden = true;
    replaceIn(byId("diagnostics"));
    this.setText(edited);
    if (scenario === OWN) {
      byId("text-part").open = true;
      byId("scenario-text").focus();
    }
    if (plays) return this.play();
    return null;
  }

  #reset() {
    this.edits.delete(this.place);
    if (this.isReport) this.showReport(this.data);
    else this.openScenario(this.original);
  }

  setText(text) {
    byId("scenario-text").value = text;
    this.#textChanged();
  }

  get text() {
    return byId("scenario-text").value;
  }

  /** The scenario as a value; null where it is no JSON, or would lose digits on the way. */
  document() {
    if (this.text.length > LARGEST_TEXT || /[:[,\s]-?\d{16,}/.test(this.text) || depthOf(this.text) > DEEPEST) return null;
    try {
      const read = JSON.parse(this.text);
      return read !== null && typeof read === "object" && !Array.isArray(read) ? read : null;
    } catch {
      return null;
    }
  }

  async #textChanged() {
    byId("reset").hidden = !this.original || this.text === this.original.text;
    const document = this.document();
    byId("scenario-name").textContent = plain(String(document?.name ?? this.file ?? "scenario"));
    byId("scenario-description").textContent = typeof document?.description === "string" ? document.description : "";
    const hasControls = Boolean(document && this.engine && this.text.length <= LARGEST_IN_CONTROLS);
    byId("controls-part").hidden = !hasControls;
    byId("text-part").open = byId("text-part").open || !document;
    if (!hasControls) return;
    if (!this.schema) {
      const schema = await this.engine.ask("schema");
      if (schema.cancelled) return this.#textChanged();  // by the end of another question
      if (schema.failure) return announce(schema.failure, "error");
      this.schema = schema;
      return this.#textChanged();  // which may be another text by now
    }
    this.controls ??= new Controls(byId("controls"), this.schema, (changed) => this.setText(`${pretty(changed)}\n`));
    this.controls.show(document);
  }

  async #copyLink() {
    const link = `${location.href.split("#")[0]}#scenario=${await toLink({ text: this.text, file: this.file, inputs: this.inputs })}`;
    try {
      await navigator.clipboard.writeText(link);
      announce("The link holds the whole scenario; it is in the clipboard.");
    } catch {
      window.prompt("This link holds the whole scenario:", link);
    }
  }

  // ---- playing ----

  #showDiagnostics(answer) {
    const problems = answer.diagnostics ?? (answer.failure ? [{ line: 0, pointer: "", message: failureInWords(answer) }] : []);
    replaceIn(byId("diagnostics"), problems.slice(0, 50).map(({ line, pointer, message }) =>
      element("p", { class: "problem" },
        line > 0 && element("button", { class: "link", onclick: () => this.#showLine(line) }, `line ${line}`),
        pointer && element("code", {}, pointer), ` ${message}`)));
  }

  #showLine(line) {
    const area = byId("scenario-text");
    byId("text-part").open = true;
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    area.scrollTop = (line - 4) * 18;
  }

  #showBusy(busy) {
    this.busy = busy;
    byId("run").disabled = busy;
    byId("cancel").hidden = !busy;
    byId("progress").hidden = !busy;
    byId("progress").value = 0;
  }

  /** What is being played is not wanted any more. */
  #stop() {
    if (!this.busy) return;
    ++this.turn;
    this.engine.cancel();
    this.#showBusy(false);
  }

  /** The answer is cancelled, too, if something else has been begun meanwhile. */
  async #ask(text) {
    if (text.length > LARGEST_TEXT) {
      return { diagnostics: [{ line: 0, pointer: "", message: "This file is too large for a page; use the command." }] };
    }
    const turn = ++this.turn;
    this.#showBusy(true);
    const answer = await this.engine.ask("play", { text, file: this.file, inputs: this.inputs, messages: MOST_MESSAGES });
    if (turn !== this.turn) return { cancelled: true, isStale: true };
    this.#showBusy(false);
    return answer;
  }

  /** Plays the scenario and shows it, from a moment on or from its beginning. */
  async play(time = null) {
    if (!this.engine || this.busy) return;
    const { text } = this;
    const answer = await this.#ask(text);
    if (answer.isStale) return;
    if (answer.cancelled) return announce("Cancelled.");
    this.#showDiagnostics(answer);
    if (answer.diagnostics || answer.failure) return;
    const run = new Run(answer);
    run.scenarioText = text;
    this.before = this.pinned ?? null;
    this.#showRun(run, { time });
    if (time === null) this.#startMoving();
  }

  #startMoving() {
    if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) this.theatre.player.play();
  }

  #showRun(run, options = {}) {
    this.run = run;
    byId("findings-column").hidden = false;
    this.theatre.show(run, options);
    this.#compare();
    this.#showProvenance(run);
  }

  /** Shows the run before beside this one, if there is one. */
  #compare() {
    const { before, pinned } = this;
    const called = (run) => (run === pinned ? `kept: ${run.label ?? plain(run.name)}` : (run.label ?? "unharmed"));
    const name = before ? called(before) : "";
    this.theatre.showBeside(before);
    byId("beside-caption").textContent = name;
    this.findings.show(this.run, before, name);
    this.#showBranch();
  }

  #showProvenance(run) {
    const { provenance = {} } = run.summary;
    const lines = [
      ["version", provenance.git_describe ?? provenance.version],
      ["seed", provenance.seed],
      ["fingerprint", provenance.fingerprint],
    ].filter(([, value]) => value !== undefined);
    replaceIn(byId("provenance"), lines.map(([term, value]) => [element("dt", {}, term), element("dd", {}, String(value))]).flat());
  }

  /** What was broken by hand, with the ways back. */
  #showBranch() {
    const pin = this.engine && element("button", { class: "small", onclick: () => this.#pin() },
      this.pinned ? "Stop comparing" : "Keep this run to compare with");
    const undo = this.run.parent && element("button", { class: "small", onclick: () => this.#undo() }, "Take it back");
    byId("branch").hidden = !this.engine;
    replaceIn(byId("branch"), this.run.label && element("p", {}, `${this.run.label}.`),
      element("div", { class: "row" }, undo, pin));
  }

  #pin() {
    this.pinned = this.pinned ? null : this.run;
    this.before = this.pinned ?? this.run.parent ?? null;
    this.#compare();
    announce(this.pinned ? "Kept: the next run is shown beside it." : "No longer kept.");
  }

  #undo() {
    if (this.busy) return announce("Wait until the run has been played.");
    const time = this.theatre.time;
    this.setText(this.run.parent.scenarioText);
    this.before = this.pinned ?? this.run.parent.parent ?? null;
    this.#showRun(this.run.parent, { time, keepsView: true });
  }

  /** Plays the run again with something broken at a moment, and goes on from there. */
  async breakSomething(failure, label, time) {
    if (this.busy) return announce("Wait until the run has been played.");
    const parent = this.run;
    if (this.text !== parent.scenarioText) {
      return announce("The scenario was changed after this run: play it first, then break.", "error");
    }
    const document = this.document();
    if (!document) {
      return announce("The scenario cannot be changed here: it is no JSON, or has numbers of more than 15 digits.", "error");
    }
    const text = `${pretty(withFailure(document, failure))}\n`;
    const answer = await this.#ask(text);
    if (answer.cancelled) return;
    if (answer.diagnostics || answer.failure) {
      this.#showDiagnostics(answer);
      return announce("That cannot be broken here; the reason is told beside the scenario.", "error");
    }
    const run = new Run(answer);
    run.scenarioText = text;
    run.label = `${label} at ${seconds(time, 4)}`;
    run.parent = parent;
    replaceIn(byId("diagnostics"));
    this.before = this.pinned ?? run.parent;
    this.setText(text);
    this.#showRun(run, { time, keepsView: true });
    this.#startMoving();
    announce(`${run.label}.`);
  }

  // ---- a report ----

  showReport({ name, description, run }) {
    this.view("run-view");
    this.pinned = null;
    this.before = null;
    byId("run-buttons").hidden = !this.engine;
    byId("copy-link").hidden = true;
    this.file = run.file ?? "scenario.json";
    this.inputs = run.inputs ?? {};
    this.original = { path: this.file, text: run.scenario, inputs: this.inputs };
    this.setText(run.scenario);
    byId("scenario-name").textContent = plain(name);
    byId("scenario-description").textContent = description ?? "";
    const shown = new Run(run);
    shown.scenarioText = this.text;  // line ends are those of the page
    shown.sweep = run.sweep;
    this.#showRun(shown);
    const notes = [...(run.changed ?? []).map((file) => `${file} is not what this run gives: it was changed after the run.`),
      ...(run.missing ?? []).map((file) => `${file} is missing: this run gives it.`)];
    replaceIn(byId("diagnostics"), notes.map((note) => element("p", { class: "problem" }, note)));
  }
}

function textsOf(inputs) {
  const entries = Object.entries(inputs ?? {}).filter(([path, text]) => typeof text === "string" && !path.includes(".."));
  return Object.fromEntries(entries);
}

/** Part of a link as it was written; as it stands where it is none of ours. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of the brackets of a JSON text; those in its strings count, too. */
function depthOf(text) {
  let depth = 0;
  let most = 0;
  for (const sign of text) {
    if (sign === "{" || sign === "[") most = Math.max(most, ++depth);
    else if (sign === "}" || sign === "]") --depth;
  }
  return most;
}

function failureInWords({ failure }) {
  return /memory|OOM|bad_alloc|unreachable/i.test(failure)
    ? "This run needs more memory than a page has; make the network smaller, or use the command."
    : `The run failed: ${failure}`;
}

/** Scenarios of labs stand in the labs: puts them, and what they read, into the gallery. */
function takeFromLabs({ gallery, labs }) {
  for (const scenario of gallery) {
    const [shelf, name, file] = scenario.path.split("/");
    const lab = shelf === "labs" && labs.find((one) => one.name === name);
    if (!lab) continue;
    scenario.text = lab.files[file];
    scenario.inputs = inputsOf(lab);
  }
}

/** `carried`: what boot.js has found in the page. */
export async function start(carried) {
  const { scripts, textOf, unpack } = carried;
  const data = JSON.parse(new TextDecoder().decode(await unpack(textOf("page-data"))));
  const engine = scripts.engine && new Engine({
    scripts: ["var module = {};", scripts.unlzma, scripts.engine, scripts.worker],
    packed: () => carried.fromBase128(textOf("page-engine")),
  });
  if (data.kind === "lab") takeFromLabs(data);
  const page = new Page(data, engine || null);
  window.rippletank = page;
  if (data.kind === "report") {
    if (data.run.replay) data.run.replay.messages = await unpack(textOf("page-messages"));
    page.showReport(data);
    return;
  }
  replaceIn(byId("pages"),
    element("button", { "data-view": "gallery-view", onclick: () => page.go("") }, "Scenarios"),
    data.labs.length > 0 && element("button", { "data-view": "lab-view", onclick: () => page.go("labs") }, "Labs"));
  await page.follow(location.hash.slice(1));
}
