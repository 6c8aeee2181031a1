// trace: queries from a file, one row each.
#include "sim/workload/trace.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/registry/input_file.hpp"
#include "sim/registry/input_table.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/workload/downloading.hpp"

namespace rippletank::workload {
namespace {

struct TraceParameters : Downloading {
  registry::FilePath file;
};

/// The time that a field states, or why it is none.
std::optional<core::Time> time_in(const std::string& field) {
  const std::optional<double> seconds = registry::number_in(field);
  if (!seconds || !(*seconds >= 0 && *seconds <= core::longest_s)) return {};
  return core::from_seconds(*seconds);
}

/// What a row asks for; nothing where it does not say.
std::optional<core::ItemId> item_in(const std::string& field, int line, Items& items,
                                    registry::RowMistakes& mistakes) {
  if (field.empty()) return {};
  const std::optional<core::ItemId> item = items.find(field);
  if (!item) mistakes.add(line, "item: " + unknown_item(items.names, field));
  return item;
}

overlay::QueryStream start(const TraceParameters& parameters, const SetUp& set_up) {
  return [queries = parse_query_trace(registry::read_input_file(parameters.file),
                                      parameters.file.shown(), set_up),
          &items = set_up.items, seed = set_up.seed, downloading = Downloading(parameters),
          next = std::size_t{0}]() mutable -> std::optional<overlay::Query> {
    if (next == queries.size()) return {};
    overlay::Query query = queries[next];
    if (!query.item) query.item = items.draw(seed, next);
    query.download = downloading.fetches(seed, next);
    ++next;
    return query;
  };
}

}  // namespace

std::vector<overlay::Query> parse_query_trace(std::string_view text, const std::string& file,
                                              const SetUp& set_up) {
  const registry::CsvTable table =
      registry::read_table(text, file, {.needed = {"time_s", "origin"}, .optional = {"item"}});
  const std::size_t time_s = *table.find("time_s");
  const std::size_t origin_column = *table.find("origin");
  const std::optional<std::size_t> item_column = table.find("item");
  std::vector<overlay::Query> queries;
  registry::RowMistakes mistakes(file);
  for (const registry::CsvTable::Row& row : table.rows) {
    const auto time = time_in(row.fields[time_s]);
    const auto origin = set_up.peers.find(row.fields[origin_column]);
    if (!time) {
      mistakes.add(row.line, fmt::format("time_s: expected a number like 0.5, 0 to {} [s], got {}",
                                         core::longest_s, registry::found(row.fields[time_s])));
    }
    if (!origin) {
      mistakes.add(row.line, "origin: " + set_up.peers.unknown(row.fields[origin_column]));
    }
    std::optional<core::ItemId> item;
    if (item_column) item = item_in(row.fields[*item_column], row.line, set_up.items, mistakes);
    if (mistakes.are_many()) break;
    if (time && origin) queries.push_back({*time, *origin, item, false});
  }
  mistakes.throw_if_any();
  std::stable_sort(queries.begin(), queries.end(),
                   [](const auto& a, const auto& b) { return a.start < b.start; });
  return queries;
}

RIPPLETANK_QUERIES(trace) {
  QueryModel model;
  model.entry = registry::describe<TraceParameters>(
      "trace", "Queries from a CSV file, one row each.", "",
      with_downloading(registry::Table<TraceParameters>{}.required(
          "file", &TraceParameters::file,
          {.description = "CSV with the columns time_s, origin and, if wanted, item; "
                          "rows in any order of time. With `content`, an item that is "
                          "left empty is chosen by popularity."})),
      {{"file", "scenarios/tutorial/data/chat.csv"}});
  model.count = [](const void*) { return std::optional<std::uint64_t>{}; };
  model.downloads = downloads<TraceParameters>;
  model.start = [](const void* parameters, const SetUp& set_up) {
    return start(*static_cast<const TraceParameters*>(parameters), set_up);
  };
  return model;
}

}  // namespace rippletank::workload
