// The example of every topology in the catalogue, made fit to be an overlay.
#pragma once

#include <vector>

#include "tests/analytic/play.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::tests {

/// A topology that can put a device into its centre gets a peer there.
inline std::vector<Json> topology_examples() {
  std::vector<Json> examples;
  for (const registry::Entry* entry : topologies::catalogue().entries) {
    Json example = entry->example;
    const registry::Parameter* centre = entry->section.find("centre");
    if (centre != nullptr) {
      const auto& choices = centre->type.choices;
      if (std::find(choices.begin(), choices.end(), "node") != choices.end()) {
        example["centre"] = "node";
      }
    }
    examples.push_back(example);
  }
  return examples;
}

/// Whether the graph brings delays of its own, which win over those of the underlay.
inline bool has_latencies(const Json& topology) {
  const Json scenario = overlay_scenario(topology, {{"model", "flood"}}, 50);
  const scenario::Scenario loaded = scenario_of(scenario);
  return !topologies::build(loaded.overlay.topology, 1).latency_ns.empty();
}

}  // namespace rippletank::tests
