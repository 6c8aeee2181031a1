// gnutella_0_4: equal servents that ping, search and push as the first Gnutella did.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/protocols/parts/gnutella_sizes.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/protocols/parts/unstructured_parameters.hpp"

namespace rippletank::protocols {

/// Gnutella 0.4.
///
/// Source:  Gnutella Protocol Specification v0.4, document revision 1.2 (Clip2, 2001). Departs: a
///          servent without room for a connection sends pongs of others before it closes, as
///          clients did; all names and texts are of one length, and each hit has one result; the
///          range that a download asks for is told with one digit.
struct Gnutella04 {
  static constexpr overlay::MethodSet traversals = overlay::push_punch_or_relay;
  struct Parameters : UnstructuredParameters, gnutella::Lengths {};

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"servent", "web_cache"}; }
  static std::vector<std::string> message_types();
  static UnstructuredPlan plan(const Parameters& parameters);
};

RIPPLETANK_PROTOCOL(gnutella_0_4, Gnutella04)

}  // namespace rippletank::protocols
