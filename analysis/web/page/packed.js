// Packed: links that carry a whole scenario.

function fromBase64(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; ++i) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function toBase64(bytes) {
  let binary = "";
  const piece = 0x8000;
  for (let i = 0; i < bytes.length; i += piece) {
    binary += String.fromCharCode(...bytes.subarray(i, i + piece));
  }
  return btoa(binary);
}

async function through(bytes, stream) {
  const whole = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(whole).arrayBuffer());
}

const MOST_LINKED_BYTES = 4_000_000;

/** Anything as a text that fits behind the # of a link. */
export async function toLink(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const packed = await through(bytes, new CompressionStream("deflate-raw"));
  return toBase64(packed).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Errors: throws where the text is none that toLink() has made, or too long unpacked. */
export async function fromLink(text) {
  const packed = fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const pieces = [];
  let length = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    length += piece.value.length;
    if (length > MOST_LINKED_BYTES) throw new Error("the link holds too much");
    pieces.push(piece.value);
  }
  return JSON.parse(await new Blob(pieces).text());
}
