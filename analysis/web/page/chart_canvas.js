// Draws charts with uPlot.

import { DASH_PX, palette } from "./palette.js";
import { element } from "./dom.js";

/* global uPlot */

const HEIGHT_PX = 260;
const WHOLE_STEPS = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

function axisOf(label, colours, names, whole = false) {
  return {
    ...(whole ? { incrs: WHOLE_STEPS } : {}),
    label,
    stroke: colours.text,
    grid: { stroke: colours.linkMany },
    ticks: { stroke: colours.linkMany },
    ...(names ? { values: (_, splits) => splits.map((at) => names[at] ?? "") } : {}),
  };
}

/** Room for the longest number. */
function widthOf(values) {
  return Math.max(50, 20 + 7.5 * Math.max(0, ...(values ?? []).map((value) => String(value).length)));
}

function withGaps(values) {
  return values.map((value) => (Number.isFinite(value) ? value : null));
}

/** Bars of several series side by side, in units of the axis. */
function barsBeside(chart, series) {
  const inUnits = 1;
  const width = 0.8 / chart.series.length;
  const all = (value) => ({ unit: inUnits, values: () => chart.x.values.map(value) });
  return uPlot.paths.bars({ disp: { x0: all((x) => x - 0.4 + series * width), size: all(() => width * 0.92) } });
}

/** Bars need half a place on either side; a single point some room. */
function padded(low, high, chart) {
  if (chart.bars) return [low - 0.6, high + 0.6];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** A figure that holds the chart; `tools`: buttons for it. */
export function chartFigure(chart, tools) {
  const colours = palette();
  const holder = element("div", { class: "plot" });
  const data = [chart.x.values];
  const series = [{ label: chart.x.label, ...(chart.x.names ? { value: (_, at) => chart.x.names[at] ?? "" } : {}) }];
  const bands = [];
  chart.series.forEach((one, i) => {
    const colour = colours.series[i % colours.series.length];
    data.push(withGaps(one.values));
    series.push({
      label: one.label,
      stroke: colour,
      width: 2,
      dash: i < colours.series.length ? undefined : DASH_PX,  // when colours come again
      fill: chart.bars ? `${colour}55` : undefined,
      points: { show: Boolean(one.dots) || (!chart.bars && (Boolean(chart.points) || one.values.length < 30)) },
      ...(one.dots ? { paths: () => null } : chart.bars ? { paths: barsBeside(chart, i) } : {}),
    });
    if (!one.low) return;
    const top = data.push(withGaps(one.high)) - 1;
    const bottom = data.push(withGaps(one.low)) - 1;
    for (const edge of ["upper", "lower"]) {
      series.push({ label: `${edge} end`, stroke: "transparent", points: { show: false }, class: "bound" });
    }
    bands.push({ series: [top, bottom], fill: `${colour}33` });
  });
  const options = {
    width: 560,
    height: HEIGHT_PX,
    scales: { x: { time: false, range: (_, low, high) => padded(low, high, chart) }, y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.06 : 1] } },
    axes: [axisOf(chart.x.label, colours, chart.x.names, chart.x.values.every(Number.isInteger)), { ...axisOf(chart.y.label, colours), size: (_, values) => widthOf(values) }],
    series,
    bands,
    legend: { live: true },
  };
  const figure = element("figure", { class: "chart" },
    element("figcaption", {}, element("span", {}, chart.title), tools), holder);
  const plot = new uPlot(options, data, holder);
  new ResizeObserver(() => {
    const width = Math.floor(holder.clientWidth);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height: HEIGHT_PX });
  }).observe(holder);
  return figure;
}
