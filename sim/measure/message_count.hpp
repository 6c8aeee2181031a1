// MessageCount: what became of all messages of one type.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace rippletank::measure {

/// Why a message did not arrive.
enum class DropReason : std::uint8_t { peer_offline, link_down, loss, queue_full, firewall };
inline constexpr std::size_t drop_reasons = 5;
inline constexpr std::array<const char*, drop_reasons> drop_reason_names = {
    "peer_offline", "link_down", "loss", "queue_full", "firewall"};

/// Whether nobody is there, or no way: who has sent something is told that by TCP, or by silence.
constexpr bool cannot_be_reached(DropReason reason) {
  return reason == DropReason::peer_offline || reason == DropReason::link_down ||
         reason == DropReason::firewall;
}

/// The size of a message in bytes.
struct MessageSize {
  std::uint64_t control_bytes = 0;   ///< headers and whatever only steers
  std::uint64_t payload_bytes = 0;   ///< what the user wanted to be sent
  std::uint64_t overhead_bytes = 0;  ///< TCP/IP around it, not part of the message

  std::uint64_t bytes() const { return control_bytes + payload_bytes; }
};

/// Conservation: messages = delivered + dropped + in_flight.
struct MessageCount {
  std::string type;  ///< empty: one of which there are none
  std::uint64_t messages = 0;
  std::uint64_t control_bytes = 0;
  std::uint64_t payload_bytes = 0;
  std::uint64_t overhead_bytes = 0;
  std::uint64_t delivered = 0;
  std::uint64_t in_flight = 0;  ///< still on their way at the horizon
  std::array<std::uint64_t, drop_reasons> dropped{};

  std::uint64_t bytes() const { return control_bytes + payload_bytes; }

  void add_sent(std::uint64_t count, const MessageSize& size) {
    messages += count;
    control_bytes += count * size.control_bytes;
    payload_bytes += count * size.payload_bytes;
    overhead_bytes += count * size.overhead_bytes;
  }

  /// Messages that are sent together, with their size in all.
  void add_together(std::uint64_t count, const MessageSize& size) {
    messages += count;
    control_bytes += size.control_bytes;
    payload_bytes += size.payload_bytes;
    overhead_bytes += size.overhead_bytes;
  }

  std::uint64_t dropped_total() const {
    std::uint64_t total = 0;
    for (const std::uint64_t count : dropped) total += count;
    return total;
  }
};

}  // namespace rippletank::measure
