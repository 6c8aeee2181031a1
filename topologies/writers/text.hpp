// Text of unknown origin made fit for the formats that are written: names come from users' files.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "sim/core/time.hpp"

namespace rippletank::topologies {

/// The text with everything replaced by U+FFFD that is not UTF-8 or that XML 1.0 cannot hold
/// (control characters but tab and line ends).
std::string clean_utf8(std::string_view text);

/// Whether the text is UTF-8 without any control characters.
bool is_clean_line(std::string_view text);

/// A cleaned text on one line: line ends and tabs become blanks.
std::string one_line(std::string_view text);

/// A cleaned text between tags or in a quoted attribute; tabs and line ends survive.
std::string xml_escaped(std::string_view text);

/// A field of a CSV row, in quotes where it must be.
///
/// Source:  RFC 4180, section 2.
std::string csv_field(std::string_view text);

/// A quoted string of the DOT language that shows the text as it is in a label.
///
/// Source:  graphviz.org, "The DOT Language" and "escString".
std::string dot_quoted(std::string_view text);

/// Whole nanoseconds as decimal milliseconds, exactly and without trailing zeros.
std::string milliseconds_text(core::Time time);

/// The characters a reader sees, where none is wide.
std::size_t shown_length(std::string_view text);

/// Appends a formatted text to the end of the buffer.
template <class... Arguments>
void append(fmt::memory_buffer& buffer, fmt::format_string<Arguments...> format,
            Arguments&&... arguments) {
  fmt::format_to(fmt::appender(buffer), format, std::forward<Arguments>(arguments)...);
}

}  // namespace rippletank::topologies
