// Reads results back, and says what is missing of those that are damaged.
#include "sim/cli/stored_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/reader.hpp"
#include "sim/run/query_measures.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;
using registry::Json;

[[noreturn]] void refuse_result(const std::string& where, std::string reason) {
  throw registry::InputError(registry::Diagnostic{where, 0, "", std::move(reason)});
}

constexpr const char* run_again = "the result is damaged: run it again with --force";

bool is_text_or_absent(const Json& object, const char* key) {
  return !object.contains(key) || object[key].is_string();
}

/// Whether what is read of a summary has the form in which rippletank writes it.
bool is_well_formed(const Json& summary) {
  for (const char* key : {"definitions", "results", "protocol"}) {
    if (summary.contains(key) && !summary[key].is_object()) return false;
  }
  const Json definitions = summary.value("definitions", Json::object());
  return is_text_or_absent(summary, "name") &&
         is_text_or_absent(summary["provenance"], "version") &&
         is_text_or_absent(summary["provenance"], "git_describe") &&
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

void read_table(StoredResult& result, const fs::path& file) {
  result.table_file = file.string();
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    refuse_result(result.table_file, fmt::format("it is missing; {}", run_again));
  }
  result.table =
      registry::parse_csv(registry::read_input_file({file.string(), file}), result.table_file);
}

void require_rows(const StoredResult& result, const Json& expected) {
  const std::size_t found = result.table.rows.size();
  if (!expected.is_number_unsigned() || expected.get<std::uint64_t>() == found) return;
  refuse_result(result.table_file, fmt::format("expected {} rows, as summary.json says, got {}; {}",
                                               expected.get<std::uint64_t>(), found, run_again));
}

/// Finds the columns that a sweep varies, and those that hold metrics.
void sort_columns(StoredResult& result) {
  const std::vector<std::string>& columns = result.table.columns;
  const auto repetition = result.table.find("repetition");
  const auto fingerprint = result.table.find("fingerprint");
  if (!repetition || !result.table.find("seed") || !fingerprint || *fingerprint < *repetition) {
    refuse_result(
        result.table_file,
        fmt::format("expected the columns repetition, seed and fingerprint; {}", run_again));
  }
  const auto status = result.table.find("status");
  if (result.kind == ResultKind::sweep) {
    for (std::size_t i = status ? *status + 1 : 0; i < *repetition; ++i) {
      result.varied.push_back(columns[i]);
    }
  }
  for (std::size_t i = *fingerprint + 1; i < columns.size(); ++i) {
    if (columns[i] != "message") result.metrics.push_back(columns[i]);
  }
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

const std::string& StoredResult::cell(std::size_t row, const std::string& column) const {
  static const std::string nothing;
  const std::optional<std::size_t> found = table.find(column);
  return found ? table.rows[row].fields[*found] : nothing;
}

std::optional<double> StoredResult::number(std::size_t row, const std::string& column) const {
  const std::string& text = cell(row, column);
  if (text.empty()) return {};
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "inf") return infinity;
  if (text == "-inf") return -infinity;
  if (const std::optional<double> found = registry::number_in(text)) return found;
  throw registry::InputError(registry::Diagnostic{
      table_file, table.rows[row].line, "",
      fmt::format("{}: expected a number, got {}; {}", column, registry::found(text), run_again)});
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
  if (result.kind != ResultKind::run) {
    read_table(result, path / "runs.csv");
    sort_columns(result);
    if (result.kind == ResultKind::repetitions) {
      require_rows(result, result.summary["repetitions"]);
    }
    return result;
  }
  if (!has_queries(result.summary)) return result;
  read_table(result, path / "queries.csv");
  require_rows(result, result.summary["results"].value("queries", Json()));
  for (const run::QueryMeasure& measure : run::query_measures()) {
    if (result.table.find(measure.name)) result.metrics.emplace_back(measure.name);
  }
  return result;
}

}  // namespace rippletank::cli
