// Describes firewalls, and chooses who is behind them.
#include "sim/failures/firewalls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "sim/core/random.hpp"
#include "sim/core/share.hpp"
#include "sim/failures/catalogue.hpp"
#include "sim/failures/choices.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::failures {
namespace {

void check_firewalls(const FirewallParameters& firewalls, registry::Reader& reader) {
  const int ways =
      (firewalls.fraction ? 1 : 0) + (firewalls.ids.empty() ? 0 : 1) + (firewalls.peers ? 1 : 0);
  if (ways == 0 && firewalls.shared.empty()) {
    reader.error(
        "expected who is behind firewalls: \"fraction\", \"ids\", \"peers\" or \"shared\", got "
        "none of them");
  }
  if (ways > 1) {
    reader.error(
        "expected one of \"fraction\", \"ids\" and \"peers\", got several; \"peers\" can say all "
        "that the others do");
  }
}

[[noreturn]] void refuse(std::string pointer, std::string message) {
  throw registry::InputError(registry::Diagnostic{"", 0, std::move(pointer), std::move(message)});
}

/// Those that have a firewall of their own, or share one with some of the others.
std::vector<NodeId> by_themselves(const FirewallParameters& firewalls, const Plant& peers,
                                  const std::vector<NodeId>& servers, std::uint64_t seed) {
  if (firewalls.peers) {
    constexpr core::Purpose purpose("firewalls/peers");
    return choose_nodes(firewalls.peers, Eligible::all, {peers, "/firewalls/peers", seed, purpose});
  }
  if (!firewalls.ids.empty()) {
    return choose_named(firewalls.ids, "/firewalls/ids", Eligible::all, peers);
  }
  std::vector<NodeId> chosen;
  if (!firewalls.fraction) return chosen;
  std::vector<NodeId> others;
  for (NodeId peer = 0; peer < peers.nodes(); ++peer) {
    if (!std::binary_search(servers.begin(), servers.end(), peer)) others.push_back(peer);
  }
  core::Substream random(seed, core::Purpose("firewalls/fraction"));
  const std::vector<bool> drawn =
      core::draw_share(*firewalls.fraction, static_cast<std::uint32_t>(others.size()), random);
  for (std::size_t place = 0; place < others.size(); ++place) {
    if (drawn[place]) chosen.push_back(others[place]);
  }
  return chosen;
}

/// Puts all peers that share one behind it.
void put_behind_shared(const FirewallParameters& firewalls, std::size_t place,
                       std::uint32_t firewall, const Plant& peers, std::uint64_t seed,
                       std::vector<std::uint32_t>& behind) {
  constexpr core::Purpose purpose("firewalls/shared");
  const std::string pointer = fmt::format("/firewalls/shared/{}/peers", place);
  for (const NodeId peer : choose_nodes(firewalls.shared[place].peers, Eligible::all,
                                        {peers, pointer, seed, purpose, place})) {
    if (behind[peer] != 0) {
      refuse(pointer, fmt::format("expected each peer behind one firewall, got \"{}\" behind two",
                                  peers.name(peer)));
    }
    behind[peer] = firewall;
  }
}

/// Puts so many at a time behind one, but those that share one with others.
void put_by_themselves(const std::vector<NodeId>& chosen, std::uint32_t peers_per_firewall,
                       std::uint32_t last, std::vector<std::uint32_t>& behind) {
  std::uint32_t behind_last = peers_per_firewall;
  for (const NodeId peer : chosen) {
    if (behind[peer] != 0) continue;
    if (behind_last++ == peers_per_firewall) {
      ++last;
      behind_last = 1;
    }
    behind[peer] = last;
  }
}

/// Errors:  for those that are named and behind none, if it is known who is.
std::vector<NodeId> choose_forwarded(const FirewallParameters& firewalls, const Plant& peers,
                                     std::uint64_t seed, const std::vector<std::uint32_t>* behind) {
  if (!firewalls.forwarded) return {};
  constexpr core::Purpose purpose("firewalls/forwarded");
  const char* const pointer = "/firewalls/forwarded";
  std::vector<NodeId> chosen =
      choose_nodes(firewalls.forwarded, Eligible::all, {peers, pointer, seed, purpose});
  const bool are_named = firewalls.forwarded.entry->name == std::string("ids");
  for (const NodeId peer : chosen) {
    if (!are_named || behind == nullptr || (*behind)[peer] != 0) continue;
    refuse(pointer, fmt::format("expected peers behind firewalls, and \"{}\" is behind none",
                                peers.name(peer)));
  }
  return chosen;
}

}  // namespace

const registry::Catalogue& traversals() {
  const auto entry = [](Traversal traversal, const char* summary, const char* source) {
    registry::Entry described;
    described.name = registry::Codec<Traversal>::write(traversal).get<std::string>();
    described.summary = summary;
    described.source = source;
    return described;
  };
  static const registry::Entry entries[] = {
      entry(Traversal::push,
            "Who has a file is asked to connect, by the broker or back along the way of its hit.",
            "Gnutella Protocol Specification v0.4 (Clip2, 2001); Napster protocol specification, "
            "drscholl (2000-2001), messages 500 and 501"),
      entry(Traversal::push_proxy,
            "It is asked by one of its super-peers, which its hit names, at once: fewer must stay.",
            "Gnutella Development Forum, Push proxy (2003)"),
      entry(
          Traversal::hole_punch,
          "Both send by UDP at a time, and each firewall takes what comes for an answer; works for "
          "a share of the pairs.",
          "Ford, Srisuresh & Kegel, Peer-to-peer communication across NATs, USENIX ATC 2005"),
      entry(Traversal::relay,
            "A server, or an open peer that both can connect to, passes all bytes on, which costs "
            "it twice the file.",
            "McKeeth, A Guide to Peer-2-Peer (2003): tunnelling")};
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"firewall", "firewalls", {}};
    for (const registry::Entry& one : entries) listed.entries.push_back(&one);
    return listed;
  }();
  return all;
}

const registry::Section& SharedFirewall::section() {
  static const registry::Section table = registry::Table<SharedFirewall>{}.required(
      "peers", &SharedFirewall::peers,
      {.description = "Those behind it.", .catalogue = &peer_choices()});
  return table;
}

const registry::Section& FirewallParameters::section() {
  using P = FirewallParameters;
  static const registry::Section table =
      registry::Table<P>{}
          .field("fraction", &P::fraction,
                 {.unit = "ratio",
                  .range = registry::between(0, 1),
                  .description = "So many of those that are no servers, rounded down, at random: "
                                 "each behind a firewall of its own."})
          .field("ids", &P::ids, {.description = "Instead of that, those that are named."})
          .field("peers", &P::peers,
                 {.description = "Likewise, those that are chosen so, servers or not.",
                  .catalogue = &peer_choices()})
          .field("peers_per_firewall", &P::peers_per_firewall,
                 {.unit = "peers",
                  .range = registry::between(1, 1e9),
                  .description = "How many of these share a firewall, in the order of the input. "
                                 "Those behind the same one reach each other."})
          .field("shared", &P::shared,
                 {.description = "Firewalls with several peers behind each, besides."})
          .field("forwarded", &P::forwarded,
                 {.description = "To whom of them a port is forwarded: everybody can connect to "
                                 "these.",
                  .catalogue = &peer_choices()})
          .field("traversal", &P::traversal,
                 {.description =
                      "What peers may try where one cannot connect to the other, if their network "
                      "knows it. `push`: who has a file is asked to connect, by the broker or "
                      "along the way on which its hit came; `push_proxy`: by the super-peer that "
                      "its hit names (`gnutella_0_6`); `hole_punch`: both send by UDP at a time; "
                      "`relay`: a server or an open peer passes all bytes on, which it is charged "
                      "for twice. Networks that pass everything on from hop to hop need none."})
          .field("hole_punch_success", &P::hole_punch_success,
                 {.unit = "ratio",
                  .range = registry::between(0, 1),
                  .description = "Between how many of the pairs that need it a hole can be "
                                 "punched. 82 % of NATs let UDP do so, 64 % TCP (Ford et al., "
                                 "USENIX ATC 2005)."})
          .check(check_firewalls);
  return table;
}

Walls choose_walls(const FirewallParameters& firewalls, const Plant& peers,
                   const std::vector<NodeId>& servers, std::uint64_t seed) {
  Walls walls;
  walls.behind.resize(peers.nodes());
  std::vector<registry::Diagnostic> mistakes;
  const auto gather = [&mistakes](auto choose) {
    try {
      choose();
    } catch (const registry::InputError& error) {
      const auto& found = error.diagnostics();
      mistakes.insert(mistakes.end(), found.begin(), found.end());
    }
  };
  std::uint32_t last = 0;
  for (std::size_t place = 0; place < firewalls.shared.size(); ++place) {
    gather([&] { put_behind_shared(firewalls, place, ++last, peers, seed, walls.behind); });
  }
  gather([&] {
    put_by_themselves(by_themselves(firewalls, peers, servers, seed), firewalls.peers_per_firewall,
                      last, walls.behind);
  });
  gather([&] {
    walls.forwarded =
        choose_forwarded(firewalls, peers, seed, mistakes.empty() ? &walls.behind : nullptr);
  });
  if (!mistakes.empty()) throw registry::InputError(std::move(mistakes));
  return walls;
}

}  // namespace rippletank::failures
