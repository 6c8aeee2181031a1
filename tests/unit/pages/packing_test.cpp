// What is packed into a page comes out again, by a decoder that shares nothing with the packer.
#include "analysis/web/pages/packing.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/pages/unpacked.hpp"

namespace packing_test {

using namespace rippletank;
using namespace rippletank::pages;
using tests::from_base128;
using tests::inflated;

namespace {

std::string random_bytes(std::size_t count, core::Substream& random) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes += static_cast<char>(static_cast<unsigned char>(random.uniform() * 256));
  }
  return bytes;
}

}  // namespace

TEST_CASE("bytes of any number and value survive base 128") {
  core::Substream random(7, core::Purpose("tests/packing"), 0);
  for (std::size_t count = 0; count <= 64; ++count) {
    INFO(count << " bytes");
    for (const std::string& bytes :
         {std::string(count, '\0'), std::string(count, '\xff'), std::string(count, '\x0d'),
          random_bytes(count, random), random_bytes(count, random)}) {
      CHECK(from_base128(base128(bytes)) == bytes);
    }
  }
  const std::string many = random_bytes(100'003, random);
  CHECK(from_base128(base128(many)) == many);
}

TEST_CASE("every single byte survives at each place of a group, and at the end") {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t before = 0; before < 7; ++before) {
      const std::string bytes = std::string(before, 'x') + static_cast<char>(byte);
      CHECK(from_base128(base128(bytes)) == bytes);
    }
  }
}

TEST_CASE("a few digits by hand") {
  CHECK(base128("").empty());
  CHECK(base128("\xff") == "\x7f@");
  // 0000000 0|000000 are two NULs: U+0080. 0000001 0|000000 ends in one, alone: U+0200.
  CHECK(base128(std::string(1, '\0')) == "\xc2\x80");
  CHECK(base128("\x02") == "\x01\xc8\x80");
  // 0000001 0|011110 0|000000 likewise; 0000001 0|111100 00|00000 is `<` before NUL: U+0180.
  CHECK(base128("\x02\x78") == "\x01\x1e\xc8\x80");
  CHECK(base128("\x02\xf0") == "\x01\xc6\x80");
  // Five times seven ones, then 01111 and two zeros: `<` alone at the end, U+0202.
  CHECK(base128("\xff\xff\xff\xff\xef") == "\x7f\x7f\x7f\x7f\x7f\xc8\x82");
  // Seven bytes are eight digits, none of them filled up.
  CHECK(base128("\xff\xff\xff\xff\xff\xff\xff") == "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f");
}

TEST_CASE("what HTML does not hand on is not in it, and eight bytes carry seven") {
  core::Substream random(9, core::Purpose("tests/packing"), 0);
  const std::string bytes = random_bytes(700'000, random);
  const std::string text = base128(bytes);
  for (const char c : std::string("\0\r<", 3)) {
    INFO("character " << static_cast<int>(c));
    CHECK(text.find(c) == std::string::npos);
  }
  const std::set<char> used(text.begin(), text.end());
  CHECK(std::count_if(used.begin(), used.end(), [](char c) { return c >= 0; }) == 125);
  CHECK(text.size() <= bytes.size() / 7 * 8 + 1);
}

TEST_CASE("what is gzipped is inflated to what it was, and alike every time") {
  core::Substream random(8, core::Purpose("tests/packing"), 0);
  for (const std::string& bytes : {std::string(), std::string("a"), std::string(1'000'000, 'z'),
                                   random_bytes(70'000, random)}) {
    const std::string packed_once = gzipped(bytes);
    CHECK(inflated(packed_once) == bytes);
    CHECK(gzipped(bytes) == packed_once);
    // No time, no name: RFC 1952, 2.3.
    CHECK(packed_once.substr(0, 2) == "\x1f\x8b");
    CHECK(packed_once[3] == 0);
    CHECK(packed_once.substr(4, 4) == std::string(4, '\0'));
    CHECK(inflated(from_base128(packed(bytes))) == bytes);
  }
  CHECK(gzipped(std::string(1'000'000, 'z')).size() < 2'000);
}

}  // namespace packing_test
