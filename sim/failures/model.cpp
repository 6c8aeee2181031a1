// Describes a failure.
#include "sim/failures/model.hpp"

#include "sim/core/time.hpp"
#include "sim/failures/catalogue.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::failures {
namespace {

void check(const Failure& failure, registry::Reader& reader) {
  if (failure.hosts || failure.devices || failure.nodes || failure.links || failure.trunk) return;
  reader.error(
      "expected what breaks: \"hosts\", \"devices\", \"nodes\", \"links\" or \"trunk\", got none "
      "of them");
}

}  // namespace

const registry::Section& Failure::section() {
  static const registry::Section table =
      registry::Table<Failure>{}
          .field("at_s", &Failure::at_s,
                 {.unit = "s",
                  .range = registry::between(0, core::longest_s),
                  .description = "When it breaks."})
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
          .check(check);
  return table;
}

}  // namespace rippletank::failures
