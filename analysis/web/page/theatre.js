// Theatre: the stage with its transport: play, step, scrub, layers, choosing, zooming, exports.

import { announce, byId, download, element, replaceIn } from "./dom.js";
import { inspect, whoHeard } from "./inspector.js";
import { hopColour, palette } from "./palette.js";
import { Player } from "./player.js";
import { gif, png, strip } from "./pictures.js";
import { Stage, nameOf } from "./stage.js";
import { count, counted, moment as momentText, plain, seconds } from "./words.js";

const SCRUB_STEPS = 10_000;
const SPOKEN_EVERY_MS = 1500;

export class Theatre {
  /** `onBreak(failure, label, time)`: something is to break; null where nothing can be played. */
  constructor(onBreak) {
    this.onBreak = onBreak;
    this.stage = new Stage(byId("stage"));
    this.other = new Stage(byId("other-stage"));
    this.player = new Player(() => this.#schedule());
    this.selected = null;
    this.asking = "latest";
    this.which = "overlay";
    this.#wire();
  }

  // ---- what others ask for ----

  show(run, { time = null, keepsView = false } = {}) {
    this.run = run;
    this.player.pause();
    byId("theatre").hidden = !run.timeline;
    byId("too-large").hidden = run.canBeWatched || !run.timeline;
    byId("watch").hidden = !run.canBeWatched;
    if (!run.canBeWatched) return;
    const view = this.stage.view;
    this.selected = null;
    this.asking = "latest";
    if (!keepsView) this.which = run.isAboutCables ? "underlay" : "overlay";
    this.#fillAskings();
    this.#offerLayers();
    this.stage.show(run, this.which);
    if (keepsView) this.stage.view = view;
    this.player.load(run.timeline, time ?? this.#beginning());
    this.#legend();
    this.#tellCut();
  }

  /** A second run beside the first, at the same moment; null: none. */
  showBeside(run) {
    this.beside = run?.canBeWatched ? run : null;
    byId("beside").hidden = !this.beside;
    if (this.beside) this.other.show(this.beside, this.which);
    this.#schedule();
  }

  get time() {
    return this.player.time;
  }

  redraw() {
    this.#legend();
    this.#schedule();
  }

  /** The frames of the last seconds of playing, in milliseconds. */
  get frameTimes() {
    return this.player.frames;
  }

  // ---- wiring ----

  #wire() {
    const { player } = this;
    const on = (id, act) => byId(id).addEventListener("click", act);
    on("play", () => player.toggle());
    on("step", () => player.step(true));
    on("step-back", () => player.step(false));
    on("to-start", () => (player.pause(), player.seek(this.#beginning())));
    on("to-end", () => (player.pause(), player.seek(this.run.timeline.end)));
    on("slower", () => player.faster(false));
    on("faster", () => player.faster(true));
    byId("scrub").addEventListener("input", (event) => {
      player.pause();
      player.seek((event.target.value / SCRUB_STEPS) * this.run.timeline.end);
    });
    byId("skip-idle").addEventListener("change", (event) => (player.skipsIdle = event.target.checked));
    byId("askings").addEventListener("change", (event) => this.#follow(event.target.value));
    byId("layer").addEventListener("change", (event) => this.#useLayer(event.target.value));
    on("save-png", () => this.#save("png"));
    on("save-gif", () => this.#save("gif"));
    on("save-strip", () => this.#save("strip"));
    this.#wirePointer();
    new ResizeObserver(() => this.#schedule()).observe(this.stage.canvas);
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    if (!this.run?.canBeWatched || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.id !== "scrub") return;
    const { player } = this;
    const keys = {
      " ": () => event.target.tagName !== "BUTTON" && event.target.tagName !== "SUMMARY" && player.toggle(),
      k: () => player.toggle(),
      ArrowRight: () => player.step(true),
      ArrowLeft: () => player.step(false),
      Home: () => player.seek(this.#beginning()),
      End: () => player.seek(this.run.timeline.end),
      "+": () => this.#zoomBy(1.3),
      "-": () => this.#zoomBy(1 / 1.3),
      0: () => ((this.stage.view = { scale: 1, x: 0, y: 0 }), this.#schedule()),
      ">": () => player.faster(true),
      "<": () => player.faster(false),
      l: () => this.#useLayer(this.which === "overlay" ? "underlay" : "overlay"),
      Escape: () => this.choose(null),
    };
    const act = keys[event.key];
    if (!act || act() === false) return;
    event.preventDefault();
  }

  #zoomBy(factor) {
    const box = this.stage.canvas.getBoundingClientRect();
    this.stage.zoom(factor, box.left + box.width / 2, box.top + box.height / 2);
    this.#schedule();
  }

  #wirePointer() {
    const { canvas } = this.stage;
    const fingers = new Map();
    let moved = 0;
    canvas.addEventListener("wheel", (event) => {
      // Elsewhere a wheel scrolls the page; on a stage that was chosen, or with a key, it zooms.
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
      event.preventDefault();
      this.stage.zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
      this.#schedule();
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, event);
      moved = 0;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return this.#hover(event);
      const dx = event.clientX - before.clientX;
      const dy = event.clientY - before.clientY;
      moved += Math.abs(dx) + Math.abs(dy);
      if (fingers.size === 2) this.#pinch(fingers, event);
      else if (moved > 5) this.stage.pan(dx, dy);
      fingers.set(event.pointerId, event);
      this.#schedule();
    });
    const up = (event) => {
      fingers.delete(event.pointerId);
      if (event.type === "pointerup" && moved <= 5) this.choose(this.#under(event));
    };
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
  }

  #pinch(fingers, event) {
    const [other] = [...fingers.values()].filter((one) => one.pointerId !== event.pointerId);
    const before = fingers.get(event.pointerId);
    const apart = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1;
    this.stage.zoom(apart(event, other) / apart(before, other),
      (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
  }

  #under(event) {
    const { x, y, slack } = this.stage.toPicture(event.clientX, event.clientY);
    const node = this.stage.layer.nodeAt(x, y, slack);
    if (node >= 0) return { layer: this.stage.which, kind: "node", id: node };
    if (this.stage.layer.links.length > 20_000) return null;
    const link = this.stage.layer.linkAt(x, y, slack);
    return link >= 0 ? { layer: this.stage.which, kind: "link", id: link } : null;
  }

  #hover(event) {
    if (event.pointerType === "touch" || !this.run?.canBeWatched) return;
    const found = this.stage.layer.nodes <= 3000 ? this.#under(event) : null;
    this.stage.canvas.style.cursor = found ? "pointer" : "grab";
    this.stage.canvas.title = found?.kind === "node" ? nameOf(this.stage.layer, found.id) : "";
  }

  // ---- what is shown ----

  #beginning() {
    const [first] = this.run.timeline.askingTimes;
    return first ?? 0;
  }

  choose(selected) {
    this.selected = selected;
    this.#tellSelected(true);
    this.#schedule();
  }

  #follow(value) {
    this.asking = value;
    if (value !== "latest" && value !== "all") this.player.seek(this.run.timeline.askingTimes[Number(value)]);
    this.#schedule();
  }

  #useLayer(which) {
    if (which === "underlay" && !this.run.layers.underlay?.drawn) return;
    this.which = which;
    this.selected = null;
    byId("layer").value = which;
    this.stage.show(this.run, which);
    if (this.beside) this.other.show(this.beside, which);
    this.#legend();
    this.#schedule();
  }

  #offerLayers() {
    const has = Boolean(this.run.layers.underlay?.drawn);
    byId("layer-choice").hidden = !has;
    if (!has) this.which = "overlay";
    byId("layer").value = this.which;
  }

  #fillAskings() {
    const { askings } = this.run.timeline.replay;
    byId("asking-choice").hidden = askings.length < 1;
    const list = byId("askings");
    replaceIn(list, element("option", { value: "latest" }, "the latest query"),
      element("option", { value: "all" }, "all messages"),
      askings.slice(0, 500).map(([time, origin, query, item], at) =>
        element("option", { value: at }, `${query === null ? "warm-up" : `query ${query}`}: peer ` +
          `${nameOf(this.run.layers.overlay, origin)}${item === null ? "" : ` asks for ${item}`}, ${seconds(time)}`)));
    list.value = "latest";
  }

  #askingAt(time, timeline = this.run.timeline) {
    if (this.asking === "all") return -1;
    if (this.asking === "latest") return timeline.askingAt(time);
    return Math.min(Number(this.asking), timeline.askingTimes.length - 1);
  }

  /** What is drawn of a moment. */
  momentAt(time, run = this.run) {
    return {
      time,
      span: Math.min(0.35 * this.player.rate, run.timeline.end / 20),
      asking: this.#askingAt(time, run.timeline),
      selected: run === this.run ? this.selected : null,
      colours: palette(),
    };
  }

  #schedule() {
    if (this.scheduled || !this.run?.canBeWatched) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.#draw();
    });
  }

  #draw() {
    const { timeline } = this.run;
    const { time } = this.player;
    const moment = this.momentAt(time);
    this.stage.draw(moment);
    if (this.beside) this.other.draw(this.momentAt(Math.min(time, this.beside.timeline.end), this.beside));
    byId("scrub").value = timeline.end > 0 ? Math.round((time / timeline.end) * SCRUB_STEPS) : 0;
    byId("clock").textContent = this.#clock(time);
    byId("scrub").setAttribute("aria-valuetext", byId("clock").textContent);
    byId("play").setAttribute("aria-label", this.player.playing ? "Pause" : "Play");
    byId("play").classList.toggle("is-playing", this.player.playing);
    byId("speed").textContent = this.player.speed >= 1 ? `${this.player.speed}×` : `1/${1 / this.player.speed}×`;
    this.#tellCounts(moment);
    if (!this.player.playing) this.#tellSelected(false);
  }

  /** With the digits that change while it plays. */
  #clock(time) {
    return momentText(time, this.run.timeline.end, this.player.pace / 20);
  }

  #tellCounts(moment) {
    const { timeline } = this.run;
    const counts = timeline.countsAt(moment.time);
    const heard = timeline.hearing(moment.asking);
    let reached = 0;
    for (const at of heard.times) {
      if (at > moment.time) break;
      ++reached;
    }
    const parts = [
      `${count(reached)} of ${counted(timeline.peers - (moment.asking < 0 ? 0 : 1), "peer", "peers")} reached`,
      `${count(counts.travelling)} on their way`,
      `${count(counts.sent)} sent`,
      `${count(counts.duplicate)} duplicates`,
      `${count(counts.dropped)} dropped`,
    ];
    byId("counts").textContent = parts.join(" · ");
    const now = performance.now();
    if (this.player.playing && now - (this.spoken ?? 0) < SPOKEN_EVERY_MS) return;
    this.spoken = now;
    byId("spoken").textContent = `${this.#clock(moment.time)}: ${parts.join(", ")}`;
  }

  #tellSelected(always) {
    const moment = this.momentAt(this.player.time);
    const key = `${moment.time}|${moment.asking}|${JSON.stringify(this.selected)}`;
    if (!always && key === this.told) return;
    this.told = key;
    const onBreak = this.onBreak && ((failure, label) => this.onBreak(failure, label, this.player.time));
    replaceIn(byId("inspector"), this.selected
      ? inspect(this.run, this.selected, moment, onBreak)
      : element("p", { class: "quiet" }, this.onBreak
          ? "Choose a peer, a device or a cable in the picture to look at it, or to break it and see what happens."
          : "Choose a peer, a device or a cable in the picture to look at it."));
    replaceIn(byId("who-heard"), whoHeard(this.run, moment,
      (peer) => this.choose({ layer: this.stage.which, kind: "node", id: this.stage.nodeOf(peer) })));
  }

  #tellCut() {
    const { replay } = this.run.timeline;
    byId("cut").hidden = replay.cut_s === null;
    byId("cut").textContent = replay.cut_s === null ? ""
      : `The replay ends at ${seconds(replay.cut_s)}, after ${count(replay.messages)} messages; the tables tell of the whole run.`;
  }

  #legend() {
    if (!this.run?.canBeWatched) return;
    const colours = palette();
    const entry = (mark, text) => element("span", { class: "entry" }, mark, text);
    const dot = (colour, kind = "") => {
      const made = element("i", { class: `dot ${kind}` });
      made.style.setProperty("--colour", colour);
      return made;
    };
    const most = this.run.mostHops;
    const shown = Math.min(most, 8);
    const hops = Array.from({ length: shown }, (_, i) => Math.round(1 + (i * (most - 1)) / Math.max(1, shown - 1)));
    const scale = element("span", { class: "scale" }, hops.map((hop) => dot(hopColour(colours, hop, most))));
    const { timeline } = this.run;
    const has = (fate) => timeline.endings[fate].length > 0;
    replaceIn(byId("legend"),
      entry(dot(colours.origin), "asks"),
      most > 1 ? element("span", { class: "entry" }, `1 hop`, scale, `${most} hops`) : entry(scale, "1 hop"),
      Object.keys(timeline.replay.holders).length > 0 && entry(dot(colours.holder, "ring"), "holds it"),
      this.run.answers.some(Boolean) && entry(dot(colours.answer, "triangle"), "answer"),
      has(2) && entry(dot(colours.duplicate, "ring"), "duplicate"),
      has(3) && entry(dot(colours.dropped, "cross"), "dropped"),
      timeline.replay.presence.length > 0 && entry(dot(colours.offlineOutline, "dashed"), "offline"));
  }

  // ---- exports ----

  async #save(kind) {
    const { timeline } = this.run;
    const { which } = this.stage;
    const name = `${this.run.name}_${this.player.time.toPrecision(4)}s`;
    const from = this.player.time < timeline.end ? this.player.time : this.#beginning();
    const to = Math.min(timeline.end, from + 10 * this.player.rate);
    const momentOf = (time) => this.momentAt(time);
    try {
      if (kind === "png") {
        download(`${name}.png`, await png(this.run, which, momentOf(this.player.time)));
      } else if (kind === "strip") {
        download(`${name}_strip.png`, await strip(this.run, which, momentOf, from, to));
      } else {
        announce("Drawing the GIF …");
        download(`${name}.gif`, await gif(this.run, which, momentOf, from, to, () => {}));
      }
      announce(`Saved: ${plain(kind)}`);
    } catch (error) {
      announce(`Not saved: ${error.message}`, "error");
    }
  }
}
