// Describes what all networks of equal peers have in common.
#include "sim/protocols/parts/unstructured_parameters.hpp"

#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {
namespace {

registry::Field span(double least, const char* description) {
  return {
      .unit = "s", .range = registry::between(least, core::longest_s), .description = description};
}

registry::Field hops(const char* description) {
  return {.unit = "hops", .range = registry::between(1, most_hops), .description = description};
}

}  // namespace

UnstructuredFields unstructured_fields() {
  return {
      .ttl_hops = hops("How many hops a query may travel."),
      .search = {.description = "How queries travel.", .catalogue = &searches()},
      .ping_interval_s =
          span(0,
               "How often each peer asks by a ping who is there, from a random moment "
               "on; above 0 the scenario needs `horizon_s`. 0: never."),
      .ping_ttl_hops = hops("How many hops a ping may travel."),
      .ping_when_connected = {.description = "Whether a peer pings, too, when another one has let "
                                             "it connect, as `joining` says."},
      .query_memory_s = span(0, "How long a peer remembers a query, and from whom it came."),
      .ping_memory_s = span(0, "How long it remembers a ping."),
      .push_memory_s = span(0,
                            "How long it remembers from whom a hit has come, which is where "
                            "it sends a push for its holder."),
      .push_patience_s = span(0.001,
                              "How long a peer waits for a holder behind a firewall to connect "
                              "before it turns to another one."),
      .choose_s = span(0,
                       "How long after the first hit a peer fetches what it has found, from those "
                       "whose hits have come until then."),
      .firewalled = {.unit = "ratio",
                     .range = registry::between(0, 1),
                     .description = "Share of peers to whom nobody can connect. What they hold has "
                                    "to be asked for by a push; two of them never meet."},
      .joining = {.description =
                      "How peers come to be connected. Left out, they are as the topology "
                      "says and stay so; otherwise the topology says whose addresses "
                      "each knows at first."},
      .downloads = {.description = "How peers fetch what they have found, if their queries say "
                                   "so."}};
}

UnstructuredSettings settings_of(const UnstructuredParameters& parameters) {
  const auto hops = [](std::uint32_t count) { return static_cast<std::uint16_t>(count); };
  return {{parameters.search, hops(parameters.ttl_hops),
           core::from_seconds(parameters.query_memory_s), core::from_seconds(parameters.choose_s)},
          {core::from_seconds(parameters.ping_interval_s), parameters.ping_when_connected,
           hops(parameters.ping_ttl_hops), core::from_seconds(parameters.ping_memory_s)},
          parameters.joining,
          parameters.downloads,
          {parameters.firewalled, core::from_seconds(parameters.push_memory_s),
           core::from_seconds(parameters.push_patience_s)}};
}

std::string endless_of(const UnstructuredParameters& parameters) {
  return parameters.ping_interval_s > 0 ? "ping_interval_s" : "";
}

}  // namespace rippletank::protocols
