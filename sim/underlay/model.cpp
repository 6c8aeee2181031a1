// Describes the underlays.
#include "sim/underlay/model.hpp"

#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::underlay {
namespace {

registry::Entry direct() {
  using registry::between;
  return registry::describe<DirectParameters>(
      "direct", "A connection is a delay: no machines, no cables, no queues, unlimited bandwidth.",
      "TCP/IP sizes: RFC 791 and RFC 793 without options, Ethernet payload of 1500 bytes",
      registry::Table<DirectParameters>{}
          .field("latency_ms", &DirectParameters::latency_ms,
                 {.unit = "ms",
                  .range = registry::at_least(0),
                  .description = "One-way delay of each connection, the same in both directions; "
                                 "drawn once per connection. Latencies in the topology's file win "
                                 "over it. Longer than ten years is cut to ten years."})
          .field("segment_payload_bytes", &DirectParameters::segment_payload_bytes,
                 {.unit = "bytes",
                  .range = between(28, 65'495),
                  .description = "Bytes of a message that one TCP segment carries."})
          .field("segment_header_bytes", &DirectParameters::segment_header_bytes,
                 {.unit = "bytes",
                  .range = between(0, 120),
                  .description = "IP and TCP header of each segment; accounted apart from the "
                                 "message itself."}),
      {{"latency_ms", 50}});
}

}  // namespace

const registry::Catalogue& catalogue() {
  static const registry::Entry direct_entry = direct();
  static const registry::Catalogue all{"underlay", "underlays", {&direct_entry}};
  return all;
}

}  // namespace rippletank::underlay
