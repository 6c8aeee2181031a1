// Wrapping text for terminals.
#pragma once

#include <string>
#include <string_view>

namespace rippletank::registry {

/// The text in lines of at most `width` columns, each indented, each ended by a newline.
///
/// A word that is longer than a line is broken. What would steer a terminal (line ends, escapes,
/// bytes that are no UTF-8) becomes a blank or a question mark.
/// Shape:   columns as terminals show them: wide characters take two.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

/// A blank at which wrapped() does not break; it is written as an ordinary one.
inline constexpr char no_break[] = "\u00a0";

/// Columns that a text takes on a terminal.
///
/// Source:  Unicode Standard Annex #11, the wide ranges that are in common use.
std::size_t display_columns(std::string_view text);

}  // namespace rippletank::registry
