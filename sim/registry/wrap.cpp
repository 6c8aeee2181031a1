// Wraps text.
#include "sim/registry/wrap.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "sim/registry/utf8.hpp"

namespace rippletank::registry {
namespace {

/// One character of a text and how many columns it takes.
struct Character {
  std::string_view bytes;
  std::size_t columns = 1;
};

bool is_wide(std::uint32_t code) {
  constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 8> ranges = {{{0x1100, 0x115f},
                                                                              {0x2e80, 0xa4cf},
                                                                              {0xac00, 0xd7a3},
                                                                              {0xf900, 0xfaff},
                                                                              {0xfe30, 0xfe6f},
                                                                              {0xff00, 0xff60},
                                                                              {0x1f300, 0x1faff},
                                                                              {0x20000, 0x3fffd}}};
  return std::any_of(ranges.begin(), ranges.end(), [code](const auto& range) {
    return code >= range.first && code <= range.second;
  });
}

/// The character at the front of a text; what a terminal must not see is replaced.
Character front(std::string_view text, std::size_t& length) {
  const std::size_t size = utf8_length(text);
  length = std::max(size, std::size_t{1});
  if (size == 0) return {"?"};
  if (is_control(text, size)) return {" "};
  if (size == 1) return {text.substr(0, 1)};
  std::uint32_t code = static_cast<unsigned char>(text[0]) & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
  }
  return {text.substr(0, size), is_wide(code) ? std::size_t{2} : std::size_t{1}};
}

}  // namespace

std::size_t display_columns(std::string_view text) {
  std::size_t columns = 0;
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); at += length) {
    columns += front(text.substr(at), length).columns;
  }
  return columns;
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string lines;
  std::string line(indent, ' ');
  std::size_t used = indent;
  std::string word;
  std::size_t word_columns = 0;
  const auto end_line = [&] {
    lines += line + "\n";
    line.assign(indent, ' ');
    used = indent;
  };
  const auto end_word = [&] {
    if (word.empty()) return;
    const std::size_t gap = used > indent ? 1 : 0;
    if (used + gap + word_columns > width) {
      end_line();
    } else if (gap == 1) {
      line += ' ';
      ++used;
    }
    line += word;
    used += word_columns;
    word.clear();
    word_columns = 0;
  };
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); at += length) {
    const Character character = front(text.substr(at), length);
    if (character.bytes == " ") {
      end_word();
      continue;
    }
    if (indent + word_columns + character.columns > width) end_word();
    word += character.bytes == no_break ? " " : character.bytes;
    word_columns += character.columns;
  }
  end_word();
  return lines + line + "\n";
}

}  // namespace rippletank::registry
