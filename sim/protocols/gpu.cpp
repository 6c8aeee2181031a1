// Describes GPU, and how large its messages are.
#include "sim/protocols/gpu.hpp"

#include <algorithm>

#include "sim/protocols/parts/gnutella_sizes.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {
namespace {

UnstructuredSettings settings_of(const Gpu::Parameters& parameters) {
  UnstructuredSettings settings =
      settings_of(static_cast<const UnstructuredParameters&>(parameters));
  settings.search.jobs = {parameters.willing, parameters.compute_s};
  return settings;
}

UnstructuredSizes sizes_of(const Gpu::Parameters& parameters) {
  UnstructuredSizes sizes = gnutella::sizes({parameters.job_bytes, 0, 1, 0});
  sizes[Search::query_hit].payload_bytes += parameters.result_bytes;
  return sizes;
}

}  // namespace

Gpu::Parameters::Parameters() = default;

registry::Entry Gpu::entry() {
  return describe_unstructured<Parameters>(
      "gpu",
      "Peers pass on jobs as Gnutella passes on queries; who is willing does one, and its result "
      "goes back as a hit.",
      "GPU, a Gnutella-based cluster: questions and answers (gpu.sourceforge.net, 2002); sizes of "
      "results are estimates",
      with_searches(registry::Table<Parameters>{})
          .field("job_bytes", &Parameters::job_bytes,
                 {.unit = "bytes",
                  .range = registry::between(0, 1e6),
                  .description = "The text of a job, as \"1,1,+\"."})
          .field("result_bytes", &Parameters::result_bytes,
                 {.unit = "bytes",
                  .range = registry::between(0, 1e6),
                  .description = "The text of its result."})
          .field("willing", &Parameters::willing,
                 {.unit = "ratio",
                  .range = registry::between(0, 1),
                  .description = "Share of peers that do jobs of others; the rest pass them on."})
          .field("compute_s", &Parameters::compute_s,
                 {.unit = "s",
                  .range = registry::at_least(0),
                  .description = "How long a job takes. A peer may do several at a time."}),
      {{"willing", 0.1}});
}

std::vector<std::string> Gpu::message_types() {
  std::vector<std::string> names = gnutella::message_types();
  names[Search::query] = "job";
  names[Search::query_hit] = "result";
  std::fill(names.begin() + WebCaches::types, names.end(), "");  // nobody fetches anything
  return names;
}

UnstructuredPlan Gpu::plan(const Parameters& parameters) {
  return {settings_of(parameters), sizes_of(parameters), {gnutella::pong_bytes}, message_types()};
}

}  // namespace rippletank::protocols
