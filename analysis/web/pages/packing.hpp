// Packing: bytes as text that a page unpacks with what every browser has.
#pragma once

#include <string>
#include <string_view>

namespace rippletank::pages {

/// Five characters for four bytes, of an alphabet that HTML, JSON and scripts take as it is.
///
/// Shape:   a last group of n bytes takes n + 1 characters.
std::string base85(std::string_view bytes);

/// The same bytes on every machine with the same zlib: no name, no time.
///
/// Source:  RFC 1952.
std::string gzipped(std::string_view bytes);

/// What packed.js unpacks.
std::string packed(std::string_view bytes);

}  // namespace rippletank::pages
