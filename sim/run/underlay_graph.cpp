// Makes the graph of an underlay.
#include "sim/run/underlay_graph.hpp"

#include <utility>

#include "sim/underlay/internet_parameters.hpp"
#include "sim/underlay/physical.hpp"
#include "sim/underlay/router_network.hpp"
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

/// Speeds stay those of the topology: what it does not know is not limited.
topologies::Graph internet_graph(const underlay::InternetParameters& parameters,
                                 std::uint64_t seed) {
  topologies::Graph graph = topologies::build(parameters.topology, seed);
  const underlay::RouterNetwork network = underlay::router_network(graph, parameters, seed);
  graph.latency_ns.clear();
  for (const underlay::CoreLink& link : network.links())
    graph.latency_ns.push_back(link.latency_ns);
  return graph;
}

}  // namespace

std::optional<topologies::Graph> underlay_graph(const scenario::Scenario& scenario,
                                                std::uint64_t seed) {
  const registry::Model& chosen = scenario.underlay;
  if (chosen.entry->name == "physical") {
    return physical_graph(chosen.as<underlay::PhysicalParameters>(), seed);
  }
  if (chosen.entry->name == "internet") {
    return internet_graph(chosen.as<underlay::InternetParameters>(), seed);
  }
  return {};
}

}  // namespace rippletank::run
