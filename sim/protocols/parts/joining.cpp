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
                  .description = "Peers come at random moments from the start until then."})
          .field("wanted", &P::wanted,
                 {.unit = "connections",
                  .range = between(1, 1e6),
                  .description = "With how many a peer is content; it asks others to connect while "
                                 "it has fewer."})
          .field("most", &P::most,
                 {.unit = "connections",
                  .range = between(1, 1e6),
                  .description = "How many it has at most; it refuses more."})
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
      addresses_(addresses),
      neighbours_(neighbours),
      stays_(stays),
      members_(addresses.peers()) {
  choices_.reserve(members_.size());
  for (core::PeerId peer = 0; peer < members_.size(); ++peer) {
    choices_.emplace_back(seed, core::Purpose("joining/choices"), peer);
  }
}

namespace {

bool contains(const std::vector<core::PeerId>& peers, core::PeerId peer) {
  return std::find(peers.begin(), peers.end(), peer) != peers.end();
}

}  // namespace

bool Joining::take_from(std::vector<core::PeerId>& peers, core::PeerId peer) {
  const auto found = std::find(peers.begin(), peers.end(), peer);
  if (found == peers.end()) return false;
  peers.erase(found);
  return true;
}

void Joining::learn(core::PeerId peer, core::PeerId other) {
  Member& member = members_[peer];
  if (other == peer || contains(member.known, other) || contains(member.refused_by, other)) return;
  if (member.known.size() < parameters_.known_max) return member.known.push_back(other);
  member.oldest = (member.oldest + 1) % parameters_.known_max;
  member.known[member.oldest] = other;
}

void Joining::remember_first(core::PeerId peer) {
  for (auto slot = addresses_.offsets[peer]; slot < addresses_.offsets[peer + 1]; ++slot) {
    learn(peer, addresses_.neighbours[slot]);
  }
}

std::optional<core::PeerId> Joining::take_known(core::PeerId peer) {
  Member& member = members_[peer];
  while (!member.known.empty()) {
    const std::size_t place = choices_[peer].below(member.known.size());
    const core::PeerId other = member.known[place];
    member.known[place] = member.known.back();
    member.known.pop_back();
    if (!contains(member.asked, other) && !neighbours_.has(peer, other)) return other;
  }
  return {};
}

std::vector<core::PeerId> Joining::addresses(core::PeerId peer) const {
  std::vector<core::PeerId> all(neighbours_.of(peer).begin(), neighbours_.of(peer).end());
  const std::vector<core::PeerId>& known = members_[peer].known;
  all.insert(all.end(), known.begin(), known.end());
  return all;
}

}  // namespace rippletank::protocols
