// Describes a failure.
#include "sim/failures/model.hpp"

#include "sim/core/time.hpp"
#include "sim/failures/catalogue.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::failures {
namespace {

void check(const Failure& failure, registry::Reader& reader) {
  if (failure.how && !failure.peers) {
    reader.error_at("how", "only peers go in one way or another; add \"peers\", or leave this out");
  }
  const bool has_parts = failure.hosts || failure.devices || failure.nodes || failure.links;
  if (has_parts || failure.trunk || failure.peers || failure.how) return;
  reader.error(
      "expected what fails: \"peers\", or of a \"physical\" underlay \"hosts\", \"devices\", "
      "\"nodes\", \"links\" or \"trunk\", got none of them");
}

}  // namespace

const registry::Section& Failure::section() {
  static const registry::Section table =
      registry::Table<Failure>{}
          .field("at_s", &Failure::at_s,
                 {.unit = "s",
                  .range = registry::between(0, core::longest_s),
                  .description = "When it fails."})
          .field("duration_s", &Failure::duration_s,
                 {.unit = "s",
                  .range = registry::more_than_up_to(0, core::longest_s),
                  .description = "For how long; left out, for good."})
          .field("hosts", &Failure::hosts,
                 {.description = "Hosts that go down.", .catalogue = &node_choices()})
          .field("devices", &Failure::devices,
                 {.description = "Hubs, switches and routers that go down.",
                  .catalogue = &node_choices()})
          .field("nodes", &Failure::nodes,
                 {.description = "Both of them: hosts and devices.", .catalogue = &node_choices()})
          .field("links", &Failure::links,
                 {.description = "Cables that break.", .catalogue = &link_choices()})
          .field("trunk", &Failure::trunk,
                 {.description = "What happens to the trunk of a bus or tree: it is cut, or a "
                                 "terminator is missing and signals are reflected."})
          .field("peers", &Failure::peers,
                 {.description = "Peers of the overlay that go offline, on any underlay. What "
                                 "arrives there meanwhile is dropped, and they ask nothing; their "
                                 "connections stay for when they are back. A peer that several "
                                 "failures keep away is back when the last of them ends.",
                  .catalogue = &peer_choices()})
          .field("how", &Failure::how,
                 {.description = "How these peers go: `leave` tells whoever the protocol says "
                                 "must know, `crash` nobody. Left out: `crash`."})
          .check(check);
  return table;
}

}  // namespace rippletank::failures
