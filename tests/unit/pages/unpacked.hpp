// Unpacks pages as a browser does: parts between tags, base 85, gzip.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/registry/json.hpp"

namespace rippletank::tests {

/// The characters from ! to ~ without nine that mean something in a page, which leaves 85.
inline int digit_of_85(char c) {
  const std::string left_out = "\"&'-/<>\\`";
  int digit = 0;
  for (char one = '!'; one <= '~'; ++one) {
    if (left_out.find(one) != std::string::npos) continue;
    if (one == c) return digit;
    ++digit;
  }
  throw std::runtime_error(std::string("no digit: ") + c);
}

/// Group by group, in numbers that cannot overflow.
inline std::string from_base85(const std::string& text) {
  std::string bytes;
  for (std::size_t begin = 0; begin < text.size(); begin += 5) {
    const std::string group = text.substr(begin, 5);
    if (group.size() == 1) throw std::runtime_error("a group of one character");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      value = value * 85 + (i < group.size() ? static_cast<unsigned>(digit_of_85(group[i])) : 84U);
    }
    if (value > 0xffffffffU) throw std::runtime_error("a group above 32 bits");
    for (std::size_t i = 0; i + 1 < group.size(); ++i) {
      bytes += static_cast<char>(static_cast<unsigned char>(value >> (24 - 8 * i)));
    }
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
  std::string text = script_of(page, id);
  text.erase(0, text.find_first_not_of(" \n"));
  text.erase(text.find_last_not_of(" \n") + 1);
  return registry::Json::parse(inflated(from_base85(text)));
}

}  // namespace rippletank::tests
