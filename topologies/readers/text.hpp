// Text: the lines and fields of a text without copies.
#pragma once

#include <string>
#include <string_view>

#include "topologies/readers/problems.hpp"

namespace rippletank::topologies {

/// Stops at what is certainly no text: compressed files, UTF-16, zero bytes.
///
/// Errors:  InputError that says what it is instead.
void check_is_text(std::string_view text, Problems& problems);

/// Walks through the lines of a text: `while (lines.next()) use(lines.line())`.
///
/// Shape:   a line comes without its end and without blanks around it; LF and CRLF end lines;
///          a byte order mark is skipped.
/// Errors:  InputError at the first carriage return that ends no line.
class Lines {
 public:
  Lines(std::string_view text, Problems& problems);

  bool next();
  std::string_view line() const { return line_; }
  int number() const { return number_; }
  /// Whether the line says nothing: it is blank or begins with one of the comment signs.
  bool is_remark(std::string_view signs) const {
    return line_.empty() || signs.find(line_.front()) != std::string_view::npos;
  }

 private:
  std::string_view rest_;
  std::string_view line_;
  int number_ = 0;
};

inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// The text without blanks and line ends around it.
std::string_view trimmed(std::string_view text);

/// Takes the next field, up to a blank, from the front of `rest`; empty at the end.
std::string_view take_field(std::string_view& rest);

/// What to say of a file in which nothing was found.
std::string nothing_found(std::string_view text, std::string_view expected);

}  // namespace rippletank::topologies
