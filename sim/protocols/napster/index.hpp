// Index: who is logged in where, and which files servers know.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/firewalls.hpp"
#include "sim/protocols/napster/folders.hpp"

namespace rippletank::protocols::napster {

/// What servers know of their users. A client is logged in at one server at a time: a login
/// elsewhere ends the one before.
///
/// Clients number their connections; what comes of one that has been closed is late and of no
/// effect.
class Index {
 public:
  Index(const overlay::Content* content, const Folders& folders,
        const overlay::Firewalls& firewalls, core::PeerId peers);

  /// The server at which a client is logged in; no_peer: at none.
  core::PeerId server_of(core::PeerId client) const { return users_[client].server; }
  /// How many users a server has.
  std::uint32_t users_at(core::PeerId server) const { return count_[server]; }
  /// The most that any had at a time.
  std::uint32_t most_users() const { return most_users_; }

  /// Logs a client in, without files, unless that connection has been closed.
  bool log_in(core::PeerId client, core::PeerId server, std::uint32_t connection);
  /// A connection of a client has been closed: its login ends, and its files are forgotten.
  void close(core::PeerId client, std::uint32_t connection);
  /// A server loses all its users.
  void close_all(core::PeerId server);

  /// A server learns what a client shares that has withdrawn so many files so far.
  void share(core::PeerId client, core::PeerId server, std::uint32_t withdrawn);
  /// It learns that the client has withdrawn so many.
  void withdraw(core::PeerId client, core::PeerId server, std::uint32_t withdrawn);

  bool lists(core::PeerId server, core::PeerId client, core::ItemId item) const;

  struct Question {
    core::PeerId server = 0;
    core::PeerId client = 0;  ///< that asks, and is not told of itself
    core::ItemId item = 0;
    std::uint32_t results_max = 0;
  };
  /// Adds the clients that share an item, as a server knows, to `holders`: a random stretch of
  /// them, of everybody's order, if they are more than wanted. Returns how many were left out as
  /// neither they nor who asks can connect to the other.
  ///
  /// Random:  one number.
  /// Cost:    O(holders of the item).
  std::uint32_t find(const Question& question, core::Substream& random,
                     std::vector<core::PeerId>& holders) const;

 private:
  struct User {
    core::PeerId server = core::no_peer;
    std::uint32_t connection = 0;  ///< by which it is logged in
    std::uint32_t closed = 0;      ///< the last of its connections that were closed
    std::uint32_t withdrawn = 0;   ///< how many files, as its server knows
    bool shares = false;           ///< whether its server knows its files
  };

  void leave(User& user);
  bool shares(const User& user, core::PeerId server, core::ItemId item, std::size_t place) const {
    return user.server == server && user.shares &&
           folders_.shares_after(item, place, user.withdrawn);
  }

  const overlay::Content* content_;
  const Folders& folders_;
  const overlay::Firewalls& firewalls_;
  std::vector<User> users_;           ///< [peer]
  std::vector<std::uint32_t> count_;  ///< [peer] users of a server
  std::uint32_t most_users_ = 0;
};

}  // namespace rippletank::protocols::napster
