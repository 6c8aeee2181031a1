// Networks of a test: topologies as scenarios name them, and twins that follow rules to the letter.
#pragma once

#include <cstdint>
#include <queue>
#include <string>
#include <vector>

#include "sim/registry/codec.hpp"
#include "topologies/catalogue.hpp"
#include "topologies/graph.hpp"

namespace rippletank::tests {

/// A topology with its defaults, and its rows.
struct TestNetwork {
  registry::Json topology;
  topologies::Graph graph;
  topologies::Adjacency rows;

  explicit TestNetwork(const registry::Json& written, std::uint64_t seed = 1) {
    using Model = registry::Codec<registry::Model>;
    registry::Model model;
    registry::Reader reader{{}};
    Model::read(written, model, Model::type({.catalogue = &topologies::catalogue()}), reader);
    topology = Model::write(model);
    graph = topologies::build(model, seed);
    rows = topologies::adjacency(graph);
  }
  topologies::NodeId nodes() const { return graph.node_count; }
  double links() const { return static_cast<double>(graph.links.size()); }
};

/// What one flood does, copy by copy, if all take equally long.
struct PlayedFlood {
  double reach = 0;
  double copies = 0;

  PlayedFlood(const topologies::Adjacency& rows, topologies::NodeId origin, std::uint32_t ttl_hops,
              bool sends_back) {
    struct Copy {
      topologies::NodeId from;
      topologies::NodeId to;
      std::uint32_t ttl_hops;
    };
    std::queue<Copy> travelling;
    std::vector<bool> has_it(rows.offsets.size() - 1);
    const auto send = [&](topologies::NodeId at, topologies::NodeId except, std::uint32_t left) {
      for (std::uint32_t slot = rows.offsets[at]; slot < rows.offsets[at + 1]; ++slot) {
        if (rows.neighbours[slot] == except) continue;
        travelling.push({at, rows.neighbours[slot], left});
        ++copies;
      }
    };
    constexpr topologies::NodeId nobody = 0xffffffff;
    has_it[origin] = true;
    for (send(origin, nobody, ttl_hops); !travelling.empty(); travelling.pop()) {
      const Copy copy = travelling.front();
      if (has_it[copy.to]) continue;
      has_it[copy.to] = true;
      ++reach;
      if (copy.ttl_hops > 1) send(copy.to, sends_back ? nobody : copy.from, copy.ttl_hops - 1);
    }
  }
};

}  // namespace rippletank::tests
