// Redirector: which server a client is sent to.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/protocols/napster/index.hpp"

namespace rippletank::protocols::napster {

/// Clients are sent to the server with the fewest users, those who are on their way to it included:
/// otherwise all that come until the first of them is let in would be sent to the same one.
class Redirector {
 public:
  Redirector(const Index& index, core::PeerId peers)
      : index_(index), expected_at_(peers), visitors_(peers) {}

  /// Chooses one of some servers for a client, the first of those with the fewest users; no_peer if
  /// there is none. The client is expected there from now on.
  core::PeerId send(core::PeerId client, const std::vector<core::PeerId>& servers);
  /// How often a client has been sent somewhere.
  std::uint32_t visits(core::PeerId client) const { return visitors_[client].visits; }

  /// A client has come to a server, and was let in or not.
  void arrived(core::PeerId client, core::PeerId server);
  /// A client is not expected any more, unless it has been sent somewhere since then.
  void give_up(core::PeerId client, std::uint32_t visits);
  /// It crashes, and with it what it knows of who is on the way.
  void forget_all();

 private:
  struct Visitor {
    core::PeerId server = core::no_peer;  ///< where it is expected
    std::uint32_t visits = 0;
  };

  void forget(Visitor& visitor);

  const Index& index_;
  std::vector<std::uint32_t> expected_at_;  ///< [peer] clients that are on their way to a server
  std::vector<Visitor> visitors_;           ///< [peer]
};

}  // namespace rippletank::protocols::napster
