// Inspector: what is known of the peer, device, cable or connection that was chosen, and what can
// be broken of it.

import { element } from "./dom.js";
import { FATE, NONE } from "./timeline.js";
import { nameOf } from "./layer.js";
import { counted, fineMoment, plain, seconds } from "./words.js";

const MOST_MESSAGES = 60;
const MOST_LINKS = 12;

/** By the number of what became of a message. */
const FATE_WORDS = ["", "arrived", "duplicate", "dropped", "arrived first"];

function line(term, ...details) {
  return [element("dt", {}, term), element("dd", {}, ...details)];
}

function headings(names) {
  return names.map((name) => element("th", { class: /^(sent|after|hops)$/.test(name) ? "number" : "" }, name));
}

/** As scenario files name a node: a number where the input has numbers. */
function idOf(layer, node) {
  return layer.names ? layer.names[node] : node;
}

/** What to add to a scenario so that this fails, but for the moment, and how that is called. */
function breaksOf(run, selected) {
  const layer = run.layers[selected.layer];
  const ids = (id) => ({ choose: "ids", ids: [id] });
  if (selected.kind === "link") {
    if (selected.layer !== "underlay") return [];
    const ends = [layer.links[2 * selected.id], layer.links[2 * selected.id + 1]];
    const pair = ends.map((end) => idOf(layer, end));
    const breaks = [{ label: `Cut the cable ${pair.join(" – ")}`, failure: { links: ids(pair) } }];
    if (layer.trunk_of?.[selected.id] !== undefined && layer.trunk_of[selected.id] !== null) {
      return [{ label: "Cut the trunk", failure: { trunk: "cut" } }];
    }
    return breaks;
  }
  const id = idOf(layer, selected.id);
  if (selected.layer === "underlay") {
    const what = layer.kinds && layer.kinds[selected.id] !== "host" ? "devices" : "hosts";
    const kind = layer.kinds?.[selected.id] ?? "host";
    return [{ label: `Switch ${kind} ${id} off`, failure: { [what]: ids(id) } }];
  }
  return [
    { label: `Crash ${run.roleOf(selected.id) ?? "peer"} ${id}`, failure: { peers: ids(id) } },
    { label: "Let it say goodbye and leave", failure: { peers: ids(id), how: "leave" } },
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
  return `from ${from}, ${counted(heard.hops[peer], "hop", "hops")} away, after ${seconds(heard.time[peer] - run.startOf(asking), 4)}`;
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
    const several = timeline.messages[message] > 1 ? ` × ${timeline.messages[message]}` : "";
    const fate = done ? FATE_WORDS[timeline.fate[message]] : "on its way";
    return element("tr", { class: done && timeline.fate[message] === FATE.dropped ? "bad" : "" },
      element("td", { class: "number" }, fineMoment(timeline.sent[message], timeline.end)),
      element("td", {}, sends ? `→ ${nameOf(overlay, other)}` : `← ${nameOf(overlay, other)}`),
      element("td", {}, plain(timeline.types[timeline.type[message]]) + several),
      element("td", { class: "number" }, String(timeline.hops[message])),
      element("td", {}, fate));
  });
  return element("div", { class: "scroll short", id: `messages-${peer}`, tabindex: "0", role: "region", "aria-label": "Its messages" },
    element("table", {},
      element("thead", {}, element("tr", {}, headings(["sent", "to or from", "type", "hops", "state"]))),
      element("tbody", {}, rows)));
}

/** The links of a node, each a button that chooses it. */
function linksOf(run, which, node, onChoose) {
  const layer = run.layers[which];
  const found = [];
  for (let link = 0; 2 * link < layer.links.length; ++link) {
    const [a, b] = [layer.links[2 * link], layer.links[2 * link + 1]];
    if (a === node || b === node) found.push([link, a === node ? b : a]);
  }
  if (found.length === 0) return ["none"];
  const buttons = found.slice(0, MOST_LINKS).flatMap(([link, other], i) => [i > 0 ? ", " : "",
    element("button", { class: "link", id: `link-${which}-${link}`, onclick: () => onChoose({ layer: which, kind: "link", id: link }) }, nameOf(layer, other))]);
  return [`${found.length}: `, ...buttons, found.length > MOST_LINKS ? " …" : ""];
}

function connectionsOf(run, peer, moment, onChoose) {
  if (state(run, peer, moment.time) === "offline") return ["none while it is offline"];
  const made = run.stage.connections_made;
  return [...linksOf(run, "overlay", peer, onChoose), made ? element("span", { class: "quiet" }, " (when the run ends)") : ""];
}

function peerDetails(run, peer, moment, onChoose) {
  return [
    element("dl", {},
      line("State", state(run, peer, moment.time)),
      run.roleOf(peer) && line("Role", plain(run.roleOf(peer))),
      run.holdersOf(moment.asking).includes(peer) && line("Holds", "what is asked for"),
      line("This query", heardText(run, peer, moment)),
      line("Connections", ...connectionsOf(run, peer, moment, onChoose))),
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
  for (let i = 0; i < timeline.count && timeline.sent[i] <= time; ++i) if (passes(i)) crossed += timeline.messages[i];
  return [element("dl", {},
    line("Between", `${nameOf(layer, ends[0])} and ${nameOf(layer, ends[1])}`),
    line("Messages so far", counted(crossed, "message", "messages")))];
}

/** What was chosen, and what can be broken of it: `onBreak(failure, label)`, null for nothing. */
export function chosen(run, selected, onBreak) {
  const layer = run.layers[selected.layer];
  const isNode = selected.kind === "node";
  const kind = !isNode ? (selected.layer === "underlay" ? "Cable" : "Connection")
    : selected.layer === "underlay" ? (layer.kinds?.[selected.id] ?? "host") : (run.roleOf(selected.id) ?? "peer");
  const title = isNode ? `${plain(kind)} ${nameOf(layer, selected.id)}`
    : `${kind} ${nameOf(layer, layer.links[2 * selected.id])} – ${nameOf(layer, layer.links[2 * selected.id + 1])}`;
  const breaks = onBreak ? breaksOf(run, selected) : [];
  return [
    element("h3", {}, title),
    breaks.length > 0 && element("div", { class: "row" }, breaks.map(({ label, failure }) =>
      element("button", { class: "small danger", onclick: () => onBreak(failure, label) }, label))),
    !isNode && selected.layer === "overlay" && onBreak &&
      element("p", { class: "quiet" }, "A connection breaks when one of its ends does, or the cable under it."),
  ].filter(Boolean);
}

/** What is known of it at a moment; `onChoose(selected)` when something else is chosen. */
export function details(run, selected, moment, onChoose) {
  const isNode = selected.kind === "node";
  const isDevice = isNode && selected.layer === "underlay";
  const peers = !isNode ? [] : isDevice ? run.peersAt(selected.id) : [selected.id];
  return [
    !isNode && linkDetails(run, selected, moment.time),
    isDevice && element("dl", {}, line("Cables", ...linksOf(run, "underlay", selected.id, onChoose))),
    isDevice && peers.length !== 1 &&
      element("p", { class: "quiet" }, peers.length === 0 ? "No peer runs here." : `${peers.length} peers run here.`),
    ...peers.slice(0, 3).flatMap((peer) => peerDetails(run, peer, moment, onChoose)),
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
    element("p", {}, `${counted(order.length, "peer has", "peers have")} heard of it by ${fineMoment(moment.time, timeline.end)}.`),
    element("div", { class: "scroll short", id: "heard-by", tabindex: "0", role: "region", "aria-label": "Who heard" },
      element("table", {},
        element("thead", {}, element("tr", {}, headings(["peer", "after", "hops", "from", ""]))),
        element("tbody", {}, shown.map((peer) => element("tr", {},
          element("td", {}, element("button", { class: "link", id: `heard-${peer}`, onclick: () => onChoose(peer) }, nameOf(overlay, peer))),
          element("td", { class: "number" }, seconds(heard.time[peer] - run.startOf(moment.asking), 4)),
          element("td", { class: "number" }, String(heard.hops[peer])),
          element("td", {}, heard.message[peer] === NONE ? "" : nameOf(overlay, timeline.from[heard.message[peer]])),
          element("td", {}, holders.has(peer) ? "holds it" : "")))))),
    order.length > shown.length && element("p", { class: "quiet" }, `The first ${shown.length} are shown.`),
  ].filter(Boolean);
}
