// QueryModel: who asks when, as a stream of queries, described once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/core/time.hpp"
#include "sim/overlay/query.hpp"
#include "sim/registry/table.hpp"
#include "sim/workload/items.hpp"
#include "sim/workload/peer_names.hpp"

namespace rippletank::workload {

/// What a workload may know about the run that it feeds.
struct SetUp {
  PeerNames peers;
  std::uint64_t seed = 1;
  core::Time horizon = core::never;
  /// What can be asked for; without content, the names that queries bring along are added.
  Items& items;
};

struct QueryModel {
  registry::Entry entry;
  /// How many queries it will start, when that is known beforehand.
  std::function<std::optional<std::uint64_t>(const void* parameters)> count;
  /// Never ends by itself: only a horizon ends the run.
  bool endless = false;
  /// Whether any of those who ask fetch what they find.
  std::function<bool(const void* parameters)> downloads;
  /// Errors:  InputError with JSON pointers below "/queries", or naming a file and its line.
  std::function<overlay::QueryStream(const void* parameters, const SetUp& set_up)> start;
};

const registry::Catalogue& catalogue();

/// The query model that a scenario chose.
const QueryModel& query_model(const registry::Model& chosen);

}  // namespace rippletank::workload

/// Opens the function that registers a query model; its name must stand in catalogue.def.
#define RIPPLETANK_QUERIES(name) ::rippletank::workload::QueryModel name##_queries()
