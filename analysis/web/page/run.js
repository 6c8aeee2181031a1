// Run: a result as the page holds it: files, summary, pictures and the recorded messages.

import { Layer } from "./layer.js";
import { FATE, Timeline } from "./timeline.js";

const ANSWER_TYPES = /hit|answer|reply|result|response|found|data/;
const SERVER_ROLES = /server|broker|super|ultra|hub|node_server|client_server/;

export class Run {
  /** `result`: {name, summary, text, files (texts or bytes), replay?: {stage, replay, messages}}. */
  constructor(result) {
    this.name = result.name;
    this.summary = result.summary;
    this.text = result.text;
    this.files = decodedWhenRead(result.files);
    this.shortened = new Set(result.shortened ?? []);
    this.tables = new Map();
    this.stage = null;
    this.timeline = null;
    if (result.replay) this.#prepareReplay(result.replay);
  }

  #prepareReplay({ stage, replay, messages }) {
    this.stage = stage;
    this.layers = {
      overlay: new Layer(stage.overlay),
      underlay: stage.underlay ? new Layer(stage.underlay) : null,
    };
    this.timeline = new Timeline(replay, messages, stage.overlay.nodes);
    this.mostHops = this.#mostHops();
    this.answers = this.timeline.types.map((type) => ANSWER_TYPES.test(type));
    this.hosted = new Map();
    (stage.host_of ?? []).forEach((host, peer) => {
      if (!this.hosted.has(host)) this.hosted.set(host, []);
      this.hosted.get(host).push(peer);
    });
  }

  /** How far queries came; where none reached anybody, how far any message came. */
  #mostHops() {
    const { hops, fate } = this.timeline;
    let [reached, any] = [0, 1];
    hops.forEach((come, message) => {
      any = Math.max(any, come);
      if (fate[message] === FATE.reached) reached = Math.max(reached, come);
    });
    return reached || any;
  }

  /** Whether there is something to play back on a picture. */
  get canBeWatched() {
    return Boolean(this.timeline && this.layers.overlay.drawn);
  }

  /** Whether everybody knows everybody, so that only the cables under them have a shape. */
  get isAboutCables() {
    const { overlay, underlay } = this.layers;
    return Boolean(underlay?.drawn) && overlay.links_in_all === (overlay.nodes * (overlay.nodes - 1)) / 2;
  }

  isAnswer(type) {
    return this.answers[type];
  }

  peersAt(host) {
    return this.hosted.get(host) ?? [];
  }

  roleOf(peer) {
    const { roles } = this.stage;
    return roles ? roles.names[roles.of[peer]] : null;
  }

  /** The shape of a node: servers and the like are squares among peers. */
  shapeOf(layer, node, peer) {
    if (layer === "underlay") return this.layers.underlay.kinds?.[node] ?? "host";
    const role = peer >= 0 ? this.roleOf(peer) : null;
    return role && SERVER_ROLES.test(role) ? "switch" : "host";
  }

  /** When an asking began; always, where there is none. */
  startOf(asking) {
    return asking < 0 ? 0 : this.timeline.askingTimes[asking];
  }

  /** Who held what an asking is for when the run began. */
  holdersOf(asking) {
    if (asking < 0) return [];
    const [, , , item] = this.timeline.replay.askings[asking];
    return item === null ? [] : this.timeline.replay.holders[item] ?? [];
  }

  /** A table as {columns, rows}; null where the run has none. */
  table(name) {
    if (!this.tables.has(name)) {
      const text = this.files[`${name}.csv`];
      this.tables.set(name, text === undefined ? null : parseCsv(text));
    }
    return this.tables.get(name);
  }

  tableNames() {
    return Object.keys(this.files)
      .filter((file) => file.endsWith(".csv"))
      .map((file) => file.slice(0, -4))
      .filter((name) => this.table(name).rows.length > 0);
  }
}

function decodedWhenRead(files) {
  const texts = {};
  for (const [name, content] of Object.entries(files)) {
    let text = typeof content === "string" ? content : null;
    const get = () => (text ??= new TextDecoder("utf-8", { ignoreBOM: true }).decode(content));
    Object.defineProperty(texts, name, { enumerable: true, get });
  }
  return texts;
}

/** Text of a CSV file (RFC 4180) as columns and rows of texts. */
export function parseCsv(text) {
  const rows = [];
  let row = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"') {
      quoted = true;
    } else if (c === "," || c === "\n") {
      row.push(field);
      field = "";
      if (c === "\n") {
        rows.push(row);
        row = [];
      }
    } else if (c !== "\r") {
      field += c;
    }
  }
  if (field !== "" || row.length > 0) rows.push([...row, field]);
  const columns = rows.shift() ?? [];
  return { columns, rows };
}

/** The numbers of a column; NaN where there is none. */
export function numbersOf(table, column) {
  const at = table.columns.indexOf(column);
  return table.rows.map((row) => (row[at] === "" || at < 0 ? NaN : Number(row[at])));
}
