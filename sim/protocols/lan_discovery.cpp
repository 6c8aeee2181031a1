// Describes lan_discovery, what computers and servers remember, and what a run of it tells.
#include "sim/protocols/lan_discovery.hpp"

#include <algorithm>
#include <optional>

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {
namespace {

constexpr core::Purpose come_purpose("lan_discovery/come");

Discovery discovery_of(const void* parameters) {
  return discovery(static_cast<const LanDiscovery::Parameters*>(parameters)->how);
}

const char* what_never_ends(const Discovery& way) {
  if (const auto* asking = std::get_if<ServerDiscovery>(&way)) {
    return asking->ask_s > 0 ? "ask_s" : "";
  }
  return std::get<BroadcastDiscovery>(way).repeat_s > 0 ? "repeat_s" : "";
}

}  // namespace

registry::Entry LanDiscovery::entry() {
  using registry::between;
  registry::Entry entry = registry::describe<Parameters>(
      "lan_discovery",
      "Computers that come one by one find each other: by a broadcast, which neighbours hear, or "
      "by a server that keeps a list.",
      "McKeeth, A Guide to Peer-2-Peer (2003), Server vs. Peer. A LAN are peers that are all "
      "connected to each other, as in `true_mesh`. Sizes are estimates: an address is a name of 16 "
      "bytes, an IP address and a port. Servers answer at once",
      registry::Table<Parameters>{}
          .field("spread_s", &Parameters::spread_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "Computers come at random moments from the start until then, or "
                                 "when they come online for the first time; what is sent to one "
                                 "before is heard by nobody."})
          .field("how", &Parameters::how,
                 {.description = "How they come to know each other. A broadcast counts as one "
                                 "message to each who hears it, and on `physical` these travel one "
                                 "by one; the figure `broadcasts` counts it once, as an Ethernet "
                                 "would carry it.",
                  .catalogue = &discoveries()})
          .field("header_bytes", &Parameters::header_bytes,
                 {.unit = "bytes",
                  .range = between(0, 1e6),
                  .description = "What each message has besides addresses."})
          .field("address_bytes", &Parameters::address_bytes,
                 {.unit = "bytes",
                  .range = between(0, 1e6),
                  .description = "An address: one in each message, and any number in a list."}),
      {{"spread_s", 1}});
  entry.endless = [](const void* parameters) { return what_never_ends(discovery_of(parameters)); };
  entry.serving = [](const void* parameters) {
    return std::holds_alternative<BroadcastDiscovery>(discovery_of(parameters))
               ? registry::Serving::nobody
               : registry::Serving::as_usual;
  };
  return entry;
}

LanDiscovery::LanDiscovery(const Parameters& parameters, const overlay::SetUp& set_up)
    : seed_(set_up.seed),
      spread_s_(parameters.spread_s),
      header_bytes_(parameters.header_bytes),
      address_bytes_(parameters.address_bytes),
      servers_(set_up.connections, set_up.servers),
      stays_(set_up.connections.peers()),
      known_(set_up.connections.peers()) {
  const Discovery way = discovery(parameters.how);
  if (const auto* asking = std::get_if<ServerDiscovery>(&way)) {
    asks_server_ = true;
    tells_others_ = asking->tells_others;
    again_ = core::from_seconds(asking->ask_s);
    registered_.resize(servers_.all().size());
  } else {
    again_ = core::from_seconds(std::get<BroadcastDiscovery>(way).repeat_s);
    forget_ = core::from_seconds(std::get<BroadcastDiscovery>(way).forget_s);
    const std::size_t peers = set_up.connections.peers();
    if (forget_ > 0) heard_.resize(peers * peers);
  }
}

measure::MessageSize LanDiscovery::size(const overlay::Letter& letter) const {
  const std::uint64_t addresses = letter.type == list ? letter.value : 1;
  return {header_bytes_ + addresses * address_bytes_, 0};
}

core::Time LanDiscovery::comes_at(core::PeerId peer) const {
  core::Substream moments(seed_, come_purpose, peer);
  return core::from_seconds(moments.uniform() * spread_s_);
}

bool LanDiscovery::hear_of(core::Time now, core::PeerId peer, core::PeerId whom) {
  if (!heard_.empty()) heard_[std::size_t{peer} * stays_.peers() + whom] = now;
  return known_.learn(now, peer, whom);
}

void LanDiscovery::read_list(core::Time now, core::PeerId peer,
                             const std::vector<core::PeerId>& addresses) {
  if (!known_.is_here(peer)) return;
  known_.for_each_known(peer, [&](core::PeerId whom) {
    if (!std::binary_search(addresses.begin(), addresses.end(), whom)) {
      known_.forget(now, peer, whom);
    }
  });
  for (const core::PeerId whom : addresses) known_.learn(now, peer, whom);
}

void LanDiscovery::forget_silent(core::Time now, core::PeerId peer) {
  if (forget_ == 0) return;
  known_.for_each_known(peer, [&](core::PeerId whom) {
    const core::Time heard = heard_[std::size_t{peer} * stays_.peers() + whom];
    if (now - heard > forget_) known_.forget(now, peer, whom);
  });
}

bool LanDiscovery::enter(core::PeerId server, core::PeerId who) {
  std::vector<core::PeerId>& all = registered_[servers_.index(server)];
  const auto place = std::lower_bound(all.begin(), all.end(), who);
  if (place != all.end() && *place == who) return false;
  all.insert(place, who);
  return true;
}

bool LanDiscovery::remove(core::PeerId server, core::PeerId who) {
  std::vector<core::PeerId>& all = registered_[servers_.index(server)];
  const auto place = std::lower_bound(all.begin(), all.end(), who);
  if (place == all.end() || *place != who) return false;
  all.erase(place);
  return true;
}

std::vector<core::PeerId> LanDiscovery::others_than(core::PeerId server, core::PeerId who) const {
  std::vector<core::PeerId> others = registered_[servers_.index(server)];
  others.erase(std::remove(others.begin(), others.end(), who), others.end());
  return others;
}

std::vector<measure::Figure> LanDiscovery::figures() const {
  using measure::if_any;
  const auto since = known_.all_known_since();
  const auto all_known_ms = since ? std::optional(core::to_milliseconds(*since)) : std::nullopt;
  return {
      {"computers_at_end", "", "Computers that have come and are online at the end.",
       std::uint64_t{known_.here()}},
      {"broadcasts", "",
       "Announcements and goodbyes that were broadcast after the warm-up, each counted once, as an "
       "Ethernet would carry it in one frame.",
       broadcasts_},
      {"addresses_known", "",
       "Ordered pairs of these computers of which the first knows the address of the second, at "
       "the end.",
       known_.pairs_known()},
      {"addresses_missing", "", "The other ordered pairs of these computers.",
       known_.pairs() - known_.pairs_known()},
      {"addresses_stale", "",
       "Addresses that these computers know, at the end, of computers that are offline.",
       known_.stale()},
      {"everyone_known_ms", "ms",
       "When it last came to be that all of them know all others; nothing if they do not.",
       if_any(all_known_ms)},
      {"arrivals", "",
       "How often a computer came while others were there, in the whole run after the warm-up.",
       known_.arrivals()},
      {"arrivals_unfound", "",
       "Those of them after which there was no moment at which all that were there knew it.",
       known_.arrivals() - known_.being_found().count},
      {"found_ms_mean", "ms",
       "From when a computer came until all that were there then knew it; mean over the others.",
       if_any(known_.being_found().mean_ms())},
      {"found_ms_max", "ms", "The longest of these times.",
       if_any(known_.being_found().longest_ms())},
      {"finds_ms_mean", "ms",
       "From when a computer came until it knew all that were there then; mean over those that "
       "did.",
       if_any(known_.finding().mean_ms())},
      {"finds_ms_max", "ms", "The longest of these times.", if_any(known_.finding().longest_ms())},
  };
}

}  // namespace rippletank::protocols
