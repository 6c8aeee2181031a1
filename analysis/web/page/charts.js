// Charts: what a run or a sweep looks like as curves and bars, each made from a result's tables.

import { numbersOf } from "./run.js";
import { FATE } from "./timeline.js";
import { plain, seconds } from "./words.js";

const MOST_BINS = 120;

/** {title, x: {label, values}, y: {label}, series: [{label, values, low?, high?, dots?}], bars} */
function chart(title, x, y, series, extra = {}) {
  return { title, x, y, series, ...extra };
}

/** Of a single run: of kinds that never come up, nothing is drawn. */
function withoutEmpty(made) {
  const isSeen = (one) => one.values.some((value) => Number.isFinite(value) && value !== 0);
  return { ...made, series: made.series.filter(isSeen) };
}

/** What is made from a recording that ends before the run says so. */
function untilCut({ timeline }) {
  return timeline.replay.cut_s === null ? "" : `, until the recording ends at ${seconds(timeline.replay.cut_s)}`;
}

function reachByHop(run) {
  const table = run.table("hops");
  if (!table) return null;
  const which = table.columns.indexOf("query_id");
  const rows = { columns: table.columns, rows: table.rows.filter((row) => row[which] === "all") };
  if (rows.rows.length === 0) return null;
  return chart("Reach by hop", { label: "hops from who asked", values: numbersOf(rows, "hop") },
    { label: "peers, messages" },
    [
      { label: "peers reached", values: numbersOf(rows, "peers_reached") },
      { label: "messages", values: numbersOf(rows, "messages") },
      { label: "duplicates", values: numbersOf(rows, "duplicates") },
    ], { bars: true });
}

/** What was sent, by type, in bins of equal width. */
function sentOverTime(run, what) {
  const { timeline } = run;
  if (!timeline || timeline.count === 0) return null;
  const end = timeline.sent[timeline.count - 1];
  const bins = Math.min(MOST_BINS, Math.max(12, Math.round(Math.sqrt(timeline.count))));
  const width = end > 0 ? end / bins : 1;
  const series = timeline.types.map((type) => ({
    label: plain(type),
    values: new Array(bins).fill(0),
  }));
  for (let i = 0; i < timeline.count; ++i) {
    const bin = Math.min(bins - 1, Math.floor(timeline.sent[i] / width));
    series[timeline.type[i]].values[bin] += timeline[what][i];
  }
  const x = Array.from({ length: bins }, (_, bin) => (bin + 0.5) * width);
  return chart(`${what === "bytes" ? "Bytes" : "Messages"} sent over time, by type${untilCut(run)}`,
    { label: "time [s]", values: x }, { label: `${what} in ${width.toPrecision(3)} s` }, series);
}

function fatesOverTime(run) {
  const { timeline } = run;
  if (!timeline || timeline.count === 0) return null;
  const series = [["arrived, no duplicate", FATE.delivered, FATE.reached], ["duplicate", FATE.duplicate], ["dropped", FATE.dropped]];
  const bins = MOST_BINS;
  const end = Math.min(timeline.end, timeline.moments[timeline.moments.length - 1] || 1) || 1;
  const x = Array.from({ length: bins + 1 }, (_, bin) => (bin * end) / bins);
  const totalAt = (time, fates) => fates.reduce((sum, fate) => sum + timeline.endings[fate].by(time), 0);
  return chart(`What became of messages, added up${untilCut(run)}`, { label: "time [s]", values: x }, { label: "messages" },
    series.map(([label, ...fates]) => ({ label, values: x.map((time) => totalAt(time, fates)) })));
}

function ranked(table, columns, title, x, unit) {
  const series = columns
    .filter((column) => table.columns.includes(column))
    .map((column) => ({
      label: plain(column),
      values: numbersOf(table, column).filter(Number.isFinite).sort((a, b) => b - a),
    }));
  const longest = Math.max(0, ...series.map((one) => one.values.length));
  if (longest === 0) return null;
  for (const one of series) while (one.values.length < longest) one.values.push(NaN);
  return chart(title, { label: x, values: Array.from({ length: longest }, (_, i) => i + 1) },
    { label: unit }, series, { points: longest < 200 });
}

function loadPerPeer(run) {
  const table = run.table("peers");
  return table && ranked(table, ["messages_in", "messages_out"], "Load per peer",
    "peers, the most loaded first", "messages");
}

function loadPerLink(run) {
  const table = run.table("links");
  if (!table) return null;
  const columns = table.columns.filter((column) => /^bytes/.test(column));
  return ranked(table, columns, "Load per link", "links, the most loaded first", "bytes");
}

/** Each metric of series.csv, the server's queue among them. */
function series(run) {
  const table = run.table("series");
  if (!table) return [];
  const at = Object.fromEntries(table.columns.map((column, i) => [column, i]));
  const byMetric = new Map();
  for (const row of table.rows) {
    const metric = row[at.metric];
    if (!byMetric.has(metric)) byMetric.set(metric, { x: [], y: [] });
    byMetric.get(metric).x.push(Number(row[at.time_s]));
    byMetric.get(metric).y.push(row[at.value] === "" ? NaN : Number(row[at.value]));
  }
  return [...byMetric].map(([metric, { x, y }]) =>
    chart(`${plain(metric)} over time`, { label: "time [s]", values: x }, { label: plain(metric) },
      [{ label: plain(metric), values: y }]));
}

export function chartsOf(run) {
  return [
    reachByHop(run),
    sentOverTime(run, "messages"),
    sentOverTime(run, "bytes"),
    fatesOverTime(run),
    loadPerPeer(run),
    loadPerLink(run),
    ...series(run),
  ].filter(Boolean).map(withoutEmpty).filter((one) => one.series.length > 0 && one.x.values.length > 1);
}

/** What varies among repetitions and may be drawn. */
export function repeatedMetrics(run) {
  const { columns } = run.table("runs");
  const { results = {}, protocol = {} } = run.summary;
  const told = { ...protocol, ...results };
  return columns.filter((column) => typeof told[column]?.mean === "number");
}

/** A metric of each repetition, and its mean with its interval. */
export function repetitionsChart(run, metric) {
  const table = run.table("runs");
  const { mean, half_width_95: half } = run.summary.results?.[metric] ?? run.summary.protocol[metric];
  const x = numbersOf(table, "repetition");
  const level = (value) => x.map(() => value);
  const interval = typeof half === "number" ? { low: level(mean - half), high: level(mean + half) } : {};
  return chart(`${plain(metric)} of each repetition, and the mean with its 95 % interval`, { label: "repetition", values: x },
    { label: plain(metric) },
    [{ label: plain(metric), values: numbersOf(table, metric), dots: true }, { label: "mean", values: level(mean), ...interval }]);
}

/** Curves of a sweep: a metric over one of the varied parameters, a curve for each of the others. */
export function sweepChart(groups, varied, metric, over) {
  const at = (column) => groups.columns.indexOf(column);
  const x = at(over);
  const others = varied.filter((column) => column !== over);
  const rows = groups.rows.filter((row) => row[at("metric")] === metric);
  const numberIn = (row, column) => (row[at(column)] === "" ? NaN : Number(row[at(column)]));
  const curves = new Map();
  for (const row of rows) {
    const key = others.map((column) => `${plain(column)} ${row[at(column)]}`).join(", ");
    if (!curves.has(key)) curves.set(key, []);
    curves.get(key).push([row[x], numberIn(row, "mean"), numberIn(row, "half_width_95") || 0]);
  }
  const isNumber = rows.every((row) => row[x] !== "" && Number.isFinite(Number(row[x])));
  const places = [...new Set(rows.map((row) => row[x]))];
  if (isNumber) places.sort((a, b) => Number(a) - Number(b));
  const made = [...curves].map(([key, points]) => {
    const found = new Map(points.map(([place, value, spread]) => [place, { value, spread }]));
    const pick = (f) => places.map((place) => (found.has(place) ? f(found.get(place)) : NaN));
    return {
      label: key || plain(metric),
      values: pick((point) => point.value),
      low: pick((point) => point.value - point.spread),
      high: pick((point) => point.value + point.spread),
    };
  });
  return chart(`${plain(metric)} by ${plain(over)}, with 95 % intervals`,
    { label: plain(over), values: isNumber ? places.map(Number) : places.map((_, i) => i), names: isNumber ? null : places },
    { label: plain(metric) }, made, { points: true });
}
