// Query: what a workload starts and a protocol spreads.
#pragma once

#include <functional>
#include <optional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::overlay {

struct Query {
  core::Time start = 0;
  core::PeerId origin = 0;
  std::optional<core::ItemId> item;
  bool download = false;  ///< whether the origin fetches what it finds
};

/// Yields the queries of a run in ascending order of start, then nothing.
using QueryStream = std::function<std::optional<Query>()>;

}  // namespace rippletank::overlay
