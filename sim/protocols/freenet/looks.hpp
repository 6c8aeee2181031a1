// Looks: what is looked at from outside at moments, as probes and copies are.
#pragma once

#include <vector>

#include "sim/core/time.hpp"
#include "sim/overlay/measures.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/protocols/freenet/prober.hpp"
#include "sim/protocols/freenet/state.hpp"

namespace rippletank::protocols::freenet {

/// Looks at the network at regular moments from the end of the warm-up on. What it was like at a
/// moment is seen when the first event from then on is about to happen, so looking needs no events
/// of its own.
class Looks {
 public:
  Looks(const State& state, const overlay::SetUp& set_up);

  /// To be called before anything changes.
  void look_until(core::Time now, overlay::Measures& measures) {
    if (now >= next_) take_due(now, measures);
  }
  /// To be called when nothing changes any more.
  void look_last(core::Time end, overlay::Measures& measures);

 private:
  void take_due(core::Time now, overlay::Measures& measures);
  void look_at_copies(core::Time now, overlay::Measures& measures) const;

  const State& state_;
  Prober prober_;
  std::vector<core::ItemId> followed_;
  core::Time bin_;
  core::Time probe_every_;  ///< core::never: no probes
  core::Time next_copies_;
  core::Time next_probes_;
  core::Time next_;  ///< the earlier of the two
  std::uint64_t moments_ = 0;
};

}  // namespace rippletank::protocols::freenet
