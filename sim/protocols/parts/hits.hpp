// Hits: answers to queries on their way back.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/pool.hpp"
#include "sim/measure/figure.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/neighbours.hpp"
#include "sim/protocols/parts/descriptors.hpp"

namespace rippletank::protocols {

/// What became of the hits that peers have sent, in the whole run.
///
/// Conservation: sent = returned + lost + those still on their way.
struct HitCounts {
  std::uint64_t sent = 0;
  std::uint64_t returned = 0;
  std::uint64_t lost_forgotten = 0;     ///< a peer on the way back did not know the query any more
  std::uint64_t lost_disconnected = 0;  ///< it was not connected to the next one any more
  std::uint64_t lost_dropped = 0;       ///< on the wires, or at a peer that was offline
  std::uint64_t lost_too_far = 0;       ///< it travelled as far as its query, and had not come back

  std::vector<measure::Figure> figures() const;
};

struct Hit {
  std::uint16_t hops = 0;       ///< that the query travelled
  bool is_out_of_band = false;  ///< it does not go back from peer to peer
  std::vector<core::PeerId> holders;
};

/// Hits go back from peer to peer the way that the first copy of their query came, and as many hops
/// at most: where peers on the way have been away and back, they might go round in circles.
///
/// Or, out of band, a peer says to the one that asks, without a connection, that it has an answer,
/// is told to send it, and does.
///
/// A letter about one, of one of the types that are given here, has the hit as its value and the
/// descriptor of the query as its subject.
///
/// Source:  Out-of-band query hits (gtk-gnutella, doc/gnutella/out-of-band).
class Hits {
 public:
  /// What letters about hits are called.
  struct Types {
    std::uint8_t hit;
    std::uint8_t ready;
    std::uint8_t wanted;
  };

  Hits(const Types& types, Descriptors& descriptors, const overlay::Neighbours& neighbours)
      : types_(types), descriptors_(descriptors), neighbours_(neighbours) {}

  const HitCounts& counts() const { return counts_; }
  bool are_about(const overlay::Letter& letter) const {
    return letter.type == types_.hit || letter.type == types_.ready || letter.type == types_.wanted;
  }
  const Hit& operator[](const overlay::Letter& letter) const { return hits_[letter.value]; }

  /// A peer answers a query that has come to it in a letter.
  template <class Talk>
  void send(Talk& talk, core::PeerId peer, const overlay::Letter& query,
            std::vector<core::PeerId> holders) {
    const auto way = descriptors_.way_back(query.subject, peer, talk.now());
    ++counts_.sent;
    if (!way || !neighbours_.has(peer, *way)) {
      ++(way ? counts_.lost_disconnected : counts_.lost_forgotten);
      return;
    }
    overlay::Letter letter = query;
    letter.type = types_.hit;
    letter.value = hits_.put({query.hops, false, std::move(holders)});
    ++letter.hops;
    descriptors_.send(talk, peer, *way, letter);
  }

  /// The same out of band, to where the query has begun.
  template <class Talk>
  void offer(Talk& talk, core::PeerId peer, const overlay::Letter& query,
             std::vector<core::PeerId> holders) {
    ++counts_.sent;
    overlay::Letter letter = query;
    letter.type = types_.ready;
    letter.value = hits_.put({query.hops, true, std::move(holders)});
    ++letter.hops;
    descriptors_.send(talk, peer, descriptors_.origin(query.subject), letter);
  }
  /// For letters that offer a hit or ask for it.
  template <class Talk>
  void go_on(Talk& talk, core::PeerId to, core::PeerId from, const overlay::Letter& letter) {
    overlay::Letter answer = letter;
    answer.type = letter.type == types_.ready ? types_.wanted : types_.hit;
    ++answer.hops;
    const bool is_forgotten =
        letter.type == types_.ready && !descriptors_.knows(letter.subject, to, talk.now());
    if (!is_forgotten) return descriptors_.send(talk, to, from, answer);
    hits_.take(letter.value);
    ++counts_.lost_forgotten;
  }

  /// One has come to a peer, and is returned if it was asked for there.
  template <class Talk>
  std::optional<Hit> read(Talk& talk, core::PeerId to, const overlay::Letter& letter) {
    const auto way = descriptors_.way_back(letter.subject, to, talk.now());
    const bool is_back = way && *way == core::no_peer;
    const bool is_connected = way && !is_back && neighbours_.has(to, *way);
    const bool is_too_far = way && !is_back && letter.hops >= 2 * hits_[letter.value].hops;
    if (is_connected && !is_too_far) {
      overlay::Letter next = letter;
      ++next.hops;
      descriptors_.send(talk, to, *way, next);
      return {};
    }
    Hit hit = hits_.take(letter.value);
    if (is_back) {
      ++counts_.returned;
      return hit;
    }
    ++(!way         ? counts_.lost_forgotten
       : is_too_far ? counts_.lost_too_far
                    : counts_.lost_disconnected);
    return {};
  }

  /// One was dropped.
  void on_vanished(const overlay::Letter& letter) {
    hits_.take(letter.value);
    ++counts_.lost_dropped;
  }

 private:
  Types types_;
  Descriptors& descriptors_;
  const overlay::Neighbours& neighbours_;
  core::Pool<Hit> hits_;
  HitCounts counts_;
};

}  // namespace rippletank::protocols
