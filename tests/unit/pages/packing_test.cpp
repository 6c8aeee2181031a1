// What is packed into a page comes out again, by a decoder that shares nothing with the packer.
#include "analysis/web/pages/packing.hpp"

#include <cstdint>
#include <set>
#include <string>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/pages/unpacked.hpp"

namespace packing_test {

using namespace rippletank;
using namespace rippletank::pages;
using tests::from_base85;
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

TEST_CASE("bytes of any number and value survive base 85") {
  core::Substream random(7, core::Purpose("tests/packing"), 0);
  for (std::size_t count = 0; count <= 64; ++count) {
    INFO(count << " bytes");
    for (const std::string& bytes :
         {std::string(count, '\0'), std::string(count, '\xff'), std::string(count, '\x7f'),
          random_bytes(count, random), random_bytes(count, random)}) {
      const std::string text = base85(bytes);
      CHECK(text.size() == count / 4 * 5 + (count % 4 == 0 ? 0 : count % 4 + 1));
      CHECK(from_base85(text) == bytes);
    }
  }
  const std::string many = random_bytes(100'003, random);
  CHECK(from_base85(base85(many)) == many);
}

TEST_CASE("every single byte survives at each place of a group") {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t before = 0; before < 4; ++before) {
      const std::string bytes = std::string(before, 'x') + static_cast<char>(byte);
      CHECK(from_base85(base85(bytes)) == bytes);
    }
  }
}

TEST_CASE("a few groups by hand") {
  CHECK(base85("").empty());
  CHECK(base85(std::string(4, '\0')) == "!!!!!");
  CHECK(base85(std::string("\0", 1)) == "!!");
  // 1 is the second digit; 85 is a 1 before a 0.
  CHECK(base85(std::string("\0\0\0\x01", 4)) == "!!!!#");
  CHECK(base85(std::string("\0\0\0\x55", 4)) == "!!!#!");
}

TEST_CASE("the alphabet means nothing to HTML, JSON and scripts") {
  std::string bytes;
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    const std::uint32_t value = i * 2'654'435'761U;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      bytes += static_cast<char>(static_cast<unsigned char>(value >> shift));
    }
  }
  const std::string text = base85(bytes);
  const std::set<char> used(text.begin(), text.end());
  CHECK(used.size() == 85);
  for (const char c : std::string("<>&\"'\\`/-\n\r\t ")) {
    INFO("character " << static_cast<int>(c));
    CHECK(used.count(c) == 0);
  }
  for (const char c : used) CHECK((c > ' ' && c < '\x7f'));
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
    CHECK(inflated(from_base85(packed(bytes))) == bytes);
  }
  CHECK(gzipped(std::string(1'000'000, 'z')).size() < 2'000);
}

}  // namespace packing_test
