// Links as CSV.
#include <cmath>

#include "topologies/writers/text.hpp"
#include "topologies/writers/writers.hpp"

namespace rippletank::topologies {

std::string to_csv(const Graph& graph) {
  fmt::memory_buffer out;
  const bool has_latency = !graph.latency_ns.empty();
  const bool has_bandwidth = !graph.bandwidth_mbit_s.empty();
  append(out, "from,to{}{}\n", has_latency ? ",latency_ms" : "",
         has_bandwidth ? ",bandwidth_mbit_s" : "");
  for (std::size_t i = 0; i < graph.links.size(); ++i) {
    append(out, "{},{}", csv_field(graph.names.name(graph.links[i].from)),
           csv_field(graph.names.name(graph.links[i].to)));
    if (has_latency) append(out, ",{}", milliseconds_text(graph.latency_ns[i]));
    if (has_bandwidth) {
      const double bandwidth = graph.bandwidth_mbit_s[i];
      append(out, ",");
      if (std::isfinite(bandwidth) && bandwidth > 0) append(out, "{}", bandwidth);
    }
    append(out, "\n");
  }
  return fmt::to_string(out);
}

}  // namespace rippletank::topologies
