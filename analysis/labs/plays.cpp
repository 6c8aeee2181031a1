// Plays runs and looks values up in their results.
#include "analysis/labs/plays.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "sim/core/check.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/run/write_result.hpp"
#include "sim/scenario/setting.hpp"

namespace rippletank::labs {
namespace {

namespace fs = std::filesystem;
using registry::CsvTable;
using registry::Json;

bool is_cell(const std::string& cell, const Json& wanted) {
  if (wanted.is_string()) return cell == wanted.get_ref<const std::string&>();
  if (wanted.is_boolean()) return cell == (wanted.get<bool>() ? "true" : "false");
  if (wanted.is_null()) return cell.empty();
  const std::optional<double> number = registry::number_in(cell);
  return number && wanted.is_number() && *number == wanted.get<double>();
}

std::vector<const CsvTable::Row*> matching(const CsvTable& table, const Json& where) {
  std::vector<const CsvTable::Row*> rows;
  for (const CsvTable::Row& row : table.rows) {
    bool matches = true;
    if (where.is_object()) {
      for (const auto& [column, wanted] : where.items()) {
        const std::optional<std::size_t> at = table.find(column);
        matches = matches && at && is_cell(row.fields[*at], wanted);
      }
    }
    if (matches) rows.push_back(&row);
  }
  return rows;
}

double over(Over over, const std::vector<double>& cells) {
  switch (over) {
    case Over::max:
      return *std::max_element(cells.begin(), cells.end());
    case Over::min:
      return *std::min_element(cells.begin(), cells.end());
    default:
      break;
  }
  double sum = 0;
  for (const double cell : cells) sum += cell;
  return over == Over::mean ? sum / static_cast<double>(cells.size()) : sum;
}

}  // namespace

std::string scenario_text(const Lab& lab, const std::string& run, const Numbers& numbers) {
  const Run* known = find(lab.runs, run);
  RIPPLETANK_CHECK(known != nullptr, "a lab has no run " + run);
  scenario::Draft draft = scenario::read_draft((lab.folder / known->scenario).string());
  for (const auto* set : {&lab.set, &known->set}) {
    for (const auto& [pointer, value] : *set) {
      scenario::apply({pointer, filled(value, numbers)}, draft.document);
    }
  }
  return draft.document.dump(2) + "\n";
}

scenario::Loaded load_scenario(const Lab& lab, const std::string& run, const Numbers& numbers) {
  const std::string file = (lab.folder / find(lab.runs, run)->scenario).string();
  scenario::Loaded loaded = scenario::load_text(scenario_text(lab, run, numbers), file);
  scenario::require_input_files(loaded);
  return loaded;
}

Plays::Plays(const Lab& lab, Numbers numbers, fs::path folder)
    : lab_(lab), numbers_(std::move(numbers)), folder_(std::move(folder)) {}

double Plays::evaluate(const Value& value) {
  const double result =
      labs::evaluate(value, {[this](const Value& part) { return measured(part); },
                             [this](const Value& part) { return *find(numbers_, *part.number); }});
  if (!std::isfinite(result)) throw at_fault(value.at, "a division by zero");
  return result;
}

registry::InputError Plays::at_fault(const std::string& pointer, std::string message) const {
  return labs::at_fault(lab_, pointer, std::move(message));
}

Plays::Played& Plays::played(const std::string& run) {
  const auto known = played_.find(run);
  if (known != played_.end()) return known->second;
  Played played{folder_ / run, {}, {}};
  fs::create_directories(played.folder);
  const scenario::Loaded loaded = load_scenario(lab_, run, numbers_);
  try {
    const run::Outcome outcome = run::run(loaded.scenario, loaded.scenario.seed);
    const Json summary = run::write_result(loaded.scenario, outcome, Json::array(), played.folder);
    played.results = summary["results"];
    if (summary.contains("protocol")) played.results.update(summary["protocol"]);
  } catch (const registry::InputError& error) {
    throw registry::InputError(loaded.located(error.diagnostics()));
  }
  return played_.emplace(run, std::move(played)).first->second;
}

double Plays::measured(const Value& value) { return value.metric ? metric(value) : cell(value); }

double Plays::metric(const Value& value) {
  const Json& results = played(*value.run).results;
  const auto found = results.find(*value.metric);
  if (found == results.end()) {
    std::vector<std::string> names;
    for (const auto& [name, result] : results.items()) names.push_back(name);
    throw at_fault(value.at + "/metric",
                   "no such result of this run" + registry::suggestion(*value.metric, names));
  }
  if (!found->is_number()) throw at_fault(value.at + "/metric", "the run has no such value");
  return found->get<double>();
}

double Plays::cell(const Value& value) {
  Played& run = played(*value.run);
  if (run.tables.count(*value.table) == 0) {
    const std::string file = (run.folder / (*value.table + ".csv")).string();
    if (!fs::exists(file)) throw at_fault(value.at + "/table", "the run has no such table");
    run.tables[*value.table] = registry::parse_csv(registry::read_input_file({file, file}), file);
  }
  const CsvTable& table = run.tables[*value.table];
  const auto rows = matching(table, filled(value.where, numbers_));
  if (value.over == Over::count) return static_cast<double>(rows.size());
  if (rows.empty() || (!value.over && rows.size() != 1)) {
    throw at_fault(
        value.at, fmt::format("expected {} of {}.csv that matches, found {}",
                              value.over ? "a row" : "exactly one row", *value.table, rows.size()));
  }
  const std::size_t column = *table.find(*value.column);
  std::vector<double> cells;
  for (const CsvTable::Row* row : rows) {
    const std::optional<double> number = registry::number_in(row->fields[column]);
    if (number) cells.push_back(*number);
  }
  if (cells.size() != rows.size()) {
    throw at_fault(value.at, fmt::format("a cell of {} is no number", *value.column));
  }
  return over(value.over.value_or(Over::sum), cells);
}

}  // namespace rippletank::labs
