// Timeline: what a recorded run looks like at any moment; pure, so that stepping back shows exactly
// what was there before.

export const NONE = 0xffffffff;
export const FATE = { travelling: 0, delivered: 1, duplicate: 2, dropped: 3, reached: 4 };

const CHECKPOINT_EVERY = 1024;
const MOST_KEPT_HEARINGS = 24;

/** Index of the first element that is greater than the value. */
export function upperBound(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first element that is not less than the value. */
export function lowerBound(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortedUnique(values) {
  values.sort();
  let kept = 0;
  for (let i = 0; i < values.length; ++i) {
    if (i === 0 || values[i] !== values[i - 1]) values[kept++] = values[i];
  }
  return values.slice(0, kept);
}

/**
 * The columns of messages.bin: see analysis/replay/replay.hpp for their order. Seconds are made from
 * whole nanoseconds, as the engine makes them: then what ends at the end of a run does so here.
 */
function readColumns(count, tickNs, buffer) {
  const words = (at) => new Uint32Array(buffer, at * 4 * count, count);
  const gaps = words(0);
  const lasted = words(1);
  const sent = new Float64Array(count);
  const ended = new Float64Array(count);
  let ticks = 0;
  for (let i = 0; i < count; ++i) {
    ticks += gaps[i];
    sent[i] = (ticks * tickNs) / 1e9;
    ended[i] = lasted[i] === NONE ? Infinity : ((ticks + lasted[i]) * tickNs) / 1e9;
  }
  return {
    sent,
    ended,
    from: words(2),
    to: words(3),
    query: words(4),
    way: words(5),
    bytes: words(6),
    messages: words(7),
    hops: new Uint16Array(buffer, 32 * count, count),
    type: new Uint8Array(buffer, 34 * count, count),
    fate: new Uint8Array(buffer, 35 * count, count),
  };
}

/** How many messages there were by any moment; of some that share a record, all. */
class Tally {
  /** `records`: in the order of their moments, which `timeOf` tells. */
  constructor(records, timeOf, messages) {
    this.times = Float64Array.from(records, timeOf);
    this.totals = new Float64Array(records.length + 1);
    records.forEach((record, i) => {
      this.totals[i + 1] = this.totals[i] + messages[record];
    });
  }

  get total() {
    return this.totals[this.times.length];
  }

  by(time) {
    return this.totals[upperBound(this.times, time)];
  }
}

export class Timeline {
  /** `replay`: replay.json; `buffer`: messages.bin; `peers`: how many there are. */
  constructor(replay, buffer, peers) {
    Object.assign(this, readColumns(replay.messages, replay.tick_ns, buffer));
    this.replay = replay;
    this.peers = peers;
    this.count = replay.messages;
    this.types = replay.types;
    this.end = replay.cut_s ?? replay.end_s;
    this.askingTimes = Float64Array.from(replay.askings, (asking) => asking[0]);
    this.presenceTimes = Float64Array.from(replay.presence, (change) => change[0]);
    this.moments = this.#moments();
    this.#keepCheckpoints();
    const all = Uint32Array.from({ length: this.count }, (_, i) => i);
    this.sending = new Tally(all, (i) => this.sent[i], this.messages);
    this.byEnding = all.sort((a, b) => this.ended[a] - this.ended[b]);
    this.endTimes = Float64Array.from(this.byEnding, (i) => this.ended[i]);
    this.endings = Object.values(FATE).map((fate) => this.#endingsOf(fate));
    this.hearings = new Map();
    this.online = null;
  }

  #moments() {
    const { replay } = this;
    const others = [
      ...this.askingTimes,
      ...this.presenceTimes,
      ...replay.incidents.map((incident) => incident.time_s),
    ];
    const all = new Float64Array(2 * this.count + others.length + 1);
    all.set(this.sent, 0);
    for (let i = 0; i < this.count; ++i) {
      all[this.count + i] = Math.min(this.ended[i], this.end);
    }
    all.set(others, 2 * this.count);
    return sortedUnique(all).filter((moment) => moment <= this.end);
  }

  /** Which messages are on their way as every 1,024th is sent. */
  #keepCheckpoints() {
    this.checkpoints = [];
    let active = [];
    for (let i = 0; i < this.count; ++i) {
      if (i % CHECKPOINT_EVERY === 0) {
        active = active.filter((message) => this.ended[message] > this.sent[i]);
        this.checkpoints.push(Uint32Array.from(active));
      }
      active.push(i);
    }
  }

  #endingsOf(fate) {
    const records = this.byEnding.filter((i) => this.fate[i] === fate);
    return new Tally(records, (i) => this.ended[i], this.messages);
  }

  /** Calls `visit(message)` for each that is on its way: sent by then, not yet ended. */
  forEachOnItsWay(time, visit) {
    const sent = upperBound(this.sent, time);
    if (sent === 0) return;
    const checkpoint = Math.floor((sent - 1) / CHECKPOINT_EVERY);
    for (const message of this.checkpoints[checkpoint]) {
      if (this.ended[message] > time) visit(message);
    }
    for (let i = checkpoint * CHECKPOINT_EVERY; i < sent; ++i) {
      if (this.ended[i] > time) visit(i);
    }
  }

  /** The messages that ended within a span before a moment, the last first, at most so many. */
  endedWithin(time, span, most) {
    const last = upperBound(this.endTimes, time);
    const first = Math.max(upperBound(this.endTimes, time - span), last - most);
    return this.byEnding.subarray(first, last);
  }

  countsAt(time) {
    const sent = this.sending.by(time);
    const [, delivered, duplicate, dropped, reached] = this.endings.map((tally) => tally.by(time));
    const travelling = sent - delivered - duplicate - dropped - reached;
    return { sent, delivered: delivered + reached, duplicate, dropped, travelling };
  }

  /** The asking that began last, or -1. */
  askingAt(time) {
    return upperBound(this.askingTimes, time) - 1;
  }

  /**
   * Whom a query reached, or any message where it is -1: per peer the moment, the hops and the
   * message of the first arrival; and how many others were there to hear it.
   */
  hearing(asking) {
    const known = this.hearings.get(asking);
    if (known) return known;
    const heard = {
      time: new Float64Array(this.peers).fill(Infinity),
      hops: new Uint16Array(this.peers),
      message: new Uint32Array(this.peers).fill(NONE),
      origin: asking < 0 ? NONE : this.replay.askings[asking][1],
      others: asking < 0 ? this.peers : this.#onlineWhen(asking) - 1,
    };
    const query = asking < 0 ? null : this.replay.askings[asking][2] ?? NONE;
    for (let i = 0; i < this.count; ++i) {
      const counts = this.fate[i] === FATE.reached || (query === null && this.fate[i] === FATE.delivered);
      if (!counts || (query !== null && this.query[i] !== query)) continue;
      const to = this.to[i];
      if (this.ended[i] >= heard.time[to] || to === heard.origin) continue;
      heard.time[to] = this.ended[i];
      heard.hops[to] = this.hops[i];
      heard.message[to] = i;
    }
    heard.times = heard.time.filter(Number.isFinite).sort();
    if (this.hearings.size >= MOST_KEPT_HEARINGS) {
      this.hearings.delete(this.hearings.keys().next().value);
    }
    this.hearings.set(asking, heard);
    return heard;
  }

  /** How many are there as somebody asks. */
  #onlineWhen(asking) {
    const flags = this.#everybody();
    this.#comeAndGo(flags, 0, this.presenceChangesBy(this.askingTimes[asking]));
    return flags.reduce((sum, flag) => sum + flag, 0);
  }

  #everybody() {
    return new Uint8Array(this.peers).fill(1);
  }

  #comeAndGo(flags, done, due) {
    for (let i = done; i < due; ++i) {
      const [, peer, there] = this.replay.presence[i];
      flags[peer] = there;
    }
  }

  /** Per peer whether it is there, 1 or 0; valid until the next call. */
  onlineAt(time) {
    const due = this.presenceChangesBy(time);
    if (!this.online || due < this.online.applied) this.online = { applied: 0, flags: this.#everybody() };
    this.#comeAndGo(this.online.flags, this.online.applied, due);
    this.online.applied = due;
    return this.online.flags;
  }

  /** How often anybody had come or gone by then. */
  presenceChangesBy(time) {
    return upperBound(this.presenceTimes, time);
  }

  /** The cables, devices and trunks that are broken, as sets of their numbers. */
  brokenAt(time) {
    const broken = { cables: new Map(), devices: new Map(), trunks: new Map() };
    for (const incident of this.replay.incidents) {
      if (incident.time_s > time) break;
      const step = incident.reason === "repair" ? -1 : 1;
      for (const kind of ["cables", "devices", "trunks"]) {
        for (const part of incident[kind] ?? []) {
          broken[kind].set(part, (broken[kind].get(part) ?? 0) + step);
        }
      }
    }
    const standing = (parts) => new Set([...parts].filter(([, n]) => n > 0).map(([part]) => part));
    return {
      cables: standing(broken.cables),
      devices: standing(broken.devices),
      trunks: standing(broken.trunks),
    };
  }

  /** The moment after, or before, this one at which anything happens. */
  nextMoment(time) {
    const at = upperBound(this.moments, time);
    return at < this.moments.length ? this.moments[at] : this.end;
  }
  previousMoment(time) {
    const at = lowerBound(this.moments, time) - 1;
    return at >= 0 ? this.moments[at] : 0;
  }

  /** What a peer has sent and heard by a moment, the last first. */
  messagesOf(peer, time, most) {
    const found = [];
    const sent = upperBound(this.sent, time);
    for (let i = sent - 1; i >= 0 && found.length < most; --i) {
      if (this.from[i] === peer || this.to[i] === peer) found.push(i);
    }
    return found;
  }
}
