// Theatre: the stage with its transport: play, step, scrub, layers, choosing, zooming, exports.

import { announce, byId, download, element, renewIn, replaceIn } from "./dom.js";
import { chosen, details, whoHeard } from "./inspector.js";
import { nameOf } from "./layer.js";
import { hopColour, palette } from "./palette.js";
import { Player } from "./player.js";
import { gif, png, strip } from "./pictures.js";
import { Stage } from "./stage.js";
import { count, counted, fineMoment, moment as momentText, plain, seconds } from "./words.js";

const SCRUB_STEPS = 10_000;
const SPOKEN_EVERY_MS = 1500;
const TOLD_EVERY_MS = 400;
const MOST_LISTED = 500;
const SAVED_FOR_S = 15;

export class Theatre {
  /**
   * `onBreak(failure, label, time)`: something is to break; null where nothing can be played.
   * `onChosen()`: something was chosen to be looked at.
   */
  constructor(onBreak, onChosen) {
    this.onBreak = onBreak;
    this.onChosen = onChosen;
    this.isPressed = false;
    this.hint = `Choose a peer, a device or a cable in the picture to look at it${onBreak ? ", or to break it and see what happens" : ""}.`;
    byId("hint").textContent = this.hint;
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
    const before = this.selected;
    this.selected = null;
    if (!keepsView) {
      this.asking = "latest";
      this.which = run.isAboutCables ? "underlay" : "overlay";
    }
    this.#fillAskings();
    this.#offerLayers();
    this.stage.show(run, this.which);
    if (keepsView) {
      this.stage.view = view;
      this.selected = before;
    }
    this.#tellChosen();
    this.player.load(run.timeline, time ?? this.#beginning());
    this.#legend();
    this.#tellCut();
  }

  /** A second run beside the first, at the same moment; null: none. */
  showBeside(run) {
    this.beside = run?.canBeWatched ? run : null;
    byId("beside").hidden = !this.beside;
    if (!this.run?.canBeWatched) return;
    this.#showOther();
    this.player.until(Math.max(this.run.timeline.end, this.beside?.timeline.end ?? 0));
    this.#legend();
    this.#schedule();
  }

  /** Both in the same colours. */
  #showOther() {
    this.stage.mostHops = this.mostHops;
    if (!this.beside) return;
    this.other.show(this.beside, this.which);
    this.other.mostHops = this.mostHops;
  }

  get mostHops() {
    return Math.max(this.run.mostHops, this.beside?.mostHops ?? 0);
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
    on("to-end", () => (player.pause(), player.seek(player.end)));
    on("slower", () => player.faster(false));
    on("faster", () => player.faster(true));
    byId("scrub").addEventListener("input", (event) => {
      player.pause();
      player.seek((event.target.value / SCRUB_STEPS) * player.end);
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
    document.addEventListener("pointerdown", () => (this.isPressed = true));
    for (const up of ["pointerup", "pointercancel"]) document.addEventListener(up, () => (this.isPressed = false));
  }

  #key(event) {
    if (byId("run-view").hidden || !this.run?.canBeWatched || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.id !== "scrub") return;
    if (event.target.matches(".scroll, pre") && /^(Arrow|Home|End| )/.test(event.key)) return;
    const { player } = this;
    const keys = {
      " ": () => event.target.tagName !== "BUTTON" && event.target.tagName !== "SUMMARY" && player.toggle(),
      k: () => player.toggle(),
      ArrowRight: () => player.step(true),
      ArrowLeft: () => player.step(false),
      Home: () => (player.pause(), player.seek(this.#beginning())),
      End: () => (player.pause(), player.seek(player.end)),
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
      else if (moved > 5 && !this.#isLeftToPage(event)) this.stage.pan(dx, dy);
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

  /** A finger scrolls the page, until a picture is larger than its place. */
  #isLeftToPage(event) {
    return event.pointerType === "touch" && this.stage.view.scale <= 1;
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
    this.#tellChosen();
    this.#tellSelected();
    this.#schedule();
    if (selected) this.onChosen();
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
    this.#tellChosen();
    byId("layer").value = which;
    this.stage.show(this.run, which);
    this.#showOther();
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
      askings.slice(0, MOST_LISTED).map(([time, origin, query, item], at) =>
        element("option", { value: at }, `${query === null ? "warm-up" : `query ${query}`}: peer ` +
          `${nameOf(this.run.layers.overlay, origin)}${item === null ? "" : ` asks for ${item}`}, ${seconds(time)}`)),
      askings.length > MOST_LISTED && element("option", { disabled: true },
        `and ${count(askings.length - MOST_LISTED)} later ones, each the latest in its time`));
    list.value = this.asking;
    if (list.value === "") list.value = this.asking = "latest";
  }

  #askingAt(time, timeline, asking = this.asking) {
    if (asking === "all") return -1;
    if (asking === "latest") return timeline.askingAt(time);
    return Math.min(Number(asking), timeline.askingTimes.length - 1);
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
    this.stage.canvas.style.touchAction = this.stage.view.scale > 1 ? "none" : "";
    const { time, end } = this.player;
    const moment = this.momentAt(Math.min(time, this.run.timeline.end));
    this.stage.draw(moment);
    if (this.beside) this.other.draw(this.momentAt(Math.min(time, this.beside.timeline.end), this.beside));
    byId("scrub").value = end > 0 ? Math.round((time / end) * SCRUB_STEPS) : 0;
    byId("clock").textContent = this.#clock(time);
    byId("scrub").setAttribute("aria-valuetext", byId("clock").textContent);
    byId("play").setAttribute("aria-label", this.player.playing ? "Pause" : "Play");
    byId("play").classList.toggle("is-playing", this.player.playing);
    byId("speed").textContent = this.player.speed >= 1 ? `${this.player.speed}×` : `1/${1 / this.player.speed}×`;
    this.#tellCounts(moment);
    this.#tellNowAndThen();
  }

  /** Not while something is pressed: what is replaced under a pointer does not hear of it. */
  #tellNowAndThen() {
    const key = `${this.player.time}|${this.asking}`;
    if (key === this.told || this.isPressed) return;
    if (this.player.playing && performance.now() - (this.toldAt ?? 0) < TOLD_EVERY_MS) return;
    this.told = key;
    this.toldAt = performance.now();
    this.#tellSelected();
  }

  /** With the digits that change while it plays. */
  #clock(time) {
    return momentText(time, this.player.end, this.player.pace / 20);
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
      `${count(reached)} of ${counted(heard.others, "peer", "peers")} reached`,
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

  /** What was chosen, and what can be broken of it. */
  #tellChosen() {
    if (!this.selected) {
      renewIn(byId("chosen"), element("p", { class: "quiet" }, this.hint), this.#finder());
      replaceIn(byId("details"));
      return;
    }
    const onBreak = this.onBreak && ((failure, label) => {
      const time = Number(this.player.time.toPrecision(12));
      this.onBreak({ at_s: time, ...failure }, label, time);
    });
    renewIn(byId("chosen"), chosen(this.run, this.selected, onBreak));
  }

  /** Choosing by name, for those who have no pointer. */
  #finder() {
    const input = element("input", { type: "text", id: "find-node", autocomplete: "off" });
    return element("form", { class: "row", onsubmit: (event) => {
      event.preventDefault();
      const { layer, which } = this.stage;
      const wanted = input.value.trim();
      for (let node = 0; wanted && node < layer.nodes; ++node) {
        if (nameOf(layer, node) === wanted) return this.choose({ layer: which, kind: "node", id: node });
      }
      return announce(`Nothing here is called "${wanted}".`, "error");
    } }, element("label", { for: "find-node" }, "By name"), input, element("button", { class: "small" }, "Look"));
  }

  #tellSelected() {
    const moment = this.momentAt(this.player.time);
    if (this.selected) {
      renewIn(byId("details"), details(this.run, this.selected, moment, (selected) => this.choose(selected)));
    }
    renewIn(byId("who-heard"), whoHeard(this.run, moment,
      (peer) => this.choose({ layer: this.stage.which, kind: "node", id: this.stage.nodeOf(peer) })));
  }

  #tellCut() {
    const { replay } = this.run.timeline;
    byId("cut").hidden = replay.cut_s === null;
    byId("cut").textContent = replay.cut_s === null ? ""
      : `The replay ends at ${seconds(replay.cut_s)}, after ${count(this.run.timeline.sending.total)} messages; the tables tell of the whole run.`;
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
    const most = this.mostHops;
    const shown = Math.min(most, 8);
    const hops = Array.from({ length: shown }, (_, i) => Math.round(1 + (i * (most - 1)) / Math.max(1, shown - 1)));
    const scale = element("span", { class: "scale" }, hops.map((hop) => dot(hopColour(colours, hop, most))));
    const { timeline } = this.run;
    const has = (fate) => [this.run, this.beside].some((run) => run?.timeline.endings[fate].total > 0);
    replaceIn(byId("legend"),
      entry(dot(colours.origin), "asks"),
      most > 1 ? element("span", { class: "entry" }, `1 hop`, scale, `${most} hops`) : entry(scale, "1 hop"),
      Object.keys(timeline.replay.holders).length > 0 && entry(dot(colours.holder, "ring"), "holds it"),
      this.run.answers.some(Boolean) && entry(dot(colours.answer, "triangle"), "answer"),
      has(2) && entry(dot(colours.duplicate, "ring"), "duplicate"),
      has(3) && entry(dot(colours.dropped, "cross"), "dropped"),
      timeline.replay.presence.length > 0 && entry(dot(colours.offlineOutline, "dashed"), "offline"),
      this.run.stage.warm_up_s > 0 &&
        element("span", { class: "entry" }, `until ${seconds(this.run.stage.warm_up_s)}: warm-up, not in the tables`),
      this.run.stage.connections_made && this.which === "overlay" &&
        element("span", { class: "entry" }, "connections: as they are when the run ends"));
  }

  // ---- exports ----

  /** Drawn as things are when it begins, whatever is done meanwhile. */
  async #save(kind) {
    const { run, stage: { which } } = this;
    const { timeline } = run;
    const { time } = this.player;
    const from = time < timeline.end ? time : this.#beginning();
    const to = Math.min(timeline.end, from + SAVED_FOR_S * this.player.rate);
    const drawn = this.#momentsOf(run);
    const buttons = ["save-png", "save-gif", "save-strip"].map(byId);
    for (const button of buttons) button.disabled = true;
    try {
      const name = `${run.name}_${(kind === "png" ? time : from).toPrecision(4)}s`;
      const stretch = `from ${fineMoment(from, timeline.end)} to ${fineMoment(to, timeline.end)}`;
      if (kind === "png") {
        download(`${name}.png`, await png(run, which, drawn(time)));
        announce("Saved: this moment.");
      } else if (kind === "strip") {
        download(`${name}_strip.png`, await strip(run, which, drawn, from, to));
        announce(`Saved: a strip ${stretch}.`);
      } else {
        const tell = (share) => announce(`Drawing the GIF: ${Math.round(100 * share)} %`);
        download(`${name}.gif`, await gif(run, which, drawn, from, to, tell));
        announce(`Saved: a GIF ${stretch}.`);
      }
    } catch (error) {
      announce(`Not saved: ${error.message}`, "error");
    }
    for (const button of buttons) button.disabled = false;
  }

  /** The moments of a run as they would be drawn now. */
  #momentsOf(run) {
    const { asking, selected } = this;
    const now = this.momentAt(this.player.time, run);
    return (time) => ({ ...now, time, selected, asking: this.#askingAt(time, run.timeline, asking) });
  }
}
