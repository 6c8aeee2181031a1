// Outbox: what is to be sent and to ring, gathered until the talk is at hand.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/message_count.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/protocols/irc/lines.hpp"

namespace rippletank::protocols::irc {

/// Why a timer rings.
enum class Alarm : std::uint8_t {
  connect,    ///< a user's program turns to a server; value: which of its attempts this is
  patience,   ///< it has waited for an answer; value: likewise
  check,      ///< somebody looks whether others are still there
  part,       ///< a user's visit to a channel may be over; subject: the channel
  read_on,    ///< a server may read on from a user; subject: the user
  served,     ///< a server has done with a line; subject: its number at the station
  reconnect,  ///< a server tries a link; subject: which one; value: which of its timers this is
  send_file,  ///< a user offers a file; value: in which of its stays
  chat,       ///< a user offers a chat; value: likewise
  chat_line,  ///< a user writes a line of a chat; subject: the offer; value: lines to come
};

/// Shape:   in the order in which things were put in.
class Outbox {
 public:
  enum class Kind : std::uint8_t {
    letter,    ///< from a peer to another
    timer,     ///< of a peer, which rings at a moment
    reading,   ///< a user reads a line
    shipment,  ///< a file sets out from one user to another
    failure,   ///< a file does not, as the other could not connect
  };
  struct Item {
    Kind kind = Kind::letter;
    core::PeerId from = core::no_peer;
    core::PeerId to = core::no_peer;
    core::Time at = 0;
    overlay::Letter letter;
    measure::DropReason reason = measure::DropReason::loss;  ///< of a failure
  };

  void send(core::PeerId from, core::PeerId to, const overlay::Letter& letter) {
    items_.push_back({Kind::letter, from, to, 0, letter});
  }
  void note_reading(core::PeerId user, const overlay::Letter& line) {
    items_.push_back({Kind::reading, user, core::no_peer, 0, line});
  }
  void ship(core::PeerId from, core::PeerId to, const overlay::Letter& letter) {
    items_.push_back({Kind::shipment, from, to, 0, letter});
  }
  void note_failure(core::PeerId from, core::PeerId to, const overlay::Letter& letter,
                    measure::DropReason reason) {
    items_.push_back({Kind::failure, from, to, 0, letter, reason});
  }
  void wake(core::PeerId peer, core::Time at, Alarm alarm, std::uint32_t subject = 0,
            std::uint32_t value = 0) {
    overlay::Letter letter;
    letter.type = static_cast<std::uint8_t>(alarm);
    letter.subject = subject;
    letter.value = value;
    items_.push_back({Kind::timer, peer, core::no_peer, at, letter});
  }

  /// Calls `visit(item)` for each and is empty afterwards.
  template <class Visit>
  void empty(Visit visit) {
    for (const Item& item : items_) visit(item);
    items_.clear();
  }

 private:
  std::vector<Item> items_;
};

}  // namespace rippletank::protocols::irc
