// Controls: a form for a scenario, made from the engine's schema; nothing of it is typed here.

import { byId, element, renewIn } from "./dom.js";
import { plain } from "./words.js";
import {
  alternativeOf,
  alternatives,
  chosenBy,
  modelsOf,
  rangeInWords,
  startingObject,
  startingValue,
  unitOf,
} from "./schema.js";

const HIDDEN = new Set(["$schema", "name", "description"]);

/** Fills a place with the form; `onChange(document)` is told of every change. */
export class Controls {
  constructor(place, schema, onChange) {
    this.place = place;
    this.schema = schema;
    this.onChange = onChange;
    this.opened = new Set();
  }

  /** What it shows already stays as it is: a click or a tab on the way to another control finds it. */
  show(document) {
    const text = JSON.stringify(document);
    if (text === this.shown) return;
    this.shown = text;
    this.document = document;
    renewIn(this.place, this.#fields(this.schema, document, "", HIDDEN));
  }

  /** A value has changed, which its control shows. Whoever is told shows what has become of it. */
  #valueChanged() {
    this.shown = JSON.stringify(this.document);
    this.onChange(this.document);
  }

  /** There are other controls now; `next`: the id of the one to go on with. */
  #formChanged(next = "") {
    this.shown = null;
    this.onChange(this.document);
    if (next) byId(next)?.focus();
  }

  /** One control for each key that is there, and a list of those that might be added. */
  #fields(schema, object, pointer, hidden = new Set()) {
    const properties = schema.properties ?? {};
    const chosen = chosenBy(schema);
    const made = [];
    for (const key of Object.keys(properties)) {
      if (hidden.has(key) || key === chosen?.key || object[key] === undefined) continue;
      made.push(this.#field(properties[key], object, key, `${pointer}/${key}`, schema));
    }
    const absent = Object.keys(properties).filter(
      (key) => !hidden.has(key) && key !== chosen?.key && object[key] === undefined,
    );
    if (absent.length > 0) made.push(this.#adder(properties, absent, object, pointer));
    return made;
  }

  #adder(properties, absent, object, pointer) {
    const list = element("select", {
      class: "adder",
      id: `adder${pointer}`,
      "aria-label": `Add to ${pointer || "the scenario"}`,
      onchange: (event) => {
        const key = event.target.value;
        if (!key) return;
        object[key] = startingValue(properties[key]);
        this.opened.add(`${pointer}/${key}`);
        this.#formChanged();
      },
    }, element("option", { value: "" }, "+ more …"));
    for (const key of absent) {
      list.append(element("option", { value: key, title: properties[key].description ?? "" }, plain(key)));
    }
    return list;
  }

  #field(schema, holder, key, pointer, parent) {
    const value = holder[key];
    const set = (changed) => {
      const isForm = typeof value === "object" || typeof changed === "object";
      holder[key] = changed;
      if (isForm) this.#formChanged();
      else this.#valueChanged();
    };
    const removable = !(parent.required ?? []).includes(key) && !Array.isArray(holder);
    const remove = removable && element("button", {
      class: "remove",
      "aria-label": `Remove ${plain(String(key))}`,
      title: "Remove: take the default",
      onclick: () => {
        delete holder[key];
        this.#formChanged(`adder${pointer.slice(0, pointer.lastIndexOf("/"))}`);
      },
    }, "×");
    if (value !== null && typeof value === "object") {
      return this.#group(schema, value, key, pointer, set, remove);
    }
    return this.#row(schema, value, key, pointer, set, remove);
  }

  #row(schema, value, key, pointer, set, remove) {
    const id = `control${pointer}`;
    const unit = unitOf(schema);
    const kind = alternativeOf(schema, value) ?? alternatives(schema)[0];
    const help = [schema.description, rangeInWords(kind)].filter(Boolean).join(" ");
    return element("div", { class: "control", title: help },
      element("label", { for: id }, plain(String(key))),
      element("span", { class: "inputs" }, this.#input(kind, schema, value, id, set),
        unit && element("span", { class: "unit" }, unit), remove));
  }

  #input(kind, schema, value, id, set) {
    const choices = alternatives(schema).flatMap((one) => one.enum ?? []);
    const models = modelsOf(schema);
    if (typeof value === "string" && (choices.length > 0 || models.length > 0)) {
      return this.#choice(id, value, choices, models, set, {});
    }
    if (typeof value === "boolean") {
      return element("input", { id, type: "checkbox", checked: value, onchange: (e) => set(e.target.checked) });
    }
    if (typeof value === "number") {
      return numberInput(id, value, kind, set);
    }
    return element("input", { id, type: "text", value: value ?? "", onchange: (e) => set(e.target.value) });
  }

  #choice(id, value, choices, models, set, before) {
    const list = element("select", {
      id,
      onchange: (event) => {
        const model = models.find((one) => chosenBy(one).name === event.target.value);
        set(model ? startingObject(model, before) : event.target.value);
      },
    });
    for (const name of choices) list.append(element("option", { value: name }, plain(name)));
    for (const model of models) {
      const { name } = chosenBy(model);
      if (!choices.includes(name)) {
        list.append(element("option", { value: name, title: model.description ?? "" }, plain(name)));
      }
    }
    list.value = value;
    return list;
  }

  /** An object or a list, which can be opened and closed. */
  #group(schema, value, key, pointer, set, remove) {
    const kind = alternativeOf(schema, value);
    const models = modelsOf(schema);
    const chosen = kind && chosenBy(kind);
    const top = pointer.split("/").length === 2;
    const opened = this.opened.has(pointer) || (top && !this.opened.has(`closed${pointer}`));
    const summary = element("summary", { title: schema.description ?? kind?.description ?? "" },
      element("span", {}, plain(String(key))), remove);
    const details = element("details", { class: "group", open: opened, ontoggle: (event) => {
      if (event.target !== details) return;
      this.opened[details.open ? "add" : "delete"](pointer);
      this.opened[details.open ? "delete" : "add"](`closed${pointer}`);
    } }, summary);
    if (chosen && models.length > 0) {
      const id = `control${pointer}`;
      details.append(element("div", { class: "control", title: kind.description ?? "" },
        element("label", { for: id }, chosen.key),
        element("span", { class: "inputs" },
          this.#choice(id, chosen.name, [], models, set, value))));
    }
    if (Array.isArray(value)) details.append(...this.#list(kind, value, pointer));
    else if (kind) details.append(...this.#fields(kind, value, pointer));
    else details.append(this.#asJson(value, pointer, set));
    return details;
  }

  #list(kind, list, pointer) {
    const items = kind?.items ?? {};
    if (isPlain(list)) return [this.#asJson(list, pointer, (changed) => {
      list.splice(0, list.length, ...changed);
      if (isPlain(list)) this.#valueChanged();
      else this.#formChanged();
    })];
    const made = list.map((one, at) => {
      const field = this.#field(items, list, at, `${pointer}/${at}`, kind ?? {});
      field.querySelector("summary")?.append(element("button", {
        class: "remove", "aria-label": "Remove", onclick: () => {
          list.splice(at, 1);
          this.#formChanged(`more${pointer}`);
        },
      }, "×"));
      return field;
    });
    made.push(element("button", { class: "small", id: `more${pointer}`, onclick: () => {
      list.push(startingValue(items));
      this.#formChanged();
    } }, "+ another"));
    return made;
  }

  #asJson(value, pointer, set) {
    const input = element("input", {
      type: "text",
      class: "json",
      id: `json${pointer}`,
      "aria-label": pointer,
      value: JSON.stringify(value),
      onchange: () => {
        try {
          const read = JSON.parse(input.value);
          if (Array.isArray(value) && !Array.isArray(read)) throw new SyntaxError();
          input.setCustomValidity("");
          set(read);
        } catch {
          input.setCustomValidity("This is no JSON of that form.");
          input.reportValidity();
        }
      },
    });
    return input;
  }
}

function isPlain(list) {
  return list.every((one) => one === null || typeof one !== "object");
}

/** Says on a field what is wrong with what was written there, until something else is. */
function complain(input, problem) {
  input.setCustomValidity(problem);
  input.reportValidity();
  setTimeout(() => input.setCustomValidity(""), 3000);
}

function numberInput(id, value, kind, set) {
  return element("input", {
    id,
    type: "number",
    value,
    min: kind.minimum ?? kind.exclusiveMinimum,
    max: kind.maximum,
    step: kind.type === "integer" ? 1 : "any",
    // A browser would leave a comma out without a word.
    onbeforeinput: (event) => {
      if (!event.data?.includes(",")) return;
      event.preventDefault();
      complain(event.target, "Write a dot before decimals.");
    },
    onchange: ({ target }) => {
      if (target.value !== "") return set(Number(target.value));
      target.value = value;
      return complain(target, "A number is needed here; × takes the default.");
    },
  });
}
