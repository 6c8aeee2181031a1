// Routes: over which link each peer has first heard of a broadcast, as far as it remembers.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/protocols/waste/messages.hpp"
#include "sim/protocols/waste/packets.hpp"

namespace rippletank::protocols::waste {

/// A peer remembers a broadcast once: with the end of the link over which it came first, or with
/// those of its own. There is no other way back.
///
/// Source:  find_route and add_route in mqueue.cpp and mqueuelist.cpp of WASTE 1.5: three tables at
///          each end of a link, and three of the peer's own, each of which forgets the oldest.
/// Cost:    O(1), one look-up in a table; about 40 bytes per broadcast that a peer remembers.
class Routes {
 public:
  /// One of these, or the end of a link.
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t own = none - 1;

  /// `ends`: of links, over all peers; `kept`: by each table.
  Routes(core::PeerId peers, std::size_t ends, std::uint32_t kept);

  std::uint32_t find(core::PeerId peer, Guid guid) const;
  /// A peer comes to know a broadcast that it does not know.
  void add(core::PeerId peer, Guid guid, Memory memory, std::uint32_t place);
  /// It forgets all that came over a link.
  void forget(core::PeerId peer, std::uint32_t end);
  /// It forgets what was its own.
  void forget_own(core::PeerId peer);

 private:
  struct Ring {
    std::vector<Guid> guids;
    std::size_t oldest = 0;  ///< where the next one goes once it is full
  };
  using Tables = std::array<Ring, memories>;

  static std::uint64_t key(core::PeerId peer, Guid guid) {
    return (std::uint64_t{peer} << 32U) | guid;
  }
  void clear(core::PeerId peer, Tables& tables);

  std::uint32_t kept_;
  std::vector<Tables> of_end_;   ///< [end of a link]
  std::vector<Tables> of_peer_;  ///< [peer] of its own broadcasts
  std::unordered_map<std::uint64_t, std::uint32_t> places_;
};

}  // namespace rippletank::protocols::waste
