// Describes the direct underlay.
#include "sim/underlay/direct_parameters.hpp"

#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"
#include "sim/underlay/segment_words.hpp"

namespace rippletank::underlay {

registry::Entry direct_entry() {
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
                 segment_payload_field())
          .field("segment_header_bytes", &DirectParameters::segment_header_bytes,
                 segment_header_field()),
      {{"latency_ms", 50}});
}

}  // namespace rippletank::underlay
