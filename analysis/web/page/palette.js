// Palette: colours that colour-blind people can tell apart, on light and on dark ground.
//
// Source: Okabe & Ito, "Color Universal Design" (2002), for what is different in kind; for hops,
// which are more or less, viridis (van der Walt & Smith, SciPy 2015), the ends that would be lost
// on the ground left out.

const HOPS_LIGHT = ["#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#9bd93c", "#d8c31a"];
const HOPS_DARK = ["#fde725", "#addc30", "#5ec962", "#28ae80", "#21a5a0", "#4a9bc4", "#7f8fd6", "#b183d0"];

/** On light ground, on paper too. */
export const LIGHT = {
  ground: "#ffffff",
  link: "rgba(60, 70, 85, 0.45)",
  linkMany: "rgba(60, 70, 85, 0.13)",
  cable: "#5a6472",
  outline: "#1c2430",
  text: "#10151c",
  halo: "rgba(255, 255, 255, 0.9)",
  idle: "#e4e8ee",
  offline: "#ffffff",
  offlineOutline: "#9aa3af",
  group: "#f3f5f8",
  origin: "#d55e00",
  holder: "#009e73",
  duplicate: "#8a93a0",
  dropped: "#d00000",
  answer: "#009e73",
  other: "#cc79a7",
  selected: "#0072b2",
  broken: "#d00000",
  device: { router: "#cc79a7", hub: "#f0e442", switch: "#e69f00", host: "#56b4e9" },
  hops: HOPS_LIGHT,
  series: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#6a3d9a", "#555555"],
};

const DARK = {
  ...LIGHT,
  ground: "#11161d",
  link: "rgba(170, 185, 205, 0.4)",
  linkMany: "rgba(170, 185, 205, 0.13)",
  cable: "#8b97a8",
  outline: "#dfe6ee",
  text: "#e8edf3",
  halo: "rgba(17, 22, 29, 0.9)",
  idle: "#2c3643",
  offline: "#11161d",
  offlineOutline: "#5e6a79",
  group: "#1a212b",
  origin: "#ff8a3d",
  holder: "#3ddbab",
  duplicate: "#8390a1",
  dropped: "#ff5d5d",
  answer: "#3ddbab",
  other: "#e79cc5",
  selected: "#6fb9f0",
  broken: "#ff5d5d",
  device: { router: "#cc79a7", hub: "#cdbf2f", switch: "#e69f00", host: "#56b4e9" },
  hops: HOPS_DARK,
  series: ["#56b4e9", "#ff8a3d", "#3ddbab", "#e79cc5", "#f0e442", "#9ecbff", "#b79af0", "#b8c2ce"],
};

/** Of lines, when the colours of series come again. */
export const DASH_PX = [7, 4];

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen) return chosen === "dark";
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

export function palette() {
  return isDark() ? DARK : LIGHT;
}

/** The colour of so many hops, of a query that makes `most` of them. */
export function hopColour(colours, hops, most) {
  const steps = colours.hops.length;
  if (hops === 0) return colours.origin;
  const place = most <= 1 ? 0 : Math.round(((hops - 1) * (steps - 1)) / Math.max(most - 1, 3));
  return colours.hops[Math.min(place, steps - 1)];
}
