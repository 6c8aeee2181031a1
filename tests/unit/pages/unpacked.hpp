// Unpacks pages as a browser does: parts between tags, base 128, gzip.
#pragma once

#include <zlib.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"

namespace rippletank::tests {

/// The code points of UTF-8 of one and two bytes.
inline std::vector<unsigned> code_points_of(const std::string& text) {
  std::vector<unsigned> points;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      points.push_back(first);
      continue;
    }
    const auto second = static_cast<unsigned char>(text.at(++i));
    if (first < 0xc2 || first > 0xdf || second / 64 != 2) throw std::runtime_error("no UTF-8");
    points.push_back((first - 0xc0U) * 64 + (second - 0x80U));
  }
  return points;
}

/// Bit by bit.
inline std::string from_base128(const std::string& text) {
  const std::string marked("\0\r<", 3);
  std::string bits;
  const auto add = [&](unsigned digit) {
    for (unsigned place = 64; place > 0; place /= 2) bits += digit / place % 2 == 1 ? '1' : '0';
  };
  for (const unsigned point : code_points_of(text)) {
    if (point < 128) {
      if (marked.find(static_cast<char>(point)) != std::string::npos) {
        throw std::runtime_error("a digit that a browser does not hand on");
      }
      add(point);
    } else if (point < 128 * 4) {
      add(static_cast<unsigned char>(marked[point / 128 - 1]));
      add(point % 128);
    } else {
      add(static_cast<unsigned char>(marked.at(point - 128 * 4)));
    }
  }
  std::string bytes;
  for (std::size_t at = 0; at + 8 <= bits.size(); at += 8) {
    unsigned byte = 0;
    for (std::size_t i = 0; i < 8; ++i) byte = byte * 2 + (bits[at + i] == '1' ? 1U : 0U);
    bytes += static_cast<char>(static_cast<unsigned char>(byte));
  }
  if (bits.find('1', bits.size() / 8 * 8) != std::string::npos) {
    throw std::runtime_error("something behind the last byte");
  }
  return bytes;
}

inline std::string inflated(std::string packed) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) throw std::runtime_error("zlib does not start");
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string bytes;
  std::vector<char> buffer(1U << 16U);
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    state = inflate(&stream, Z_NO_FLUSH);
    bytes.append(buffer.data(), buffer.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END || stream.avail_in > 0) throw std::runtime_error("damaged");
  return bytes;
}

/// What stands between the tags of the script of that id, which a browser ends at the first
/// "</script".
inline std::string script_of(const std::string& page, const std::string& id) {
  const std::size_t named = page.find("id=\"" + id + "\"");
  if (named == std::string::npos) throw std::runtime_error("no script " + id);
  const std::size_t begin = page.find('>', named) + 1;
  return page.substr(begin, page.find("</script", begin) - begin);
}

inline registry::Json unpacked(const std::string& page, const std::string& id) {
  return registry::Json::parse(inflated(from_base128(script_of(page, id))));
}

}  // namespace rippletank::tests
