// Prober: how long the ways to items would be, tried without changing anything.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/probe_record.hpp"
#include "sim/protocols/freenet/state.hpp"

namespace rippletank::protocols::freenet {

/// Tries requests on the network as it is: as AskingRules would pass them on, but each peer lowers
/// the hops to live, nobody is busy, waits or remembers failures, and who is offline is passed over
/// at once. Nothing is kept or referred to because of them.
///
/// Random:  substream "freenet/probes" of the moment, in order of time: two numbers a request, more
///          where peers are offline.
/// Cost:    that of RoutingTables::closest() for each hop; 4 bytes a peer.
/// Source:  Clarke, Sandberg, Wiley & Hong, Freenet (2000), section 5.1: 300 requests with 500 hops
///          to live every 100 steps.
class Prober {
 public:
  explicit Prober(const State& state) : state_(state), visit_(state.peers()) {}

  /// As many requests as the parameters say; none if nobody is there or nothing is published.
  std::vector<measure::ProbeRecord> probe(core::Time now, std::uint64_t moment);

  /// One request.
  measure::ProbeRecord probe(core::PeerId origin, core::ItemId item);

 private:
  struct Step {
    core::PeerId peer = 0;
    core::PeerId before = core::no_peer;
    std::size_t tried_begin = 0;  ///< those that it has tried are the last from there on, ascending
  };

  core::PeerId next(const Step& step, Key key) const;

  const State& state_;
  std::vector<std::uint32_t> visit_;  ///< [peer] the last request that came there
  std::uint32_t visits_ = 0;
  std::vector<Step> way_;
  std::vector<core::PeerId> tried_;
};

}  // namespace rippletank::protocols::freenet
