// Election: who becomes a super-peer, and who stops being one.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/figure.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

struct ElectionParameters {
  std::uint32_t super_peers_wanted = 3;
  std::uint32_t leaves_most = 30;
  double down_kbit_s = 120;
  double up_kbit_s = 80;
  double uptime_s = 300;
  std::uint32_t leaves_least = 1;
  double patience_s = 600;

  static const registry::Section& section();
};

/// The same with the usual numbers of FastTrack: one super-peer for each leaf, with many leaves.
struct FewSuperPeers : ElectionParameters {
  FewSuperPeers() {
    super_peers_wanted = 1;
    leaves_most = 100;
  }
  static const registry::Section& section();
};

/// A peer is able to be a super-peer if others can connect to it, its line is fast enough, and it
/// has been there for long. It becomes one when it has no super-peer and one refuses it for want of
/// room, or when it still knows nobody to ask after having waited once. A super-peer becomes
/// a leaf again when it has no leaves and another one that has room lets it connect, or when it has
/// had too few for a while and is connected to another one.
///
/// Source:  Singla & Rohrs, Ultrapeers: another step towards Gnutella scalability (2001), who can
///          be an ultrapeer, and X-Ultrapeer-Needed.
class Election {
 public:
  /// `access`: of each peer; empty: all lines are fast enough.
  Election(const ElectionParameters& parameters, core::PeerId peers,
           const std::vector<overlay::AccessSpeed>& access);

  const ElectionParameters& parameters() const { return parameters_; }
  core::Time patience() const { return core::from_seconds(parameters_.patience_s); }

  /// A peer comes online.
  void came(core::PeerId peer, core::Time now) { came_[peer] = now; }
  /// Whether its line is fast enough.
  bool is_fast(core::PeerId peer) const { return is_fast_[peer]; }
  bool has_been_there(core::PeerId peer, core::Time now) const {
    return now - came_[peer] >= core::from_seconds(parameters_.uptime_s);
  }

  /// Its number of leaves is watched from now on; returns which watch that is, 0 if it is already.
  std::uint32_t watch(core::PeerId peer) {
    return watches_[peer] == 0 ? watches_[peer] = ++last_watch_ : 0;
  }
  /// Whether this watch ends now, and not one that has ended before.
  bool end_watch(core::PeerId peer, std::uint32_t watch) {
    const bool is_current = watches_[peer] == watch;
    if (is_current) watches_[peer] = 0;
    return is_current;
  }
  void stop_watching(core::PeerId peer) { watches_[peer] = 0; }

  void count_promotion() { ++promotions_; }
  void count_demotion() { ++demotions_; }
  std::vector<measure::Figure> figures() const;

 private:
  ElectionParameters parameters_;
  std::vector<bool> is_fast_;           ///< [peer]
  std::vector<core::Time> came_;        ///< [peer]
  std::vector<std::uint32_t> watches_;  ///< [peer] 0: none
  std::uint32_t last_watch_ = 0;
  std::uint64_t promotions_ = 0;
  std::uint64_t demotions_ = 0;
};

}  // namespace rippletank::protocols
