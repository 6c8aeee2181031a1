// Copy selection: which copies of a message are queued, and which are counted at once.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::overlay {

/// How many copies a broadcast sent, and how many of them were counted as certain duplicates.
struct Broadcast {
  std::uint64_t sent = 0;
  std::uint64_t certain_duplicates = 0;
};

struct SentCopies {
  Broadcast copies;
  core::Time last_arrival = 0;
};

/// Calls `push(to, time)` for each copy to a target but `except` that is not certain to be a
/// duplicate, in the order of the targets: `arrival(to, place)` tells when one would arrive,
/// `certain_duplicate(to, time)` whether it would be one; after `last_sure` none is sure to arrive.
///
/// Which copies are duplicates is unpredictable: the first loop selects in arithmetic, without
/// branches, and the second one queues what is left.
template <class Arrival, class CertainDuplicate, class Push>
SentCopies select_copies(const std::span<const core::PeerId>& targets, core::PeerId except,
                         core::Time last_sure, const Arrival& arrival,
                         const CertainDuplicate& certain_duplicate, const Push& push) {
  constexpr std::size_t block = 32;
  SentCopies result;
  for (std::size_t place = 0; place != targets.size();) {
    std::array<core::PeerId, block> queued_to;
    std::array<core::Time, block> arrivals;
    std::uint64_t queued = 0;
    std::uint64_t sent = 0;
    const std::size_t stop = std::min(targets.size(), place + block);
    for (; place != stop; ++place) {
      const core::PeerId to = targets[place];
      const core::Time time = arrival(to, place);
      const std::uint64_t wanted = to != except;
      const bool arrives = time <= last_sure;
      queued_to[queued] = to;
      arrivals[queued] = time;
      queued += wanted & ~std::uint64_t{arrives && certain_duplicate(to, time)};
      sent += wanted;
      result.last_arrival =
          std::max(result.last_arrival, time & -static_cast<core::Time>(wanted & arrives));
    }
    for (std::uint64_t i = 0; i < queued; ++i) push(queued_to[i], arrivals[i]);
    result.copies.sent += sent;
    result.copies.certain_duplicates += sent - queued;
  }
  return result;
}

}  // namespace rippletank::overlay
