// Draws who is transient, and decides what a peer keeps, believes and has patience for.
#include "sim/protocols/freenet/state.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/core/pinned_math.hpp"
#include "sim/core/share.hpp"

namespace rippletank::protocols::freenet {
namespace {

constexpr core::Purpose htl_purpose("freenet/htl");
constexpr core::Purpose reset_purpose("freenet/reset");
constexpr core::Purpose keep_purpose("freenet/keep");
constexpr core::Purpose refer_purpose("freenet/refer");

overlay::StoreLimits store_limits(const Parameters& parameters) {
  overlay::StoreLimits limits{parameters.store_items, parameters.store_bytes, {}};
  if (parameters.store_bytes) {
    limits.largest_bytes = static_cast<std::uint64_t>(parameters.largest_share *
                                                      static_cast<double>(*parameters.store_bytes));
  }
  return limits;
}

TableLimits table_limits(const Parameters& parameters) {
  return {parameters.table_references, parameters.table_nodes, parameters.references_per_node};
}

/// The longest chain of peers that anybody waits for.
std::uint32_t most_htl(const Parameters& parameters) {
  return std::max(parameters.htl_hops, parameters.announce_htl_hops);
}

std::vector<core::Time> patience_of(const Parameters& parameters) {
  std::vector<core::Time> patience;
  for (std::uint32_t hops = 0; hops <= most_htl(parameters); ++hops) {
    const double wait_s = hops * parameters.hop_s + patience_deviations *
                                                        std::sqrt(static_cast<double>(hops)) *
                                                        parameters.hop_sd_s;
    patience.push_back(wait_s == 0 ? core::never
                                   : core::from_seconds(std::min(wait_s, core::longest_s)));
  }
  return patience;
}

std::vector<double> htl_probabilities(const Parameters& parameters) {
  std::vector<double> all;
  for (std::uint32_t htl = 0; htl <= most_htl(parameters); ++htl) {
    const double square = static_cast<double>(htl) * static_cast<double>(htl);
    all.push_back(1 - core::exp(-1.5 * square));
  }
  all[parameters.htl_hops] = std::min(all[parameters.htl_hops], 0.5);
  return all;
}

/// Those that a scenario puts behind firewalls are transient besides.
///
/// Random:  substream "freenet/transient", a sample of all peers.
std::vector<bool> transient_peers(double share, const overlay::SetUp& set_up) {
  core::Substream random(set_up.seed, core::Purpose("freenet/transient"));
  std::vector<bool> transient = core::draw_share(share, set_up.connections.peers(), random);
  const overlay::Firewalls& firewalls = set_up.firewalls;
  for (core::PeerId peer = 0; peer < transient.size(); ++peer) {
    if (firewalls.is_firewalled(peer)) transient[peer] = true;
  }
  return transient;
}

}  // namespace

State::State(const Parameters& given, const overlay::SetUp& set_up)
    : parameters(given),
      seed(set_up.seed),
      content(set_up.content),
      items_are_placed(std::holds_alternative<Placed>(publishing(given.publishing))),
      tables(set_up.connections.peers(), given.closeness, table_limits(given)),
      stores(set_up.connections.peers(), set_up.content, store_limits(given)),
      failed(set_up.connections.peers(), given.failed_keys,
             core::from_seconds(given.failed_keys_s)),
      stays(set_up.connections.peers()),
      online(set_up.connections.peers(), true),
      is_announced(set_up.connections.peers(), true),
      is_transient(transient_peers(given.transient, set_up)),
      is_published(content == nullptr ? 0 : content->items()),
      patience_(patience_of(given)),
      htl_probability_(htl_probabilities(given)) {
  if (given.requests_per_min) minutes_.resize(peers());
  here_count = given.first_peers ? std::min(*given.first_peers, peers()) : peers();
}

Key State::key_of(const Request& request) const {
  if (request.item != core::no_item) return key_of_item(seed, request.item);
  return key_of_query(seed, request.query);
}

measure::MessageSize State::size(const overlay::Letter& letter) const {
  const Sizes& sizes = parameters.sizes;
  const auto with_data = [&](std::uint64_t header, std::uint32_t part) -> measure::MessageSize {
    const PartsOfData parts = parts_of(requests[letter.subject]);
    return {header + parts.control_bytes(part), parts.data_bytes(part)};
  };
  switch (static_cast<Type>(letter.type)) {
    case data_request:
      return {sizes.data_request_bytes, 0};
    case insert_request:
      return {sizes.insert_request_bytes, 0};
    case accepted:
      return {sizes.accepted_bytes, 0};
    case rejected:
      return {sizes.rejected_bytes, 0};
    case restarted:
      return {sizes.restarted_bytes, 0};
    case data_not_found:
      return {sizes.data_not_found_bytes, 0};
    case insert_reply:
      return {sizes.insert_reply_bytes, 0};
    case data_reply:
    case data_insert:
      return with_data(sizes.data_header_bytes, 0);
    case data_part:
    case insert_part:
      return with_data(0, other_of(letter));
    case store_data:
      return {sizes.store_data_bytes, 0};
    case announcement:
      return {sizes.announcement_bytes, 0};
    case announcement_reply:
      return {sizes.announcement_reply_bytes, 0};
    case announcement_execute:
      return {sizes.announcement_execute_bytes, 0};
    case announcement_complete:
      return {sizes.announcement_complete_bytes, 0};
    case type_count:
      break;
  }
  return {};
}

core::Time State::patience(std::uint32_t hops) const {
  return patience_[std::clamp<std::size_t>(hops, 1, patience_.size() - 1)];
}

std::uint16_t State::lowered_htl(const Request& request, core::PeerId peer,
                                 std::uint16_t htl) const {
  const auto lower = static_cast<std::uint16_t>(htl - 1);
  if (parameters.htl_rule == HtlRule::every_hop || request.kind == Kind::announcement) return lower;
  return chance(htl_purpose, request, peer, htl_probability_[htl]) ? lower : htl;
}

bool State::takes_request(core::Time now, core::PeerId peer) {
  if (minutes_.empty()) return true;
  Minute& minute = minutes_[peer];
  const auto number = static_cast<std::uint32_t>(now / (60 * core::second));
  if (minute.number != number) minute = {number, 0};
  if (minute.requests >= *parameters.requests_per_min) return false;
  ++minute.requests;
  return true;
}

void State::learn_source(const Request& request, core::PeerId peer, core::PeerId source,
                         std::uint16_t source_hops) {
  if (source == core::no_peer || source == peer) return;
  if (is_taken(refer_purpose, request, peer, tables.fullness(peer), parameters.table_free_share,
               source_hops)) {
    tables.refer(peer, request.key, source);
  }
}

void State::keep(core::Time now, Request& request, core::PeerId peer, std::uint16_t source_hops,
                 bool counted) {
  const bool is_new = !stores.holds(peer, request.item);
  const bool kept = is_taken(keep_purpose, request, peer, stores.fullness(peer),
                             parameters.store_free_share, source_hops) &&
                    stores.keep(now, peer, request.item);
  if (kept && is_new) ++request.copies_made;
  if (!kept && counted) ++counts.not_kept;
  failed.clear(peer, request.key);
}

void State::pass_source(const Request& request, StepState& step, core::PeerId source,
                        std::uint16_t source_hops, bool counted) {
  step.source = source;
  step.source_hops = static_cast<std::uint16_t>(source_hops + 1);
  if (is_transient[step.peer]) return;
  const bool resets = source == core::no_peer ||
                      chance(reset_purpose, request, step.peer, parameters.reset_probability);
  if (!resets) return;
  if (counted && source != core::no_peer && step.before != no_step) ++counts.resets;
  step.source = step.peer;
  step.source_hops = 0;
}

/// Random:  one number of a substream of the request and the peer.
bool State::chance(core::Purpose purpose, const Request& request, core::PeerId peer,
                   double probability) const {
  if (probability <= 0) return false;
  if (probability >= 1) return true;
  const std::uint64_t who = (std::uint64_t{request.serial} << 32U) | peer;
  return core::Substream(seed, purpose, who).chance(probability);
}

bool State::is_taken(core::Purpose purpose, const Request& request, core::PeerId peer,
                     double fullness, double free_share, std::uint16_t source_hops) const {
  if (fullness <= free_share) return true;
  double probability = 1;
  for (std::uint16_t hop = 0; hop < source_hops && probability > 1e-9; ++hop) {
    probability *= parameters.hop_decay;
  }
  return chance(purpose, request, peer, probability);
}

}  // namespace rippletank::protocols::freenet
