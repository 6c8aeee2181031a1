// Packing: bytes as text that a page unpacks with what every browser has.
#pragma once

#include <string>
#include <string_view>

namespace rippletank::pages {

/// Eight bytes of UTF-8 for seven bytes, to stand in a script of HTML: fifteen hundredths less than
/// base 64. Digits of seven bits are the characters of ASCII; the three that HTML does not hand on
/// (NUL, CR, `<`) take the digit behind them along into a character of two bytes.
///
/// Shape:   U+0080 + 128 w + d is the digit w of NUL, CR, `<`, and the digit d; U+0200 + w is the
///          digit w alone, at the end.
/// Source:  after Kevin Albertson, base-122 (2016).
std::string base128(std::string_view bytes);

/// The same bytes on every machine with the same zlib: no name, no time.
///
/// Source:  RFC 1952.
std::string gzipped(std::string_view bytes);

/// What packed.js unpacks.
std::string packed(std::string_view bytes);

}  // namespace rippletank::pages
