// How large the messages of Gnutella 0.4 are, and what they are called.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/protocols/parts/unstructured.hpp"

namespace rippletank::protocols::gnutella {

/// How long what stands in the messages is: all texts alike, all names alike.
struct Lengths {
  std::uint32_t query_text_bytes = 18;
  std::uint32_t name_bytes = 20;
  std::uint32_t index_digits = 4;
  std::uint32_t trailer_bytes = 7;
};

/// A pong, the size of an address that a servent hands on.
inline constexpr std::uint32_t pong_bytes = 37;

/// Source:  Gnutella Protocol Specification v0.4, document revision 1.2 (Clip2, 2001).
UnstructuredSizes sizes(const Lengths& lengths);

std::vector<std::string> message_types();

}  // namespace rippletank::protocols::gnutella
