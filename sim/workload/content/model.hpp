// ContentParameters: what a scenario says about the items that peers share, described once.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/core/distributions.hpp"
#include "sim/registry/codec.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::workload {

struct ContentParameters {
  ContentParameters();

  std::optional<std::uint32_t> items;  ///< none: those that a file names
  core::Distribution size_bytes{core::Constant{4e6}};
  registry::Model popularity;
  registry::Model replication;
  core::Distribution files_per_peer{core::Constant{1}};

  static const registry::Section& section();

  bool popularity_is_a_file() const;
  /// A file then says who holds what, and nothing is drawn.
  bool replication_is_a_file() const;
};

}  // namespace rippletank::workload
