// Describes the internet underlay.
#include "sim/underlay/internet_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"
#include "sim/underlay/segment_words.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::underlay {
namespace {

/// Rounded shares, such as three of 0.333, may miss 1 by that.
constexpr double most_missing_share = 0.005;

void check_classes(const InternetParameters& parameters, registry::Reader& reader) {
  const std::vector<AccessClass>& classes = parameters.access_classes;
  if (classes.empty()) return;
  double sum = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    sum += classes[i].share;
    const bool repeated =
        std::any_of(classes.begin(), classes.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const AccessClass& other) { return other.name == classes[i].name; });
    if (!repeated && !classes[i].name.empty()) continue;
    const auto in_list = reader.enter("access_classes");
    const auto in_class = reader.enter(i);
    reader.error_at("name", repeated ? fmt::format("expected each class once, got \"{}\" again",
                                                   classes[i].name)
                                     : "expected a name, got an empty text");
  }
  if (std::fabs(sum - 1) > most_missing_share) {
    reader.error_at("access_classes",
                    fmt::format("expected shares that sum to 1, got a sum of {:.4g}", sum));
  }
}

registry::Field queue_field(const char* description) {
  return {.unit = "bytes", .range = registry::between(0, 1e12), .description = description};
}

}  // namespace

const registry::Section& AccessClass::section() {
  const registry::Range rates = registry::between(1, 1e9);
  static const registry::Section table =
      registry::Table<AccessClass>{}
          .required("name", &AccessClass::name, {.description = "What peers.csv calls the class."})
          .required("share", &AccessClass::share,
                    {.unit = "ratio",
                     .range = registry::between(0, 1),
                     .description = "Share of the peers; all shares sum to 1."})
          .required("down_kbit_s", &AccessClass::down_kbit_s,
                    {.unit = "kbit/s",
                     .range = rates,
                     .description = "How fast a peer receives; 1 kbit is 1000 bits."})
          .required("up_kbit_s", &AccessClass::up_kbit_s,
                    {.unit = "kbit/s", .range = rates, .description = "How fast a peer sends."})
          .field("latency_ms", &AccessClass::latency_ms,
                 {.unit = "ms",
                  .range = registry::at_least(0),
                  .description = "One-way, besides the time that sending takes; drawn once per "
                                 "peer, the same up and down."});
  return table;
}

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
                                 "modem_56k, isdn, dsl, cable, t1 and t3."})
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
          .check(check_classes),
      {{"topology",
        {{"model", "transit_stub"},
         {"transit_domains", 2},
         {"transit_nodes_per_domain", 3},
         {"stubs_per_transit_node", 2},
         {"stub_nodes", 4}}}});
}

}  // namespace rippletank::underlay
