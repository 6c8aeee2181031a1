// Dcc: files and chats that users offer through the servers and then exchange without them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/protocols/irc/clients.hpp"
#include "sim/protocols/irc/network.hpp"
#include "sim/protocols/irc/outbox.hpp"
#include "sim/protocols/irc/sessions.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols::irc {

/// What users send each other besides lines in channels.
struct DccParameters {
  double send_rate_per_min = 0;
  core::Distribution send_size_bytes{core::Constant{1e6}};
  double chat_rate_per_min = 0;
  std::uint32_t chat_lines = 10;
  double chat_interval_s = 10;

  static const registry::Section& section();
};

struct DccFigures {
  std::uint64_t offers = 0;
  std::uint64_t without_partner = 0;  ///< offers not made, as nobody else was in a channel
  std::uint64_t chats_begun = 0;
  std::uint64_t chats_over = 0;  ///< of which all lines were read
  std::uint64_t blocked = 0;     ///< connections to a user that a firewall did not let through
};

/// A user offers a file or a chat to somebody in one of the user's channels. Who offers listens,
/// and who accepts connects; from then on no server matters, only whether both are online.
///
/// Source:  The Client-To-Client Protocol, Zeuge, Rollo & Mesander (1994). Departs: a file is
///          sent without a pause after each block, as programs did that send ahead of its
///          acknowledgement; acknowledgements are counted once all of the file has arrived; all
///          offers are accepted at once.
/// Random:  substreams "irc/dcc_send" and "irc/dcc_chat" of each user.
/// Cost:    O(1) per offer, 40 bytes each; up to 16 draws for whom it is made to.
class Dcc {
 public:
  struct Offer {
    core::PeerId from = core::no_peer;
    core::PeerId to = core::no_peer;
    SessionId target = none;
    std::uint64_t bytes = 0;
    std::uint32_t digits = 0;     ///< of those
    std::uint32_t stay_from = 0;  ///< of its times online, that in which it listens
    std::uint32_t stay_to = 0;    ///< and that in which the other connects
    bool is_chat = false;
  };

  Dcc(const DccParameters& parameters, std::uint64_t seed, const overlay::Servers& servers,
      core::PeerId peers, const Sessions& sessions, const Clients& clients, const Network& network,
      Outbox& outbox);

  void start();
  /// A user's moment to offer has come, if it still is in that stay; the next one is drawn.
  void offer_file(core::Time now, core::PeerId user, std::uint32_t stay);
  void offer_chat(core::Time now, core::PeerId user, std::uint32_t stay);
  /// A user reads an offer, and connects.
  void accept(core::PeerId user, std::uint32_t offer);
  /// Who made an offer is connected to.
  void begin(core::PeerId user, std::uint32_t offer);
  void read_line(core::Time now, core::PeerId user, const overlay::Letter& line);
  void write_line(core::PeerId user, const overlay::Letter& line);
  /// A user could not connect to who has made an offer.
  void not_connected(core::PeerId user, std::uint32_t offer, measure::DropReason reason);
  void arrived(core::PeerId from, core::PeerId to, std::uint32_t offer);
  void switch_on(core::Time now, core::PeerId user);
  void switch_off(core::PeerId user) { ++stays_[user]; }

  const Offer& offer(std::uint32_t number) const { return offers_[number]; }
  const DccFigures& figures() const { return figures_; }

 private:
  void set_alarm(core::Time now, core::PeerId user, double rate_per_min, core::Substream& stream,
                 Alarm alarm);
  std::optional<SessionId> partner(core::PeerId user, core::Substream& stream) const;
  std::optional<std::uint32_t> make_offer(core::PeerId user, core::Substream& stream);
  bool is_over(const Offer& offer) const {
    return stays_[offer.from] != offer.stay_from || stays_[offer.to] != offer.stay_to;
  }

  DccParameters parameters_;
  core::Time chat_interval_;
  const overlay::Servers& servers_;
  const Sessions& sessions_;
  const Clients& clients_;
  const Network& network_;
  Outbox& outbox_;
  std::vector<core::Substream> sends_;  ///< [user]; empty if none sends files
  std::vector<core::Substream> chats_;  ///< likewise
  std::vector<std::uint32_t> stays_;    ///< [peer] how often it has gone offline
  std::vector<Offer> offers_;
  DccFigures figures_;
};

}  // namespace rippletank::protocols::irc
