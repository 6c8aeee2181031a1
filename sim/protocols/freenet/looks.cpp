// Takes probes and follows copies when they are due.
#include "sim/protocols/freenet/looks.hpp"

#include <algorithm>

#include "sim/overlay/nearest_copies.hpp"

namespace rippletank::protocols::freenet {
namespace {

/// The first whole multiple of a span from a moment on.
core::Time first_from(core::Time moment, core::Time span) {
  if (span == core::never) return core::never;
  return core::later(moment, (span - moment % span) % span);
}

}  // namespace

Looks::Looks(const State& state, const overlay::SetUp& set_up)
    : state_(state),
      prober_(state),
      followed_(set_up.followed),
      bin_(followed_.empty() ? core::never : set_up.bin),
      probe_every_(state.parameters.probe_every_s == 0
                       ? core::never
                       : core::from_seconds(state.parameters.probe_every_s)),
      next_copies_(first_from(set_up.warm_up, bin_)),
      next_probes_(first_from(set_up.warm_up, probe_every_)),
      next_(std::min(next_copies_, next_probes_)) {}

void Looks::take_due(core::Time now, overlay::Measures& measures) {
  for (; next_ <= now; next_ = std::min(next_copies_, next_probes_)) {
    const core::Time due = next_;
    if (due == next_copies_) {
      look_at_copies(due, measures);
      next_copies_ = core::later(due, bin_);
    }
    if (due == next_probes_) {
      for (const measure::ProbeRecord& record : prober_.probe(due, moments_++)) {
        measures.probes.push_back(record);
      }
      next_probes_ = core::later(due, probe_every_);
    }
  }
}

void Looks::look_last(core::Time end, overlay::Measures& measures) {
  look_until(end, measures);
  const bool has_just_looked = !measures.copies.empty() && measures.copies.back().time == end;
  if (!followed_.empty() && !has_just_looked) look_at_copies(end, measures);
}

void Looks::look_at_copies(core::Time now, overlay::Measures& measures) const {
  const overlay::Connections askers = overlay::reversed(state_.tables.rows());
  std::vector<bool> there = state_.online;
  std::fill(there.begin() + state_.here_count, there.end(), false);
  for (const measure::CopyRecord& record :
       overlay::look_at_copies(now, followed_, state_.stores, askers, there)) {
    measures.copies.push_back(record);
  }
}

}  // namespace rippletank::protocols::freenet
