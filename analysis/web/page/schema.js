// Schema: finds in the engine's JSON Schema what a value of a scenario may be.

/** The alternatives of a schema: itself, where there is no choice. */
export function alternatives(schema) {
  const listed = schema.oneOf ?? schema.anyOf;
  return listed ? listed.flatMap(alternatives) : [schema];
}

/** The key and name of the alternative of a model, or null: {key: "model", name: "ring"}. */
export function chosenBy(schema) {
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (property.const !== undefined) return { key, name: property.const };
  }
  return null;
}

function matches(schema, value) {
  if (schema.const !== undefined) return schema.const === value;
  if (schema.enum) return schema.enum.includes(value);
  if (Array.isArray(value)) return schema.type === "array";
  if (value !== null && typeof value === "object") {
    if (schema.type !== "object") return false;
    const chosen = chosenBy(schema);
    return !chosen || value[chosen.key] === chosen.name;
  }
  if (typeof value === "number") return schema.type === "number" || schema.type === "integer";
  return schema.type === typeof value;
}

/** The alternative that a value belongs to, or nothing. */
export function alternativeOf(schema, value) {
  return alternatives(schema).find((one) => matches(one, value));
}

/** The models that a value may be, by their names. */
export function modelsOf(schema) {
  return alternatives(schema).filter((one) => one.type === "object" && chosenBy(one));
}

/** The unit at the end of a description: "Hops that … [hops]" → "hops". */
export function unitOf(schema) {
  return /\[([^\]]+)\]$/.exec(schema.description ?? "")?.[1] ?? "";
}

export function rangeInWords(schema) {
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum;
  if (low === undefined && high === undefined) return "";
  if (high === undefined) return schema.exclusiveMinimum !== undefined ? `above ${low}` : `${low} or more`;
  return `${schema.exclusiveMinimum !== undefined ? "above " : ""}${low ?? "−∞"} to ${high}`;
}

function pickNumber(schema) {
  const low = schema.minimum ?? schema.exclusiveMinimum ?? 0;
  const high = schema.maximum ?? Infinity;
  const usual = schema.type === "integer" ? 10 : 1;
  return Math.min(Math.max(usual, low), high);
}

/** A value to start from: the default, or the smallest that may be right. */
export function startingValue(schema) {
  if (schema.default !== undefined) return structuredClone(schema.default);
  const first = alternatives(schema)[0];
  if (first.const !== undefined) return first.const;
  if (first.enum) return first.enum[0];
  switch (first.type) {
    case "integer":
    case "number":
      return pickNumber(first);
    case "boolean":
      return false;
    case "array":
      return first.minItems ? [startingValue(first.items ?? {})] : [];
    case "object":
      return startingObject(first, {});
    default:
      return "";
  }
}

/** An object of that alternative, which keeps what it can of another. */
export function startingObject(schema, before) {
  const made = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const needed = (schema.required ?? []).includes(key);
    if (property.const !== undefined) made[key] = property.const;
    else if (before[key] !== undefined && alternativeOf(property, before[key])) made[key] = before[key];
    else if (needed) made[key] = startingValue(property);
  }
  return made;
}
