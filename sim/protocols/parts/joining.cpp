// Describes joining; which addresses peers keep, try and tell.
#include "sim/protocols/parts/joining.hpp"

#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

const registry::Section& JoiningParameters::section() {
  using registry::between;
  using P = JoiningParameters;
  static const registry::Section table =
      registry::Table<P>{}
          .field("spread_s", &P::spread_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "Peers come at random moments from the start until then; who is "
                                 "offline until some moment comes then."})
          .field("wanted", &P::wanted,
                 {.unit = "connections",
                  .range = between(1, 1e6),
                  .description = "With how many a peer is content; it asks others to connect while "
                                 "it has fewer."})
          .field("most", &P::most,
                 {.unit = "connections",
                  .range = between(1, 1e6),
                  .description = "How many it has at most; it refuses more."})
          .field("choose", &P::choose,
                 {.description =
                      "Whom of those that it knows it asks first: `random`, any; `nearest`, the "
                      "one whose pong has come soonest after the ping; `far_apart`, the one whose "
                      "pong has travelled the most hops, as a connection there shortens the "
                      "most, and before that one that no pong has told of. "
                      "Where all choose the nearest, a network may fall apart. "
                      "Who looks for these two pings, asks one after another, and waits `retry_s` "
                      "for pongs after each new neighbour; only pings that are passed on tell "
                      "how far away others are, not those of `gnutella_0_6` and `fasttrack`."})
          .field("known_max", &P::known_max,
                 {.unit = "addresses",
                  .range = between(1, 1e6),
                  .description = "How many addresses of others it keeps, in its host cache."})
          .field("handed_on", &P::handed_on,
                 {.unit = "addresses",
                  .range = between(0, 1e6),
                  .description = "How many of these and of its neighbours it tells one whom it "
                                 "refuses."})
          .field(
              "retry_s", &P::retry_s,
              {.unit = "s",
               .range = between(0.001, 86'400),
               .description = "How long one that knows nobody else to ask, or was refused by "
                              "`known_max`, waits before it asks again, those that it knew at "
                              "first, too; the next time twice as long, up to 64 times. Likewise "
                              "for an answer that was lost on its way."})
          .field(
              "silence_s", &P::silence_s,
              {.unit = "s",
               .range = between(0, core::longest_s),
               .description = "After how long a peer notices that a neighbour has gone without a "
                              "word, if it sends nothing there before."})
          .field("web_cache", &P::web_cache,
                 {.description = "Makes web caches of the `servers` that `peers` names, or else of "
                                 "the peer with the most connections. Who knows nobody else to ask "
                                 "asks one of them. They know at first the peers that they are "
                                 "connected to, are no part of the network, and hold nothing, "
                                 "whatever files say. The scenario needs `horizon_s`."})
          .check([](const P& joining, registry::Reader& reader) {
            if (joining.most >= joining.wanted) return;
            reader.error_at("most", "expected at least wanted, as no peer could have so many");
          });
  return table;
}

std::vector<measure::Figure> JoiningCounts::figures() const {
  return {
      {"connections_made", "", "Connections that peers made, in the whole run.", connections_made},
      {"connections_refused", "", "How often one that was asked to connect had no room.", refused}};
}

Joining::Joining(const JoiningParameters& parameters, const overlay::Connections& addresses,
                 overlay::Neighbours& neighbours, const Stays& stays, std::uint64_t seed)
    : parameters_(parameters),
      retry_(core::from_seconds(parameters.retry_s)),
      silence_(core::from_seconds(parameters.silence_s)),
      seed_(seed),
      neighbours_(neighbours),
      stays_(stays),
      caches_(parameters.choose, addresses, parameters.known_max, seed),
      members_(addresses.peers()) {}

namespace {

bool contains(const std::vector<core::PeerId>& peers, core::PeerId peer) {
  return std::find(peers.begin(), peers.end(), peer) != peers.end();
}

/// The refusal of a peer among those of others.
template <class Refusals>
auto find(Refusals& refusals, core::PeerId by) {
  return std::find_if(refusals.begin(), refusals.end(),
                      [by](const auto& refusal) { return refusal.by == by; });
}

}  // namespace

bool Joining::take_from(std::vector<core::PeerId>& peers, core::PeerId peer) {
  const auto found = std::find(peers.begin(), peers.end(), peer);
  if (found == peers.end()) return false;
  peers.erase(found);
  return true;
}

void Joining::learn(core::PeerId peer, core::PeerId other, const Distance& distance) {
  if (other == peer) return;
  std::vector<Refusal>& refusals = members_[peer].refused_by;
  const auto refusal = find(refusals, other);
  if (refusal != refusals.end()) {
    if (distance.hops > 0) refusal->distance = distance;
    return;
  }
  if (caches_.is_choosy() && neighbours_.has(peer, other)) return;
  caches_.learn(peer, other, distance);
}

void Joining::remember_first(core::PeerId peer) {
  const std::vector<Refusal> refusals = std::exchange(members_[peer].refused_by, {});
  caches_.recall_first(peer, [&](core::PeerId at, core::PeerId other) {
    const auto found = find(refusals, other);
    learn(at, other, found == refusals.end() ? Distance{} : found->distance);
  });
}

std::optional<core::PeerId> Joining::take_known(core::PeerId peer) {
  return caches_.take(peer, [&](core::PeerId other) {
    return contains(members_[peer].asked, other) || neighbours_.has(peer, other);
  });
}

}  // namespace rippletank::protocols
