// Wrapping text for terminals.
#pragma once

#include <string>
#include <string_view>

namespace rippletank::registry {

/// The text in lines of at most `width` columns, each indented, each ended by a newline. Words
/// that are longer than a line stand alone; columns are counted in bytes.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace rippletank::registry
