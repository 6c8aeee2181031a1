// Describes the ways in which computers come to know each other: broadcast, server.
#include "sim/protocols/lan_discovery/discoveries.hpp"

#include <fmt/format.h>

#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {
namespace {

constexpr const char* guide = "McKeeth, A Guide to Peer-2-Peer (2003), Server vs. Peer";

registry::Field zero_or_span(const char* description) {
  return {.unit = "s", .range = registry::between(0, core::longest_s), .description = description};
}

/// Time must pass between two words of one computer, or a run would not.
void check_span(const char* key, double span_s, registry::Reader& reader) {
  constexpr double least_s = 0.001;
  if (span_s == 0 || span_s >= least_s) return;
  reader.error_at(key, fmt::format("expected 0 or at least {} [s], got {}", least_s, span_s));
}

void check_broadcast(const BroadcastDiscovery& way, registry::Reader& reader) {
  check_span("repeat_s", way.repeat_s, reader);
  if (way.forget_s == 0 || (way.repeat_s > 0 && way.forget_s >= way.repeat_s)) return;
  reader.error_at("forget_s",
                  fmt::format("expected 0 or at least repeat_s, which must be above 0 then, got "
                              "{}: computers that say nothing in between would be forgotten",
                              way.forget_s));
}

registry::Entry broadcast_entry() {
  return registry::describe<BroadcastDiscovery>(
      "broadcast",
      "A computer that comes announces itself to all that hear it, its neighbours, and each of "
      "them answers it with its own address.",
      guide,
      registry::Table<BroadcastDiscovery>{}
          .field("repeat_s", &BroadcastDiscovery::repeat_s,
                 zero_or_span("How often each announces itself again, from when it came on, which "
                              "makes up for announcements that were lost; who knows it already "
                              "does not answer. Above 0 the scenario needs `horizon_s`. 0: only "
                              "when it comes."))
          .field("forget_s", &BroadcastDiscovery::forget_s,
                 zero_or_span("When a computer announces itself again it forgets those of which it "
                              "has heard nothing for longer than this. 0: it forgets only those "
                              "that say goodbye."))
          .check(check_broadcast),
      {{"repeat_s", 10}, {"forget_s", 25}});
}

registry::Entry server_entry() {
  return registry::describe<ServerDiscovery>(
      "server",
      "A computer that comes announces itself to its server, which sends it the list of all that "
      "have done so.",
      guide,
      registry::Table<ServerDiscovery>{}
          .field("ask_s", &ServerDiscovery::ask_s,
                 zero_or_span("How often each announces itself to its server again, from when it "
                              "came on, for a new list, which takes the place of what it knew. "
                              "Of several servers each has one and turns to no other; they tell "
                              "each other nothing. "
                              "Above 0 the scenario needs `horizon_s`. 0: only when it comes."))
          .field("tells_others", &ServerDiscovery::tells_others,
                 {.description = "Whether the server tells all others at once who has come, who "
                                 "has said goodbye and whom it could not reach."})
          .check([](const ServerDiscovery& way, registry::Reader& reader) {
            check_span("ask_s", way.ask_s, reader);
          }),
      {{"ask_s", 10}});
}

}  // namespace

const registry::Catalogue& discoveries() {
  static const registry::Entry broadcast = broadcast_entry();
  static const registry::Entry server = server_entry();
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"discovery", "discoveries", {&broadcast, &server}};
    listed.by_name_alone = true;
    return listed;
  }();
  return all;
}

Discovery discovery(const registry::Model& chosen) {
  if (chosen.entry->name == "server") return chosen.as<ServerDiscovery>();
  return chosen.as<BroadcastDiscovery>();
}

registry::Model usual_discovery() {
  const registry::Entry* const entry = discoveries().entries.front();
  return {entry, entry->make_parameters()};
}

}  // namespace rippletank::protocols
