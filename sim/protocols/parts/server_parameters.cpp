// Describes the parameters of a server.
#include "sim/protocols/parts/server_parameters.hpp"

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

const registry::Section& ServerParameters::section() {
  using registry::between;
  static const registry::Section table =
      registry::Table<ServerParameters>{}
          .field("workers", &ServerParameters::workers,
                 {.unit = "workers",
                  .range = between(1, 1e6),
                  .description = "How many requests it serves at a time; others wait in the order "
                                 "of their arrival."})
          .field("service_ms", &ServerParameters::service_ms,
                 {.unit = "ms",
                  .range = registry::at_least(0),
                  .description = "How long a worker takes for a request."})
          .field("places", &ServerParameters::places,
                 {.unit = "requests",
                  .range = between(1, 1e9),
                  .description = "How many requests may be in it, those being served included; "
                                 "more are refused. Left out: any number."});
  return table;
}

}  // namespace rippletank::protocols
