// What underlays say alike about TCP segments in their parameter tables.
#pragma once

#include "sim/registry/codec.hpp"

namespace rippletank::underlay {

inline registry::Field segment_payload_field() {
  return {.unit = "bytes",
          .range = registry::between(28, 65'495),
          .description = "Bytes of a message that one TCP segment carries."};
}

inline registry::Field segment_header_field() {
  return {
      .unit = "bytes",
      .range = registry::between(0, 120),
      .description = "IP and TCP header of each segment; accounted apart from the message itself."};
}

}  // namespace rippletank::underlay
