// Player: moves through the time of a run: play, pause, step, step back, scrub, speed.

const PLAYS_FOR_S = 14;
const IDLE_AFTER_S = 0.6;
const SPEEDS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16];

export class Player {
  /** `onFrame()` is called whenever another moment is to be drawn. */
  constructor(onFrame) {
    this.onFrame = onFrame;
    this.time = 0;
    this.playing = false;
    this.speed = 1;
    this.skipsIdle = true;
    this.timeline = null;
    this.frames = [];
  }

  load(timeline, time = 0) {
    this.timeline = timeline;
    this.end = timeline.end;
    this.pace = this.#paceOf(timeline);
    this.seek(time);
  }

  /** On to a moment that may lie behind the end of the timeline. */
  until(end) {
    this.end = end;
  }

  /** Virtual seconds per second, so that what happens takes some seconds to watch. */
  #paceOf(timeline) {
    let busy = 0;
    let until = -Infinity;
    for (let i = 0; i < timeline.count; ++i) {
      const end = Math.min(timeline.ended[i], timeline.end);
      busy += Math.max(0, end - Math.max(timeline.sent[i], until));
      until = Math.max(until, end);
    }
    const asked = Math.max(1, timeline.askingTimes.length);
    const each = busy / Math.min(asked, 12);
    return (each > 0 ? Math.min(busy, each * 3) : timeline.end || 1) / PLAYS_FOR_S;
  }

  seek(time) {
    this.time = Math.min(Math.max(time, 0), this.end);
    this.onFrame();
  }

  step(forward) {
    this.pause();
    if (!forward) this.seek(this.timeline.previousMoment(this.time));
    else this.seek(this.time < this.timeline.end ? this.timeline.nextMoment(this.time) : this.end);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (!this.timeline || this.playing) return;
    if (this.time >= this.end) this.time = 0;
    this.playing = true;
    this.last = performance.now();
    requestAnimationFrame((now) => this.#frame(now));
    this.onFrame();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.onFrame();
  }

  faster(up) {
    const at = SPEEDS.indexOf(this.speed) + (up ? 1 : -1);
    this.speed = SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)];
    this.onFrame();
  }

  static get speeds() {
    return SPEEDS;
  }

  /** Virtual seconds that pass in one second. */
  get rate() {
    return this.pace * this.speed;
  }

  #frame(now) {
    if (!this.playing) return;
    const passed = Math.min((now - this.last) / 1000, 0.1);
    this.frames.push(now - this.last);
    if (this.frames.length > 240) this.frames.shift();
    this.last = now;
    const time = this.#skipped(this.time + passed * this.rate);
    this.time = Math.min(time, this.end);
    if (this.time >= this.end) this.playing = false;
    this.onFrame();
    if (this.playing) requestAnimationFrame((later) => this.#frame(later));
  }

  /** On to a little before the next thing that happens, where nothing does for long. */
  #skipped(time) {
    if (!this.skipsIdle) return time;
    const next = this.timeline.nextMoment(this.time);
    let travelling = false;
    this.timeline.forEachOnItsWay(this.time, () => (travelling = true));
    const lead = IDLE_AFTER_S * this.rate;
    return !travelling && next - this.time > lead ? Math.max(time, next - lead) : time;
  }
}
