// Lists every topology of catalogue.def.
#include "topologies/catalogue.hpp"

#include <algorithm>
#include <vector>

#include "sim/core/check.hpp"

namespace rippletank::topologies {

#define TOPOLOGY(name) TopologyModel name##_topology();
#include "topologies/catalogue.def"
#undef TOPOLOGY

namespace {

const std::vector<TopologyModel>& models() {
  static const std::vector<TopologyModel> all = {
#define TOPOLOGY(name) name##_topology(),
#include "topologies/catalogue.def"
#undef TOPOLOGY
  };
  return all;
}

}  // namespace

const registry::Catalogue& catalogue() {
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"topology", "topologies", {}};
    for (const TopologyModel& model : models()) listed.entries.push_back(&model.entry);
    return listed;
  }();
  return all;
}

Graph build(const registry::Model& model, std::uint64_t seed) {
  const auto found = std::find_if(models().begin(), models().end(),
                                  [&](const TopologyModel& m) { return &m.entry == model.entry; });
  RIPPLETANK_CHECK(found != models().end(), "the chosen model is not a topology");
  Graph graph = found->build(model.parameters.get(), seed);
  simplify(graph);
  return graph;
}

}  // namespace rippletank::topologies
