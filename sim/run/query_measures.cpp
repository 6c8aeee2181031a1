// Lists what is measured of each query.
#include "sim/run/query_measures.hpp"

#include <algorithm>

#include "sim/core/check.hpp"
#include "sim/run/table_columns.hpp"

namespace rippletank::run {
namespace {

using measure::QueryRecord;
using MaybeNumber = std::optional<double>;

MaybeNumber maybe_ms(const std::optional<core::Time>& time) {
  if (!time) return {};
  return core::to_milliseconds(*time);
}

MaybeNumber as_number(std::uint64_t count) { return static_cast<double>(count); }

}  // namespace

const std::string& QueryMeasure::definition() const {
  const std::vector<Column>& columns = query_columns().columns;
  const auto column = std::find_if(columns.begin(), columns.end(),
                                   [this](const Column& one) { return one.name == name; });
  RIPPLETANK_CHECK(column != columns.end(), std::string("queries.csv has no column ") + name);
  return column->definition;
}

const std::vector<QueryMeasure>& query_measures() {
  static const std::vector<QueryMeasure> all = {
      {"reach", "peers", [](const QueryRecord& query) { return as_number(query.reach); }},
      {"coverage", "ratio", [](const QueryRecord& query) { return query.coverage(); }},
      {"hits", "peers", [](const QueryRecord& query) { return as_number(query.hits); }},
      {"first_hit_hops", "hops",
       [](const QueryRecord& query) {
         return query.first_hit_hops ? MaybeNumber(*query.first_hit_hops) : MaybeNumber();
       }},
      {"first_hit_ms", "ms", [](const QueryRecord& query) { return maybe_ms(query.first_hit); }},
      {"last_reach_ms", "ms", [](const QueryRecord& query) { return maybe_ms(query.last_reach); }},
      {"messages", "messages", [](const QueryRecord& query) { return as_number(query.messages); }},
      {"duplicates", "messages",
       [](const QueryRecord& query) { return as_number(query.duplicates); }},
      {"bytes", "bytes", [](const QueryRecord& query) { return as_number(query.bytes); }},
      {"stretch", "ratio", [](const QueryRecord& query) { return query.stretch(); }},
      {"path_links", "links", [](const QueryRecord& query) { return query.path_links_mean(); }},
      {"download_ms", "ms", [](const QueryRecord& query) { return maybe_ms(query.downloaded); }},
  };
  return all;
}

}  // namespace rippletank::run
