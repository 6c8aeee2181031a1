// Where walkers go, and who does jobs.
#include "sim/protocols/parts/search.hpp"

#include "sim/core/share.hpp"

namespace rippletank::protocols {

Search::Search(const SearchSettings& settings, const overlay::Content* content,
               const overlay::Neighbours& neighbours, core::PeerId peers, std::uint64_t seed)
    : settings_(settings),
      model_(search_model(settings.model)),
      content_(content),
      neighbours_(neighbours),
      peers_(peers),
      seed_(seed),
      descriptors_(peers, settings.memory),
      hits_({query_hit, hits_ready, hits_wanted}, descriptors_, neighbours),
      draws_(settings.dynamic || walks() != nullptr ||
             std::holds_alternative<GossipSearch>(model_)) {
  if (settings.dynamic) dynamic_.emplace(*settings.dynamic, settings.ttl_hops);
  if (!settings.jobs) return;
  for (core::PeerId peer = 0; peer < peers; ++peer) {
    computing_.emplace_back(seed, core::Purpose("search/compute"), peer);
  }
  core::Substream random(seed, core::Purpose("search/willing"));
  willing_ = core::draw_share(settings.jobs->willing, peers, random);
}

void Search::draw_targets(std::span<const core::PeerId> among, core::PeerId except,
                          core::Substream& random, double probability) {
  chosen_.clear();
  for (const core::PeerId peer : among) {
    if (peer != except && random.chance(probability)) chosen_.push_back(peer);
  }
}

void Search::shuffle(std::vector<core::PeerId>& peers, core::Substream& random) {
  for (std::size_t left = peers.size(); left > 1; --left) {
    std::swap(peers[left - 1], peers[random.below(left)]);
  }
}

core::PeerId Search::next_of(std::span<const core::PeerId> row, core::PeerId from,
                             const overlay::Letter& letter) {
  if (row.empty()) return core::no_peer;
  if (std::holds_alternative<HighestDegreeSearch>(model_)) {
    const core::PeerId highest = highest_unasked(row, letter.subject);
    if (highest != core::no_peer) return highest;
  }
  const auto back = std::find(row.begin(), row.end(), from);
  if (back == row.end()) return row[choices_[letter.query].below(row.size())];
  if (row.size() == 1) return from;
  const std::size_t other = choices_[letter.query].below(row.size() - 1);
  return row[other + (other >= static_cast<std::size_t>(back - row.begin()) ? 1 : 0)];
}

core::PeerId Search::highest_unasked(std::span<const core::PeerId> among, DescriptorId id) const {
  core::PeerId highest = core::no_peer;
  for (const core::PeerId peer : among) {
    if (descriptors_.has_had(id, peer)) continue;
    if (highest == core::no_peer || neighbours_.degree(peer) > neighbours_.degree(highest)) {
      highest = peer;
    }
  }
  return highest;
}

void Search::on_vanished(const overlay::Letter& letter) {
  descriptors_.landed(letter);
  if (hits_.are_about(letter)) {
    hits_.on_vanished(letter);
  } else if (letter.type != query_status && (letter.type != query || walks() != nullptr)) {
    walkers_.take(letter.value);
  }
  settle(letter);
}

void Search::on_missed(core::PeerId peer, const overlay::Letter& letter) {
  if (letter.type != job_done && letter.type != next_copy) return;
  if (letter.type == next_copy) dynamic_->give_up(peer, letter.query);
  descriptors_.let_go(letter.subject);
  settle(letter);
}

overlay::Letter Search::letter_of(Type type, overlay::QueryNumber number, DescriptorId id,
                                  std::uint32_t value, std::uint32_t hops) {
  overlay::Letter letter;
  letter.type = type;
  letter.query = number;
  letter.subject = id;
  letter.value = value;
  letter.hops = static_cast<std::uint16_t>(hops);
  return letter;
}

}  // namespace rippletank::protocols
