// How large the messages of Gnutella 0.4 are, and what they are called.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/protocols/parts/unstructured.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols::gnutella {

/// How long what stands in the messages is: all texts alike, all names alike. A base of the
/// parameters of a protocol.
struct Lengths {
  std::uint32_t query_text_bytes = 18;
  std::uint32_t name_bytes = 20;
  std::uint32_t index_digits = 4;
  std::uint32_t trailer_bytes = 7;
};

/// Adds the fields of Lengths to the table of a protocol.
template <class P>
registry::Table<P>&& with_lengths(registry::Table<P>&& table) {
  const auto length = [&table](const char* name, std::uint32_t Lengths::*field, double least,
                               double most, const char* unit, const char* description) {
    std::move(table).field(
        name, static_cast<std::uint32_t P::*>(field),
        {.unit = unit, .range = registry::between(least, most), .description = description});
  };
  length("query_text_bytes", &P::query_text_bytes, 0, 1e6, "bytes", "What a query looks for.");
  length("name_bytes", &P::name_bytes, 0, 1e6, "bytes", "The name of a file.");
  length("index_digits", &P::index_digits, 1, 10, "digits",
         "The index of a file at its holder, in requests.");
  length("trailer_bytes", &P::trailer_bytes, 0, 1e6, "bytes",
         "What vendors put after the results of a hit: their code 4, open data with its length 3.");
  return std::move(table);
}

/// A pong, the size of an address that a servent hands on.
inline constexpr std::uint32_t pong_bytes = 37;

/// Source:  Gnutella Protocol Specification v0.4, document revision 1.2 (Clip2, 2001).
UnstructuredSizes sizes(const Lengths& lengths);

std::vector<std::string> message_types();

}  // namespace rippletank::protocols::gnutella
