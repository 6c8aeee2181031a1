// Makes the graph of an underlay.
#include "sim/run/underlay_graph.hpp"

#include <utility>

#include "sim/underlay/physical.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::run {
namespace {

topologies::Graph physical_graph(const underlay::PhysicalParameters& parameters,
                                 std::uint64_t seed) {
  topologies::Graph graph = topologies::build(parameters.topology, seed);
  const underlay::DeviceGraph devices = underlay::device_graph(graph, parameters, seed);
  graph.latency_ns.clear();
  graph.bandwidth_mbit_s.clear();
  for (const underlay::Cable& cable : devices.cables) {
    graph.latency_ns.push_back(cable.latency_ns);
    graph.bandwidth_mbit_s.push_back(cable.bandwidth_mbit_s);
  }
  return graph;
}

}  // namespace

std::optional<topologies::Graph> underlay_graph(const scenario::Scenario& scenario,
                                                std::uint64_t seed) {
  if (scenario.underlay.entry->name != "physical") return {};
  return physical_graph(scenario.underlay.as<underlay::PhysicalParameters>(), seed);
}

}  // namespace rippletank::run
