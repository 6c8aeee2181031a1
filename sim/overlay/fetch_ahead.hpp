// Brings closer what the messages that are handled next will touch.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sim/core/event_queue.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/overlay/connections.hpp"

namespace rippletank::overlay {

/// The peer whose row a message may need; 0, whose row is in cache, for one that ends its way.
/// Without a branch: which messages spread is unpredictable.
template <class Protocol, class Travelling>
core::PeerId spreader(const Travelling& travelling) {
  const auto spreads = static_cast<core::PeerId>(Protocol::may_spread(travelling.message));
  return travelling.to & (core::PeerId{0} - spreads);
}

/// A protocol that knows what a message will touch brings it closer in three steps, each of which
/// may look at what the one before has brought: of messages some places ahead in the span being
/// left or, where spans hold few, of the next spans whenever one is entered; `entered` is the last.
template <class Travelling, class Protocol>
RIPPLETANK_ALWAYS_INLINE void fetch_for(const core::EventQueue<Travelling>& queue,
                                        const Protocol& protocol, std::int64_t& entered) {
  constexpr std::size_t first_ahead = 24;
  constexpr std::size_t next_ahead = 14;
  constexpr std::size_t last_ahead = 6;
  const auto first = [&](const Travelling& later) {
    if (later.from != core::no_peer) protocol.fetch_first(later.to, later.message);
  };
  const auto next = [&](const Travelling& soon) {
    if (soon.from != core::no_peer) protocol.fetch_next(soon.to, soon.message);
  };
  const auto last = [&](const Travelling& now) {
    if (now.from != core::no_peer) protocol.fetch_last(now.to, now.message);
  };
  if (queue.left_in_span() > first_ahead) {
    first(*queue.peek(first_ahead));
    next(*queue.peek(next_ahead));
    last(*queue.peek(last_ahead));
  } else if (queue.span() != entered) {
    entered = queue.span();
    queue.for_each_ahead(3, first);
    queue.for_each_ahead(2, next);
    queue.for_each_ahead(1, last);
  }
}

/// The sorted span of the queue shows who is touched next: their rows are brought into cache
/// meanwhile, first where a row begins, then the row, then, if what is kept per peer is more than
/// fits there, what is kept about the neighbours in it. `place`: of the event in a burst.
template <class Travelling, class Wires, class Protocol>
RIPPLETANK_ALWAYS_INLINE void fetch_rows(const core::EventQueue<Travelling>& queue,
                                         const Connections& connections, const Wires& wires,
                                         const Protocol& protocol, bool exceeds_cache,
                                         std::size_t place) {
  constexpr std::size_t bounds_ahead = 32;
  constexpr std::size_t row_ahead = 16;
  constexpr std::size_t neighbours_ahead = 5;
  if (const Travelling* later = queue.peek(bounds_ahead + place)) {
    core::prefetch(&connections.offsets[spreader<Protocol>(*later)]);
    protocol.prefetch(later->to, later->from);
  }
  if (const Travelling* soon = queue.peek(row_ahead + place)) {
    const core::PeerId peer = spreader<Protocol>(*soon);
    const core::Slot begin = connections.offsets[peer];
    const core::Slot last = std::max(connections.offsets[peer + 1], core::Slot{1}) - 1;
    core::prefetch(connections.neighbours.data() + begin);
    core::prefetch(connections.neighbours.data() + last);
    if constexpr (requires { wires.prefetch(begin); }) {
      wires.prefetch(begin);
      wires.prefetch(last);
    }
  }
  if (!exceeds_cache) return;
  const Travelling* next = queue.peek(neighbours_ahead + place);
  if (next == nullptr || !Protocol::may_spread(next->message)) return;
  const core::PeerId* neighbours = connections.neighbours.data();
  protocol.prefetch_row(next->message, neighbours + connections.offsets[next->to],
                        neighbours + connections.offsets[next->to + 1]);
}

/// What the protocol knows of, or rows of its connections.
template <class Travelling, class Wires, class Protocol>
RIPPLETANK_ALWAYS_INLINE void fetch_ahead(const core::EventQueue<Travelling>& queue,
                                          const Connections& connections, const Wires& wires,
                                          const Protocol& protocol, bool exceeds_cache,
                                          std::int64_t& entered) {
  if constexpr (requires { requires Protocol::looks_ahead; }) {
    fetch_for(queue, protocol, entered);
  } else {
    if (queue.left_in_span() % core::prefetch_burst != 0) return;
    for (std::size_t place = 0; place < core::prefetch_burst; ++place) {
      fetch_rows(queue, connections, wires, protocol, exceeds_cache, place);
    }
  }
}

}  // namespace rippletank::overlay
