// Derives the reference pages and the answers of `describe`.
#include "sim/sweep/reference.hpp"

#include <fmt/format.h>

#include "sim/registry/page.hpp"
#include "sim/registry/wrap.hpp"
#include "sim/run/catalogues.hpp"
#include "sim/run/headline.hpp"
#include "sim/run/table_columns.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/sweep/sweep.hpp"
#include "sim/sweep/table_columns.hpp"

namespace rippletank::sweep {
namespace {

using run::Column;
using run::Metric;
using run::TableColumns;

/// The scenario file itself, then those of its sections that are not a choice of models, one level
/// below.
std::string scenario_page() {
  std::string text =
      "# Scenario files\n\nA scenario is one JSON object. Every key but `overlay` "
      "may be left out; unknown keys, repeated keys, wrong types and values out of "
      "range are errors. Paths are relative to the file that names them.\n\n";
  text += registry::section_markdown("## Scenario", scenario::Scenario::section());
  text.pop_back();
  return text;
}

std::string sweep_page() {
  std::string text =
      "# Sweep files\n\nA sweep is one JSON object that plays a scenario with many values, many "
      "times each. Only `scenario` must be given; what is unknown, repeated or out of range is an "
      "error. `rippletank sweep` takes a scenario file, too, with `--vary` for what to vary.\n\n";
  text += registry::section_markdown("## Sweep", Sweep::section());
  text.pop_back();
  return text;
}

std::string measures_page() {
  std::string text =
      "# Measures\n\nThe headline numbers of a run, in summary.json and in runs.csv. Figures that "
      "only "
      "one protocol has follow them there, and are defined in summary.json.\n\n"
      "| name | unit | definition |\n|---|---|---|\n";
  for (const Metric& metric : run::metrics()) {
    text += fmt::format("| `{}` | {} | {} |\n", metric.name, metric.unit, metric.definition);
  }
  return text;
}

std::string table_markdown(const TableColumns& table) {
  std::string text =
      fmt::format("\n## {}.csv\n\nOne row per {}.\n\n| column | meaning |\n|---|---|\n", table.name,
                  table.one_row_per);
  for (const Column& column : table.columns) {
    text += fmt::format("| `{}` | {} |\n", column.name, column.definition);
  }
  return text;
}

std::string tables_page() {
  std::string text =
      "# Result tables\n\nCSV files with a header line; a missing value is an empty field. Units "
      "stand in the names of the columns.\n";
  for (const TableColumns* table : run::all_columns()) {
    text += table_markdown(*table);
  }
  for (const TableColumns* table : {&runs_columns(), &groups_columns()}) {
    text += table_markdown(*table) + "\nThe columns of what is varied stand " +
            (table == &runs_columns()
                 ? "behind `status`, the [measures](measures.md) and the protocol's own figures "
                   "behind `fingerprint`.\n"
                 : "in front.\n");
  }
  text +=
      "\n## runs.csv of `run --repetitions`\n\nOne row per repetition: its number, seed and "
      "fingerprint (a hash of all that happened), then each of the [measures](measures.md) and of "
      "the "
      "protocol's own figures.\n\n"
      "## trace.jsonl.zst\n\nWith `--trace` only; a line of JSON, compressed with zstd, per query "
      "that started (`origin`) and per message that was sent, delivered, dropped or found to be a "
      "duplicate (`from`, `to`, `hops`, `bytes`, and how many `messages`: some that are alike and "
      "sent back to back share a line; `repeated` is what was delivered, has waited for its turn "
      "and "
      "is then found to be a duplicate), each with `time_s`, `event`, `type` and `query_id` (null "
      "for "
      "a query of the warm-up, which has no number).\n";
  return text;
}

std::string table_help(const TableColumns& table) {
  std::string text = fmt::format("{} (result table, {}.csv)\n", table.name, table.name);
  text += registry::wrapped(fmt::format("One row per {}.", table.one_row_per), 2, 80);
  text += "\nColumns\n";
  for (const Column& column : table.columns) {
    text += "  " + column.name + "\n" + registry::wrapped(column.definition, 6, 80);
  }
  return text;
}

/// Goes through the keys of a section and of the objects in it.
void describe_keys(const registry::Section& section, const char* of, const std::string& pointer,
                   std::string_view name, Described& found) {
  for (const registry::Parameter& parameter : section.parameters) {
    const std::string at = pointer + "/" + parameter.name;
    found.known.push_back(parameter.name);
    if (parameter.name == name) found.texts.push_back(registry::help_text(of, at, parameter));
    const bool is_list = parameter.type.form == registry::Form::list;
    for (const registry::Section* fields : registry::sections_of(parameter.type)) {
      describe_keys(*fields, of, is_list ? at + "/0" : at, name, found);
    }
  }
}

}  // namespace

Described described(std::string_view name) {
  Described found;
  for (const registry::Catalogue* catalogue : run::catalogues()) {
    for (const std::string& entry : catalogue->names()) found.known.push_back(entry);
    const registry::Entry* entry = catalogue->find(name);
    if (entry != nullptr) found.texts.push_back(registry::help_text(*catalogue, *entry));
  }
  describe_keys(scenario::Scenario::section(), "a scenario", "", name, found);
  describe_keys(Sweep::section(), "a sweep", "", name, found);
  std::vector<const TableColumns*> tables = run::all_columns();
  tables.insert(tables.end(), {&runs_columns(), &groups_columns()});
  for (const TableColumns* table : tables) {
    found.known.push_back(table->name);
    if (table->name == name) found.texts.push_back(table_help(*table));
  }
  return found;
}

std::vector<ReferencePage> reference_pages() {
  std::vector<ReferencePage> pages = {{"scenario.md", scenario_page()}, {"sweep.md", sweep_page()}};
  for (const registry::Catalogue* catalogue : run::catalogues()) {
    if (catalogue->kind == "measure") continue;
    pages.push_back({catalogue->plural + ".md", registry::reference_page(*catalogue)});
  }
  pages.push_back({"measures.md", measures_page()});
  pages.push_back({"tables.md", tables_page()});
  std::string index =
      "# Reference\n\nWritten by `rippletank describe --pages docs/reference`; a "
      "test keeps these pages current.\n\n";
  for (const ReferencePage& page : pages) {
    index += "- [" + page.file.substr(0, page.file.size() - 3) + "](" + page.file + ")\n";
  }
  pages.push_back({"README.md", index});
  return pages;
}

}  // namespace rippletank::sweep
