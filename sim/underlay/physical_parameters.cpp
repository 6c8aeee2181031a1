// Describes the physical underlay.
#include "sim/underlay/physical_parameters.hpp"

#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"
#include "sim/underlay/segment_words.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::underlay {

registry::Entry physical_entry() {
  using registry::between;
  return registry::describe<PhysicalParameters>(
      "physical",
      "Messages travel as frames over cables, hubs, switches and routers, and wait where one is "
      "busy.",
      "IEEE 802.3 (38 bytes around at most 1500), RFC 791 and RFC 793; McKeeth, A Guide to "
      "Peer-2-Peer (2003), physical topologies; devices store and forward, a hub or a bus is one "
      "medium; departs: access in the order of arrival without collisions, and no retransmission, "
      "so that a message with a frame that was dropped is lost",
      registry::Table<PhysicalParameters>{}
          .required(
              "topology", &PhysicalParameters::topology,
              {.description = "Hosts, devices and cables. In a bus all share one trunk; round "
                              "a ring frames go one way, round a dual one either; in a tree the "
                              "stars share the "
                              "trunk. Latencies and speeds of its file win over `link`. Frames "
                              "take the way of the least latency and, of several such, one of the "
                              "fewest links; how long sending takes plays no part.",
               .catalogue = &topologies::catalogue()})
          .field("link", &PhysicalParameters::link, {.description = "What each cable is like."})
          .field("duplex", &PhysicalParameters::duplex,
                 {.description = "Whether a cable carries frames in both directions at once."})
          .field("segment_payload_bytes", &PhysicalParameters::segment_payload_bytes,
                 segment_payload_field())
          .field("segment_header_bytes", &PhysicalParameters::segment_header_bytes,
                 segment_header_field())
          .field("frame_header_bytes", &PhysicalParameters::frame_header_bytes,
                 {.unit = "bytes",
                  .range = between(0, 1000),
                  .description = "What a frame takes besides: header 14, checksum 4, preamble 8, "
                                 "gap 12."}),
      {{"topology", {{"model", "star"}, {"nodes", 200}, {"centre", "switch"}}},
       {"link", {{"bandwidth_mbit_s", 10}}}});
}

const registry::Section& LinkParameters::section() {
  using registry::between;
  static const registry::Section table =
      registry::Table<LinkParameters>{}
          .field("latency_ms", &LinkParameters::latency_ms,
                 {.unit = "ms",
                  .range = registry::at_least(0),
                  .description = "How long a signal takes along a cable; drawn once per cable."})
          .field("bandwidth_mbit_s", &LinkParameters::bandwidth_mbit_s,
                 {.unit = "Mbit/s",
                  .range = between(1e-6, 1e6),
                  .description = "How fast bits are sent into it; of a shared medium the slowest "
                                 "cable counts."})
          .field("queue_bytes", &LinkParameters::queue_bytes,
                 {.unit = "bytes",
                  .range = between(0, 1e12),
                  .description = "Room in front of it. Of the frame being sent, the bytes that are "
                                 "not sent yet count; a frame that does not fit is dropped. 0: any "
                                 "number waits."})
          .field("loss", &LinkParameters::loss,
                 {.unit = "ratio",
                  .range = between(0, 1),
                  .description = "Probability that a frame is destroyed on it."});
  return table;
}

}  // namespace rippletank::underlay
