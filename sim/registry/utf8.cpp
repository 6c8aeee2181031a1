// Recognises UTF-8 and quotes any bytes.
#include "sim/registry/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rippletank::registry {
namespace {

unsigned byte(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

}  // namespace

bool is_control(std::string_view text, std::size_t length) {
  const unsigned first = byte(text, 0);
  return first < 0x20 || first == 0x7f || (length == 2 && first == 0xc2 && byte(text, 1) < 0xa0);
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t most_shown = 60;
  std::string shown = "\"";
  std::size_t count = 0;
  while (!text.empty() && count++ < most_shown) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || is_control(text, length)) {
      for (std::size_t i = 0; i < std::max(length, std::size_t{1}); ++i) {
        shown += text[i] == '\t' ? "\\t" : fmt::format("\\x{:02x}", byte(text, i));
      }
    } else {
      shown += text.substr(0, length);
    }
    text.remove_prefix(std::max(length, std::size_t{1}));
  }
  return shown + (text.empty() ? "\"" : "…\"");
}

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned first = byte(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length == 0 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(text, i) & 0xc0) != 0x80) return 0;
  }
  const unsigned second = byte(text, 1);
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool surrogate = first == 0xed && second >= 0xa0;
  const bool beyond_unicode = first == 0xf4 && second >= 0x90;
  return overlong || surrogate || beyond_unicode ? 0 : length;
}

std::size_t find_not_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace rippletank::registry
