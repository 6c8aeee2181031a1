// What the parameters of all networks of equal peers have in common.
#include "sim/protocols/parts/unstructured_parameters.hpp"

#include <fmt/format.h>

#include "sim/core/time.hpp"

namespace rippletank::protocols {

registry::Field span_field(double least_s, const char* description) {
  return {.unit = "s",
          .range = registry::between(least_s, core::longest_s),
          .description = description};
}

registry::Field hops_field(const char* description) {
  return {.unit = "hops", .range = registry::between(1, most_hops), .description = description};
}

registry::Serving serving(const std::optional<JoiningParameters>& joining,
                          registry::Serving with_joining) {
  if (!joining) return registry::Serving::as_usual;
  return joining->web_cache ? registry::Serving::apart : with_joining;
}

void check_pings(const UnstructuredParameters& parameters, bool pongs_tell,
                 registry::Reader& reader) {
  const bool is_choosy =
      parameters.joining && parameters.joining->choose != NeighbourChoice::random;
  if (is_choosy && !pongs_tell) {
    const registry::Reader::Step joining = reader.enter("joining");
    reader.error_at("choose", "expected \"random\", as no pongs tell how far away others are");
  }
  constexpr double least_s = 0.001;
  if (parameters.ping_interval_s == 0 || parameters.ping_interval_s >= least_s) return;
  reader.error_at("ping_interval_s", fmt::format("expected 0 or at least {} [s], got {}", least_s,
                                                 parameters.ping_interval_s));
}

UnstructuredSettings settings_of(const UnstructuredParameters& parameters) {
  const auto hops = [](std::uint32_t count) { return static_cast<std::uint16_t>(count); };
  return {{parameters.search, hops(parameters.ttl_hops),
           core::from_seconds(parameters.query_memory_s), core::from_seconds(parameters.choose_s)},
          {core::from_seconds(parameters.ping_interval_s), parameters.ping_when_connected,
           hops(parameters.ping_ttl_hops), core::from_seconds(parameters.ping_memory_s)},
          parameters.joining,
          parameters.downloads,
          {core::from_seconds(parameters.push_memory_s),
           core::from_seconds(parameters.push_patience_s)}};
}

}  // namespace rippletank::protocols
