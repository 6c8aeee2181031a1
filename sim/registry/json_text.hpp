// JSON text: syntax, repeated keys and nesting, with lines; and the line of any value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/registry/diagnostics.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::registry {

/// A parsed text and what is wrong with its form.
struct ParsedJson {
  Json value;  ///< null when the text is no JSON; of repeated keys it has the last
  bool is_json = false;
  std::vector<Diagnostic> mistakes;  ///< with lines
};

/// Parses strictly: no comments, no repeated keys, at most 64 levels of nesting. A text without a
/// `file` is a value by itself, and messages call it so.
///
/// Cost:    O(length) time.
ParsedJson parse_json(std::string_view text, const std::string& file);

/// The number that a text states as JSON would write it, if it is one.
std::optional<double> number_in(const std::string& text);

/// Fills in the lines of diagnostics that have a pointer but no line: that of the key or element
/// (of repeated keys the last, whose value counts), or of its nearest parent in the text.
///
/// Cost:    O(length) time for all of them together.
void fill_in_lines(std::string_view text, std::vector<Diagnostic>& diagnostics);

}  // namespace rippletank::registry
