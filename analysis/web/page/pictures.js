// Pictures: a moment as PNG, a stretch of time as an animated GIF or as a strip of frames.

import { GIFEncoder, quantize, applyPalette } from "./vendor/gifenc.js";
import { Stage } from "./stage.js";
import { moment as momentText } from "./words.js";

const GIF_WIDTH = 640;
const GIF_FRAMES = 72;
const GIF_DELAY_MS = 70;
const STRIP_FRAMES = 6;

/** A stage of its own, outside the page, as wide as asked for. */
function stageOutside(run, which, width) {
  const layer = run.layers[which] ?? run.layers.overlay;
  const canvas = document.createElement("canvas");
  const height = Math.round((width * layer.height) / layer.width);
  canvas.width = width;
  canvas.height = height;
  const stage = new Stage(canvas, true);
  stage.resize = () => ({ width, height, dpr: width / 800 });
  stage.show(run, which);
  return stage;
}

function stamp(stage, timeline, time, colours) {
  const { context, canvas } = stage;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.text;
  context.font = `${Math.round(canvas.width / 45)}px system-ui, sans-serif`;
  context.textAlign = "left";
  context.fillText(momentText(time, timeline.end), canvas.width / 60, canvas.height - canvas.width / 60);
}

function blobOf(canvas) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

export async function png(run, which, moment) {
  const stage = stageOutside(run, which, 1600);
  stage.draw(moment);
  stamp(stage, run.timeline, moment.time, moment.colours);
  return blobOf(stage.canvas);
}

/** Frames side by side, from one moment to another. */
export async function strip(run, which, momentAt, from, to) {
  const width = 520;
  const stage = stageOutside(run, which, width);
  const canvas = document.createElement("canvas");
  const columns = 3;
  canvas.width = width * columns;
  canvas.height = stage.canvas.height * Math.ceil(STRIP_FRAMES / columns);
  const context = canvas.getContext("2d");
  for (let i = 0; i < STRIP_FRAMES; ++i) {
    const moment = momentAt(from + ((to - from) * i) / (STRIP_FRAMES - 1));
    stage.draw(moment);
    stamp(stage, run.timeline, moment.time, moment.colours);
    context.drawImage(stage.canvas, (i % columns) * width, Math.floor(i / columns) * stage.canvas.height);
  }
  return blobOf(canvas);
}

/** An animated GIF of a stretch of time; `onProgress(share)` between frames. */
export async function gif(run, which, momentAt, from, to, onProgress) {
  const stage = stageOutside(run, which, GIF_WIDTH);
  const { width, height } = stage.canvas;
  const encoder = GIFEncoder();
  for (let i = 0; i < GIF_FRAMES; ++i) {
    const moment = momentAt(from + ((to - from) * i) / (GIF_FRAMES - 1));
    stage.draw(moment);
    stamp(stage, run.timeline, moment.time, moment.colours);
    const { data } = stage.context.getImageData(0, 0, width, height);
    const colours = quantize(data, 128);
    encoder.writeFrame(applyPalette(data, colours), width, height, { palette: colours, delay: GIF_DELAY_MS });
    onProgress(i / GIF_FRAMES);
    await new Promise((resolve) => setTimeout(resolve));
  }
  encoder.finish();
  return new Blob([encoder.bytes()], { type: "image/gif" });
}
