// The catalogue of topologies and the way from a chosen model to its graph.
#pragma once

#include <cstdint>

#include "topologies/model.hpp"

namespace rippletank::topologies {

const registry::Catalogue& catalogue();

/// The graph of a chosen topology, simple and undirected.
///
/// Errors:  InputError for what a file holds or a generator cannot make.
/// Random:  substreams "topology/…" of the seed.
Graph build(const registry::Model& model, std::uint64_t seed);

}  // namespace rippletank::topologies
