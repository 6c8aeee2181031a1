// Reads results back, and says what is missing of those that are damaged.
#include "sim/cli/stored_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <string_view>

#include "sim/core/random.hpp"
#include "sim/registry/csv_text.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/reader.hpp"
#include "sim/run/query_measures.hpp"
#include "sim/sweep/table_columns.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;
using registry::Json;

[[noreturn]] void refuse_result(const std::string& where, std::string reason) {
  throw registry::InputError(registry::Diagnostic{where, 0, "", std::move(reason)});
}

constexpr const char* run_again = "the result is damaged: run it again with --force";
constexpr const char* sweep_again = "the result is damaged: start the sweep again to have it anew";

/// A sweep keeps its runs, and writes its tables anew without --force.
const char* advice(ResultKind kind) { return kind == ResultKind::sweep ? sweep_again : run_again; }

bool is_text_or_absent(const Json& object, const char* key) {
  return !object.contains(key) || object[key].is_string();
}

/// Whether what is read of a summary has the form in which rippletank writes it.
bool is_well_formed(const Json& summary) {
  for (const char* key : {"definitions", "results", "protocol"}) {
    if (summary.contains(key) && !summary[key].is_object()) return false;
  }
  const Json definitions = summary.value("definitions", Json::object());
  const Json& provenance = summary["provenance"];
  return is_text_or_absent(summary, "name") && is_text_or_absent(summary, "description") &&
         is_text_or_absent(provenance, "version") &&
         is_text_or_absent(provenance, "git_describe") &&
         is_text_or_absent(provenance, "fingerprint") &&
         provenance.value("scenario", Json::object()).is_object() &&
         provenance.value("seed", Json(0U)).is_number_unsigned() &&
         std::all_of(definitions.begin(), definitions.end(), [](const Json& one) {
           return one.is_object() && is_text_or_absent(one, "unit") &&
                  is_text_or_absent(one, "definition");
         });
}

Json read_summary(const fs::path& folder, const std::string& named) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    refuse_result(named, fs::exists(folder, ignored) ? "expected a result folder, got a file"
                                                     : "no such folder");
  }
  const fs::path file = folder / "summary.json";
  if (!fs::exists(file, ignored)) {
    refuse_result(named,
                  "no result: there is no summary.json in it; expected a folder that "
                  "rippletank run or sweep has written");
  }
  registry::ParsedJson parsed =
      registry::parse_json(registry::read_input_file({file.string(), file}), file.string());
  if (!parsed.is_json) refuse_result(file.string(), fmt::format("no JSON; {}", run_again));
  const Json::json_pointer program("/provenance/program");
  if (!parsed.value.is_object() || !parsed.value.contains(program) ||
      parsed.value[program] != "rippletank") {
    refuse_result(file.string(), "no summary of a result of rippletank");
  }
  if (!is_well_formed(parsed.value)) {
    refuse_result(file.string(), fmt::format("not as rippletank writes it; {}", run_again));
  }
  return std::move(parsed.value);
}

ResultKind kind_of(const Json& summary, const fs::path& file) {
  if (summary.contains("runs") && summary["runs"].is_object()) return ResultKind::sweep;
  if (summary.contains("repetitions")) return ResultKind::repetitions;
  if (summary.contains("results")) return ResultKind::run;
  refuse_result(file.string(), fmt::format("it tells neither results nor runs; {}", run_again));
}

/// Which columns of a table are kept, by their places.
struct Kept {
  std::vector<std::size_t> texts;
  std::vector<std::size_t> numbers;
  std::vector<std::size_t> askings;
};

std::optional<std::size_t> place_of(const std::vector<std::string>& columns,
                                    std::string_view name) {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return {};
  return static_cast<std::size_t>(found - columns.begin());
}

Kept kept_of_runs(const std::vector<std::string>& columns, const std::string& file,
                  StoredResult& result) {
  const auto status = place_of(columns, "status");
  const auto repetition = place_of(columns, "repetition");
  const auto seed = place_of(columns, "seed");
  const auto fingerprint = place_of(columns, "fingerprint");
  if (!repetition || !seed || !fingerprint || *fingerprint < *repetition) {
    refuse_result(file, fmt::format("expected the columns repetition, seed and fingerprint; {}",
                                    advice(result.kind)));
  }
  Kept kept{{*repetition, *seed}, {}, {}};
  if (result.kind == ResultKind::sweep) {
    if (!status || *status > *repetition) {
      refuse_result(file, fmt::format("expected a column status; {}", sweep_again));
    }
    kept.texts.push_back(*status);
    for (std::size_t i = *status + 1; i < *repetition; ++i) {
      result.varied.push_back(columns[i]);
      kept.texts.push_back(i);
    }
  }
  for (std::size_t i = *fingerprint + 1; i < columns.size(); ++i) {
    if (columns[i] != "message") kept.numbers.push_back(i);
  }
  return kept;
}

Kept kept_of_queries(const std::vector<std::string>& columns, const std::string& file) {
  Kept kept;
  for (const char* name : {"query_id", "time_s", "origin", "item"}) {
    const auto place = place_of(columns, name);
    if (!place) refuse_result(file, fmt::format("expected a column {}; {}", name, run_again));
    kept.askings.push_back(*place);
  }
  for (const run::QueryMeasure& measure : run::query_measures()) {
    if (const auto place = place_of(columns, measure.name)) kept.numbers.push_back(*place);
  }
  return kept;
}

double number_of(const std::string& text, const std::string& column, const std::string& file,
                 int line, const char* advice) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text.empty()) return NAN;
  if (text == "inf") return infinity;
  if (text == "-inf") return -infinity;
  if (const std::optional<double> found = registry::number_in(text)) return *found;
  throw registry::InputError(registry::Diagnostic{
      file, line, "",
      fmt::format("{}: expected a number, got {}; {}", column, registry::found(text), advice)});
}

void require_table(const fs::path& path, ResultKind kind) {
  std::error_code ignored;
  if (fs::exists(path, ignored)) return;
  refuse_result(path.string(), fmt::format("it is missing; {}", advice(kind)));
}

void read_table(StoredResult& result, const fs::path& path, const Json& expected_rows) {
  const std::string file = path.string();
  require_table(path, result.kind);
  Kept kept;
  std::vector<std::string> columns;
  const auto begin = [&](const std::vector<std::string>& header) {
    columns = header;
    kept = result.kind == ResultKind::run ? kept_of_queries(header, file)
                                          : kept_of_runs(header, file, result);
    for (const std::size_t place : kept.texts) result.texts[header[place]];
    for (const std::size_t place : kept.numbers) {
      result.metrics.push_back(header[place]);
      result.numbers[header[place]];
    }
  };
  const auto add = [&](registry::CsvTable::Row& row) {
    ++result.rows;
    for (const std::size_t place : kept.texts) {
      result.texts[columns[place]].push_back(std::move(row.fields[place]));
    }
    for (const std::size_t place : kept.numbers) {
      result.numbers[columns[place]].push_back(
          number_of(row.fields[place], columns[place], file, row.line, advice(result.kind)));
    }
    if (kept.askings.empty()) return;
    std::string asking;
    for (const std::size_t place : kept.askings) asking += row.fields[place] + ",";
    result.askings.push_back(core::hash_text(asking));
  };
  registry::read_csv(registry::read_input_file({file, path}), file, begin, add);
  if (!expected_rows.is_number_unsigned() || expected_rows == result.rows) return;
  refuse_result(file, fmt::format("expected {} rows, as summary.json says, got {}; {}",
                                  expected_rows.get<std::uint64_t>(), result.rows, run_again));
}

/// Errors:  InputError for the first column that is not where it belongs.
void require_columns(const std::vector<std::string>& expected,
                     const std::vector<std::string>& columns, const std::string& file) {
  const auto [wanted, got] =
      std::mismatch(expected.begin(), expected.end(), columns.begin(), columns.end());
  if (wanted == expected.end() && got == columns.end()) return;
  throw registry::InputError(registry::Diagnostic{
      file, 1, "",
      fmt::format("column {}: expected {}, got {}; {}", 1 + (got - columns.begin()),
                  wanted == expected.end() ? "no other column" : registry::found(*wanted),
                  got == columns.end() ? "the end of the line" : registry::found(*got),
                  sweep_again)});
}

/// Whether a scenario asks for queries.csv; it does unless it names other tables only.
bool has_queries(const Json& summary) {
  const Json::json_pointer tables("/provenance/scenario/measure/tables");
  if (!summary.contains(tables)) return true;
  const Json& named = summary[tables];
  return std::find(named.begin(), named.end(), "queries") != named.end();
}

}  // namespace

const char* name(ResultKind kind) {
  if (kind == ResultKind::sweep) return "sweep";
  return kind == ResultKind::repetitions ? "repetitions" : "run";
}

const char* kind_in_words(ResultKind kind) {
  if (kind == ResultKind::sweep) return "the result of a sweep";
  if (kind == ResultKind::repetitions) return "the result of repetitions";
  return "the result of one run";
}

std::string StoredResult::about(const std::string& metric, const char* key) const {
  if (!summary.contains("definitions") || !summary["definitions"].contains(metric)) return {};
  return summary["definitions"][metric].value(key, "");
}

StoredResult read_result(const std::string& folder) {
  const fs::path path(folder);
  StoredResult result;
  result.folder = folder;
  result.summary = read_summary(path, folder);
  result.kind = kind_of(result.summary, path / "summary.json");
  if (result.kind == ResultKind::run) {
    if (has_queries(result.summary)) {
      read_table(result, path / "queries.csv", result.summary["results"].value("queries", Json()));
    }
  } else {
    // How many runs a sweep has depends on its points.
    const bool counted = result.kind == ResultKind::repetitions;
    read_table(result, path / "runs.csv", counted ? result.summary["repetitions"] : Json());
  }
  return result;
}

std::size_t require_groups(const StoredResult& sweep) {
  const fs::path path = fs::path(sweep.folder) / "groups.csv";
  const std::string file = path.string();
  require_table(path, ResultKind::sweep);
  std::vector<std::string> columns = sweep.varied;
  for (const std::string_view name : sweep::groups_columns().names()) columns.emplace_back(name);
  const std::size_t metric = *place_of(columns, "metric");
  const std::size_t warning = *place_of(columns, "warning");
  std::set<std::vector<std::string>> points;
  const auto check = [&](const registry::CsvTable::Row& row) {
    points.emplace(row.fields.begin(),
                   row.fields.begin() + static_cast<std::ptrdiff_t>(sweep.varied.size()));
    if (sweep.numbers.count(row.fields[metric]) == 0) {
      throw registry::InputError(
          registry::Diagnostic{file, row.line, "",
                               fmt::format("metric: expected a metric of runs.csv, got {}; {}",
                                           registry::found(row.fields[metric]), sweep_again)});
    }
    for (std::size_t i = *place_of(columns, "n"); i < warning; ++i) {
      number_of(row.fields[i], columns[i], file, row.line, sweep_again);
    }
  };
  registry::read_csv(
      registry::read_input_file({file, path}), file,
      [&](const std::vector<std::string>& header) { require_columns(columns, header, file); },
      check);
  return points.size();
}

}  // namespace rippletank::cli
