// Access: which link joins each peer to its router.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/underlay/access_parameters.hpp"

namespace rippletank::underlay {

/// The classes of a mix.
///
/// Source:  Saroiu, Gummadi and Gribble, A Measurement Study of Peer-to-Peer File Sharing Systems,
///          MMCN (2002): of Gnutella's users 8 % had modems, 60 % broadband and 30 % at least
///          3 Mbit/s; of Napster's 25 % had modems. Departs: the split within the groups, the rates
///          and the latencies are this simulator's own.
std::vector<AccessClass> classes_of(AccessMix mix);

/// The access link of one peer.
struct Access {
  std::uint32_t access_class = 0;  ///< index into the classes
  core::Time latency_ns = 0;       ///< one-way
};

/// The access link of each peer.
///
/// Shape:   access[peer]. Latencies are cut to ten years.
/// Random:  substream "underlay/access" of each peer, so that no peer depends on another: one
///          number for its class, in proportion to the shares, and one for its latency.
std::vector<Access> draw_access(const std::vector<AccessClass>& classes, core::PeerId peers,
                                std::uint64_t seed);

/// The access links of all peers.
struct AccessLinks {
  std::vector<AccessClass> classes;
  std::vector<Access> access;  ///< [peer]

  const AccessClass& class_of(core::PeerId peer) const {
    return classes[access[peer].access_class];
  }
};

/// Those that a scenario describes, with `servers` on links of their own if it says so.
///
/// Random:  that of draw_access(); a server draws the latency of its link anew.
AccessLinks access_links(const AccessParameters& parameters, core::PeerId peers,
                         const std::vector<core::PeerId>& servers, std::uint64_t seed);

}  // namespace rippletank::underlay
