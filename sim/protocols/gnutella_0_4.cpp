// Describes Gnutella 0.4, and how large its messages are.
#include "sim/protocols/gnutella_0_4.hpp"

#include "sim/protocols/parts/gnutella_sizes.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

registry::Entry Gnutella04::entry() {
  return describe_unstructured<Parameters>(
      "gnutella_0_4",
      "Servents without a server flood queries, answer along the way back, and fetch by HTTP or, "
      "from behind a firewall, by push.",
      "Gnutella Protocol Specification v0.4 (Clip2, 2001). Departs: a servent without room sends "
      "pongs of others before it closes, as clients did; each hit has one result",
      gnutella::with_lengths(with_unstructured(registry::Table<Parameters>{})), {{"ttl_hops", 4}});
}

std::vector<std::string> Gnutella04::message_types() { return gnutella::message_types(); }

UnstructuredPlan Gnutella04::plan(const Parameters& parameters) {
  return {settings_of(parameters),
          gnutella::sizes(parameters),
          {gnutella::pong_bytes},
          message_types(),
          "servent",
          "",
          traversals};
}

}  // namespace rippletank::protocols
