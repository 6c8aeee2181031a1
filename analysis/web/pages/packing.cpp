// Packs bytes into pages.
#include "analysis/web/pages/packing.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <stdexcept>

namespace rippletank::pages {

std::string base85(std::string_view bytes) {
  constexpr std::string_view digits =
      "!#$%()*+,.0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
  static_assert(digits.size() == 85);
  std::string text;
  text.reserve(bytes.size() / 4 * 5 + 5);
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const std::size_t taken = std::min<std::size_t>(4, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      group = group << 8U | (k < taken ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    std::array<char, 5> written{};
    for (std::size_t k = 5; k-- > 0; group /= 85) written[k] = digits[group % 85];
    text.append(written.data(), taken + 1);
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

std::string packed(std::string_view bytes) { return base85(gzipped(bytes)); }

}  // namespace rippletank::pages
