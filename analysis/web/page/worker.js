// Worker: calls the engine, beside the page, so that the page stays fluid. A plain script: it stands
// behind the engine's own, and what unpacks it, in one Blob.

let engine = null;
let runs = 0;

/** As bytes, which cost nothing to hand over: most tables are never looked at. */
function readFolder(folder, names) {
  const files = {};
  for (const name of names) files[name] = engine.FS.readFile(`${folder}/${name}`);
  return files;
}

function readReplay(folder) {
  const text = (name) => engine.FS.readFile(`${folder}/${name}`, { encoding: "utf8" });
  const bytes = engine.FS.readFile(`${folder}/messages.bin`);
  return {
    stage: JSON.parse(text("stage.json")),
    replay: JSON.parse(text("replay.json")),
    messages: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  };
}

function removeAll(folder) {
  for (const name of engine.FS.readdir(folder)) {
    if (name === "." || name === "..") continue;
    const path = `${folder}/${name}`;
    if (engine.FS.isDir(engine.FS.stat(path).mode)) removeAll(path);
    else engine.FS.unlink(path);
  }
  engine.FS.rmdir(folder);
}

/** The files that a scenario reads, below the folder "input", where its own file is. */
function writeInputs(inputs) {
  for (const [path, text] of Object.entries(inputs ?? {})) {
    const file = `/input/${path}`;
    engine.FS.mkdirTree(file.slice(0, file.lastIndexOf("/")));
    engine.FS.writeFile(file, text);
  }
}

function call(name, request) {
  const answer = engine.ccall(`rippletank_${name}`, "string", request ? ["string"] : [],
    request ? [JSON.stringify(request)] : []);
  return JSON.parse(answer);
}

function play(request) {
  writeInputs(request.inputs);
  const folder = `/results/${++runs}`;
  const answer = call("play", { ...request, inputs: undefined, file: `/input/${request.file}`, folder });
  if (answer.diagnostics || answer.failure) return { answer };
  const result = { ...answer, files: readFolder(folder, answer.files), replay: null };
  if (request.messages > 0) result.replay = readReplay(`${folder}/replay`);
  removeAll(folder);
  const tables = Object.values(result.files).map((file) => file.buffer);
  return { answer: result, transfer: result.replay ? [...tables, result.replay.messages] : tables };
}

/** The files of a lab, in the folder that the engine reads. */
function writeLab({ lab, files }) {
  const folder = `/labs/${lab}`;
  engine.FS.mkdirTree(folder);
  for (const [name, text] of Object.entries(files)) engine.FS.writeFile(`${folder}/${name}`, text);
  return folder;
}

function labSheet(request) {
  return { answer: call("lab_sheet", { lab: writeLab(request), student: request.student }) };
}

function labMarks(request) {
  const folder = `/results/${++runs}`;
  const { student, answers } = request;
  const answer = call("lab_marks", { lab: writeLab(request), student, answers, folder });
  if (engine.FS.analyzePath(folder).exists) removeAll(folder);
  return { answer };
}

const CALLS = {
  play,
  labSheet,
  labMarks,
  schema: () => ({ answer: call("schema") }),
};

/** The WebAssembly; compiled by the browser once for all workers. */
function unpacked(lzma) {
  let at = 0;
  const bytes = [];
  LZMA.decompressFile({ readByte: () => lzma[at++] }, { writeByte: (byte) => bytes.push(byte) });
  return new WebAssembly.Module(Uint8Array.from(bytes));
}

async function start(wasm) {
  engine = await rippletankEngine({
    instantiateWasm: (imports, receive) => {
      WebAssembly.instantiate(wasm, imports).then((instance) => receive(instance, wasm));
      return {};
    },
    onProgress: (fraction) => self.postMessage({ progress: fraction }),
    print: () => {},
    printErr: () => {},
  });
}

self.onmessage = async ({ data }) => {
  try {
    if (data.packed || data.wasm) {
      const wasm = data.wasm ?? unpacked(data.packed);
      await start(wasm);
      self.postMessage({ wasm });
      return;
    }
    const { answer, transfer } = CALLS[data.call](data.request);
    self.postMessage({ id: data.id, answer }, transfer ?? []);
  } catch (error) {
    self.postMessage({ id: data.id, answer: { failure: String(error?.message ?? error), fatal: true } });
  }
};
