// Describes a failure.
#include "sim/failures/model.hpp"

#include <fmt/format.h>

#include <variant>

#include "sim/core/time.hpp"
#include "sim/failures/catalogue.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::failures {
namespace {

/// What is said of moments must go together.
void check_moments(const Failure& failure, registry::Reader& reader) {
  if (failure.rate_per_hour && failure.every_s) {
    reader.error_at("every_s", "expected this or \"rate_per_hour\", got both");
  }
  if (failure.until_s && !failure.recurs()) {
    reader.error_at("until_s",
                    "it ends what happens again and again; add \"rate_per_hour\" or \"every_s\", "
                    "or leave this out");
  } else if (failure.until_s && *failure.until_s < failure.at_s) {
    reader.error_at("until_s", fmt::format("expected at least at_s ({}), got {}", failure.at_s,
                                           *failure.until_s));
  }
}

/// A distribution may have a tail without end, a number may not.
void check_lengths(const Failure& failure, registry::Reader& reader) {
  const auto check = [&reader](const char* key, const std::optional<core::Distribution>& length) {
    if (!length) return;
    const auto* given = std::get_if<core::Constant>(&length->model());
    if (given == nullptr || given->value <= core::longest_s) return;
    reader.error_at(key,
                    fmt::format("expected at most {} [s], got {}", core::longest_s, given->value));
  };
  check("duration_s", failure.duration_s);
  check("every_s", failure.every_s);
}

/// A trace says by itself when what it tells of fails, and for how long.
void check_traces(const Failure& failure, registry::Reader& reader) {
  const auto is_trace = [](const registry::Model& choice) {
    return choice && choice.entry->name == "trace";
  };
  if (!is_trace(failure.hosts) && !is_trace(failure.devices) && !is_trace(failure.nodes) &&
      !is_trace(failure.peers)) {
    return;
  }
  const auto refuse = [&reader](const char* key) {
    reader.error_at(key, "a \"trace\" says this by itself; leave this out");
  };
  if (failure.duration_s) refuse("duration_s");
  if (failure.rate_per_hour) refuse("rate_per_hour");
  if (failure.every_s) refuse("every_s");
}

void check(const Failure& failure, registry::Reader& reader) {
  if (failure.how && !failure.peers) {
    reader.error_at("how", "only peers go in one way or another; add \"peers\", or leave this out");
  }
  check_moments(failure, reader);
  check_lengths(failure, reader);
  check_traces(failure, reader);
  const bool has_parts = failure.hosts || failure.devices || failure.nodes || failure.links;
  if (has_parts || failure.trunk || failure.peers || failure.how || failure.partition) return;
  reader.error(
      "expected what fails: \"peers\" or a \"partition\", or of a \"physical\" underlay "
      "\"hosts\", \"devices\", \"nodes\", \"links\" or \"trunk\", got none of them");
}

}  // namespace

const registry::Section& Failure::section() {
  static const registry::Section table =
      registry::Table<Failure>{}
          .field("at_s", &Failure::at_s,
                 {.unit = "s",
                  .range = registry::between(0, core::longest_s),
                  .description = "When it fails. Of what fails again and again: the first time "
                                 "of `every_s`, and the beginning of a `rate_per_hour`."})
          .field("rate_per_hour", &Failure::rate_per_hour,
                 {.unit = "failures/h",
                  .range = registry::more_than_up_to(0, 1e9),
                  .description = "It fails again and again at random moments, so often in the "
                                 "mean; what it is about is chosen anew each time. Needs an "
                                 "`until_s` or a horizon."})
          .field("every_s", &Failure::every_s,
                 {.unit = "s",
                  .range = registry::more_than(0),
                  .description = "The same with these times between one failure and the next."})
          .field("until_s", &Failure::until_s,
                 {.unit = "s",
                  .range = registry::between(0, core::longest_s),
                  .description = "The last moment at which it fails again; left out, the "
                                 "horizon."})
          .field("duration_s", &Failure::duration_s,
                 {.unit = "s",
                  .range = registry::more_than(0),
                  .description = "For how long; left out, for good. From a distribution each part "
                                 "and each peer has a time of its own."})
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
                  .catalogue = &failing_peer_choices()})
          .field("how", &Failure::how,
                 {.description = "How these peers go: `leave` tells whoever the protocol says "
                                 "must know, `crash` nobody. Left out: `crash`."})
          .field("partition", &Failure::partition,
                 {.description = "Peers that all others, and that all others do not reach for a "
                                 "while, on any underlay. What would arrive meanwhile is dropped, "
                                 "and files on their way are cut. All stay online.",
                  .catalogue = &side_choices()})
          .check(check);
  return table;
}

}  // namespace rippletank::failures
