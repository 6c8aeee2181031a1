// SHA-256 of input files, so that a result says exactly what it was made from.
#pragma once

#include <string>
#include <string_view>

namespace rippletank::io {

/// The digest as 64 hexadecimal digits.
///
/// Source:  FIPS 180-4.
std::string sha256(std::string_view bytes);

}  // namespace rippletank::io
