// Input files: reading one whole, or saying exactly why that cannot be done.
#pragma once

#include <cstdint>
#include <string>

#include "sim/registry/codec.hpp"

namespace rippletank::registry {

/// What is longer is not read: a graph of 100 million links takes less.
inline constexpr std::uintmax_t largest_file_bytes = std::uintmax_t{2} << 30;

/// The bytes of a file.
///
/// Errors:  InputError when it is missing, no regular file, empty, too large, or not readable.
std::string read_input_file(const FilePath& file);

}  // namespace rippletank::registry
