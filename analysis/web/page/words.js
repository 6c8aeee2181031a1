// Words: numbers and spans of time as people read them.

/** A span of seconds in the unit that suits it: "350 ms". */
export function seconds(value, places = 3) {
  const digits = (scaled) => String(Number(scaled.toPrecision(places)));
  const size = Math.abs(value);
  if (size === 0) return "0 s";
  if (size < 1e-6) return `${digits(value * 1e9)} ns`;
  if (size < 1e-3) return `${digits(value * 1e6)} µs`;
  if (size < 1) return `${digits(value * 1e3)} ms`;
  if (size < 600) return `${digits(value)} s`;
  if (size < 36_000) return `${digits(value / 60)} min`;
  return `${digits(value / 3600)} h`;
}

/** A moment of a run of that length, to so many seconds. */
export function moment(value, span, step = span / 1000) {
  const [unit, size] = span < 2e-3 ? ["µs", 1e-6] : span < 2 ? ["ms", 1e-3] : ["s", 1];
  const decimals = Math.max(0, Math.min(9, Math.ceil(-Math.log10(Math.max(step / size, 1e-9)))));
  return `${(value / size).toFixed(decimals)} ${unit}`;
}

/** A moment to a thousandth of its unit. */
export function fineMoment(value, span) {
  return moment(value, span, span < 2e-3 ? 1e-9 : span < 2 ? 1e-6 : 1e-3);
}

/** Thousands apart by thin blanks. */
export function count(value) {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}

/** A number of a result, short but honest. */
export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value !== "number") return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return count(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(3);
  return String(Number(value.toPrecision(5)));
}

export function counted(value, one, many) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "reach_mean" → "reach mean". */
export function plain(name) {
  return name.replaceAll("_", " ");
}
