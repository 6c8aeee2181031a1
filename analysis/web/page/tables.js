// Tables: the CSV files of a result, to be read and to be taken along.

import { download, element } from "./dom.js";
import { count, plain } from "./words.js";

const ROWS_PER_PAGE = 50;

function isNumeric(table, column) {
  return table.rows.slice(0, 200).every((row) => row[column] === "" || Number.isFinite(Number(row[column])));
}

/** Nothing before numbers, and these before words, as "all" among the numbers of queries. */
function byValue(a, b) {
  if (a === "" || b === "") return (a === "" ? 0 : 1) - (b === "" ? 0 : 1);
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y) || a.localeCompare(b);
  return x - y;
}

function sorted(table, column, down) {
  return [...table.rows].sort((a, b) => (down ? -1 : 1) * byValue(a[column], b[column]));
}

/** A table of which so many rows are shown at a time; a click on a heading sorts by it. */
export function tableView(name, table, text, definitions = {}) {
  const state = { page: 0, column: -1, down: false };
  const holder = element("div", { class: "table" });
  const numeric = table.columns.map((_, column) => isNumeric(table, column));

  function heading(column) {
    const mark = state.column === column ? (state.down ? " ↓" : " ↑") : "";
    const order = state.column !== column ? "none" : state.down ? "descending" : "ascending";
    return element("th", { scope: "col", "aria-sort": order, class: numeric[column] ? "number" : "" },
      element("button", {
        title: definitions[table.columns[column]] ?? "Sort by this column",
        onclick: () => {
          state.down = state.column === column ? !state.down : numeric[column];
          state.column = column;
          state.page = 0;
          show();
        },
      }, plain(table.columns[column]) + mark));
  }

  function turn(by) {
    state.page += by;
    show();
  }

  function show() {
    const rows = state.column < 0 ? table.rows : sorted(table, state.column, state.down);
    const pages = Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE));
    const first = state.page * ROWS_PER_PAGE;
    holder.replaceChildren(
      element("div", { class: "row" },
        element("strong", {}, `${name}.csv`),
        element("span", { class: "quiet" }, `${count(table.rows.length)} rows`),
        element("button", { class: "small", onclick: () => download(`${name}.csv`, text, "text/csv;charset=utf-8") }, "Download CSV"),
        pages > 1 && element("span", { class: "pager" },
          element("button", { class: "small", disabled: state.page === 0, "aria-label": "Rows before", onclick: () => turn(-1) }, "‹"),
          ` ${state.page + 1} of ${count(pages)} `,
          element("button", { class: "small", disabled: state.page + 1 >= pages, "aria-label": "Rows after", onclick: () => turn(1) }, "›"))),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${name}.csv` },
        element("table", {},
          element("thead", {}, element("tr", {}, table.columns.map((_, column) => heading(column)))),
          element("tbody", {}, rows.slice(first, first + ROWS_PER_PAGE).map((row) =>
            element("tr", {}, row.map((cell, column) =>
              element("td", { class: numeric[column] ? "number" : "" }, cell))))))));
  }
  show();
  return holder;
}
