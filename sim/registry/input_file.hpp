// Input files: reading one whole, or saying exactly why that cannot be done.
#pragma once

#include <cstdint>
#include <string>

#include "sim/registry/codec.hpp"

namespace rippletank::registry {

/// What is longer is not read: a graph of 100 million links takes less.
inline constexpr std::uintmax_t largest_file_bytes = std::uintmax_t{2} << 30;

/// Why a file cannot be read (missing, no regular file, empty, too large, not allowed), or empty.
std::string why_not_readable(const std::filesystem::path& path);

/// The bytes of a file.
///
/// Errors:  InputError when it cannot be read.
std::string read_input_file(const FilePath& file);

}  // namespace rippletank::registry
