// Walks as requests would, in depth and turning back where nobody is left.
#include "sim/protocols/freenet/prober.hpp"

#include <algorithm>
#include <optional>

#include "sim/core/random.hpp"

namespace rippletank::protocols::freenet {
namespace {

/// A random peer that is there; none if that is not found soon, as hardly any is.
std::optional<core::PeerId> somebody(const State& state, core::Substream& random) {
  constexpr int most_draws = 1000;
  for (int draw = 0; draw < most_draws; ++draw) {
    const auto peer = static_cast<core::PeerId>(random.below(state.here_count));
    if (state.online[peer]) return peer;
  }
  return {};
}

}  // namespace

std::vector<measure::ProbeRecord> Prober::probe(core::Time now, std::uint64_t moment) {
  std::vector<measure::ProbeRecord> records;
  if (state_.published.empty()) return records;
  core::Substream random(state_.seed, core::Purpose("freenet/probes"), moment);
  for (std::uint32_t i = 0; i < state_.parameters.probe_requests; ++i) {
    const std::optional<core::PeerId> origin = somebody(state_, random);
    if (!origin) break;
    const core::ItemId item = state_.published[random.below(state_.published.size())];
    records.push_back(probe(*origin, item));
    records.back().time = now;
  }
  return records;
}

measure::ProbeRecord Prober::probe(core::PeerId origin, core::ItemId item) {
  using measure::RequestOutcome;
  const std::uint32_t limit = state_.parameters.probe_htl_hops;
  const Key key = key_of_item(state_.seed, item);
  measure::ProbeRecord record{0, origin, item, RequestOutcome::not_found, 0};
  ++visits_;
  tried_.clear();
  way_.assign(1, {origin, core::no_peer, 0});
  visit_[origin] = visits_;
  std::uint32_t asked = 0;
  while (!way_.empty()) {
    const Step here = way_.back();
    if (state_.stores.holds(here.peer, item)) {
      record.outcome = RequestOutcome::found;
      break;
    }
    if (asked == limit) {
      record.outcome = RequestOutcome::out_of_htl;
      break;
    }
    const core::PeerId peer = next(here, key);
    if (peer == core::no_peer) {
      tried_.resize(here.tried_begin);
      way_.pop_back();
      continue;
    }
    ++asked;
    const auto begin = tried_.begin() + static_cast<std::ptrdiff_t>(here.tried_begin);
    tried_.insert(std::lower_bound(begin, tried_.end(), peer), peer);
    if (visit_[peer] == visits_) continue;  // it has had it, and says so
    visit_[peer] = visits_;
    way_.push_back({peer, here.peer, tried_.size()});
  }
  record.path_hops = record.outcome == RequestOutcome::found ? asked : limit;
  return record;
}

core::PeerId Prober::next(const Step& step, Key key) const {
  const auto begin = tried_.begin() + static_cast<std::ptrdiff_t>(step.tried_begin);
  return state_.tables.closest(step.peer, key, [&](core::PeerId node) {
    return node != step.peer && node != step.before && state_.online[node] &&
           !std::binary_search(begin, tried_.end(), node);
  });
}

}  // namespace rippletank::protocols::freenet
