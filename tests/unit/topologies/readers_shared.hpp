// What the tests of the readers share: reading through the catalogue, components, diagnostics.
#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "sim/registry/diagnostics.hpp"
#include "tests/catch.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::tests {

/// The simplified graph of a file, read as a scenario would have it read.
inline topologies::Graph load(const std::string& model, const std::filesystem::path& file,
                              registry::Json more = registry::Json::object()) {
  more["model"] = model;
  more["file"] = file.string();
  registry::Reader reader{{}};
  const registry::Model chosen = registry::read_model(topologies::catalogue(), more, reader);
  REQUIRE(reader.error_count() == 0);
  return topologies::build(chosen, 1);
}

/// What a reader says of a bad input; empty when it says nothing.
inline std::vector<registry::Diagnostic> diagnostics_of(const std::function<void()>& read) {
  try {
    read();
  } catch (const registry::InputError& error) {
    return error.diagnostics();
  }
  return {};
}

/// Sizes of the components, largest first.
inline std::vector<std::uint32_t> component_sizes(const topologies::Graph& graph) {
  std::vector<topologies::NodeId> parent(graph.node_count);
  std::iota(parent.begin(), parent.end(), 0u);
  const auto root = [&](topologies::NodeId node) {
    while (parent[node] != node) node = parent[node] = parent[parent[node]];
    return node;
  };
  for (const topologies::Link& link : graph.links) parent[root(link.from)] = root(link.to);
  std::vector<std::uint32_t> sizes(graph.node_count, 0);
  for (topologies::NodeId node = 0; node < graph.node_count; ++node) ++sizes[root(node)];
  sizes.erase(std::remove(sizes.begin(), sizes.end(), 0u), sizes.end());
  std::sort(sizes.rbegin(), sizes.rend());
  return sizes;
}

}  // namespace rippletank::tests
