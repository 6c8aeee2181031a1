// JSON syntax mistakes in the words of those who make them: what was expected, found, and the fix.
#pragma once

#include <string>
#include <string_view>

namespace rippletank::registry {

/// What the parser knows about the place where it gave up.
struct SyntaxError {
  std::string_view text;   ///< the whole text
  std::size_t read = 0;    ///< how many characters had been read, the offending one included
  std::string last_token;  ///< as the parser read it
  std::string said;        ///< its own message
  std::string whole;       ///< how the text is called: "file"
};

/// The message for a text that is no JSON.
std::string explain(const SyntaxError& error);

/// Why a text can be no JSON at all (binary, UTF-16), or empty.
std::string why_not_text(std::string_view text);

}  // namespace rippletank::registry
