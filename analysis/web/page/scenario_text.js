// Scenario text: the JSON of a scenario as people write it, and changes to it.

const WIDTH = 96;

/** JSON with short objects and lists on one line. */
export function pretty(value, indent = "") {
  const line = oneLine(value);
  if (line.length + indent.length <= WIDTH && (indent !== "" || line.length < 60)) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((one) => inner + pretty(one, inner)).join(",\n")}\n${indent}]`;
  }
  if (value !== null && typeof value === "object") {
    const lines = Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${pretty(one, inner)}`);
    return lines.length > 0 ? `{\n${lines.join(",\n")}\n${indent}}` : "{}";
  }
  return line;
}

function oneLine(value) {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const inside = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${oneLine(one)}`);
    return inside.length > 0 ? `{ ${inside.join(", ")} }` : "{}";
  }
  return JSON.stringify(value);
}

/** The document with something more that fails. */
export function withFailure(document, failure) {
  return { ...document, failures: [...(document.failures ?? []), failure] };
}
