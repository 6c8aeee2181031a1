// Paths: how far two peers are apart on the underlay, to hold an overlay's way against.
#pragma once

#include <cstdint>
#include <functional>

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

namespace rippletank::overlay {

/// What an underlay tells about the way between two peers that need not be connected; empty where
/// connections are all there is.
struct Paths {
  /// How long a message of so many bytes takes straight from one peer to another over idle wires;
  /// core::never if there is no way.
  std::function<core::Time(core::PeerId from, core::PeerId to, std::uint64_t bytes)> idle_delay;
  /// How many physical links lie between; empty where the underlay has none.
  std::function<std::uint32_t(core::PeerId from, core::PeerId to)> links;
  /// Whether many questions with one `from` are cheap one after the other; else with one `to`.
  bool by_origin = false;
};

}  // namespace rippletank::overlay
