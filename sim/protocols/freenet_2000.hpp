// freenet_2000: Freenet by the simpler rules of the simulations in its paper.
#pragma once

#include <string>
#include <vector>

#include "sim/overlay/protocol.hpp"
#include "sim/protocols/freenet/messages.hpp"
#include "sim/protocols/freenet/parameters.hpp"

namespace rippletank::protocols {

/// The same parameters with other defaults, so that the paper's experiments can be done again.
struct Freenet2000 {
  using Parameters = freenet::Parameters;
  static constexpr bool keeps_copies = true;

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"peer", "transient"}; }
  static std::vector<std::string> message_types() { return freenet::message_names(); }
  static const Parameters& plan(const Parameters& parameters) { return parameters; }
};

RIPPLETANK_PROTOCOL(freenet_2000, Freenet2000)

}  // namespace rippletank::protocols
