// Servers: which peers serve, and whom.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/overlay/connections.hpp"

namespace rippletank::overlay {

/// The peers that serve others, and which of them each other peer turns to.
///
/// A client knows the servers that it is connected to, or else all of them. It turns to them in
/// ascending order, beginning, if it knows all, with the one that its own number falls on, so that
/// clients are dealt out evenly.
///
/// Shape:   5 bytes per peer and 4 per connection to a server.
class Servers {
 public:
  /// `servers`: ascending. Without any, those are servers that have more than one connection, or,
  /// if everybody has or nobody, the first of those with the most.
  Servers(const Connections& connections, std::vector<core::PeerId> servers);

  /// Shape:   ascending.
  const std::vector<core::PeerId>& all() const { return servers_; }
  bool is_server(core::PeerId peer) const { return is_server_[peer]; }
  /// The position of a server in all().
  std::uint32_t index(core::PeerId server) const;

  /// How many servers a client knows.
  std::uint32_t choices(core::PeerId client) const {
    const std::uint32_t connected = offsets_[client + 1] - offsets_[client];
    return connected > 0 ? connected : static_cast<std::uint32_t>(servers_.size());
  }
  /// The server that a client turns to after so many others.
  core::PeerId choice(core::PeerId client, std::uint32_t others) const {
    const bool connected = offsets_[client + 1] > offsets_[client];
    return connected ? connected_[offsets_[client] + others]
                     : servers_[(client + others) % servers_.size()];
  }

 private:
  std::vector<core::PeerId> servers_;
  std::vector<bool> is_server_;
  std::vector<std::uint32_t> offsets_;
  std::vector<core::PeerId> connected_;
};

}  // namespace rippletank::overlay
