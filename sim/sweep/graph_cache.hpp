// GraphCache: the graphs that several runs of a sweep have in common, made once.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "sim/run/graph_maker.hpp"
#include "sim/sweep/plan.hpp"

namespace rippletank::sweep {

/// Asked by several threads at the same time. A graph that only one run has is made as ever.
///
/// Cost:    a copy instead of a graph made anew; keeps the last ones asked for, together no more
///          than 256 MiB unless one alone is larger.
class GraphCache {
 public:
  /// Looks which topologies the points of a plan have in common.
  explicit GraphCache(const Plan& plan);

  /// What runs get their graphs from; refers to this cache.
  run::GraphMaker maker();

  /// What tells whether runs of two points with the same seed have the same graphs.
  static std::string key_of(const scenario::Scenario& scenario);

 private:
  struct Entry {
    std::string key;
    std::mutex making;
    std::shared_ptr<const topologies::Graph> graph;
  };
  using Entries = std::list<std::shared_ptr<Entry>>;  ///< the last one asked for first

  topologies::Graph make(const registry::Model& model, std::uint64_t seed);
  std::shared_ptr<Entry> find(const std::string& key);
  void keep(Entry& entry, std::shared_ptr<const topologies::Graph> made);

  std::set<std::string> shared_;  ///< topologies that more than one run may have, as JSON
  std::mutex mutex_;
  Entries entries_;
};

}  // namespace rippletank::sweep
