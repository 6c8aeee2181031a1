// Walks through the lines of a text.
#include "topologies/readers/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rippletank::topologies {
namespace {

using namespace std::string_view_literals;

int line_at(std::string_view text, std::size_t position) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(position);
  return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

/// A carriage return that is not followed by a line feed, the last byte of the text excepted.
std::size_t find_lone_return(std::string_view text) {
  for (std::size_t at = text.find('\r'); at != std::string_view::npos;
       at = text.find('\r', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] != '\n') return at;
  }
  return std::string_view::npos;
}

}  // namespace

void check_is_text(std::string_view text, Problems& problems) {
  const auto begins = [&](std::string_view magic) { return text.substr(0, magic.size()) == magic; };
  if (begins("\x1f\x8b"sv)) {
    problems.stop(0, "expected text, got a gzip file; unpack it with gunzip first");
  }
  if (begins("PK\x03\x04"sv)) problems.stop(0, "expected text, got a zip file; unpack it first");
  if (begins("BZh"sv)) {
    problems.stop(0, "expected text, got a bzip2 file; unpack it with bunzip2 first");
  }
  if (begins("\xff\xfe"sv) || begins("\xfe\xff"sv)) {
    problems.stop(0, "expected text in UTF-8, got UTF-16; save it as UTF-8");
  }
  const std::size_t zero = text.find('\0');
  if (zero != std::string_view::npos) {
    problems.stop(line_at(text, zero), "expected text, got a zero byte: this is a binary file");
  }
}

Lines::Lines(std::string_view text, Problems& problems) : rest_(text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (rest_.substr(0, byte_order_mark.size()) == byte_order_mark) {
    rest_.remove_prefix(byte_order_mark.size());
  }
  const std::size_t lone_return = find_lone_return(text);
  if (lone_return == std::string_view::npos) return;
  problems.stop(line_at(text, lone_return),
                "expected lines that end in LF or CRLF, got a carriage return alone; convert the "
                "line ends");
}

bool Lines::next() {
  if (rest_.empty()) return false;
  const std::size_t end = rest_.find('\n');
  line_ = trimmed(rest_.substr(0, end));
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  ++number_;
  return true;
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return is_blank(c) || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view take_field(std::string_view& rest) {
  while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
  std::size_t length = 0;
  while (length < rest.size() && !is_blank(rest[length])) ++length;
  const std::string_view field = rest.substr(0, length);
  rest.remove_prefix(length);
  return field;
}

std::string nothing_found(std::string_view text, std::string_view expected) {
  return fmt::format("expected {}, got {}", expected,
                     text.empty() ? "an empty file" : "only comments and blank lines");
}

}  // namespace rippletank::topologies
