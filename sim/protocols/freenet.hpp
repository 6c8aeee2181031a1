// freenet: items travel from peer to peer towards who asks, and stay on the way.
#pragma once

#include <string>
#include <vector>

#include "sim/overlay/protocol.hpp"
#include "sim/protocols/freenet/messages.hpp"
#include "sim/protocols/freenet/parameters.hpp"

namespace rippletank::protocols {

/// Freenet 0.5. All Freenets share the rules and the loop of `freenet::Rules`.
struct Freenet {
  using Parameters = freenet::Parameters;
  static constexpr bool keeps_copies = true;

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"peer", "transient"}; }
  static std::vector<std::string> message_types() { return freenet::message_names(); }
  static const Parameters& plan(const Parameters& parameters) { return parameters; }
};

RIPPLETANK_PROTOCOL(freenet, Freenet)

}  // namespace rippletank::protocols
