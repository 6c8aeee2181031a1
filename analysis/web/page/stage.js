// Stage: draws one moment of a run: peers, connections or cables, and what is on its way.

import { nameOf, radiusOf } from "./layer.js";
import { FATE, NONE } from "./timeline.js";
import { hopColour } from "./palette.js";

const TAU = 2 * Math.PI;
const MANY_LINKS = 1500;
const MANY_PEERS = 2000;
const MOST_FLASHES = 2000;

function kindOf(layer, node) {
  return layer.kinds ? layer.kinds[node] : "host";
}

/** The outline of a node: hosts are circles, switches squares, hubs hexagons, routers diamonds. */
function outline(context, kind, x, y, radius) {
  context.beginPath();
  if (kind === "switch") {
    const half = 1.08 * radius;
    context.rect(x - half, y - half, 2 * half, 2 * half);
  } else if (kind === "router" || kind === "hub") {
    const corners = kind === "hub" ? 6 : 4;
    const reach = (kind === "hub" ? 1.32 : 1.5) * radius;
    const turn = kind === "hub" ? 0 : Math.PI / 2;
    for (let i = 0; i < corners; ++i) {
      const angle = turn + (i * TAU) / corners;
      context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    }
    context.closePath();
  } else {
    context.arc(x, y, radius, 0, TAU);
  }
}

/** Draws onto a canvas; what is drawn depends on its arguments alone. */
export class Stage {
  /** `isRead`: whether its pixels will be read again and again. */
  constructor(canvas, isRead = false) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { willReadFrequently: isRead });
    this.view = { scale: 1, x: 0, y: 0 };
    this.ground = document.createElement("canvas");
    this.groundKey = "";
  }

  /** `run`: {stage, timeline}; `which`: "overlay" or "underlay". */
  show(run, which) {
    this.run = run;
    this.which = which === "underlay" && run.layers.underlay?.drawn ? "underlay" : "overlay";
    this.layer = run.layers[this.which];
    this.hostOf = this.which === "underlay" ? run.stage.host_of : null;
    this.mostHops = run.mostHops;
    this.view = { scale: 1, x: 0, y: 0 };
    this.groundKey = "";
  }

  resize() {
    const box = this.canvas.getBoundingClientRect();
    const dpr = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(box.width * dpr));
    const height = Math.max(1, Math.round(box.height * dpr));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    return { width, height, dpr };
  }

  /** From the picture's pixels to the canvas's. */
  transform({ width, height }) {
    const fit = Math.min(width / this.layer.width, height / this.layer.height);
    const scale = fit * this.view.scale;
    return {
      scale,
      x: (width - scale * this.layer.width) / 2 + this.view.x * fit - scale * this.layer.left,
      y: (height - scale * this.layer.height) / 2 + this.view.y * fit - scale * this.layer.top,
      fit,
    };
  }

  /** The picture's coordinates of a place on the page. */
  toPicture(clientX, clientY) {
    const size = this.resize();
    const box = this.canvas.getBoundingClientRect();
    const t = this.transform(size);
    return {
      x: ((clientX - box.left) * size.dpr - t.x) / t.scale,
      y: ((clientY - box.top) * size.dpr - t.y) / t.scale,
      slack: (6 * size.dpr) / t.scale,
    };
  }

  zoom(factor, clientX, clientY) {
    const before = this.toPicture(clientX, clientY);
    this.view.scale = Math.min(40, Math.max(0.5, this.view.scale * factor));
    const size = this.resize();
    const t = this.transform(size);
    const box = this.canvas.getBoundingClientRect();
    this.view.x += ((clientX - box.left) * size.dpr - t.x - before.x * t.scale) / t.fit;
    this.view.y += ((clientY - box.top) * size.dpr - t.y - before.y * t.scale) / t.fit;
  }

  pan(dx, dy) {
    const size = this.resize();
    const { fit } = this.transform(size);
    this.view.x += (dx * size.dpr) / fit;
    this.view.y += (dy * size.dpr) / fit;
  }

  /** `moment`: {time, span, asking, selected, colours}; `span`: how long flashes last. */
  draw(moment) {
    const size = this.resize();
    const { context } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (!this.layer.drawn) {
      context.fillStyle = moment.colours.ground;
      context.fillRect(0, 0, size.width, size.height);
      return;
    }
    const t = this.transform(size);
    const broken = this.run.timeline.brokenAt(moment.time);
    const online = this.which === "overlay" ? this.run.timeline.onlineAt(moment.time) : null;
    this.#drawGround(size, t, moment, broken, online);
    context.drawImage(this.ground, 0, 0);
    context.setTransform(t.scale, 0, 0, t.scale, t.x, t.y);
    const state = this.#state(moment, broken);
    if (this.which === "overlay") this.#drawHeardTree(state, t);
    this.#drawNodes(state, t);
    this.#drawMessages(state, t, size);
    this.#drawFlashes(state, t, size);
    this.#drawLabels(state);
    this.#drawSelection(state, t, size);
  }

  #state(moment, broken) {
    const { timeline } = this.run;
    const asking = moment.asking;
    return {
      ...moment,
      timeline,
      broken,
      heard: timeline.hearing(asking),
      online: timeline.onlineAt(moment.time),
      query: asking < 0 ? null : timeline.replay.askings[asking][2] ?? NONE,
      holders: new Set(this.run.holdersOf(asking)),
    };
  }

  /** What does not move: groups and links; drawn anew when the view, or who is there, changes. */
  #drawGround(size, t, { colours, time }, broken, online) {
    const key = [this.which, size.width, size.height, t.scale, t.x, t.y, colours.ground,
      online ? this.run.timeline.presenceChangesBy(time) : 0, [...broken.cables], [...broken.trunks], [...broken.devices]].join("|");
    if (key === this.groundKey) return;
    this.groundKey = key;
    this.ground.width = size.width;
    this.ground.height = size.height;
    const context = this.ground.getContext("2d");
    context.fillStyle = colours.ground;
    context.fillRect(0, 0, size.width, size.height);
    context.setTransform(t.scale, 0, 0, t.scale, t.x, t.y);
    context.fillStyle = colours.group;
    for (const [x, y, radius] of this.layer.groups) {
      context.beginPath();
      context.arc(x, y, radius, 0, TAU);
      context.fill();
    }
    const links = this.layer.links.length / 2;
    const many = links > MANY_LINKS;
    context.strokeStyle =
      this.which === "underlay" ? colours.cable : many ? colours.linkMany : colours.link;
    context.lineWidth = (many ? 0.6 : this.which === "underlay" ? 3 : 1.6) / Math.max(1, t.scale / 2);
    context.beginPath();
    for (let link = 0; link < links; ++link) {
      if (this.#isBroken(link, broken) || (online && !this.#joinsTwo(link, online))) continue;
      this.#traceLink(context, link);
    }
    context.stroke();
    this.#drawBrokenLinks(context, colours, broken, links);
  }

  #drawBrokenLinks(context, colours, broken, links) {
    if (this.which !== "underlay") return;
    context.strokeStyle = colours.broken;
    context.setLineDash([7, 6]);
    context.beginPath();
    for (let link = 0; link < links; ++link) {
      if (this.#isBroken(link, broken)) this.#traceLink(context, link);
    }
    context.stroke();
    context.setLineDash([]);
  }

  #joinsTwo(link, online) {
    return online[this.layer.links[2 * link]] && online[this.layer.links[2 * link + 1]];
  }

  #isBroken(link, broken) {
    if (this.which !== "underlay") return false;
    return broken.cables.has(link) || broken.trunks.has(this.layer.trunk_of?.[link]);
  }

  #traceLink(context, link) {
    const { x, y, links, bendOf } = this.layer;
    const from = links[2 * link];
    const to = links[2 * link + 1];
    const bend = bendOf.get(link);
    context.moveTo(x[from], y[from]);
    if (bend) context.quadraticCurveTo(bend[0], bend[1], x[to], y[to]);
    else context.lineTo(x[to], y[to]);
  }

  /** The connections over which peers heard first: the tree that a flood leaves. */
  #drawHeardTree({ heard, time, timeline, colours }, t) {
    if (heard.times.length > MANY_PEERS) return;
    const { context, layer } = this;
    context.lineWidth = 2.4 / Math.max(1, t.scale / 2);
    for (let peer = 0; peer < layer.nodes; ++peer) {
      if (heard.time[peer] > time) continue;
      const link = layer.linkOf.get(layer.key(timeline.from[heard.message[peer]], peer));
      if (link === undefined) continue;
      context.strokeStyle = hopColour(colours, heard.hops[peer], this.mostHops);
      context.beginPath();
      this.#traceLink(context, link);
      context.stroke();
    }
  }

  /** The peer that a node stands for, or -1: the first on a host. */
  peerOf(node) {
    if (!this.hostOf) return node;
    return this.run.peersAt(node)[0] ?? -1;
  }

  nodeOf(peer) {
    return this.hostOf ? this.hostOf[peer] : peer;
  }

  #fillOf(node, state) {
    const { colours, heard, time } = state;
    const peer = this.peerOf(node);
    const kind = kindOf(this.layer, node);
    if (peer < 0) return colours.device[kind];
    if (!state.online[peer]) return colours.offline;
    if (peer === heard.origin && time >= this.run.startOf(state.asking)) return colours.origin;
    if (heard.time[peer] <= time) return hopColour(colours, heard.hops[peer], this.mostHops);
    return kind === "host" ? colours.idle : colours.device[kind];
  }

  #drawNodes(state, t) {
    const { context, layer } = this;
    if (layer.nodes > MANY_PEERS) return this.#drawDots(state, t);
    const { colours, broken } = state;
    for (let node = 0; node < layer.nodes; ++node) {
      const x = layer.x[node];
      const y = layer.y[node];
      const radius = radiusOf(layer, node);
      const peer = this.peerOf(node);
      outline(context, this.run.shapeOf(this.which, node, peer), x, y, radius);
      context.fillStyle = this.#fillOf(node, state);
      context.fill();
      const offline = peer >= 0 && !state.online[peer];
      context.strokeStyle = offline ? colours.offlineOutline : colours.outline;
      context.lineWidth = radius > 6 ? 1.2 : 0.5;
      if (offline) context.setLineDash([2, 2]);
      context.stroke();
      context.setLineDash([]);
      if (peer >= 0 && state.holders.has(peer)) {
        context.strokeStyle = colours.holder;
        context.lineWidth = Math.max(1.5, radius * 0.22);
        context.beginPath();
        context.arc(x, y, radius * 1.35 + 1, 0, TAU);
        context.stroke();
      }
      if (this.which === "underlay" && broken.devices.has(node)) this.#cross(x, y, radius, colours.broken);
    }
  }

  /** Very many peers: a square each, colour by colour. */
  #drawDots(state, t) {
    const { context, layer } = this;
    const side = Math.max(2 * layer.radius, 1.6 / t.scale);
    const byColour = new Map();
    for (let node = 0; node < layer.nodes; ++node) {
      const colour = this.#fillOf(node, state);
      if (!byColour.has(colour)) byColour.set(colour, []);
      byColour.get(colour).push(node);
    }
    for (const [colour, nodes] of byColour) {
      context.fillStyle = colour === state.colours.idle ? state.colours.offlineOutline : colour;
      for (const node of nodes) {
        context.fillRect(layer.x[node] - side / 2, layer.y[node] - side / 2, side, side);
      }
    }
  }

  #cross(x, y, reach, colour) {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = Math.max(1.5, reach * 0.3);
    context.beginPath();
    context.moveTo(x - reach, y - reach);
    context.lineTo(x + reach, y + reach);
    context.moveTo(x + reach, y - reach);
    context.lineTo(x - reach, y + reach);
    context.stroke();
  }

  /** Where a message is, or nothing where it cannot be seen. */
  #placeOf(message, timeline, share) {
    const from = this.nodeOf(timeline.from[message]);
    const to = this.nodeOf(timeline.to[message]);
    if (from === to) return null;
    if (this.which === "underlay") {
      const way = timeline.replay.ways[timeline.way[message]];
      if (way.length > 1) return this.layer.alongWay(way, share);
    }
    return this.layer.along(from, to, share);
  }

  #colourOf(message, { timeline, colours, query }) {
    const isOfQuery = query === null || timeline.query[message] === query;
    if (!isOfQuery) return colours.other;
    if (this.run.isAnswer(timeline.type[message])) return colours.answer;
    return hopColour(colours, timeline.hops[message], this.mostHops);
  }

  #drawMessages(state, t, size) {
    const { context } = this;
    const { timeline, time } = state;
    const unit = size.dpr / t.scale;
    const small = this.layer.nodes > MANY_PEERS;
    const reach = small ? Math.max(0.8 * unit, this.layer.radius * 0.8)
                        : Math.max(3.2 * unit, Math.min(6.5 * unit, this.layer.radius * 0.55));
    context.lineWidth = 1.1 * unit;
    timeline.forEachOnItsWay(time, (message) => {
      const last = timeline.ended[message];
      const whole = (Number.isFinite(last) ? last : timeline.end) - timeline.sent[message];
      const share = whole > 0 ? (time - timeline.sent[message]) / whole : 0;
      const place = this.#placeOf(message, timeline, Math.min(share, 1));
      if (!place) return;
      const colour = this.#colourOf(message, state);
      context.fillStyle = colour;
      if (small) {
        context.fillRect(place[0] - reach, place[1] - reach, 2 * reach, 2 * reach);
        return;
      }
      this.#drawMessage(message, place, reach, colour, state);
    });
  }

  #drawMessage(message, [x, y], reach, colour, { timeline, colours }) {
    const { context } = this;
    context.beginPath();
    if (this.run.isAnswer(timeline.type[message])) {
      context.moveTo(x, y - 1.3 * reach);
      context.lineTo(x + 1.2 * reach, y + reach);
      context.lineTo(x - 1.2 * reach, y + reach);
      context.closePath();
    } else {
      context.arc(x, y, reach, 0, TAU);
    }
    const duplicate = timeline.fate[message] === FATE.duplicate;
    context.fillStyle = duplicate ? colours.ground : colour;
    context.fill();
    context.strokeStyle = duplicate ? colour : colours.ground;
    context.stroke();
  }

  /** What has just ended: duplicates as hollow rings, drops as crosses, first arrivals as rings. */
  #drawFlashes(state, t, size) {
    const { timeline, time, span, colours } = state;
    if (span <= 0) return;
    const { context, layer } = this;
    const unit = size.dpr / t.scale;
    for (const message of timeline.endedWithin(time, span, MOST_FLASHES)) {
      const age = (time - timeline.ended[message]) / span;
      const to = this.nodeOf(timeline.to[message]);
      const fate = timeline.fate[message];
      context.globalAlpha = Math.max(0, 1 - age);
      if (fate === FATE.dropped) {
        const place = this.#placeOf(message, timeline, 0.5) ?? [layer.x[to], layer.y[to]];
        this.#cross(place[0], place[1], 4.5 * unit, colours.dropped);
      } else if (layer.nodes <= MANY_PEERS) {
        context.strokeStyle = fate === FATE.duplicate ? colours.duplicate : this.#colourOf(message, state);
        context.lineWidth = 2 * unit;
        context.beginPath();
        context.arc(layer.x[to], layer.y[to], radiusOf(layer, to) + (2 + 9 * age) * unit, 0, TAU);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  #drawLabels(state) {
    const { labels } = this.layer;
    if (!labels?.placed.length) return;
    const { context } = this;
    context.font = `600 ${labels.font_px}px system-ui, Helvetica, Arial, sans-serif`;
    context.lineJoin = "round";
    for (const [node, x, y, anchor] of labels.placed) {
      const name = nameOf(this.layer, node);
      context.textAlign = anchor === "middle" ? "center" : anchor;
      if (!labels.inside) {
        context.strokeStyle = state.colours.halo;
        context.lineWidth = 3;
        context.strokeText(name, x, y);
        context.fillStyle = state.colours.text;
      } else {
        context.fillStyle = contrasting(this.#fillOf(node, state));
      }
      context.fillText(name, x, y);
    }
  }

  #drawSelection({ selected, colours }, t, size) {
    if (!selected || selected.layer !== this.which) return;
    const { context, layer } = this;
    const unit = size.dpr / t.scale;
    context.strokeStyle = colours.selected;
    context.lineWidth = 3 * unit;
    if (selected.kind === "node") {
      context.beginPath();
      context.arc(layer.x[selected.id], layer.y[selected.id],
        radiusOf(layer, selected.id) * 1.4 + 3 * unit, 0, TAU);
      context.stroke();
    } else {
      context.beginPath();
      this.#traceLink(context, selected.id);
      context.stroke();
    }
  }
}

/** Black or white, whichever is read more easily on a colour "#rrggbb". */
function contrasting(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  return luminance > 0.179 ? "#0b0f14" : "#ffffff";
}
