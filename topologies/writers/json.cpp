// Metrics as JSON.
#include "sim/registry/json.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::topologies {
namespace {

void add_latency(const LatencyMetrics& latency, registry::Json& json) {
  json["mean_latency_ms"] = latency.mean_ms;
  json["latency_max_ms"] = latency.max_ms;
  if (latency.sum_ms) {
    json["latency_sum_ms"] = *latency.sum_ms;
  } else {
    json["latency_sum_ms"] = nullptr;
  }
  json["latencies_exact"] = latency.exact;
  json["latency_sampled_sources"] = latency.sampled_sources;
  json["mean_latency_error_ms"] = latency.mean_error_ms;
}

}  // namespace

std::string to_json(const GraphMetrics& metrics) {
  registry::Json json = {
      {"nodes", metrics.nodes},
      {"links", metrics.links},
      {"components", metrics.components},
      {"largest_component", metrics.largest_component},
      {"degree_min", metrics.degree_min},
      {"degree_mean", metrics.degree_mean},
      {"degree_max", metrics.degree_max},
      {"percolation_threshold", metrics.percolation_threshold},
      {"diameter_hops", metrics.diameter_hops},
      {"diameter_is_lower_bound", metrics.diameter_is_lower_bound},
      {"mean_hops", metrics.mean_hops},
      {"mean_hops_error", metrics.mean_hops_error},
      {"effective_diameter_90", metrics.effective_diameter_90},
      {"paths_exact", metrics.paths_exact},
      {"sampled_sources", metrics.sampled_sources},
      {"triangles", metrics.triangles},
      {"clustering", metrics.clustering},
      {"transitivity", metrics.transitivity},
      {"cut_nodes", metrics.cut_nodes},
  };
  if (metrics.latency) add_latency(*metrics.latency, json);
  return json.dump(2) + "\n";
}

}  // namespace rippletank::topologies
