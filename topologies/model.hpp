// TopologyModel: a way to make a graph, described once for help, checks and schema.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "sim/registry/table.hpp"
#include "topologies/graph.hpp"

namespace rippletank::topologies {

/// The largest graph that 32-bit ids and slots carry with room to spare.
inline constexpr double most_nodes = 100'000'000;

/// Every link takes two slots of an adjacency, and slots are counted in 32 bits.
inline constexpr std::uint32_t most_links = 2'147'483'647;

/// A generator or a reader.
struct TopologyModel {
  registry::Entry entry;
  /// Makes the graph. Same parameters and seed, same graph.
  ///
  /// Errors:  InputError naming file and line, for readers.
  std::function<Graph(const void* parameters, std::uint64_t seed)> build;
};

/// Ties an entry to the function that makes its graph:
///     TopologyModel ring() { return model<Parameters>(describe<Parameters>(…), build); }
template <class P>
TopologyModel model(registry::Entry entry, Graph (*build)(const P&, std::uint64_t seed)) {
  return {std::move(entry), [build](const void* parameters, std::uint64_t seed) {
            return build(*static_cast<const P*>(parameters), seed);
          }};
}

}  // namespace rippletank::topologies

/// Opens the function that registers a topology; its name must stand in catalogue.def.
#define RIPPLETANK_TOPOLOGY(name) ::rippletank::topologies::TopologyModel name##_topology()
