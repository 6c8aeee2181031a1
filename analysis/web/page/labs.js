// Labs: a question, a prediction, a run, and why the prediction was right or wrong.

import { announce, download, element, replaceIn } from "./dom.js";
import { thumbnail } from "./gallery.js";
import { markdown } from "./markdown.js";
import { number } from "./words.js";

const BEFORE = ["Question", "How it works"];
const AS_OF_LAB = "Things to notice";
const AFTER = ["Run", AS_OF_LAB, "Things to try", "Source"];

/** Counts what is shown in the place of the labs: an answer of the engine may come when that has changed. */
let showings = 0;

export function showLabs(place, labs, gallery, onChoose) {
  ++showings;
  const pictureOf = (lab) => gallery.find((one) => one.path.startsWith(`labs/${lab.name}/`))?.thumbnail;
  replaceIn(place,
    element("div", { class: "hero" },
      element("h1", {}, "Labs"),
      element("p", {}, "Each asks you to predict before you look. Answers are marked by running the simulator, here in the page.")),
    element("div", { class: "cards wide" }, labs.map((lab) =>
      element("button", { class: "card lab", onclick: () => onChoose(lab) },
        thumbnail(pictureOf(lab)),
        element("strong", {}, `${Number(lab.name.slice(0, 2))}. ${lab.title}`),
        element("span", {}, lab.idea)))));
}

/** The files that scenarios of a lab read, as the engine finds them. */
export function inputsOf(lab) {
  const read = Object.entries(lab.files).filter(([name]) => !/\.(json|md)$/.test(name));
  return Object.fromEntries(read.map(([name, text]) => [`labs/${lab.name}/${name}`, text]));
}

/** What was answered of each lab by each student, and how it was marked, while the page is open. */
const answered = new Map();

function answeredBy(lab, student) {
  const key = JSON.stringify([lab.name, student]);
  if (!answered.has(key)) answered.set(key, { answers: {}, marks: null });
  return answered.get(key);
}

/** One lab; `onPlay(scenario)` shows one of its runs. */
export async function showLab(place, lab, engine, onPlay) {
  const { student } = remembered();
  await showSheet(place, { lab, engine, onPlay, student, ...answeredBy(lab, student) });
}

function remembered() {
  try {
    return { student: sessionStorage.getItem("student") ?? "" };
  } catch {
    return { student: "" };
  }
}

function remember(student) {
  try {
    sessionStorage.setItem("student", student);
  } catch {
    // A page from a file may have no storage; then the name is asked for again.
  }
}

async function showSheet(place, state) {
  const { lab, engine } = state;
  const showing = ++showings;
  replaceIn(place, element("p", { class: "quiet" }, "…"));
  const sheet = await engine.ask("labSheet", { lab: lab.name, files: lab.files, student: state.student });
  if (sheet.cancelled || showing !== showings) return;
  if (sheet.failure || sheet.diagnostics) {
    replaceIn(place, who(place, state), problems(sheet));
    return;
  }
  state.sheet = sheet;
  const sections = Object.fromEntries(sheet.sections);
  const marks = element("div", { class: "marks", role: "status" });
  state.place = place;
  replaceIn(place,
    element("article", { class: "lab" },
      element("h1", {}, lab.title),
      who(place, state),
      BEFORE.map((heading) => section(heading, sections[heading])),
      predictions(state, sections.Predict, marks),
      marks,
      element("div", { class: "after", hidden: true },
        runsOf(state),
        AFTER.map((heading) => section(heading, sections[heading], heading === AS_OF_LAB && state.student)))));
  if (state.marks) showMarks(state, marks, state.marks);
}

/** `isOfOthers`: whether the numbers in it may be none of this student's. */
function section(heading, text, isOfOthers = false) {
  return text && element("section", {}, element("h2", {}, heading),
    isOfOthers && element("p", { class: "quiet" }, "With the numbers of the lab, which are not yours."), markdown(text));
}

function problems(answer) {
  const told = answer.diagnostics ?? [{ message: answer.failure }];
  return element("div", { role: "alert" }, told.map(({ pointer, message }) =>
    element("p", { class: "problem" }, pointer ? element("code", {}, pointer) : "", ` ${message}`)));
}

/** Who asks: the numbers of a lab follow from it. */
function who(place, state) {
  const input = element("input", { type: "text", id: "student", value: state.student, autocomplete: "off",
    placeholder: "your id" });
  return element("form", { class: "row who", onsubmit: (event) => {
    event.preventDefault();
    const student = input.value.trim();
    remember(student);
    showSheet(place, { ...state, student, ...answeredBy(state.lab, student) });
  } }, element("label", { for: "student" }, "Numbers for "), input,
  element("button", { class: "small" }, "Take these"),
  element("span", { class: "quiet" }, state.student ? "" : "Without an id: the numbers of the lab."));
}

function predictions(state, text, marks) {
  const form = element("form", { class: "predictions", onsubmit: (event) => {
    event.preventDefault();
    check(form, state, marks);
  } });
  // The questions follow as fields; the page of the lab lists them, too.
  const [introduction] = (text ?? "").split(/\n1\. /);
  form.append(element("h2", {}, "Predict"), ...markdown(introduction),
    ...state.sheet.questions.map((question, at) => asked(state, question, at, marks)),
    element("div", { class: "row" },
      element("button", { class: "primary" }, "Check against the simulator"),
      element("button", { class: "small", type: "button", onclick: () => keep(state) }, "Save answers.json")));
  return form;
}

function asked(state, question, at, total) {
  const id = `answer-${question.id}`;
  const verdict = element("div", { class: "verdict" });
  const given = state.answers[question.id] ?? null;
  const set = (value) => {
    state.answers[question.id] = value;
    const kept = answeredBy(state.lab, state.student);
    kept.marks = kept.marks?.filter((mark) => mark.question !== question.id) ?? null;
    verdict.className = "verdict";
    replaceIn(verdict);
    replaceIn(total);
  };
  const field = question.choices.length > 0
    ? element("fieldset", {}, element("legend", { class: "unseen" }, question.ask), question.choices.map(([name, words]) =>
        element("label", {}, element("input", { type: "radio", name: id, value: name, checked: name === given, onchange: () => set(name) }), ` ${words}`)))
    : element("span", { class: "inputs" },
        element("input", { id, type: "number", step: "any", value: given ?? "", "aria-label": question.ask,
          oninput: (event) => set(event.target.value === "" ? null : Number(event.target.value)) }),
        element("span", { class: "unit" }, question.unit));
  return element("div", { class: "question", id: `question-${question.id}` },
    element("p", {}, element("strong", {}, `${at + 1}. `), question.ask,
      element("span", { class: "quiet" }, ` (${question.points} ${question.points === 1 ? "point" : "points"})`)),
    field, verdict);
}

/** The file that a teacher marks: as handed out, with what was answered. */
function filledCopy(state) {
  const copy = structuredClone(state.sheet.copy);
  for (const id of Object.keys(copy.answers)) copy.answers[id] = state.answers[id] ?? null;
  return copy;
}

function keep(state) {
  const written = state.place.querySelector("#student").value.trim();
  if (written !== state.student) return announce("Take the numbers of this id first: the file bears it.", "error");
  if (!state.student) return announce("Give your id first: the file bears it.", "error");
  const copy = filledCopy(state);
  return download("answers.json", `${JSON.stringify(copy, null, 2)}\n`, "application/json");
}

async function check(form, state, marks) {
  const button = form.querySelector("button.primary");
  if (Object.values(state.answers).every((answer) => answer === null || answer === undefined)) {
    return announce("Predict first: one answer at least.", "error");
  }
  button.disabled = true;
  const { lab } = state;
  const answers = { ...state.answers };
  const answer = await state.engine.ask("labMarks", {
    lab: lab.name,
    files: lab.files,
    student: state.student,
    answers,
  });
  button.disabled = false;
  if (answer.cancelled) return null;
  if (answer.failure || answer.diagnostics) return replaceIn(marks, problems(answer));
  if (!form.isConnected) return null;  // it shows something else by now
  const standing = answer.marks.filter(({ question }) => answers[question] === state.answers[question]);
  answeredBy(lab, state.student).marks = standing;
  return showMarks(state, marks, standing);
}

/** A total stands only where no answer has been changed since. */
function showMarks({ place, sheet }, total, marks) {
  let points = 0;
  let of = 0;
  for (const mark of marks) {
    points += mark.points;
    of += mark.of;
    tell(place, mark);
  }
  replaceIn(total, marks.length === sheet.questions.length &&
    element("p", { class: "total" }, `${number(points)} of ${number(of)} points`));
  place.querySelector(".after").hidden = false;
  return null;
}

function tell(lab, mark) {
  const place = lab.querySelector(`#question-${CSS.escape(mark.question)} .verdict`);
  const words = { right: "Right.", wrong: "Not so.", missing: "No answer." }[mark.verdict];
  place.className = `verdict ${mark.verdict}`;
  const expected = mark.verdict === "right" || mark.expected === null ? ""
    : ` The simulator counts ${typeof mark.expected === "number" ? number(mark.expected) : mark.expected} ${mark.unit ?? ""}.`;
  replaceIn(place, element("strong", {}, words), ` ${mark.reason}`, mark.verdict === "missing" ? "" : expected);
}

/** The runs of the lab, to be watched. */
function runsOf(state) {
  const runs = Object.entries(state.sheet.runs);
  return element("section", {}, element("h2", {}, "Watch"),
    element("div", { class: "row" }, runs.map(([name, text]) =>
      element("button", { onclick: () => state.onPlay({ path: `labs/${state.lab.name}/${name}.json`, text, inputs: inputsOf(state.lab) }) },
        `Run "${name}"`))));
}
