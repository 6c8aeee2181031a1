// Boot: unpacks the scripts of the page and starts them. A plain script, as modules are among what
// it unpacks.

/** Bytes from text in base 85: see base85() in analysis/web/pages/packing.hpp. */
function fromBase85(text) {
  const digits = "!#$%()*+,.0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
  const value = new Uint8Array(128);
  for (let i = 0; i < digits.length; ++i) value[digits.charCodeAt(i)] = i;
  const groups = Math.ceil(text.length / 5);
  const bytes = new Uint8Array(groups * 4);
  const view = new DataView(bytes.buffer);
  for (let group = 0; group < groups; ++group) {
    let sum = 0;
    for (let k = 0; k < 5; ++k) {
      const at = 5 * group + k;
      sum = sum * 85 + (at < text.length ? value[text.charCodeAt(at)] : 84);
    }
    view.setUint32(4 * group, sum);
  }
  const missing = (5 - (text.length % 5)) % 5;
  return bytes.subarray(0, bytes.length - missing);
}

/** Bytes that were gzipped and written in base 85. */
async function unpack(text) {
  const stream = new Blob([fromBase85(text.trim())]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

async function boot() {
  const textOf = (id) => document.getElementById(id).textContent;
  const scripts = JSON.parse(new TextDecoder().decode(await unpack(textOf("page-scripts"))));
  const urls = {};
  for (const [name, text] of Object.entries(scripts)) {
    if (name.startsWith("page/")) urls[name] = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  }
  const add = (type, text) => {
    const script = document.createElement("script");
    script.type = type;
    script.textContent = text;
    document.head.append(script);
  };
  add("text/javascript", scripts.uplot);
  add("importmap", JSON.stringify({ imports: urls }));
  const { start } = await import("page/main.js");
  await start({ scripts, packedEngine: textOf("page-engine").trim(), packedData: textOf("page-data"), fromBase85, unpack });
}

boot().catch((error) => {
  document.getElementById("main").textContent =
    `This page does not start: ${error.message}. It needs a browser of 2023 or later.`;
});
