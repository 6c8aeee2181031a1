// trace: queries from a file, one row each.
#include "sim/workload/trace.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/registry/csv_text.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/suggest.hpp"

namespace rippletank::workload {
namespace {

using registry::CsvTable;
using registry::Diagnostic;

constexpr std::size_t most_told = 20;  // a wrong column would fill the screen

struct Parameters {
  registry::FilePath file;
};

/// Which columns a trace has.
struct Columns {
  std::size_t time_s = 0;
  std::size_t origin = 0;
  std::optional<std::size_t> item;
};

Columns columns_of(const CsvTable& table, const std::string& file) {
  const std::vector<std::string> known = {"time_s", "origin", "item"};
  std::vector<Diagnostic> mistakes;
  for (const std::string& column : table.columns) {
    if (std::find(known.begin(), known.end(), column) != known.end()) continue;
    mistakes.push_back({file, 1, "",
                        fmt::format("unknown column {}{}", registry::found(column),
                                    registry::suggestion(column, known))});
  }
  for (const char* needed : {"time_s", "origin"}) {
    if (table.find(needed)) continue;
    mistakes.push_back({file, 1, "",
                        fmt::format("missing column \"{}\"; expected the header time_s,origin or "
                                    "time_s,origin,item",
                                    needed)});
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return {*table.find("time_s"), *table.find("origin"), table.find("item")};
}

/// The time that a field states, or why it is none.
std::optional<core::Time> time_in(const std::string& field) {
  const registry::Json number = registry::Json::parse(field, nullptr, false);
  if (!number.is_number()) return {};
  const auto seconds = number.get<double>();
  if (!(seconds >= 0 && seconds <= core::longest_s)) return {};
  return core::from_seconds(seconds);
}

overlay::QueryStream start(const Parameters& parameters, const SetUp& set_up) {
  return [queries = parse_query_trace(registry::read_input_file(parameters.file),
                                      parameters.file.written, set_up),
          next = std::size_t{0}]() mutable -> std::optional<overlay::Query> {
    if (next == queries.size()) return {};
    return queries[next++];
  };
}

}  // namespace

std::vector<overlay::Query> parse_query_trace(std::string_view text, const std::string& file,
                                              const SetUp& set_up) {
  const CsvTable table = registry::parse_csv(text, file);
  const Columns columns = columns_of(table, file);
  std::vector<overlay::Query> queries;
  std::vector<Diagnostic> mistakes;
  for (const CsvTable::Row& row : table.rows) {
    const auto time = time_in(row.fields[columns.time_s]);
    const auto origin = set_up.find_peer(row.fields[columns.origin]);
    if (!time) {
      mistakes.push_back(
          {file, row.line, "",
           fmt::format("time_s: expected a number like 0.5, 0 to {} [s], got {}", core::longest_s,
                       registry::found(row.fields[columns.time_s]))});
    }
    if (!origin) {
      mistakes.push_back(
          {file, row.line, "",
           fmt::format("origin: no peer {} in this overlay; expected {}",
                       registry::found(row.fields[columns.origin]), set_up.peer_names)});
    }
    if (mistakes.size() >= most_told) break;
    if (!time || !origin) continue;
    overlay::Query query{*time, *origin, {}};
    if (columns.item && !row.fields[*columns.item].empty()) {
      query.item = row.fields[*columns.item];
    }
    queries.push_back(std::move(query));
  }
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  std::stable_sort(queries.begin(), queries.end(),
                   [](const auto& a, const auto& b) { return a.start < b.start; });
  return queries;
}

RIPPLETANK_QUERIES(trace) {
  QueryModel model;
  model.entry = registry::describe<Parameters>(
      "trace", "Queries from a CSV file, one row each.", "",
      registry::Table<Parameters>{}.required(
          "file", &Parameters::file,
          {.description = "CSV with the columns time_s, origin and, if wanted, item; rows in any "
                          "order of time."}),
      {{"file", "scenarios/tutorial/data/chat.csv"}});
  model.count = [](const void*) { return std::optional<std::uint64_t>{}; };
  model.start = [](const void* parameters, const SetUp& set_up) {
    return start(*static_cast<const Parameters*>(parameters), set_up);
  };
  return model;
}

}  // namespace rippletank::workload
