// UTF-8: telling it from other bytes, and showing any bytes safely.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rippletank::registry {

/// Length of the UTF-8 sequence that `text` begins with, 0 when it is none.
/// Source:  RFC 3629, section 4.
std::size_t utf8_length(std::string_view text);

/// Index of the first byte that is not part of UTF-8, or npos.
std::size_t find_not_utf8(std::string_view text);

/// Whether the UTF-8 sequence of this length is a control character, which may steer a terminal.
bool is_control(std::string_view text, std::size_t length);

/// The text in quotes as a message shows it: cut when it is long, on one line, always UTF-8.
std::string in_quotes(std::string_view text);

}  // namespace rippletank::registry
