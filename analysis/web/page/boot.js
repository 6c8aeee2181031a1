// Boot: unpacks the scripts of the page and starts them. A plain script, as modules are among what
// it unpacks.

/** Bytes from text in base 128: see base128() in analysis/web/pages/packing.hpp. */
function fromBase128(text) {
  const notHandedOn = [0x00, 0x0d, 0x3c];
  const bytes = new Uint8Array(2 * text.length);
  let [length, held, bits] = [0, 0, 0];
  const take = (digit) => {
    held = ((held << 7) | digit) & 0x3fff;
    bits += 7;
    if (bits < 8) return;
    bits -= 8;
    bytes[length++] = held >> bits;
  };
  for (let at = 0; at < text.length; ++at) {
    const code = text.charCodeAt(at);
    const [page, digit] = [code >> 7, code & 0x7f];
    if (page > notHandedOn.length) {
      take(notHandedOn[digit]);
    } else {
      if (page > 0) take(notHandedOn[page - 1]);
      take(digit);
    }
  }
  return bytes.slice(0, length);
}

/** Bytes that were gzipped and written in base 128. */
async function unpack(text) {
  const stream = new Blob([fromBase128(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
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
  await start({ scripts, textOf, fromBase128, unpack });
}

boot().catch((error) => {
  document.getElementById("main").textContent =
    `This page does not start: ${error.message}. It needs a browser of 2023 or later.`;
});
