// Failed keys: what a peer has learnt not to look for again for a while.
#pragma once

#include <cstdint>
#include <deque>
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

  void note(core::Time now, core::PeerId peer, Key key, std::uint32_t htl);
  /// Whether a request with so many hops to live has failed not long ago.
  bool has_failed(core::Time now, core::PeerId peer, Key key, std::uint32_t htl) const;
  void clear(core::PeerId peer, Key key);

 private:
  struct Failure {
    core::Time until = 0;
    std::uint32_t htl = 0;
    std::uint32_t note = 0;  ///< number of the note, which tells it from earlier ones
  };
  struct Noted {
    Key key = 0;
    std::uint32_t note = 0;
  };
  struct OfPeer {
    std::unordered_map<Key, Failure> failures;
    std::deque<Noted> noted;  ///< in the order of time, with those that are over
  };

  std::vector<OfPeer> peers_;
  std::uint32_t most_;
  core::Time span_;
  std::uint32_t notes_ = 0;
};

}  // namespace rippletank::protocols::freenet
