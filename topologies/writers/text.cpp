// Cleaning and quoting of texts.
#include "topologies/writers/text.hpp"

#include <cstdint>

namespace rippletank::topologies {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// The length of the UTF-8 sequence at the start of a text and its code point; 0 if there is none.
struct Decoded {
  std::size_t length = 0;
  std::uint32_t code_point = 0;
};

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {1, first};
  std::size_t length = 0;
  if (first >= 0xC2 && first <= 0xDF) length = 2;
  if (first >= 0xE0 && first <= 0xEF) length = 3;
  if (first >= 0xF0 && first <= 0xF4) length = 4;
  if (length == 0 || text.size() < length) return {};
  std::uint32_t code_point = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {};
    code_point = (code_point << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && code_point < 0x800) ||
                        (length == 4 && (code_point < 0x10000 || code_point > 0x10FFFF));
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (overlong || surrogate) return {};
  return {length, code_point};
}

bool is_line_layout(std::uint32_t code_point) {
  return code_point == '\t' || code_point == '\n' || code_point == '\r';
}

bool is_control(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

bool is_noncharacter(std::uint32_t code_point) {
  return code_point == 0xFFFE || code_point == 0xFFFF;
}

}  // namespace

std::string clean_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decode(text);
    const bool control = is_control(next.code_point) && !is_line_layout(next.code_point);
    if (next.length == 0 || control || is_noncharacter(next.code_point)) {
      clean += replacement;
    } else {
      clean += text.substr(0, next.length);
    }
    text.remove_prefix(next.length == 0 ? 1 : next.length);
  }
  return clean;
}

bool is_clean_line(std::string_view text) { return one_line(text) == text; }

std::string one_line(std::string_view text) {
  std::string line = clean_utf8(text);
  for (char& c : line) {
    if (is_line_layout(static_cast<unsigned char>(c))) c = ' ';
  }
  return line;
}

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : clean_utf8(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\t':
      case '\n':
      case '\r':
        escaped += fmt::format("&#{};", static_cast<int>(c));
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string csv_field(std::string_view text) {
  std::string clean = clean_utf8(text);
  if (clean.find_first_of(",\"\r\n") == std::string::npos) return clean;
  std::string quoted = "\"";
  for (const char c : clean) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

std::string dot_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : one_line(text)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

std::string milliseconds_text(core::Time time) {
  std::string text = fmt::format("{}.{:06}", time / core::millisecond, time % core::millisecond);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::size_t shown_length(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80) ++length;
  }
  return length;
}

}  // namespace rippletank::topologies
