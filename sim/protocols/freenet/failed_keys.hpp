// Failed keys: what a peer has learnt not to look for again for a while.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/protocols/freenet/keys.hpp"

namespace rippletank::protocols::freenet {

/// The keys that requests have not found, of every peer: a request that might be passed on no
/// farther than such a one is answered at once. What is found or stored is no failure any more.
///
/// Cost:    O(1) hashed; some 80 bytes a failure that is remembered, 80 a peer.
class FailedKeys {
 public:
  /// `most`: per peer, of which the one noted longest ago makes room; 0: nothing is remembered.
  FailedKeys(core::PeerId peers, std::uint32_t most, core::Time span);

  /// A request with so many hops to live has failed, now or, as the answer tells, some time ago.
  void note(core::Time failed_at, core::PeerId peer, Key key, std::uint32_t htl);
  /// When a request with so many hops to live, or more, last failed; nothing if that is too long
  /// ago.
  std::optional<core::Time> failed_at(core::Time now, core::PeerId peer, Key key,
                                      std::uint32_t htl) const;
  void clear(core::PeerId peer, Key key);

 private:
  /// Of requests with so many hops to live.
  struct Failure {
    core::Time failed_at = 0;
    std::uint32_t htl = 0;
  };
  struct OfKey {
    std::vector<Failure> failures;  ///< the later, the fewer hops to live
    std::uint32_t note = 0;         ///< number of the last note, which tells it from earlier ones
  };
  struct Noted {
    Key key = 0;
    std::uint32_t note = 0;
  };
  struct OfPeer {
    std::unordered_map<Key, OfKey> keys;
    std::deque<Noted> noted;  ///< in the order of time, with those that others have replaced
  };

  static bool is_current(const OfPeer& all, const Noted& noted);

  std::vector<OfPeer> peers_;
  std::uint32_t most_;
  core::Time span_;
  std::uint32_t notes_ = 0;
};

}  // namespace rippletank::protocols::freenet
