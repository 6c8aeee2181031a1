// Inspector: what is known of the peer, device, cable or connection that was chosen, and what can
// be broken of it.

import { element } from "./dom.js";
import { FATE, NONE } from "./timeline.js";
import { nameOf } from "./stage.js";
import { counted, moment, plain } from "./words.js";

const MOST_MESSAGES = 60;

function line(term, ...details) {
  return [element("dt", {}, term), element("dd", {}, ...details)];
}

function headings(names) {
  return names.map((name) => element("th", { class: /^(sent|at|hops)$/.test(name) ? "number" : "" }, name));
}

/** As scenario files name a node: a number where the input has numbers. */
function idOf(layer, node) {
  return layer.names ? layer.names[node] : node;
}

/** What to add to a scenario so that this fails at a moment, and how that is called. */
function breaksOf(run, selected, time) {
  const layer = run.layers[selected.layer];
  const at_s = Number(time.toPrecision(12));
  const ids = (id) => ({ choose: "ids", ids: [id] });
  if (selected.kind === "link") {
    if (selected.layer !== "underlay") return [];
    const ends = [layer.links[2 * selected.id], layer.links[2 * selected.id + 1]];
    const pair = ends.map((end) => idOf(layer, end));
    const breaks = [{ label: `Cut the cable ${pair.join(" – ")}`, failure: { at_s, links: ids(pair) } }];
    if (layer.trunk_of?.[selected.id] !== undefined && layer.trunk_of[selected.id] !== null) {
      return [{ label: "Cut the trunk", failure: { at_s, trunk: "cut" } }];
    }
    return breaks;
  }
  const id = idOf(layer, selected.id);
  if (selected.layer === "underlay") {
    const what = layer.kinds && layer.kinds[selected.id] !== "host" ? "devices" : "hosts";
    const kind = layer.kinds?.[selected.id] ?? "host";
    return [{ label: `Switch ${kind} ${id} off`, failure: { at_s, [what]: ids(id) } }];
  }
  return [
    { label: `Crash ${run.roleOf(selected.id) ?? "peer"} ${id}`, failure: { at_s, peers: ids(id) } },
    { label: "Let it say goodbye and leave", failure: { at_s, peers: ids(id), how: "leave" } },
  ];
}

function state(run, peer, time) {
  return run.timeline.onlineAt(time)[peer] ? "online" : "offline";
}

function heardText(run, peer, { time, asking }) {
  const { timeline } = run;
  const heard = timeline.hearing(asking);
  if (peer === heard.origin) return time >= run.startOf(asking) ? "it asks" : "it will ask";
  if (heard.time[peer] > time) return "not heard";
  const from = nameOf(run.layers.overlay, timeline.from[heard.message[peer]]);
  return `from ${from}, ${counted(heard.hops[peer], "hop", "hops")} away, at ${moment(heard.time[peer], timeline.end)}`;
}

function trafficTable(run, peer, time) {
  const { timeline } = run;
  const { overlay } = run.layers;
  const messages = timeline.messagesOf(peer, time, MOST_MESSAGES);
  if (messages.length === 0) return element("p", { class: "quiet" }, "It has sent and heard nothing yet.");
  const rows = messages.map((message) => {
    const sends = timeline.from[message] === peer;
    const other = sends ? timeline.to[message] : timeline.from[message];
    const done = timeline.ended[message] <= time;
    const fate = done ? ["", "arrived", "duplicate", "dropped"][timeline.fate[message]] : "on its way";
    return element("tr", { class: done && timeline.fate[message] === FATE.dropped ? "bad" : "" },
      element("td", { class: "number" }, moment(timeline.sent[message], timeline.end)),
      element("td", {}, sends ? `→ ${nameOf(overlay, other)}` : `← ${nameOf(overlay, other)}`),
      element("td", {}, plain(timeline.types[timeline.type[message]])),
      element("td", { class: "number" }, String(timeline.hops[message])),
      element("td", {}, fate));
  });
  return element("div", { class: "scroll short", tabindex: "0", role: "region", "aria-label": "Its messages" },
    element("table", {},
      element("thead", {}, element("tr", {}, headings(["sent", "to or from", "type", "hops", "state"]))),
      element("tbody", {}, rows)));
}

function peerDetails(run, peer, moment) {
  const { overlay } = run.layers;
  const neighbours = [];
  for (let link = 0; 2 * link < overlay.links.length; ++link) {
    const [a, b] = [overlay.links[2 * link], overlay.links[2 * link + 1]];
    if (a === peer) neighbours.push(b);
    if (b === peer) neighbours.push(a);
  }
  const named = neighbours.slice(0, 12).map((one) => nameOf(overlay, one)).join(", ");
  return [
    element("dl", {},
      line("State", state(run, peer, moment.time)),
      run.roleOf(peer) && line("Role", plain(run.roleOf(peer))),
      run.holdersOf(moment.asking).includes(peer) && line("Holds", "what is asked for"),
      line("This query", heardText(run, peer, moment)),
      line("Connections", neighbours.length === 0 ? "none" : `${neighbours.length}: ${named}${neighbours.length > 12 ? " …" : ""}`)),
    trafficTable(run, peer, moment.time),
  ];
}

function linkDetails(run, selected, time) {
  const { timeline } = run;
  const layer = run.layers[selected.layer];
  const ends = [layer.links[2 * selected.id], layer.links[2 * selected.id + 1]];
  let crossed = 0;
  const passes = selected.layer === "underlay"
    ? (message) => {
        const way = timeline.replay.ways[timeline.way[message]];
        return way.some((node, i) => i > 0 && ends.includes(node) && ends.includes(way[i - 1]) && node !== way[i - 1]);
      }
    : (message) => ends.includes(timeline.from[message]) && ends.includes(timeline.to[message]);
  for (let i = 0; i < timeline.count && timeline.sent[i] <= time; ++i) if (passes(i)) ++crossed;
  return [element("dl", {},
    line("Between", `${nameOf(layer, ends[0])} and ${nameOf(layer, ends[1])}`),
    line("Messages so far", counted(crossed, "message", "messages")))];
}

/** What the page shows of a choice; `onBreak(failure, label)` when something is to break. */
export function inspect(run, selected, moment, onBreak) {
  const layer = run.layers[selected.layer];
  const isNode = selected.kind === "node";
  const peers = !isNode ? [] : selected.layer === "overlay" ? [selected.id] : run.peersAt(selected.id);
  const kind = !isNode ? (selected.layer === "underlay" ? "Cable" : "Connection")
    : selected.layer === "underlay" ? (layer.kinds?.[selected.id] ?? "host") : (run.roleOf(selected.id) ?? "peer");
  const title = isNode ? `${plain(kind)} ${nameOf(layer, selected.id)}`
    : `${kind} ${nameOf(layer, layer.links[2 * selected.id])} – ${nameOf(layer, layer.links[2 * selected.id + 1])}`;
  const breaks = onBreak ? breaksOf(run, selected, moment.time) : [];
  return [
    element("h3", {}, title),
    breaks.length > 0 && element("div", { class: "row" }, breaks.map(({ label, failure }) =>
      element("button", { class: "small danger", onclick: () => onBreak(failure, label) }, label))),
    !isNode && selected.layer === "overlay" && onBreak &&
      element("p", { class: "quiet" }, "A connection breaks when one of its ends does, or the cable under it."),
    !isNode && linkDetails(run, selected, moment.time),
    isNode && selected.layer === "underlay" && peers.length !== 1 &&
      element("p", { class: "quiet" }, peers.length === 0 ? "No peer runs here." : `${peers.length} peers run here.`),
    ...peers.slice(0, 3).flatMap((peer) => peerDetails(run, peer, moment)),
  ].flat().filter(Boolean);
}

/** Who heard what of one asking by now: a row for each peer, in the order of hearing. */
export function whoHeard(run, moment, onChoose) {
  const { timeline } = run;
  const { overlay } = run.layers;
  const heard = timeline.hearing(moment.asking);
  const order = [];
  for (let peer = 0; peer < timeline.peers; ++peer) if (heard.time[peer] <= moment.time) order.push(peer);
  order.sort((a, b) => heard.time[a] - heard.time[b] || a - b);
  const shown = order.slice(0, 300);
  const holders = new Set(run.holdersOf(moment.asking));
  return [
    element("p", {}, `${counted(order.length, "peer has", "peers have")} heard of it by ${momentText(moment, timeline)}.`),
    element("div", { class: "scroll short", tabindex: "0", role: "region", "aria-label": "Who heard" },
      element("table", {},
        element("thead", {}, element("tr", {}, headings(["peer", "at", "hops", "from", ""]))),
        element("tbody", {}, shown.map((peer) => element("tr", {},
          element("td", {}, element("button", { class: "link", onclick: () => onChoose(peer) }, nameOf(overlay, peer))),
          element("td", { class: "number" }, momentOf(heard.time[peer], timeline)),
          element("td", { class: "number" }, String(heard.hops[peer])),
          element("td", {}, heard.message[peer] === NONE ? "" : nameOf(overlay, timeline.from[heard.message[peer]])),
          element("td", {}, holders.has(peer) ? "holds it" : "")))))),
    order.length > shown.length && element("p", { class: "quiet" }, `The first ${shown.length} are shown.`),
  ].filter(Boolean);
}

function momentOf(time, timeline) {
  return moment(time, timeline.end);
}

function momentText({ time }, timeline) {
  return moment(time, timeline.end);
}
