// Writes charts as SVG, for slides and papers.

import { DASH_PX, LIGHT } from "./palette.js";
import { number } from "./words.js";

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 76;
const RIGHT = 20;
const TOP = 48;
const BOTTOM = 92;
const LEGEND_ROW = 20;
const COLOURS = LIGHT.series;

function escaped(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return String(text).replace(/[&<>"]/g, (c) => entities[c]);
}

/** Round steps of 1, 2 or 5 times a power of ten, about so many. */
function ticks(low, high, wanted) {
  const raw = (high - low) / wanted || 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * power).find((s) => s >= raw);
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; ++i) found.push(i * step);
  return found;
}

function text(x, y, content, extra = "") {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${extra}>${escaped(content)}</text>`;
}

class Scale {
  constructor(low, high, from, to) {
    Object.assign(this, { low, high: high > low ? high : low + 1, from, to });
  }
  at(value) {
    return this.from + ((value - this.low) / (this.high - this.low)) * (this.to - this.from);
  }
}

function scalesOf(chart) {
  const finite = (values) => values.filter(Number.isFinite);
  const xs = finite(chart.x.values);
  const ys = finite(chart.series.flatMap((one) => [...one.values, ...(one.low ?? []), ...(one.high ?? [])]));
  const least = ys.reduce((a, b) => Math.min(a, b), 0);
  const most = ys.reduce((a, b) => Math.max(a, b), 0);
  const margin = chart.bars ? 0.5 : 0;
  return {
    x: new Scale(Math.min(...xs) - margin, Math.max(...xs) + margin, LEFT, WIDTH - RIGHT),
    y: new Scale(least, most * 1.05 || 1, HEIGHT - BOTTOM, TOP),
  };
}

function axes(chart, { x, y }) {
  const lines = [];
  for (const tick of ticks(y.low, y.high, 5)) {
    const at = y.at(tick);
    lines.push(`<path d="M${LEFT} ${at.toFixed(1)}H${WIDTH - RIGHT}" stroke="#dddddd"/>`);
    lines.push(text(LEFT - 8, at + 4, number(Number(tick.toPrecision(12))), 'text-anchor="end"'));
  }
  const places = chart.x.names ? chart.x.names.map((_, i) => i) : ticks(x.low, x.high, 8).filter((tick) => Number.isInteger(tick) || !chart.x.values.every(Number.isInteger));
  for (const tick of places) {
    const label = chart.x.names ? chart.x.names[tick] : number(Number(tick.toPrecision(12)));
    lines.push(text(x.at(tick), HEIGHT - BOTTOM + 20, label, 'text-anchor="middle"'));
  }
  lines.push(`<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none" stroke="#333333"/>`);
  lines.push(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 42, chart.x.label, 'text-anchor="middle"'));
  lines.push(text(0, 0, chart.y.label,
    `text-anchor="middle" transform="translate(18 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)"`));
  return lines;
}

function bars(chart, { x, y }) {
  const slot = (0.8 * (x.at(1) - x.at(0))) / chart.series.length;
  return chart.series.flatMap((one, i) => one.values.map((value, place) => {
    if (!Number.isFinite(value)) return "";
    const left = x.at(chart.x.values[place]) + (i - chart.series.length / 2) * slot;
    const top = y.at(Math.max(value, 0));
    return `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${(slot * 0.92).toFixed(1)}" ` +
      `height="${Math.max(0, y.at(0) - top).toFixed(1)}" fill="${COLOURS[i % COLOURS.length]}"/>`;
  }));
}

function curves(chart, { x, y }) {
  return chart.series.flatMap((one, i) => {
    const colour = COLOURS[i % COLOURS.length];
    const path = (values, places) => places.map((p, n) =>
      `${n === 0 ? "M" : "L"}${x.at(chart.x.values[p]).toFixed(1)} ${y.at(values[p]).toFixed(1)}`).join("");
    const places = one.values.map((_, p) => p).filter((p) => Number.isFinite(one.values[p]));
    const made = [];
    if (one.low) {
      const back = path(one.low, [...places].reverse()).replace("M", "L");
      made.push(`<path d="${path(one.high, places)}${back}Z" fill="${colour}" fill-opacity="0.2"/>`);
    }
    if (!one.dots) made.push(`<path d="${path(one.values, places)}" fill="none" stroke="${colour}" stroke-width="2"${i < COLOURS.length ? "" : ` stroke-dasharray="${DASH_PX.join(" ")}"`}/>`);
    if (chart.points || one.dots) {
      for (const p of places) {
        made.push(`<circle cx="${x.at(chart.x.values[p]).toFixed(1)}" cy="${y.at(one.values[p]).toFixed(1)}" r="3.5" fill="${colour}"/>`);
      }
    }
    return made;
  });
}

/** Which series stands where: as many beside each other as there is room for. */
function legendPlaces(chart) {
  let left = LEFT;
  let row = 0;
  return chart.series.map((one) => {
    const width = 34 + 7.2 * one.label.length;
    if (left > LEFT && left + width > WIDTH) {
      left = LEFT;
      ++row;
    }
    left += width;
    return { left: left - width, row };
  });
}

function legend(chart, places) {
  return chart.series.flatMap((one, i) => {
    const { left, row } = places[i];
    const y = HEIGHT - 18 + row * LEGEND_ROW;
    return [`<rect x="${left}" y="${y - 9}" width="14" height="10" fill="${COLOURS[i % COLOURS.length]}"/>`,
      text(left + 20, y, one.label)];
  });
}

/** A complete SVG file, black on white. */
export function chartSvg(chart) {
  const scales = scalesOf(chart);
  const places = legendPlaces(chart);
  const height = HEIGHT + LEGEND_ROW * (places.at(-1)?.row ?? 0);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" ` +
      'font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#111111">',
    `<title>${escaped(chart.title)}</title>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(LEFT, 28, chart.title, 'font-size="17" font-weight="bold"'),
    ...axes(chart, scales),
    ...(chart.bars ? bars(chart, scales) : curves(chart, scales)),
    ...legend(chart, places),
    "</svg>",
  ];
  return parts.filter(Boolean).join("\n") + "\n";
}
