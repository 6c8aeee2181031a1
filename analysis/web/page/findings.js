// Findings: summary, charts, tables and comparison of what a run has counted.

import { byId, download, element, replaceIn } from "./dom.js";
import { chartFigure } from "./chart_canvas.js";
import { chartSvg } from "./chart_svg.js";
import { chartsOf, repeatedMetrics, repetitionsChart, sweepChart } from "./charts.js";
import { tableView } from "./tables.js";
import { parseCsv } from "./run.js";
import { number, plain } from "./words.js";

const TABS = [
  ["inspector", "Inspect"],
  ["summary", "Summary"],
  ["charts", "Charts"],
  ["tables", "Tables"],
  ["compare", "Compare"],
];

export class Findings {
  constructor() {
    this.shown = "summary";
    this.filled = new Set();
    replaceIn(byId("tabs"), TABS.map(([id, label]) => element("button", {
      role: "tab",
      id: `tab-button-${id}`,
      "aria-controls": `tab-${id}`,
      onclick: () => this.open(id),
      onkeydown: (event) => this.#key(event),
    }, label)));
    for (const [id] of TABS) {
      byId(`tab-${id}`).setAttribute("role", "tabpanel");
      byId(`tab-${id}`).setAttribute("aria-labelledby", `tab-button-${id}`);
    }
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.stopPropagation();
    const shown = TABS.map(([id]) => id).filter((id) => !byId(`tab-button-${id}`).hidden);
    const next = shown[(shown.indexOf(this.shown) + step + shown.length) % shown.length];
    this.open(next);
    byId(`tab-button-${next}`).focus();
  }

  /** `other`: a run to compare with, or null; and how it is called. */
  show(run, other = null, otherName = "") {
    this.run = run;
    this.other = other;
    this.otherName = otherName;
    this.filled.clear();
    byId("tab-button-inspector").hidden = !run.canBeWatched;
    byId("tab-button-compare").hidden = !other;
    const gone = byId(`tab-button-${this.shown}`).hidden;
    this.open(gone ? "summary" : this.shown);
  }

  open(id) {
    this.shown = id;
    for (const [each] of TABS) {
      const button = byId(`tab-button-${each}`);
      button.setAttribute("aria-selected", String(each === id));
      button.tabIndex = each === id ? 0 : -1;
      byId(`tab-${each}`).hidden = each !== id;
    }
    this.#fill(id);
  }

  /** Colours have changed. */
  redraw() {
    this.filled.delete("charts");
    if (this.run) this.#fill(this.shown);
  }

  /** A tab is filled when it is opened first. */
  #fill(id) {
    if (this.filled.has(id)) return;
    this.filled.add(id);
    const place = byId(`tab-${id}`);
    const made = { summary: () => this.#summary(), charts: () => this.#charts(), tables: () => this.#tables(), compare: () => this.#comparison() }[id];
    if (made) replaceIn(place, made());
  }

  #summary() {
    const { run } = this;
    const { definitions = {}, results = {} } = run.summary;
    const rows = Object.entries(results).filter(([, value]) => typeof value === "number");
    if (rows.length === 0) return this.#manyRuns();
    return [
      element("dl", { class: "figures" }, rows.map(([name, value]) =>
        element("div", { title: definitions[name]?.definition ?? "" },
          element("dt", {}, plain(name)),
          element("dd", {}, number(value), element("span", { class: "unit" }, ` ${definitions[name]?.unit ?? ""}`))))),
      run.text && element("details", { open: true }, element("summary", {}, "As the command prints it"),
        element("pre", { class: "printed", tabindex: "0" }, run.text)),
      element("div", { class: "row" },
        element("button", { class: "small", onclick: () =>
          download("summary.json", `${JSON.stringify(run.summary, null, 2)}\n`, "application/json") }, "Download summary.json")),
    ];
  }

  /** Of repetitions and sweeps: what was run, and the mean of each metric, as far as there is one. */
  #manyRuns() {
    const { summary } = this.run;
    const { definitions = {} } = summary;
    const counts = summary.runs ?? { repetitions: summary.repetitions };
    const metrics = Object.entries(summary.results ?? summary.metrics ?? summary.statistics ?? {})
      .filter(([, one]) => one && typeof one === "object" && typeof one.mean === "number");
    return [
      element("dl", { class: "figures" }, Object.entries(counts).filter(([, value]) => typeof value === "number")
        .map(([name, value]) => element("div", {}, element("dt", {}, plain(name)), element("dd", {}, number(value))))),
      metrics.length > 0 && element("div", { class: "scroll" }, element("table", {},
        element("thead", {}, element("tr", {}, ["", "mean", "± (95 %)", "sd", "unit"].map((h, i) => element("th", { class: i >= 1 && i <= 3 ? "number" : "" }, h)))),
        element("tbody", {}, metrics.map(([name, one]) => element("tr", { title: definitions[name]?.definition ?? "" },
          element("td", {}, plain(name)),
          [one.mean, one.half_width_95, one.sd].map((value) => element("td", { class: "number" }, number(value ?? null))),
          element("td", { class: "quiet" }, definitions[name]?.unit ?? "")))))),
      metrics.length === 0 && element("p", {}, "The charts show means with intervals; the tables hold every run."),
    ].filter(Boolean);
  }

  #charts() {
    const { run } = this;
    if (run.sweep) return this.#sweepCharts();
    if (run.summary.repetitions && run.table("runs")) return this.#repetitionsCharts();
    const charts = chartsOf(run);
    if (charts.length === 0) return element("p", { class: "quiet" }, "This run has counted nothing that makes a curve.");
    return element("div", { class: "charts" }, charts.map((chart) => chartWithTools(run.name, chart)));
  }

  #sweepCharts() {
    const { sweep, name } = this.run;
    const groups = parseCsv(this.run.files["groups.csv"]);
    const metric = element("select", { "aria-label": "Metric" },
      sweep.metrics.map((one) => element("option", { value: one }, plain(one))));
    const over = element("select", { "aria-label": "Over" },
      sweep.varied.map((one) => element("option", { value: one }, plain(one))));
    const place = element("div", { class: "charts wide" });
    const draw = () => replaceIn(place,
      chartWithTools(name, sweepChart(groups, sweep.varied, metric.value, over.value)));
    metric.value = sweep.metrics.includes("coverage_mean") ? "coverage_mean" : sweep.metrics[0];
    for (const list of [metric, over]) list.addEventListener("change", draw);
    draw();
    return [element("div", { class: "row" }, element("label", {}, "Metric ", metric), element("label", {}, "over ", over)), place];
  }

  #repetitionsCharts() {
    const { run } = this;
    const metrics = repeatedMetrics(run);
    const metric = element("select", { "aria-label": "Metric" },
      metrics.map((one) => element("option", { value: one }, plain(one))));
    const place = element("div", { class: "charts wide" });
    const draw = () => replaceIn(place, chartWithTools(run.name, repetitionsChart(run, metric.value)));
    metric.value = metrics.includes("coverage_mean") ? "coverage_mean" : metrics[0];
    metric.addEventListener("change", draw);
    draw();
    return [element("div", { class: "row" }, element("label", {}, "Metric ", metric)), place];
  }

  #tables() {
    const { run } = this;
    const names = run.tableNames();
    if (names.length === 0) return element("p", { class: "quiet" }, "There are no tables with rows.");
    const place = element("div");
    const list = element("select", { "aria-label": "Table", id: "table-choice" },
      names.map((name) => element("option", { value: name }, `${name}.csv`)));
    const draw = () => replaceIn(place,
      run.shortened.has(`${list.value}.csv`) && element("p", { class: "note" },
        "This page has the first rows of the table; the result folder has all of them."),
      tableView(list.value, run.table(list.value), run.files[`${list.value}.csv`]));
    list.addEventListener("change", draw);
    draw();
    return [element("div", { class: "row" }, list), place];
  }

  #comparison() {
    const { run, other } = this;
    if (!other) return null;
    const definitions = { ...other.summary.definitions, ...run.summary.definitions };
    const names = Object.keys({ ...other.summary.results, ...run.summary.results }).filter((name) =>
      [run, other].some((one) => typeof one.summary.results?.[name] === "number"));
    const rows = names.map((name) => {
      const [before, now] = [other, run].map((one) => one.summary.results?.[name] ?? null);
      const difference = typeof before === "number" && typeof now === "number" ? now - before : null;
      return element("tr", { class: difference ? "changed" : "", title: definitions[name]?.definition ?? "" },
        element("td", {}, plain(name)),
        element("td", { class: "number" }, number(before)),
        element("td", { class: "number" }, number(now)),
        element("td", { class: "number" }, difference === null ? "–" : `${difference > 0 ? "+" : ""}${number(difference)}`),
        element("td", { class: "quiet" }, definitions[name]?.unit ?? ""));
    });
    return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Comparison" }, element("table", {},
      element("thead", {}, element("tr", {}, ["", this.otherName, run.label ?? "now", "difference", ""].map((h, i) => element("th", { class: i >= 1 && i <= 3 ? "number" : "" }, h)))),
      element("tbody", {}, rows)));
  }
}

function chartWithTools(name, chart) {
  const save = element("button", { class: "small", "aria-label": `SVG of ${chart.title}`, onclick: () =>
    download(`${name}_${chart.title.toLowerCase().replace(/[^a-z0-9]+/g, "_")}.svg`, chartSvg(chart), "image/svg+xml") }, "SVG");
  return chartFigure(chart, save);
}
