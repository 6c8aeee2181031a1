// Packs bytes into pages.
#include "analysis/web/pages/packing.hpp"

#include <zlib.h>

#include <cstdint>
#include <new>
#include <stdexcept>

namespace rippletank::pages {

namespace {

/// The digits that a browser does not hand on as they are written: it replaces NUL and CR, and `<`
/// may end the script that holds them.
constexpr std::string_view not_handed_on("\0\r<", 3);

/// As UTF-8.
void append_two_bytes(std::string& text, std::size_t code_point) {
  text += static_cast<char>(0xc0U | code_point >> 6U);
  text += static_cast<char>(0x80U | (code_point & 0x3fU));
}

/// Seven bits each, the first bit first; the last is filled with zeros.
std::string digits_of_128(std::string_view bytes) {
  std::string digits;
  digits.reserve(bytes.size() / 7 * 8 + 8);
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    held = held << 8U | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 7; bits -= 7) digits += static_cast<char>(held >> (bits - 7) & 0x7fU);
  }
  if (bits > 0) digits += static_cast<char>(held << (7 - bits) & 0x7fU);
  return digits;
}

}  // namespace

std::string base128(std::string_view bytes) {
  const std::string digits = digits_of_128(bytes);
  std::string text;
  text.reserve(digits.size());
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t which = not_handed_on.find(digits[i]);
    if (which == std::string_view::npos) {
      text += digits[i];
    } else if (i + 1 < digits.size()) {
      append_two_bytes(text, 128 * (1 + which) + static_cast<std::size_t>(digits[++i]));
    } else {
      append_two_bytes(text, 128 * (1 + not_handed_on.size()) + which);
    }
  }
  return text;
}

std::string gzipped(std::string_view bytes) {
  constexpr int gzip_window = 15 + 16;
  constexpr int most_memory = 9;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, most_memory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  std::string in(bytes);  // zlib takes no constant input
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) throw std::runtime_error("cannot compress a part of the page");
  return out;
}

std::string packed(std::string_view bytes) { return base128(gzipped(bytes)); }

}  // namespace rippletank::pages
