// Describes the internet underlay.
#include "sim/underlay/internet_parameters.hpp"

#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"
#include "sim/underlay/segment_words.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::underlay {
namespace {

registry::Field queue_field(const char* description) {
  return {.unit = "bytes", .range = registry::between(0, 1e12), .description = description};
}

}  // namespace

registry::Entry internet_entry() {
  return registry::describe<InternetParameters>(
      "internet",
      "Peers behind access links at the routers of a map; messages wait at access links, and at "
      "core links whose speed is known.",
      "Mix of access links: Saroiu, Gummadi and Gribble, A Measurement Study of Peer-to-Peer File "
      "Sharing Systems, MMCN 2002, whose sums of groups are kept; departs: the split within "
      "groups, the rates and the latencies are this simulator's own; a message is sent as a "
      "whole, and routes, those of the least latency whatever the speeds, never change",
      registry::Table<InternetParameters>{}
          .required("topology", &InternetParameters::topology,
                    {.description = "Routers and core links; its hosts are routers, too. "
                                    "Latencies and speeds of its file count; a link without a "
                                    "speed is as fast as can be.",
                     .catalogue = &topologies::catalogue()})
          .field("access_mix", &InternetParameters::access_mix,
                 {.description = "Shares of access classes, measured among users of that network: "
                                 "modem_56k, isdn, dsl, cable, t1 and t3. `access` of the peers "
                                 "wins over it."})
          .field("access_classes", &InternetParameters::access_classes,
                 {.description = "Access classes of your own, in place of the mix. The class of a "
                                 "peer is drawn by its share."})
          .field("link_latency_ms", &InternetParameters::link_latency_ms,
                 {.unit = "ms",
                  .range = registry::at_least(0),
                  .description = "One-way latency of a core link, drawn once per link, where the "
                                 "topology has neither latencies nor places on Earth. With "
                                 "places it is that of light in fibre, 1 us at least."})
          .field("path_inflation", &InternetParameters::path_inflation,
                 {.unit = "ratio",
                  .range = registry::between(1, 100),
                  .description = "Length of a fibre divided by the distance of its ends."})
          .field("access_queue_bytes", &InternetParameters::access_queue_bytes,
                 queue_field("Room in front of each direction of an access link. Of the message "
                             "being sent, the bytes that are not sent yet count; a message that "
                             "does not fit is dropped. 0: any number waits."))
          .field("core_queue_bytes", &InternetParameters::core_queue_bytes,
                 queue_field("The same in front of core links whose speed is known."))
          .field("segment_payload_bytes", &InternetParameters::segment_payload_bytes,
                 segment_payload_field())
          .field("segment_header_bytes", &InternetParameters::segment_header_bytes,
                 segment_header_field())
          .check([](const InternetParameters& parameters, registry::Reader& reader) {
            check_access_classes(parameters.access_classes, "access_classes", reader);
          }),
      {{"topology",
        {{"model", "transit_stub"},
         {"transit_domains", 2},
         {"transit_nodes_per_domain", 3},
         {"stubs_per_transit_node", 2},
         {"stub_nodes", 4}}}});
}

}  // namespace rippletank::underlay
